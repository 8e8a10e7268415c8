"""Figures: periods, groups, what is left out, and what is null."""

from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from server.core import events as e
from server.core.events import Event, Named
from server.core.kpis import backlog, registry
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.kpis.asking.listing import Listing
from server.core.kpis.asking.periods import edges, instant_of
from server.core.kpis.behind import rows_behind
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure, nth_of, values
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.sweeps import occupancy, shrinkage
from tests.cast import (
    BUTLER,
    DAY,
    HOUR,
    MINUTE,
    NINE,
    SECOND,
    VERA,
    ada_says,
    ben_says,
    given_to_ada,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

NOW = NINE + 30 * DAY
Story = tuple[Event, ...]


def answered(number: int, at: int, after: int, *more: Event) -> Story:
    start, said = started(at=at), vera_says(at=at)
    return story(start, said, ada_says(at=at + after), *more, conversation=f"c{number}")


def asked(kpi: str, *stories: Story, **more: Any) -> dict[str, Any]:
    return figure(frames_before(stories, more.get("as_of"), None), Ask(kpi, NOW, **more))


def test_nothing_is_null_not_zero() -> None:
    answer = asked("frt")
    assert (answer["value"], answer["mean"], answer["n"], answer["ci"]) == (None, None, 0, None)
    assert asked("volume")["value"] == 0


# In Rome clocks change on the 29th: the days are not all alike there.
@pytest.mark.parametrize("tz", ("UTC", "Europe/Rome"))
def test_at_midnight_the_next_day_has_begun(tz: str) -> None:
    since, midnight, until = (instant_of(day, tz) for day in ("2026-03-28", "2026-03-30", "2026-04-01"))
    late, later = (answered(after, midnight - MINUTE, after) for after in (MINUTE - 1, MINUTE))
    last = answered(0, until - MINUTE, MINUTE - 1)
    days = asked("frt", late, later, last, since=since, until=until, tz=tz, by=("day",))["groups"]
    assert [(day["key"][8:], day["n"]) for day in days] == [("28", 0), ("29", 1), ("30", 1), ("31", 1)]


def test_percentiles_need_enough_values() -> None:
    nine = [answered(i, NINE, i * SECOND) for i in range(1, 10)]
    assert asked("frt", *nine)["p90"] is None
    assert asked("frt", *nine, answered(10, NINE, 10 * SECOND))["p90"] == pytest.approx(9.1)


def test_the_median_has_an_interval_of_order_statistics() -> None:
    answer = asked("frt", *[answered(i, NINE, i * SECOND) for i in range(1, 21)])
    assert answer["ci"] == [5.0, 16.0]
    assert answer["low_n"]


def test_every_day_of_the_period_has_a_figure_also_the_empty_ones() -> None:
    since = instant_of("2026-01-05", "Europe/Rome")
    answer = asked(
        "frt",
        answered(1, NINE, MINUTE),
        tz="Europe/Rome",
        since=since,
        until=since + 3 * DAY,
        by=("day",),
    )
    assert [(group["key"], group["value"], group["n"]) for group in answer["groups"]] == [
        ("2026-01-05", 60.0, 1),
        ("2026-01-06", None, 0),
        ("2026-01-07", None, 0),
    ]


def test_days_are_23_and_25_hours_long_where_clocks_change() -> None:
    def lengths(since: str, until: str) -> list[int]:
        bounds = instant_of(since, "Europe/Rome"), instant_of(until, "Europe/Rome")
        starts = [at for _, at in edges(bounds[0], bounds[1], "day", "Europe/Rome")]
        return [b - a for a, b in pairwise(starts)]

    assert lengths("2026-03-28", "2026-03-31") == [24 * HOUR, 23 * HOUR]
    assert lengths("2026-10-24", "2026-10-27") == [24 * HOUR, 25 * HOUR]


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    since, until = instant_of("2025-12-31", "UTC"), instant_of("2026-02-01", "UTC")
    assert [name for name, _ in edges(since, until, "month", "UTC")] == ["2025-12", "2026-01"]
    assert [name for name, _ in edges(since, until, "week", "UTC")][:2] == ["2026-W01", "2026-W02"]


def test_the_end_of_the_period_is_not_part_of_it() -> None:
    one = answered(1, NINE, MINUTE)
    assert asked("frt", one, until=NINE + MINUTE)["n"] == 0
    assert asked("frt", one, since=NINE + MINUTE)["n"] == 1


def test_each_agent_is_credited_with_his_own_replies() -> None:
    talk = story(
        started(), vera_says(at=NINE), ada_says(at=NINE + MINUTE), vera_says(), ben_says(at=NINE + HOUR)
    )
    groups = asked("art", talk, by=("agent",))["groups"]
    assert [(group["key"], group["n"]) for group in groups] == [("a_ada", 1), ("a_ben", 1)]
    assert asked("art", talk, agent="a_ben")["n"] == 1


def test_a_conversation_counts_under_each_of_its_tags() -> None:
    one = answered(1, NINE, MINUTE, e.Tagged(tags=("refund", "vip")))
    two = answered(2, NINE, MINUTE)
    groups = asked("volume", one, two, by=("tag",))["groups"]
    assert [(group["key"], group["value"]) for group in groups] == [("refund", 1), ("vip", 1), (None, 1)]
    assert asked("volume", one, two, tag="vip")["value"] == 1


def test_what_speaks_of_tags_is_split_by_tag_too() -> None:
    tags = e.Tagged(tags=("self_answerable", "vip"))
    talk = answered(1, NINE, MINUTE, tags, resolved_by_ada())
    groups = asked("self_answerable", talk, by=("tag",))["groups"]
    assert [(group["key"], group["value"]) for group in groups] == [("self_answerable", 100), ("vip", 100)]


def test_butler_and_people_are_two_figures() -> None:
    talk = story(
        started(),
        vera_says(at=NINE),
        e.MessageSent(by=BUTLER, kind="auto_ack", at=NINE + SECOND),
        ada_says(at=NINE + MINUTE),
    )
    assert asked("frt_butler", talk)["value"] == 1
    assert asked("frt", talk)["value"] == 60


def test_without_opening_hours_the_business_clock_knows_nothing() -> None:
    answer = asked("frt", answered(1, NINE, MINUTE), clock="business")
    assert (answer["value"], answer["excluded"]) == (None, {"no_calendar": 1})


def test_who_waits_is_pending_and_for_how_long_is_said() -> None:
    answer = asked("frt", story(started(), vera_says(at=NOW - HOUR)))
    assert (answer["pending"], answer["oldest_pending"]) == (1, 3600.0)


def test_the_backlog_ends_each_day_with_its_own_state() -> None:
    stays = story(started(), vera_says(at=NINE), conversation="c1")
    goes = answered(2, NINE, MINUTE, resolved_by_ada(at=NINE + DAY))
    since = instant_of("2026-01-05", "UTC")
    answer = asked("backlog", stays, goes, since=since, until=since + 3 * DAY, by=("day",))
    assert [group["value"] for group in answer["groups"]] == [2, 1, 1]
    assert (answer["entered"], answer["resolved"], answer["closing"]) == (2, 1, 1)


def test_the_backlog_says_who_has_to_move_next() -> None:
    free = story(started(), vera_says(at=NINE), conversation="c1")
    waits = story(started(), vera_says(at=NINE), given_to_ada(), conversation="c2")
    answer = asked("backlog", free, waits)
    assert answer["split"] == {"unassigned": 1, "waiting_agent": 1, "waiting_visitor": 0, "snoozed": 0}


def test_rows_behind_and_values_are_those_of_the_figure() -> None:
    frames = frames_before(
        [answered(1, NINE, MINUTE), story(started(), vera_says(), conversation="c2")], None, None
    )
    ask = Ask("frt", NOW)
    assert values(frames, ask) == [60.0]
    counted, waiting = (rows_behind(frames, Listing(ask, reason))["items"] for reason in (None, "pending"))
    assert [row["conversation"] for row in counted] == ["c1"]
    assert [row["conversation"] for row in waiting] == ["c2"]
    assert rows_behind(frames, Listing(Ask("backlog", NOW)))["total"] == 2


def test_a_rating_out_of_its_scale_does_not_hide_one_within() -> None:
    talk = answered(
        1,
        NINE,
        MINUTE,
        e.SurveySent(),
        e.Rated(by=VERA, score=5),
        e.Rated(by=VERA, score=9),
    )
    assert asked("csat", talk)["value"] == 100.0


def test_thumbs_are_satisfied_by_their_own_cut_and_not_pooled_raw_into_the_mean() -> None:
    """A thumb down is an answer, though its score is 0."""
    given = [("0-1", 1), ("0-1", 0), ("1-5", 3)]
    talks = [
        answered(n, NINE, MINUTE, e.SurveySent(scale=scale), e.Rated(by=VERA, scale=scale, score=score))
        for n, (scale, score) in enumerate(given, start=1)
    ]
    answer = asked("csat", *talks)
    assert (answer["n"], answer["mean"]) == (3, 3.0)
    assert answer["value"] == pytest.approx(100 / 3)
    assert answer["response_rate"] == 100.0
    assert {name: n for name, n in answer["distribution"].items() if n} == {"1": 1, "3": 1, "5": 1}


def test_a_conversation_that_was_solved_twice_may_be_rated_twice() -> None:
    """Whoever changes his mind about the same resolution has one answer all the same."""
    rounds = [
        (e.SurveySent(survey=name), *(e.Rated(by=VERA, survey=name, score=score) for score in scores))
        for name, scores in (("q1", (5, 2)), ("q2", (4,)))
    ]
    talk = answered(1, NINE, MINUTE, *rounds[0], e.Reopened(), *rounds[1])
    assert (asked("csat", talk)["value"], asked("csat", talk)["n"]) == (100.0, 1)
    each = asked("csat", talk, options=("each_resolution",))
    assert (each["value"], each["n"]) == (50.0, 2)


def test_a_desk_may_count_eight_of_ten_as_satisfied_and_of_seven_nothing_else() -> None:
    given = [("1-10", 8), ("1-10", 7), ("1-7", 6), ("1-5", 4)]
    talks = [
        answered(n, NINE, MINUTE, e.SurveySent(scale=scale), e.Rated(by=VERA, scale=scale, score=score))
        for n, (scale, score) in enumerate(given, start=1)
    ]
    assert asked("csat", *talks)["value"] == 50.0
    assert asked("csat", *talks, options=("satisfied_from=8",))["value"] == 75.0


@pytest.mark.parametrize(("within", "share"), [("29.9", 0.0), ("30", 100.0)])
def test_a_service_level_may_be_measured_by_any_number_of_seconds(within: str, share: float) -> None:
    talk = answered(1, NINE, MINUTE // 2)
    assert asked("service_level", talk, options=(f"within={within}",))["value"] == share


@pytest.mark.parametrize("second", ["whatsapp", "web"])
def test_first_response_is_always_told_by_channel_too(second: str) -> None:
    """Where all are of one channel, it is the whole."""
    told = [
        story(
            started(channel=channel),
            vera_says(at=NINE),
            ada_says(at=NINE + wait),
            conversation=channel + str(wait),
        )
        for channel, wait in (("web", MINUTE), (second, 3 * MINUTE))
    ]
    channels = asked("frt", *told)["channels"]
    apart = {"web": (60.0, 1), "whatsapp": (180.0, 1)}
    expected = apart if second == "whatsapp" else {"web": (120.0, 2)}
    assert {name: (stats["value"], stats["n"]) for name, stats in channels.items()} == expected


def test_messages_are_counted_by_their_own_time() -> None:
    talk = answered(1, NINE, DAY)
    answer = asked("interactions", talk, options=("messages",), since=NINE + HOUR)
    assert (answer["value"], answer["n"]) == (1.0, 1)


@pytest.mark.parametrize("kpi", CATALOGUE)
def test_every_option_can_be_asked_for(kpi: str) -> None:
    talk = answered(1, NINE, MINUTE, resolved_by_ada(), e.SurveySent(), e.Rated(by=VERA, score=5))
    for option in CATALOGUE[kpi].options:
        answer = figure(frames_before([talk], None, None), parse(kpi, [("option", option)], now=NOW))
        assert answer["id"] == kpi


def test_what_is_defined_is_described_and_the_other_way_round() -> None:
    described = {kpi: set(entry.options) for kpi, entry in CATALOGUE.items()}
    assert set(registry.KPIS) == set(described) - {*backlog.IDS, *occupancy.IDS, *shrinkage.IDS}
    assert all(set(kpi.options) == described[name] for name, kpi in registry.KPIS.items())
    assert all(
        (kpi.credit is None) == (CATALOGUE[name].by_agent is None) for name, kpi in registry.KPIS.items()
    )


def test_the_page_names_every_kpi_and_option() -> None:
    page = registry.page()
    assert all(f"(`{kpi}`)" in page for kpi in CATALOGUE)
    assert all(f"`{option}`" in page for entry in CATALOGUE.values() for option in entry.options)


# -- asking ----------------------------------------------------------------------------------


def test_without_a_period_the_last_thirty_local_days_are_meant() -> None:
    ask = parse("frt", {}, now=instant_of("2026-03-31T23:30:00", "Europe/Rome"), tz="Europe/Rome")
    assert ask.since == instant_of("2026-03-02", "Europe/Rome")
    assert ask.until == instant_of("2026-04-01", "Europe/Rome")


def test_lists_may_be_repeated_or_joined() -> None:
    ask = parse("art", [("by", "agent,day"), ("by", "team"), ("option", "subsequent")], now=NOW)
    assert (ask.by, ask.options) == (("agent", "day", "team"), ("subsequent",))


@pytest.mark.parametrize(
    ("kpi", "query", "says"),
    [
        ("frt", {"clock": "sand"}, "clock"),
        ("aht", {"clock": "business"}, "clock"),
        ("frt", {"from": "yesterday"}, "from"),
        ("frt", {"from": "2026-02-02", "to": "2026-02-01"}, "before"),
        ("frt", {"tz": "Moon/Base"}, "time zone"),
        ("frt", {"tz": "../../etc/passwd"}, "time zone"),
        ("frt", {"by": "weather"}, "by"),
        ("frt", {"by": "day,week"}, "one of"),
        ("frt", {"option": "faster"}, "option"),
        ("frt", {"option": "live_only=maybe"}, "on or off"),
        ("frt", {"attribution": "luck"}, "attribution"),
        ("frt_butler", {"by": "agent"}, "no agent"),
        ("backlog", {"by": "hour"}, "instant"),
        ("occupancy", {"by": "site"}, "whole time"),
        ("concurrency", {"tag": "refund"}, "whole time"),
        ("service_level", {"option": "within=25"}, "option"),
        ("frt", {"by": "day", "from": "0001-01-02", "to": "2026-01-01"}, "buckets"),
    ],
)
def test_a_bad_question_is_refused_with_what_is_wrong(kpi: str, query: dict[str, str], says: str) -> None:
    with pytest.raises(BadAsk, match=says) as refused:
        parse(kpi, query, now=NOW)
    assert not refused.value.unknown


def test_an_unknown_kpi_is_named_as_such() -> None:
    with pytest.raises(BadAsk, match="frt") as refused:
        parse("luck", {}, now=NOW)
    assert refused.value.unknown


def test_a_team_is_nobodys_name() -> None:
    talk = story(started(team=Named("t9")), vera_says())
    assert asked("volume", talk, team="t9")["value"] == 1
    assert asked("volume", talk, team="t1")["value"] == 0


@pytest.mark.parametrize("length", (HOUR, DAY, 7 * DAY))
def test_an_instant_on_an_edge_is_of_what_begins_there_and_a_millisecond_before_of_what_ends(
    length: int,
) -> None:
    begins = [NINE + nth * length for nth in range(5_000)]
    on, before = (
        pl.DataFrame({"at": [edge + by for edge in begins[1:]]}).select(nth_of(begins)).to_series()
        for by in (0, -1)
    )
    assert on.to_list() == [*range(1, 5_000)]
    assert before.to_list() == [*range(4_999)]

"""Each figure opens the rows that it is made of: as many as it says, no more, no less."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import AgentStatus, Event, Named, Tagged
from server.core.kpis import figure as evaluator
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.kpis.asking.groups import Part
from server.core.kpis.asking.listing import ORDERS, Listing, Order, Place, cursor_of
from server.core.kpis.asking.listing import parse as parse_listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.registry import KPIS
from server.core.kpis.tables import Frames
from tests.cast import ADA, HOUR, MINUTE, NINE, SECOND, ada_says, ben_says, started, story, vera_says
from tests.kpis.worlds import OFFICE, shifts, worlds
from tests.thorough import examples

# Every KPI in every world: on a busy machine that takes a while.

LATER = NINE + 10_000 * HOUR
INSTANTS = st.one_of(st.none(), st.integers(0, 100).map(lambda hours: NINE + hours * HOUR))
Group = Mapping[str, Any]


@st.composite
def questions(draw: st.DrawFn, kpi: str) -> Ask:
    """Any that the KPI takes: its options, groupings, attributions and clocks."""
    entry = CATALOGUE[kpi]
    by = draw(st.lists(st.sampled_from([*entry.splits, ""]), unique=True, max_size=2))
    options = draw(st.lists(st.sampled_from([*entry.options, ""]), unique=True, max_size=2))
    pairs = [("by", part) for part in by] + [("option", option) for option in options if option]
    pairs.append(("attribution", draw(st.sampled_from(entry.attributions))))
    pairs.append(("clock", draw(st.sampled_from(entry.clocks))))
    try:
        ask = parse(kpi, pairs, now=LATER, tz="Europe/Rome", whole=True)
    except BadAsk:
        ask = Ask(kpi, LATER, attribution=entry.attributions[0])
    if set(ask.options) & {"unassigned", "waiting_agent", "waiting_visitor", "snoozed"}:
        return replace(ask, since=draw(INSTANTS))
    since, until = draw(INSTANTS), draw(INSTANTS)
    if since is not None and until is not None and since >= until:
        since = None
    return replace(ask, since=since, until=until)


@settings(max_examples=examples(8, thorough=20))
@given(world=worlds(), there=shifts(), as_of=INSTANTS, data=st.data())
def test_as_many_rows_are_listed_as_the_figure_counts_and_leaves_out(
    world: Sequence[Sequence[Event]],
    there: Sequence[tuple[AgentStatus, ...]],
    as_of: int | None,
    data: st.DataObject,
) -> None:
    frames = frames_before([list(told) for told in (*world, *there)], as_of, OFFICE)
    for kpi in CATALOGUE:
        ask = replace(data.draw(questions(kpi)), as_of=as_of)
        answer = figure(frames, ask)
        is_proven(frames, ask, answer, None)
        for group in data.draw(some_of(answer["groups"])):
            key = group["key"] if len(ask.by) > 1 else [group["key"]]
            is_proven(frames, ask, group, tuple(key))
        if bars := answer.get("distribution"):
            bar = data.draw(st.sampled_from(sorted(bars)))
            assert rows_behind(frames, Listing(ask, bin=bar))["total"] == bars[bar], (ask, bar)
        if kpi in KPIS and not KPIS[kpi].with_options(ask.options).per:
            rows = evaluator.told(frames, KPIS[kpi].with_options(ask.options), ask)
            assert answer["n"] + sum(answer["excluded"].values()) + answer["pending"] == rows.height, ask


def some_of(groups: Sequence[Group]) -> st.SearchStrategy[list[Group]]:
    numbers = (
        st.lists(st.sampled_from(range(len(groups))), max_size=2, unique=True) if groups else st.just([])
    )
    return numbers.map(lambda chosen: [groups[number] for number in chosen])


def is_proven(frames: Frames, ask: Ask, shown: Group, group: tuple[Any, ...] | None) -> None:
    anonymous = ask.kpi in KPIS and KPIS[ask.kpi].anonymous is not None

    def listed(reason: str | None) -> int:
        found = rows_behind(frames, Listing(ask, reason, group, limit=10_000))
        assert len(found["items"]) == (0 if anonymous else found["total"]) and found["next"] is None
        return int(found["total"])

    assert listed(None) == shown["n"], (ask, group)
    assert listed("pending") == shown["pending"], (ask, group)
    for reason, rows in shown["excluded"].items():
        assert listed(reason) == rows, (ask, group, reason)


@settings(max_examples=15)
@given(world=worlds(), limit=st.integers(1, 3), order=st.sampled_from(sorted(ORDERS)))
def test_page_by_page_each_row_comes_once(world: Sequence[Sequence[Event]], limit: int, order: Order) -> None:
    frames = frames_before([list(told) for told in world], None, OFFICE)
    for kpi in ("art", "volume", "backlog", "sla_attainment"):
        ask = Ask(kpi, LATER, attribution=CATALOGUE[kpi].attributions[0])
        for reason in (None, "bot_only"):
            whole = rows_behind(frames, Listing(ask, reason, order=order, limit=10_000))["items"]
            paged: list[Any] = []
            cursor = ""
            while len(paged) <= len(whole):
                pairs = {"cursor": cursor, "excluded": reason or "", "order": order}
                page = rows_behind(frames, parse_listing(ask, pairs, limit))
                paged += page["items"]
                if page["next"] is None:
                    break
                cursor = page["next"]
            assert paged == whole


def two_agents() -> Frames:
    talk = story(
        started(), vera_says(at=NINE), ada_says(at=NINE + MINUTE), vera_says(), ben_says(at=NINE + HOUR)
    )
    return frames_before([talk], None, None)


def test_a_row_says_when_what_it_is_worth_and_whose_it_is() -> None:
    ask = parse("art", {"by": "agent"}, now=NINE + 2 * HOUR)
    (row,) = rows_behind(two_agents(), parse_listing(ask, {"group": "a_ada"}, 10))["items"]
    assert row == {
        "conversation": "c1",
        "visitor": "v_vera",
        "at": NINE + MINUTE,
        "value": 60.0,
        "agent": "a_ada",
        "reason": None,
    }


def test_rows_come_by_value_both_ways_and_of_equal_worth_the_newest_first() -> None:
    waits = {"c1": 2, "c2": 1, "c3": 3, "c4": 1}
    talks = [
        story(
            started(at=NINE + number * HOUR),
            vera_says(at=NINE + number * HOUR),
            ada_says(at=NINE + number * HOUR + minutes * MINUTE),
            conversation=name,
        )
        for number, (name, minutes) in enumerate(waits.items())
    ]
    frames = frames_before(talks, None, None)

    def listed(order: Order) -> list[str]:
        found = rows_behind(frames, Listing(Ask("frt", LATER), order=order))
        return [row["conversation"] for row in found["items"]]

    assert listed("newest") == ["c4", "c3", "c2", "c1"]
    assert listed("lowest") == ["c4", "c2", "c1", "c3"]
    assert listed("highest") == ["c3", "c1", "c4", "c2"]


def test_a_row_that_does_not_count_says_why() -> None:
    frames = frames_before([story(started(), vera_says(at=NINE))], None, None)
    (row,) = rows_behind(frames, Listing(Ask("frt", NINE + HOUR), "pending"))["items"]
    assert (row["conversation"], row["value"], row["reason"]) == ("c1", None, "pending")


def test_a_row_of_a_count_is_worth_one() -> None:
    (row,) = rows_behind(two_agents(), Listing(Ask("volume", NINE + 2 * HOUR)))["items"]
    assert row["value"] == 1


@pytest.mark.parametrize(
    ("by", "pairs", "says"),
    [
        ("agent", [("group", "a"), ("group", "b")], "one for each of by"),
        ("", [("group", "a")], "one for each of by"),
        ("hour", [("group", "25")], "'25' is no hour; there is: 0 to 23"),
        ("hour", [("group", "09")], "no hour"),
        ("weekday", [("group", "Monday")], "'Monday' is no weekday; there is: mon, tue, "),
        ("mode", [("group", "dead")], "'dead' is no mode; there is: live, offline"),
        ("day", [("group", "2026-02-30")], "'2026-02-30' is no day; write one such as 2026-03-09"),
        ("day", [("group", "20260309")], "no day"),
        ("week", [("group", "2026-W54")], "'2026-W54' is no week; write one such as 2026-W11"),
        ("month", [("group", "2026-13")], "'2026-13' is no month; write one such as 2026-03"),
        ("weekday,hour", [("group", "mon,9")], "one for each of by"),
        ("weekday,hour", [("group", "9"), ("group", "mon")], "no weekday"),
        ("agent", [("cursor", "nonsense")], "cursor"),
        ("agent", [("cursor", cursor_of([1, 2, 3]))], "cursor"),  # type: ignore[arg-type]
        ("agent", [("cursor", cursor_of(Place("lowest", (False, 1.0, NINE, "c1"), 1)))], "another order"),
        ("agent", [("order", "dearest")], "'dearest' is none; there is: newest, highest, lowest"),
    ],
)
def test_what_no_listing_is_is_refused(by: str, pairs: list[tuple[str, str]], says: str) -> None:
    ask = parse("art", {"by": by}, now=LATER)
    with pytest.raises(BadAsk, match=says):
        parse_listing(ask, pairs, 10)


@pytest.mark.parametrize(
    ("by", "value"),
    [
        ("agent", "a_nobody"),
        ("tag", "mon"),
        ("day", "1999-12-31"),
        ("week", "2026-W53"),
        ("month", "1999-01"),
    ],
)
def test_of_what_could_be_but_is_nowhere_there_are_no_rows(by: str, value: str) -> None:
    wanted = parse_listing(parse("art", {"by": by}, now=NINE + 2 * HOUR), [("group", value)], 10)
    assert rows_behind(two_agents(), wanted)["total"] == 0


def test_a_group_of_nobodys_is_named_by_nothing() -> None:
    frames = frames_before([story(started(team=None), vera_says())], None, None)
    ask = parse("volume", {"by": "team,hour"}, now=LATER, whole=True)
    found = parse_listing(ask, [("group", ""), ("group", "8")], 10)
    assert found.group == (None, 8)
    assert rows_behind(frames, found)["total"] == 1


def test_each_group_lists_its_own_rows_and_no_others() -> None:
    begun = {(team, hour): f"c_{team}_{hour}" for team in ("t_support", "t_returns", None) for hour in (8, 9)}
    talks = [
        story(
            started(team=Named(team) if team else None, at=NINE + (hour - 8) * HOUR),
            vera_says(),
            Tagged(by=ADA, tags=("order", "late") if hour == 9 else ()),
            conversation=name,
        )
        for (team, hour), name in begun.items()
    ]
    frames = frames_before(talks, None, None)

    def listed(by: str, *group: Part) -> set[str]:
        ask = parse("volume", {"by": by}, now=LATER, whole=True)
        return {row["conversation"] for row in rows_behind(frames, Listing(ask, group=group))["items"]}

    for (team, hour), name in begun.items():
        assert listed("team,hour", team, hour) == {name}
        assert listed("hour,team", hour, team) == {name}
    at_nine = {name for (_, hour), name in begun.items() if hour == 9}
    assert listed("tag", "late") == listed("tag,day", "order", "2026-01-05") == at_nine
    assert listed("tag", None) == set(begun.values()) - at_nine


def test_a_message_is_a_row_only_where_messages_are_counted() -> None:
    talk = story(started(), vera_says(at=NINE), vera_says(at=NINE + SECOND), ada_says(at=NINE + MINUTE))
    frames = frames_before([talk], None, None)
    ask = Ask("interactions", LATER, options=("messages",))
    (row,) = rows_behind(frames, Listing(ask))["items"]
    assert (row["value"], row["at"]) == (3, NINE + MINUTE)


def test_each_bar_of_a_distribution_has_a_name_that_can_be_asked_for() -> None:
    for kpi in KPIS.values():
        variants = [kpi, *(kpi.with_options((option,)) for option in kpi.options)]
        names = {name for variant in variants for name in variant.spread}
        assert names == set(CATALOGUE[kpi.id].bins), kpi.id


def test_a_bar_that_is_not_there_is_refused_with_those_that_are() -> None:
    ask = parse("frt", {}, now=LATER)
    assert parse_listing(ask, {"bin": "20-60s"}, 50).bin == "20-60s"
    with pytest.raises(BadAsk, match="bin: frt has no '7' in its distribution; there is: 0-1h, "):
        parse_listing(ask, {"bin": "7"}, 50)
    with pytest.raises(BadAsk, match="there is: none"):
        parse_listing(parse("volume", {}, now=LATER), {"bin": "7"}, 50)

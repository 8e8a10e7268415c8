"""What became of conversations: solved, back again, without people; how much there is, in which language."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from server.core import events as e
from server.core.events import Event, Named
from server.core.hours import Calendar
from server.core.kpis import given
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.kpis.asking.periods import instant_of
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import (
    BUTLER,
    DAY,
    HOUR,
    MINUTE,
    NINE,
    ada_says,
    ben_says,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

NOW = NINE + 60 * DAY
WEEK = 7 * DAY
Story = tuple[Event, ...]


def asked(kpi: str, *stories: Story, **more: Any) -> dict[str, Any]:
    attribution = CATALOGUE[kpi].attributions[0]
    return figure(
        frames_before(stories, more.get("as_of"), None), Ask(kpi, NOW, attribution=attribution, **more)
    )


def solved(number: int, at: int, *more: Event, by: str = "v_vera", **start: Any) -> Story:
    """Asked, answered and solved at that moment."""
    begins = started(at=at, visitor=Named(by), **start)
    said = (vera_says(at=at), ada_says(at=at), resolved_by_ada(at=at))
    return story(begins, *said, *more, conversation=f"c{number}")


def of_butler(number: int, at: int, by: str = "v_vera") -> Story:
    said = e.MessageSent(by=BUTLER, at=at)
    return story(started(at=at, visitor=Named(by)), vera_says(at=at), said, conversation=f"c{number}")


# -- first contact -------------------------------------------------------------------------------------------


def test_who_comes_again_within_a_week_was_not_helped_at_first_contact() -> None:
    answer = asked("fcr", solved(1, NINE), solved(2, NINE + WEEK - 1))
    assert (answer["part"], answer["n"]) == (1, 2)


def test_exactly_a_week_later_is_another_matter() -> None:
    assert asked("fcr", solved(1, NINE), solved(2, NINE + WEEK))["value"] == 100
    assert asked("fcr", solved(1, NINE, e.Reopened(at=NINE + WEEK)))["value"] == 100
    assert asked("fcr", solved(1, NINE, e.Reopened(at=NINE + WEEK - 1)))["value"] == 0


def test_until_the_week_is_over_nothing_is_known() -> None:
    one = solved(1, NINE)
    assert asked("fcr", one, as_of=NINE + WEEK - 1)["pending"] == 1
    assert asked("fcr", one, as_of=NINE + WEEK)["value"] == 100


def test_another_site_or_another_topic_is_no_second_contact() -> None:
    refund, delivery = (e.Tagged(tags=(topic,), at=NINE + WEEK) for topic in ("refund", "delivery"))
    assert asked("fcr", solved(1, NINE), solved(2, NINE + DAY, site="s2"))["value"] == 100
    assert asked("fcr", solved(1, NINE, refund), solved(2, NINE + DAY, delivery))["value"] == 100
    assert asked("fcr", solved(1, NINE, refund), solved(2, NINE + DAY, refund))["part"] == 1
    assert asked("fcr", solved(1, NINE, refund), solved(2, NINE + DAY))["part"] == 1


def test_a_contact_about_something_else_does_not_hide_the_one_after_it() -> None:
    refund, delivery = (e.Tagged(tags=(topic,), at=NINE + WEEK) for topic in ("refund", "delivery"))
    stories = solved(1, NINE, refund), solved(2, NINE + DAY, delivery), solved(3, NINE + 2 * DAY, refund)
    assert asked("fcr", *stories, until=NINE + DAY)["value"] == 0


def test_what_we_begin_ourselves_and_spam_are_no_second_contact() -> None:
    ours, spam = solved(2, NINE + DAY, origin="agent"), solved(3, NINE + DAY, e.MarkedSpam(at=NINE + WEEK))
    assert asked("fcr", solved(1, NINE), ours, spam, until=NINE + HOUR)["value"] == 100


def test_the_next_contact_counts_also_where_the_figure_does_not_look() -> None:
    later = solved(2, NINE + DAY, channel="mail")
    assert asked("fcr", solved(1, NINE), later, channel="web", until=NINE + HOUR)["value"] == 0


def test_a_customer_is_the_same_on_another_device() -> None:
    stories = solved(1, NINE, customer="k1"), solved(2, NINE + DAY, by="v_other", customer="k1")
    answer = asked("fcr", *stories)
    assert (answer["part"], answer["anonymous"]) == (1, 0)
    assert asked("fcr", solved(1, NINE))["anonymous"] == 1


# -- without people ------------------------------------------------------------------------------------------


def test_who_asks_people_within_a_day_was_not_helped_by_the_butler() -> None:
    answer = asked(
        "deflection", of_butler(1, NINE), solved(2, NINE + DAY - 1), of_butler(3, NINE, by="v_vito")
    )
    assert (answer["self_served"], answer["human"], answer["excluded"]) == (1, 1, {"then_people": 1})
    assert answer["value"] == 50


def test_a_day_later_he_asks_about_something_else_unless_three_days_are_asked_for() -> None:
    stories = of_butler(1, NINE), solved(2, NINE + DAY)
    assert asked("deflection", *stories)["self_served"] == 1
    assert asked("deflection", *stories, options=("within=72h",))["self_served"] == 0


def test_several_sessions_of_a_day_are_one() -> None:
    sessions = [of_butler(number, NINE + number * 10 * HOUR) for number in range(4)]
    answer = asked("deflection", *sessions)
    assert (answer["self_served"], answer["excluded"]) == (2, {"same_session": 2})
    # The one before the period is remembered.
    assert asked("deflection", *sessions, since=NINE + HOUR, until=NINE + DAY)["self_served"] == 0


def test_while_the_day_lasts_a_session_is_provisional() -> None:
    assert asked("deflection", of_butler(1, NINE), as_of=NINE + HOUR)["provisional"] == 1
    assert asked("deflection", of_butler(1, NINE))["provisional"] == 0


def test_containment_and_hand_over_make_a_hundred() -> None:
    handed = story(*of_butler(1, NINE), ada_says(at=NINE + MINUTE), conversation="c1")
    stories = handed, of_butler(2, NINE), of_butler(3, NINE), solved(4, NINE)
    contained, handed_over = asked("bot_containment", *stories), asked("handoff_rate", *stories)
    assert contained["value"] + handed_over["value"] == pytest.approx(100)
    assert contained["excluded"] == {"bot_silent": 1}


# -- how much ------------------------------------------------------------------------------------------------

OFFICE = Calendar.from_dict(
    {"tz": "UTC", "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue")}, "holidays": ["2026-01-06"]}
)
MONDAY = instant_of("2026-01-05", "UTC")


def test_days_without_any_count_too() -> None:
    two = solved(1, NINE), solved(2, NINE + HOUR)
    assert asked("avg_volume", *two, since=MONDAY, until=MONDAY + 4 * DAY)["value"] == 0.5
    unbounded = asked("avg_volume", *two, as_of=NINE + DAY)
    assert (unbounded["value"], unbounded["units"]) == (1, 2)


def test_only_open_days_count_if_so_asked_and_holidays_are_none() -> None:
    period = {"since": MONDAY, "until": MONDAY + 14 * DAY, "options": ("open_days",)}
    answer = asked("avg_volume", *[solved(number, NINE) for number in range(6)], hours=OFFICE, **period)
    assert (answer["units"], answer["value"]) == (3, 2)
    unknown = asked("avg_volume", solved(1, NINE), **period)
    assert (unknown["value"], unknown["reason"]) == (None, "no_calendar")


def test_each_weekday_is_divided_by_how_often_it_came() -> None:
    period = {"since": MONDAY, "until": MONDAY + 21 * DAY}
    answer = asked("avg_volume", *[solved(number, NINE) for number in range(6)], by=("weekday",), **period)
    assert [(group["key"], group["value"]) for group in answer["groups"]] == [("mon", 2)]


def test_each_agent_of_a_conversation_has_it() -> None:
    both = story(*solved(1, NINE), ben_says(at=NINE + HOUR), conversation="c1")
    assert asked("avg_volume", both, solved(2, NINE), options=("per=agent",))["value"] == 1.5


def test_equal_channels_are_both_named() -> None:
    answer = asked("preferred_channel", solved(1, NINE), solved(2, NINE, channel="mail", by="v_vito"))
    assert answer["ranking"] == [["mail", 50], ["web", 50]]
    assert (answer["preferred"], answer["tied"]) == ("mail", ["mail", "web"])
    assert asked("preferred_channel")["ranking"] == []


def test_without_customers_nobody_knows_the_contact_rate() -> None:
    answer = asked("contact_rate", solved(1, NINE))
    assert (answer["value"], answer["reason"]) == (None, "no_source")


def test_no_contact_of_many_customers_is_none_and_not_unknown() -> None:
    relations = pl.LazyFrame(
        {"customer": ["k1"], "from_at": [0], "to_at": [None], "amount": [None], "currency": [None]},
        schema=given.SCHEMAS["relations"],
    )
    frames = {**frames_before([solved(1, NINE)], None, None), "relations": relations}
    ask = Ask("contact_rate", NOW, attribution="cohort", since=NINE - DAY, until=NOW)
    assert figure(frames, ask)["value"] == 100
    assert figure(frames, replace(ask, site="s2"))["value"] == 0
    assert figure(frames, replace(ask, tag="refund"))["value"] == 0


def test_merged_customers_are_one() -> None:
    merges = pl.LazyFrame({"customer": ["k2"], "into": ["k1"], "at": [NINE + 2 * DAY]})
    stories = solved(1, NINE, customer="k1"), solved(2, NINE + DAY, customer="k2")
    frames = {**frames_before(stories, None, None), "merges": merges}
    ask = Ask("fcr", NOW, attribution="cohort", until=NINE + HOUR)
    assert figure(frames, ask)["value"] == 0
    assert figure(frames, replace(ask, as_of=NINE + 2 * DAY))["pending"] == 1
    assert asked("fcr", *stories, until=NINE + HOUR)["value"] == 100


# -- in what language ----------------------------------------------------------------------------------------


def test_figures_are_split_and_filtered_by_language() -> None:
    stories = solved(1, NINE, locale="it-CH"), solved(2, NINE, locale="it"), solved(3, NINE, locale="de_AT")
    groups = asked("volume", *stories, solved(4, NINE, locale=None), by=("language",))["groups"]
    assert [(group["key"], group["n"]) for group in groups] == [("de", 1), ("it", 2), (None, 1)]
    assert asked("volume", *stories, language="it")["value"] == 2
    assert asked("backlog", *stories, language="it")["excluded"] == {}


def test_the_language_that_its_agent_must_have_is_its_own() -> None:
    one = solved(1, NINE, e.NeedsSet(language="pl", at=NINE + HOUR), locale="de")
    assert asked("volume", one, language="pl")["value"] == 1


def test_language_is_asked_for_like_any_other() -> None:
    ask = parse("volume", {"by": "language", "language": "it"}, now=NOW)
    assert (ask.by, ask.language) == (("language",), "it")
    with pytest.raises(BadAsk, match="whole time"):
        parse("occupancy", {"by": "language"}, now=NOW)

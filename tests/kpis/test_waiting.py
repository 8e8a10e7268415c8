"""Who waited, who was answered and who gave up: the edges of the queue's figures."""

from typing import Any

import pytest

from server.core import events as e
from server.core.events import Event, Named
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import (
    ADA,
    DAY,
    HOUR,
    MINUTE,
    NINE,
    SECOND,
    VERA,
    ada_says,
    given_to_ada,
    queued,
    started,
    story,
    vera_says,
)

NOW = NINE + DAY


def waits(*events: Event, number: int = 1, mode: str = "live") -> tuple[Event, ...]:
    return story(
        started(at=NINE, mode=mode), vera_says(at=NINE), queued(at=NINE), *events, conversation=f"c{number}"
    )


def asked(
    kpi: str, *stories: tuple[Event, ...], now: int = NOW, options: tuple[str, ...] = ()
) -> dict[str, Any]:
    return figure(frames_before(stories, None, None), Ask(kpi, now, attribution="cohort", options=options))


def left(at: int) -> Event:
    return e.VisitorLeft(at=at, since=at)


def ended(at: int) -> Event:
    return e.Resolved(by=VERA, reason="visitor_ended", at=at)


def test_who_is_back_within_a_minute_has_waited_on() -> None:
    back = waits(
        left(NINE + SECOND), e.VisitorReturned(at=NINE + 61 * SECOND), ada_says(at=NINE + 2 * MINUTE)
    )
    assert asked("abandonment", back)["value"] == 0
    assert asked("asa", back)["value"] == 120
    late = waits(left(NINE + SECOND), e.VisitorReturned(at=NINE + 61_001), ada_says(at=NINE + 2 * MINUTE))
    assert asked("abandonment", late)["value"] == 100


def test_until_the_minute_is_over_nobody_can_say_whether_he_has_gone() -> None:
    gone = waits(left(NINE + SECOND))
    assert asked("abandonment", gone, now=NINE + 61 * SECOND)["pending"] == 1
    assert asked("abandonment", gone, now=NINE + 61_001)["value"] == 100


def test_an_answer_while_he_is_away_does_not_undo_it() -> None:
    answer = asked("asa", waits(left(NINE + 30 * SECOND), ada_says(at=NINE + MINUTE)))
    assert (answer["n"], answer["abandoned"], answer["abandoned_mean_wait"]) == (0, 1, 30)


def test_who_gives_up_after_it_was_given_to_somebody_was_served_only_by_assignment() -> None:
    given = waits(given_to_ada(at=NINE + 10 * SECOND), ended(NINE + MINUTE))
    assert asked("abandonment", given)["value"] == 100
    assert asked("abandonment", given, options=("wait=assigned",))["value"] == 0
    assert asked("asa", given, options=("wait=assigned",))["value"] == 10


def test_twenty_seconds_are_in_time_and_a_millisecond_more_is_not() -> None:
    in_time, late = waits(ada_says(at=NINE + 20 * SECOND)), waits(ada_says(at=NINE + 20_001), number=2)
    assert asked("service_level", in_time, late)["value"] == 50
    assert asked("service_level", in_time, late, options=("within=30",))["value"] == 100


def test_who_is_gone_within_five_seconds_had_not_begun_to_wait() -> None:
    at_once, waited = waits(ended(NINE + 4_999)), waits(ended(NINE + 5 * SECOND), number=2)
    answer = asked("abandonment", at_once, waited, options=("without_short",))
    assert (answer["n"], answer["value"], answer["excluded"]) == (1, 100, {"short_abandon": 1})
    assert asked("abandonment", at_once, waited)["short_abandons"] == 1
    assert asked("service_level", at_once, waited, options=("formula=5",))["value"] == 50


def test_who_still_waits_counts_once_the_time_is_over() -> None:
    assert asked("service_level", waits(), now=NINE + 20 * SECOND)["pending"] == 1
    assert asked("service_level", waits(), now=NINE + 20_001)["value"] == 0


def test_who_still_waits_was_offered_and_has_not_given_up() -> None:
    talks = waits(), waits(ended(NINE + MINUTE), number=2), waits(ada_says(), number=3)
    answer = asked("abandonment", *talks, now=NINE + 2 * MINUTE)
    assert (answer["n"], answer["part"], answer["pending"]) == (3, 1, 0)
    assert (answer["offered"], answer["answered"], answer["abandoned"], answer["waiting"]) == (3, 1, 1, 1)
    assert answer["value"] == pytest.approx(100 / 3)


def test_offline_the_bots_alone_and_what_somebody_had_already_are_not_of_the_queue() -> None:
    offline = waits(ada_says(), mode="offline")
    taken = story(
        started(), e.Assigned(by=ADA, agent=Named("a_ada")), vera_says(), queued(), conversation="c2"
    )
    answer = asked("abandonment", offline, taken)
    assert (answer["n"], answer["offered"], answer["excluded"]) == (0, 0, {"not_queued": 1, "offline": 1})


def test_one_offer_a_conversation() -> None:
    again = waits(given_to_ada(at=NINE + SECOND), ada_says(at=NINE + 2 * SECOND), queued(at=NINE + HOUR))
    answer = asked("asa", again)
    assert (answer["offered"], answer["value"]) == (1, 2)


def test_the_rows_behind_are_those_of_the_figure() -> None:
    frames = frames_before([waits(ended(NINE + 30 * SECOND))], None, None)
    found = rows_behind(frames, Listing(Ask("asa", NOW, attribution="cohort"), "abandoned", limit=10))
    assert found["total"] == 1


@pytest.mark.parametrize("kpi", ["occupancy", "slot_occupancy", "concurrency"])
def test_without_anybody_there_is_no_occupancy(kpi: str) -> None:
    assert figure(frames_before([], None, None), Ask(kpi, NOW, attribution="overlap"))["value"] is None


def test_occupancy_is_clipped_to_the_period_and_split_by_day() -> None:
    there = e.AgentStatus(by=ADA, agent=Named("a_ada"), status="online", slots=2, seq=1, at=NINE)
    busy = waits(given_to_ada(at=NINE + HOUR), e.Resolved(by=ADA, at=NINE + 2 * HOUR))
    frames = frames_before([busy, (there,)], None, None)
    ask = Ask(
        "occupancy", NINE + 4 * HOUR, since=NINE, until=NINE + 3 * HOUR, attribution="overlap", by=("day",)
    )
    answer = figure(frames, ask)
    assert answer["value"] == pytest.approx(100 / 3)
    assert [(group["key"], group["busy"]) for group in answer["groups"]] == [("2026-01-05", 3600)]
    assert rows_behind(frames, Listing(ask, None, limit=10))["items"][0]["value"] == 3600

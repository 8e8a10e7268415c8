"""Promises in figures: kept, late, void, of nobody's concern, and what is overdue now and was then."""

from typing import Any

import pytest

from server.core import events as e
from server.core.events import Event
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
    VERA,
    ada_says,
    given_to_ada,
    queued,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

NOW = NINE + 30 * DAY


def asked(kpi: str, *stories: tuple[Event, ...], as_of: int | None = None, **more: Any) -> dict[str, Any]:
    attribution: Any = "instant" if kpi.startswith("backlog") else "cohort"
    ask = Ask(kpi, NOW, attribution=attribution, as_of=as_of, **more)
    return figure(frames_before([list(one) for one in stories], as_of, None), ask)


def promised(*events: Event, conversation: str = "c1", **targets: int) -> tuple[Event, ...]:
    """Vera asks at nine."""
    begin = (started(at=NINE), vera_says(at=NINE), e.SlaApplied(at=NINE, policy="gold", **targets))  # type: ignore[arg-type]
    return story(*begin, queued(at=NINE), *events, conversation=conversation)


def answered(after: int, conversation: str = "c1") -> tuple[Event, ...]:
    return promised(ada_says(at=NINE + after), conversation=conversation, first_response=60)


@pytest.mark.parametrize(("after", "kept"), [(59_999, 100), (60_000, 100), (60_001, 0)])
def test_an_answer_at_the_deadline_is_in_time(after: int, kept: int) -> None:
    answer = asked("sla_attainment", answered(after))
    assert (answer["value"], answer["met"], answer["breached"]) == (kept, int(kept > 0), int(kept == 0))


def test_it_is_late_from_the_moment_it_is_due_and_never_in_time_afterwards() -> None:
    waits = promised(first_response=60)
    assert asked("sla_attainment", waits, as_of=NINE + MINUTE)["pending"] == 1
    assert asked("sla_attainment", waits, as_of=NINE + MINUTE + 1)["breached"] == 1
    assert asked("sla_attainment", answered(HOUR), as_of=NINE + 2 * HOUR)["breached"] == 1


def test_closing_without_an_answer_keeps_no_promise_of_one() -> None:
    closed = promised(resolved_by_ada(at=NINE + 30_000), first_response=60, resolution=60)
    of = {name: asked("sla_attainment", closed, options=(name,)) for name in ("first_response", "resolution")}
    assert (of["first_response"]["breached"], of["resolution"]["met"]) == (1, 1)
    assert asked("sla_attainment", closed, options=("all",))["value"] == 0


def test_who_leaves_before_it_is_due_was_not_kept_waiting_too_long() -> None:
    ended = promised(e.Resolved(by=VERA, reason="visitor_ended", at=NINE + 30_000), first_response=60)
    left = promised(e.VisitorLeft(at=NINE + 40_000, since=NINE + 10_000), first_response=60)
    for gone in (ended, left):
        assert asked("sla_attainment", gone)["excluded"] == {"abandoned": 1}
    late = promised(e.VisitorLeft(at=NINE + 5 * MINUTE, since=NINE + 4 * MINUTE), first_response=60)
    assert asked("sla_attainment", late)["breached"] == 1


def test_only_the_policy_that_was_on_it_when_it_was_decided_is_judged() -> None:
    vip = e.SlaApplied(at=NINE + 30_000, policy="vip", first_response=7_200)
    before = promised(vip, ada_says(at=NINE + HOUR), first_response=60)
    answer = asked("sla_attainment", before)
    assert (answer["met"], answer["breached"], answer["excluded"]) == (1, 0, {"void": 1})
    after = promised(
        e.SlaApplied(at=NINE + 2 * MINUTE, policy="vip", first_response=7_200), first_response=60
    )
    assert asked("sla_attainment", after, as_of=NINE + 3 * HOUR)["breached"] == 2


def test_a_resolution_is_judged_by_the_first_and_by_choice_by_the_last() -> None:
    again = promised(
        ada_says(at=NINE + MINUTE),
        resolved_by_ada(at=NINE + MINUTE),
        e.Reopened(by=VERA, at=NINE + 2 * MINUTE),
        resolved_by_ada(at=NINE + DAY),
        resolution=3_600,
    )
    assert asked("sla_attainment", again)["value"] == 100
    assert asked("sla_attainment", again, options=("last",))["value"] == 0


def test_a_resolution_that_pauses_is_not_late_while_vera_is_waited_for() -> None:
    def paused(*after: Event) -> tuple[Event, ...]:
        begin = (started(at=NINE), vera_says(at=NINE))
        gold = e.SlaApplied(at=NINE, policy="gold", resolution=3_600, pauses=True)
        asks = (ada_says(at=NINE), e.Snoozed(by=ADA, at=NINE + 30 * MINUTE))
        return story(*begin, gold, *asks, *after)

    attained = "sla_attainment"
    assert asked(attained, paused(), as_of=NINE + DAY)["pending"] == 1
    assert asked("backlog_overdue", paused())["value"] == 0
    goes_on = e.Unsnoozed(at=NINE + DAY)
    for end, kept in ((29, 100), (30, 100), (31, 0)):
        solved = resolved_by_ada(at=NINE + DAY + end * MINUTE)
        assert asked(attained, paused(goes_on, solved))["value"] == kept
    assert asked(attained, paused(resolved_by_ada(at=NINE + 2 * DAY)))["value"] == 100
    assert asked(attained, paused(goes_on), as_of=NINE + DAY + HOUR)["breached"] == 1


def test_the_slack_is_what_was_left_and_less_than_nothing_when_it_was_late() -> None:
    answer = asked("sla_slack", answered(30_000), answered(120_000, "c2"))
    assert (answer["value"], answer["n"], answer["min"], answer["max"]) == (-15, 2, -60, 30)


def test_what_is_overdue_is_shown_until_somebody_answers_by_day_and_by_agent() -> None:
    waits = promised(given_to_ada(at=NINE), first_response=60)
    helped = promised(ada_says(at=NINE + 2 * DAY), conversation="c2", first_response=60)
    now = asked("backlog_overdue", waits, helped)
    assert (now["value"], now["all"]) == (1, 2)
    days = asked("backlog_overdue", waits, helped, since=NINE - HOUR, until=NINE + 4 * DAY, by=("day",))
    assert [group["value"] for group in days["groups"]] == [2, 2, 1, 1, 1]
    agents = asked("backlog_overdue", waits, helped, by=("agent",))["groups"]
    assert {group["key"]: group["value"] for group in agents if group["value"]} == {ADA.id: 1}
    frames = frames_before([list(waits), list(helped)], None, None)
    behind = rows_behind(frames, Listing(Ask("backlog_overdue", NOW, attribution="instant"), None, limit=10))
    assert [item["conversation"] for item in behind["items"]] == ["c1"]


def test_resolved_twice_and_opened_again_it_is_open() -> None:
    twice = promised(
        resolved_by_ada(at=NINE + HOUR),
        resolved_by_ada(at=NINE + 2 * HOUR),
        e.Reopened(by=VERA, at=NINE + 3 * HOUR),
    )
    assert asked("backlog", twice)["value"] == 1


def test_who_leaves_counts_by_choice_as_not_yet_let_down() -> None:
    counts = ("abandoned_counts",)
    left = promised(e.VisitorLeft(at=NINE + 90_000, since=NINE + 60_000), first_response=60)
    assert asked("sla_attainment", left)["breached"] == 1
    assert asked("sla_attainment", left, options=counts)["met"] == 1
    ended = promised(e.Resolved(by=VERA, reason="visitor_ended", at=NINE + 61_000), first_response=60)
    assert asked("sla_attainment", ended, options=counts)["breached"] == 1
    back = promised(e.VisitorLeft(at=NINE + 40_000, since=NINE + 10_000), first_response=60)
    assert asked("sla_attainment", back, options=counts, as_of=NINE + 50_000)["pending"] == 1


def test_a_clock_runs_by_choice_from_when_it_was_promised() -> None:
    late = e.SlaApplied(at=NINE + 50_000, policy="gold", first_response=60, next_response=60)
    told = story(
        started(at=NINE), vera_says(at=NINE), late, ada_says(at=NINE + 100_000),
        vera_says(at=NINE + 200_000), ada_says(at=NINE + 261_000),
    )  # fmt: skip
    of = {option: asked("sla_attainment", told, options=option) for option in ((), ("from_applied",))}
    assert [(of[option]["met"], of[option]["breached"]) for option in of] == [(0, 2), (1, 1)]


def test_a_pause_moves_that_clock_as_far() -> None:
    gold = e.SlaApplied(at=NINE + MINUTE, policy="gold", resolution=3_600, pauses=True)
    moved = e.SlaDue(at=NINE + DAY, target="resolution", deadline=NINE + DAY + 30 * MINUTE)
    told = story(
        started(at=NINE), vera_says(at=NINE), gold, ada_says(at=NINE + MINUTE),
        e.Snoozed(by=ADA, at=NINE + 30 * MINUTE), e.Unsnoozed(at=NINE + DAY), moved,
        resolved_by_ada(at=NINE + DAY + 31 * MINUTE),
    )  # fmt: skip
    assert asked("sla_attainment", told)["breached"] == 1
    assert asked("sla_attainment", told, options=("from_applied",))["met"] == 1

"""Small cases by hand: the wait that visitors were told, and conversations that end in silence."""

from typing import Any

import pytest

from server.core import events as e
from server.core.events import Event
from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import (
    ADA,
    BUTLER,
    HOUR,
    MINUTE,
    NINE,
    SECOND,
    VERA,
    ada_says,
    given_to_ada,
    queued,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

LATER = NINE + 48 * HOUR


def asked(kpi: str, *talks: tuple[Event, ...], now: int = LATER, **more: Any) -> dict[str, Any]:
    return figure(frames_before(talks, None, None), Ask(kpi, now, attribution="cohort", **more))


# -- the wait that was told -------------------------------------------------------------------------------


def told(number: int, p10: int, p90: int, *then: Event) -> tuple[Event, ...]:
    wait = e.WaitTold(position=number, low=0, high=240_000, p10=p10 * SECOND, p90=p90 * SECOND, at=NINE)
    return story(started(), vera_says(), queued(at=NINE), wait, *then, conversation=f"c{number}")


def test_the_expected_wait_is_what_nine_of_ten_wait_less_than_and_beside_it_how_long_it_was() -> None:
    talks = (
        told(1, 10, 60, given_to_ada(at=NINE + 30 * SECOND)),
        told(2, 20, 120, given_to_ada(at=NINE + 90 * SECOND)),
        told(3, 30, 240, e.Resolved(by=VERA, reason="visitor_ended", at=NINE + 5 * SECOND)),
        told(4, 40, 600, e.MarkedSpam(by=ADA, at=NINE + 5 * SECOND)),
    )
    answer = asked("expected_wait", *talks)
    assert (answer["value"], answer["mean"], answer["n"]) == (120, 140, 3)
    assert (answer["served"], answer["served_mean"], answer["excluded"]) == (2, 60, {"spam": 1})
    assert asked("expected_wait", *talks, options=("p10",))["value"] == 20
    assert asked("expected_wait")["value"] is None


# -- silence ----------------------------------------------------------------------------------------------


def answered(*then: Event, mode: str = "live") -> tuple[Event, ...]:
    return story(started(at=NINE, mode=mode), vera_says(at=NINE), ada_says(at=NINE + MINUTE), *then)


READ = e.MessageRead(by=VERA, at=NINE + 2 * MINUTE)


def share(kpi: str, *then: Event, **more: Any) -> float | None:
    value: float | None = asked(kpi, answered(*then), **more)["value"]
    return value


@pytest.mark.parametrize(
    ("then", "on_read", "unread", "dropped"),
    [
        ((READ,), 100, 0, 0),
        ((), 0, 100, 0),
        ((READ, vera_says(at=NINE + 3 * MINUTE)), 0, 0, 100),
        ((READ, resolved_by_ada(at=NINE + 3 * MINUTE)), 0, 0, 0),
        ((READ, e.Resolved(by=ADA, reason="inactive", at=NINE + 5 * MINUTE)), 100, 0, 0),
        ((READ, e.Resolved(by=VERA, reason="visitor_ended", at=NINE + 5 * MINUTE)), 0, 0, 0),
        ((READ, e.Rated(by=VERA, score=5, at=NINE + 5 * MINUTE)), 0, 0, 0),
        ((READ, e.VisitorLeft(at=NINE + 4 * MINUTE, since=NINE + 3 * MINUTE)), 100, 0, 0),
        # What an agent reads says nothing of the visitor.
        ((e.MessageRead(by=ADA, at=NINE + 2 * MINUTE),), 0, 100, 0),
        # It was another answer that he has read.
        ((e.MessageRead(by=VERA, upto=3, at=NINE + 3 * MINUTE), ada_says(at=NINE + 4 * MINUTE)), 0, 100, 0),
        # The butler had the last word, and is no person.
        ((READ, e.MessageSent(by=BUTLER, at=NINE + 3 * MINUTE)), 0, 0, 0),
        # A note is no word to him.
        ((READ, ada_says(kind="note", public=False, at=NINE + 3 * MINUTE)), 100, 0, 0),
    ],
)
def test_who_left_whom_on_read(then: tuple[Event, ...], on_read: int, unread: int, dropped: int) -> None:
    found = [share(kpi, *then) for kpi in ("left_on_read", "left_unread", "dropped")]
    assert found == [on_read, unread, dropped]


def test_what_was_never_answered_is_no_part_of_it() -> None:
    answer = asked("dropped", story(started(at=NINE), vera_says(at=NINE)))
    assert (answer["n"], answer["excluded"]) == (0, {"unanswered": 1})


@pytest.mark.parametrize(("mode", "after"), [("live", 10 * MINUTE), ("offline", 24 * HOUR)])
def test_it_has_ended_when_nobody_has_said_a_word_for_long_enough(mode: str, after: int) -> None:
    """At that very instant it is not known yet, as of all that happens then."""
    ends = NINE + MINUTE + after
    for now, pending in ((ends, 1), (ends + 1, 0)):
        answer = asked("left_on_read", answered(READ, mode=mode), now=now)
        assert (answer["pending"], answer["n"]) == (pending, 1 - pending)
    # Dated by its end, the first instant of the next period.
    talk = answered(READ, mode=mode)
    assert [asked("left_on_read", talk, until=until)["n"] for until in (ends, ends + 1)] == [0, 1]

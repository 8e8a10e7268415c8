"""Told waits are graded: by hand, and a second time straight from the definition."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.core import events as e
from server.core.events import Event, Named
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from tests.cast import ADA, MINUTE, NINE, SECOND, given_to_ada, queued, started, vera_says
from tests.kpis.slow.talk import COUNTED, PENDING, Row, Talk
from tests.kpis.test_twice import INSTANTS, LATER, known, told_slowly
from tests.kpis.worlds import TOLD, stories
from tests.thorough import examples

OPTIONS = ("reply", "unrounded")
TOLD_AT = NINE + MINUTE


def talk(*then: Event, high: int | None = 4 * MINUTE) -> list[Event]:
    """Vera was told 1 to 4 minutes; p10 is 70 s and p90 200 s."""
    promise = e.WaitTold(at=TOLD_AT, position=2, low=MINUTE, high=high, p10=70 * SECOND, p90=200 * SECOND)
    story = [started(at=NINE), vera_says(at=NINE), queued(at=NINE), promise, *then]
    return [structs.replace(event, conversation="c1", seq=seq) for seq, event in enumerate(story, 1)]


def graded(*then: Event, high: int | None = 4 * MINUTE, as_of: int | None = None, **more: Any) -> Any:
    ask = Ask("wait_kept", LATER, attribution="cohort", as_of=as_of, **more)
    return figure(frames_before([talk(*then, high=high)], as_of, None), ask)


def taken(after: int) -> Event:
    return given_to_ada(at=TOLD_AT + after)


def ends(after: int) -> Event:
    return e.Resolved(by=ADA, at=TOLD_AT + after, reason="abandoned")


@pytest.mark.parametrize(
    ("after", "kept"),
    [(MINUTE - 1, 0), (MINUTE, 100), (4 * MINUTE, 100), (4 * MINUTE + 1, 0)],
)
def test_served_within_the_interval_is_kept_its_ends_included(after: int, kept: int) -> None:
    found = graded(taken(after))
    assert (found["value"], found["n"]) == (kept, 1)
    assert (found["early"], found["late"]) == (after < MINUTE, after > 4 * MINUTE)


def test_unrounded_is_judged_by_what_was_reckoned() -> None:
    for after, kept in ((70_000, 100), (69_999, 0), (200_000, 100), (200_001, 0)):
        assert graded(taken(after), options=("unrounded",))["value"] == kept
        assert graded(taken(after))["unrounded"] == kept


def test_by_reply_the_wait_lasts_until_somebody_answers() -> None:
    said = e.MessageSent(by=ADA, text="Hello", at=TOLD_AT + 5 * MINUTE)
    assert graded(taken(2 * MINUTE), said)["value"] == 100
    assert graded(taken(2 * MINUTE), said, options=("reply",))["value"] == 0


def test_a_note_is_no_answer_and_a_team_serves_nobody() -> None:
    note = e.MessageSent(by=ADA, kind="note", public=False, text="?", at=TOLD_AT + 2 * MINUTE)
    moved = e.Transferred(to=Named("t2"), team=True, at=TOLD_AT + 2 * MINUTE)
    assert graded(note, moved, as_of=TOLD_AT + 3 * MINUTE)["pending"] == 1


def test_who_left_before_it_was_over_does_not_count_and_who_left_later_was_told_wrongly() -> None:
    assert graded(ends(3 * MINUTE))["excluded"] == {"gone_before": 1}
    assert graded(ends(5 * MINUTE))["value"] == 0


def test_who_still_waits_is_pending_until_the_interval_is_over() -> None:
    assert graded(as_of=TOLD_AT + 4 * MINUTE)["pending"] == 1
    assert graded(as_of=TOLD_AT + 4 * MINUTE + 1)["value"] == 0


def test_more_than_ten_minutes_is_kept_by_whoever_waits_as_long_as_he_was_told() -> None:
    assert graded(taken(30 * MINUTE), high=None)["value"] == 100
    assert graded(taken(30 * SECOND), high=None)["value"] == 0
    assert graded(ends(2 * MINUTE), high=None)["value"] == 100
    assert graded(ends(30 * SECOND), high=None)["excluded"] == {"gone_before": 1}
    assert graded(high=None, as_of=TOLD_AT + 30 * SECOND)["pending"] == 1


def test_it_is_dated_by_when_he_was_told_and_the_rows_are_behind_it() -> None:
    frames = frames_before([talk(taken(2 * MINUTE))], None, None)
    ask = Ask("wait_kept", LATER, attribution="cohort", since=TOLD_AT, until=TOLD_AT + 1)
    (row,) = rows_behind(frames, Listing(ask, None, limit=10))["items"]
    assert (row["conversation"], row["at"], row["value"]) == ("c1", TOLD_AT, 1)
    assert figure(frames, replace(ask, since=TOLD_AT + 1, until=None))["n"] == 0


# -- the same a second time ---------------------------------------------------------------------------------


def slowly(story: Talk, now: int, option: str | None) -> Iterator[Row]:
    for i, promise in enumerate(story.events):
        if isinstance(promise, e.WaitTold):
            yield _graded(story, promise, story.events[i + 1 :], now, option)


def _graded(story: Talk, promise: e.WaitTold, later: Sequence[Event], now: int, option: str | None) -> Row:
    low, high = (promise.p10, promise.p90) if option == "unrounded" else (promise.low, promise.high)
    served = None
    end = None
    for event in later:
        answers = e.is_human_reply(event)
        takes = isinstance(event, e.Assigned) or (isinstance(event, e.Transferred) and not event.team)
        if answers or (takes and option != "reply"):
            served = event.at - promise.at
            break
        if isinstance(event, e.Resolved):
            end = event.at - promise.at
            break
    lasted = served if served is not None else end if end is not None else now - promise.at
    if story.out is not None:
        verdict = story.out
    elif served is not None or (high is None and lasted >= low) or (high is not None and lasted > high):
        verdict = COUNTED
    else:
        verdict = PENDING if end is None else "gone_before"
    kept = low <= lasted and (high is None or lasted <= high)
    return verdict, promise.at, promise.at, float(kept)


@st.composite
def waiting(draw: st.DrawFn) -> list[tuple[Event, ...]]:
    """Stories in which somebody is told a wait early on."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        story = list(draw(stories(f"c{number}")))
        place = draw(st.integers(1, min(3, len(story))))
        story.insert(place, structs.replace(draw(TOLD), conversation=f"c{number}", at=story[place - 1].at))
        found.append(tuple(structs.replace(event, seq=seq) for seq, event in enumerate(story, 1)))
    return found


@settings(max_examples=examples(50, thorough=150))
@given(waiting(), INSTANTS, INSTANTS, st.sampled_from((None, *OPTIONS)))
def test_both_say_the_same_of_told_waits(
    world: Any, as_of: int | None, since: int | None, option: str | None
) -> None:
    frames = frames_before([list(story) for story in world], as_of, None)
    options = () if option is None else (option,)
    ask = Ask("wait_kept", LATER, since=since, attribution="cohort", as_of=as_of, options=options)
    now = LATER if as_of is None else as_of
    expected = told_slowly((row for one in known(world, as_of) for row in slowly(one, now, option)), ask)
    answer = figure(frames, ask)
    assert sorted(map(float, values(frames, ask))) == pytest.approx(expected["values"])
    assert answer["excluded"] == expected["excluded"]
    assert answer["pending"] == expected["pending"]


@settings(max_examples=40)
@given(waiting(), INSTANTS, INSTANTS, st.sampled_from((None, "p10")))
def test_both_say_the_same_of_what_was_reckoned(
    world: Any, as_of: int | None, since: int | None, option: str | None
) -> None:
    frames = frames_before([list(story) for story in world], as_of, None)
    options = () if option is None else (option,)
    ask = Ask("expected_wait", LATER, since=since, attribution="cohort", as_of=as_of, options=options)
    promises = [
        (talk, event)
        for talk in known(world, as_of)
        for event in talk.events
        if isinstance(event, e.WaitTold) and (since is None or event.at >= since)
    ]
    counted = [event for talk, event in promises if talk.out is None]
    expected = sorted((event.p10 if option else event.p90) / 1000 for event in counted)
    assert sorted(values(frames, ask)) == pytest.approx(expected)
    assert sum(figure(frames, ask)["excluded"].values()) == len(promises) - len(counted)

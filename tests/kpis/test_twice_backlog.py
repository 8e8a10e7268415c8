"""The backlog over time and by whose turn it is, computed twice over random worlds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.periods import midnight
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import DAY, HOUR, NINE, resolved_by_ada, started, story, vera_says
from tests.kpis.slow.talk import Talk
from tests.kpis.slow.volume import backlog, state_at
from tests.kpis.test_twice import INSTANTS, LATER, World, known
from tests.kpis.worlds import OFFICE, worlds

# Many worlds, each told twice: on a busy machine that takes a while.

STATES = ("unassigned", "waiting_agent", "waiting_visitor", "snoozed")


@settings(max_examples=30)
@given(worlds(), INSTANTS)
def test_both_say_the_same_of_whose_turn_it_is(world: World, as_of: int | None) -> None:
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    now = LATER if as_of is None else as_of
    states = [state_at(talk, now) for talk in known(world, as_of)]
    split = figure(frames, Ask("backlog", LATER, attribution="instant", as_of=as_of))["split"]
    for state in STATES:
        ask = Ask("backlog", LATER, attribution="instant", as_of=as_of, options=(state,))
        assert figure(frames, ask)["value"] == split[state] == states.count(state)


@settings(max_examples=30)
@given(worlds(), INSTANTS, INSTANTS)
def test_both_say_the_same_of_the_mean_over_time(world: World, since: int | None, until: int | None) -> None:
    frames = frames_before([list(story) for story in world], None, OFFICE)
    talks = known(world, None)
    end = LATER if until is None else until
    joined = [at for talk in talks if not talk.out and (at := talk.at(talk.joined)) is not None]
    start = min(end, since if since is not None else min(joined, default=end))
    ask = Ask("backlog", LATER, "UTC", since, until, attribution="instant", options=("mean",))
    assert figure(frames, ask)["value"] == pytest.approx(mean_of(talks, start, end))


def mean_of(talks: Sequence[Talk], start: int, end: int) -> float | None:
    """Between two events nothing changes: just after the first of them it is as it is until the second."""
    if start >= end:
        return None
    inside = {event.at for talk in talks for event in talk.events if start < event.at < end}
    points = sorted({start, end, *inside})
    return sum(backlog(talks, a + 1) * (b - a) for a, b in pairwise(points)) / (end - start)


@settings(max_examples=30)
@given(worlds(), INSTANTS, st.sampled_from(("backlog", "backlog_overdue")))
def test_both_say_the_same_of_each_week_the_one_in_which_the_period_begins_too(
    world: World, since: int | None, kpi: str
) -> None:
    frames, talks = frames_before([list(story) for story in world], None, OFFICE), known(world, None)
    ask = Ask(kpi, LATER, "UTC", since, attribution="instant", by=("week",))
    groups = figure(frames, ask)["groups"]
    for group in groups[:3]:
        monday = midnight(date.fromisocalendar(int(group["key"][:4]), int(group["key"][-2:]), 1), "UTC")
        if kpi == "backlog":
            assert group["opening"] == backlog(talks, monday)
            assert group["value"] == backlog(talks, monday + 7 * DAY)
        else:
            until = replace(ask, since=None, until=monday + 7 * DAY, by=())
            assert group["value"] == figure(frames, until)["value"]
    for earlier, later in pairwise(groups):
        assert earlier["closing"] == later["opening"]


def test_two_open_for_half_the_time_are_one_in_the_mean() -> None:
    stories = [
        story(started(at=NINE), vera_says(at=NINE), resolved_by_ada(at=NINE + HOUR), conversation=name)
        for name in ("c1", "c2")
    ]
    frames = frames_before(stories, None, None)
    ask = Ask("backlog", LATER, "UTC", NINE, NINE + 2 * HOUR, attribution="instant", options=("mean",))
    assert (figure(frames, ask)["value"], figure(frames, ask)["n"]) == (1.0, 2)


def test_a_state_has_its_ages() -> None:
    frames = frames_before([story(started(at=NINE), vera_says(at=NINE))], None, None)
    answer = figure(frames, Ask("backlog", NINE + 2 * HOUR, attribution="instant"))
    assert answer["split_ages"]["unassigned"] == {"0-1h": 0, "1-4h": 1, "4-8h": 0, "8-24h": 0, "24h+": 0}

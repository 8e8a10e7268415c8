"""Every KPI computed twice, by the product and by plain definitions, over random worlds."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import AgentStatus, Event, MessageSent, Sender, WrapupEnded
from server.core.kpis.asking.ask import Ask
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.tables import Frames
from server.core.values import replace
from tests.cast import HOUR, NINE, ada_says, resolved_by_ada, started, story, vera_says
from tests.kpis import slow
from tests.kpis.slow import lengths, resolution, waits, work
from tests.kpis.slow.talk import COUNTED, PENDING, Row, Talk
from tests.kpis.slow.volume import backlog
from tests.kpis.worlds import AGENTS, OFFICE, shifts, worlds
from tests.thorough import examples

# Many worlds, each told twice: on a busy machine that takes a while.

LATER = NINE + 10_000 * HOUR
INSTANTS = st.one_of(st.none(), st.integers(0, 100).map(lambda hours: NINE + hours * HOUR))
WORLDS = worlds()

World = Sequence[Sequence[Event]]


def known(world: World, as_of: int | None) -> list[Talk]:
    cut = [[event for event in story if as_of is None or event.at < as_of] for story in world]
    return [Talk(story) for story in cut if story]


def told_slowly(rows: Iterable[Row], ask: Ask) -> dict[str, Any]:
    def is_asked(row: Row) -> bool:
        _, when, start, _ = row
        at = start if ask.attribution == "cohort" or when is None else when
        return (ask.since is None or at >= ask.since) and (ask.until is None or at < ask.until)

    asked = [row for row in rows if is_asked(row)]
    reasons = [row[0] for row in asked if row[0] not in (COUNTED, PENDING)]
    return {
        "values": sorted(row[3] for row in asked if row[0] == COUNTED and row[3] is not None),
        "excluded": {reason: reasons.count(reason) for reason in reasons},
        "pending": sum(row[0] == PENDING for row in asked),
    }


def edges_of(world: World) -> st.SearchStrategy[int | None]:
    """When something happened: a period that begins or ends elsewhere seldom parts one row from another."""
    return st.one_of(st.none(), st.sampled_from([event.at for story in world for event in story]))


@settings(max_examples=examples(20, thorough=150))
@given(world=worlds(16), as_of=INSTANTS, data=st.data())
def test_both_say_the_same(world: World, as_of: int | None, data: st.DataObject) -> None:
    """Each figure of a period of its own: a large world costs no more than a small one."""
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    talks = known(world, as_of)
    for kpi, entry in CATALOGUE.items():
        if kpi in slow.ROWS:
            since, until = data.draw(st.tuples(edges_of(world), edges_of(world)))
            clock = data.draw(st.sampled_from(entry.clocks[:2]))
            for attribution in entry.attributions:
                ask = Ask(kpi, LATER, "UTC", since, until, clock, attribution, as_of)  # type: ignore[arg-type]
                is_told_the_same(frames, talks, ask)


def is_told_the_same(frames: Frames, talks: list[Talk], ask: Ask) -> None:
    answer = figure(frames, ask)
    length = lengths.business if ask.clock == "business" else lengths.wall
    expected = told_slowly((row for talk in talks for row in slow.ROWS[ask.kpi](talk, length)), ask)
    if ask.kpi == "csat":
        scores = expected["values"]
        assert answer["n"] == len(scores)
        assert answer["mean"] == pytest.approx(sum(scores) / len(scores) if scores else None)
        return
    assert sorted(values(frames, ask)) == pytest.approx(expected["values"])
    told = {name: answer[name] for name in ("n", "excluded", "pending")}
    assert told == {
        "n": len(expected["values"]),
        **{name: expected[name] for name in ("excluded", "pending")},
    }


@settings(max_examples=examples(30, thorough=50))
@given(world=WORLDS, clock=st.sampled_from(("wall", "business")))
def test_both_say_the_same_of_resolution_times_of_another_kind(world: World, clock: Any) -> None:
    length = lengths.business if clock == "business" else lengths.wall
    frames = frames_before([list(story) for story in world], None, OFFICE)
    for option in ("full_net", "active", "inactive"):
        ask = Ask("resolution_time", LATER, clock=clock, options=(option,))
        rows = [
            row for talk in known(world, None) for row in resolution.resolution_time(talk, length, option)
        ]
        assert sorted(values(frames, ask)) == pytest.approx(told_slowly(rows, ask)["values"])


NOTE = MessageSent(by=Sender("agent", "a_ada"), kind="note", public=False)
WRITTEN = st.lists(
    st.tuples(
        st.sampled_from((vera_says(), ada_says(), NOTE)),
        st.sampled_from((1, 239_999, 240_000, 240_001, 599_999, 600_000)),
    ),
    max_size=12,
)


@settings(max_examples=examples(30, thorough=50))
@given(written=WRITTEN)
def test_both_say_the_same_of_the_work_without_long_pauses(written: Sequence[tuple[Event, int]]) -> None:
    instants = accumulate((pause for _, pause in written), initial=NINE)
    said = [replace(event, at=at) for (event, _), at in zip(written, instants, strict=False)]
    told = [story(started(), *said, resolved_by_ada(at=NINE + 2 * HOUR))]
    ask = Ask("aht", LATER, options=("active",))
    rows = [row for talk in known(told, None) for row in work.active(talk, lengths.wall)]
    assert values(frames_before(told, None, None), ask) == told_slowly(rows, ask)["values"]


def chosen_of(options: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Up to two, of those such as formula=1 and formula=2 only one."""

    def name(option: str) -> str:
        return option.partition("=")[0]

    return st.lists(st.sampled_from(options), unique_by=name, max_size=2).map(tuple)


@settings(max_examples=examples(75, thorough=150))
@given(world=WORLDS, as_of=INSTANTS, since=INSTANTS, data=st.data())
def test_both_say_the_same_of_the_queue(
    world: World, as_of: int | None, since: int | None, data: st.DataObject
) -> None:
    frames = frames_before([list(story) for story in world], as_of, None)
    now = LATER if as_of is None else as_of
    for kpi, options in waits.QUEUE.items():
        chosen = data.draw(chosen_of(options))
        ask = Ask(kpi, LATER, since=since, attribution="cohort", as_of=as_of, options=chosen)
        rows = (row for talk in known(world, as_of) for row in waits.queue(talk, kpi, chosen, now))
        expected, answer = told_slowly(rows, ask), figure(frames, ask)
        assert sorted(map(float, values(frames, ask))) == pytest.approx(expected["values"])
        assert answer["excluded"] == expected["excluded"]
        assert answer["pending"] == expected["pending"]


@settings(max_examples=examples(30, thorough=50))
@given(world=WORLDS, shifts=shifts(), as_of=INSTANTS, since=INSTANTS, until=INSTANTS)
def test_both_say_the_same_of_how_busy_people_were(
    world: World,
    shifts: Sequence[tuple[AgentStatus, ...]],
    as_of: int | None,
    since: int | None,
    until: int | None,
) -> None:
    # Where the work after a conversation begins is a convention; how much of it there was is in `aht`.
    world = [[event for event in story if not isinstance(event, WrapupEnded)] for story in world]
    now = LATER if as_of is None else as_of
    frames = frames_before([list(story) for story in (*world, *shifts)], as_of, None)
    there = {shift[0].agent.id: [event for event in shift if event.at < now] for shift in shifts}
    there = {agent: there.get(agent, []) for agent in AGENTS}
    end = now if until is None else min(until, now)
    start = None if since is None else min(since, end)
    expected = work.at_once(known(world, as_of), there, start, end, now)
    for kpi, value in expected.items():
        ask = Ask(kpi, LATER, since=since, until=until, attribution="overlap", as_of=as_of)
        assert figure(frames, ask)["value"] == pytest.approx(value)


@settings(max_examples=examples(30, thorough=50))
@given(world=WORLDS, at=INSTANTS, since=INSTANTS)
def test_both_say_the_same_of_the_backlog_and_its_steps_add_up(
    world: World, at: int | None, since: int | None
) -> None:
    ask = Ask("backlog", LATER, "UTC", since, at, attribution="instant")
    answer = figure(frames_before([list(story) for story in world], None, OFFICE), ask)
    assert answer["value"] == backlog(known(world, None), LATER if at is None else at)
    moved = answer["entered"] + answer["reopened"] - answer["resolved"]
    assert answer["opening"] + moved == answer["closing"]


@settings(max_examples=examples(30, thorough=50))
@given(world=WORLDS)
def test_agents_parts_add_up_to_the_whole(world: World) -> None:
    frames = frames_before([list(story) for story in world], None, OFFICE)
    by_agent = figure(frames, Ask("aht", LATER, by=("agent",)))["groups"]
    whole = sum(values(frames, Ask("aht", LATER)))
    assert sum(group["mean"] * group["n"] for group in by_agent if group["n"]) == pytest.approx(whole)


@settings(max_examples=examples(15, thorough=25))
@given(
    world=WORLDS,
    by=st.sampled_from(("site", "channel", "mode", "language", "day", "week", "hour", "weekday")),
)
def test_groups_add_up_to_the_whole(world: World, by: str) -> None:
    frames = frames_before([list(story) for story in world], None, OFFICE)
    for kpi, entry in CATALOGUE.items():
        # A state at the end of each day adds up to nothing.
        is_state = entry.attributions == ("instant",) and by in ("day", "week")
        if entry.attributions != ("overlap",) and by in entry.splits and not is_state:
            answer = figure(frames, Ask(kpi, LATER, "Europe/Rome", by=(by,)))
            assert sum(group["n"] for group in answer["groups"]) == answer["n"]

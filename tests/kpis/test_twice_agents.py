"""What each agent did, and how conversations fall silent, computed twice over random worlds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.core import events as e
from server.core.events import Event, WrapupEnded
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.sweeps.effort import PARTS, with_effort
from tests.kpis.slow import agents, lengths, response, silence
from tests.kpis.slow.lengths import Length
from tests.kpis.slow.talk import Talk
from tests.kpis.test_twice import INSTANTS, LATER, World, known, told_slowly
from tests.kpis.worlds import AGENTS, OFFICE, stories, worlds
from tests.thorough import examples

# Many worlds, each told twice: on a busy machine that takes a while.

WORLDS = worlds()
SILENCES: tuple[tuple[str, str | None], ...] = (
    ("left_on_read", None),
    ("left_on_read", "delivered"),
    ("left_on_read", "strict"),
    ("left_unread", None),
    ("left_unread", "delivered"),
    ("dropped", None),
)
Owned = Callable[[Talk, Length], Iterator[agents.Owned]]
OWNED: dict[str, Owned] = {
    "agent_handled": agents.handled,
    "agent_art": agents.art,
    "agent_aht": agents.aht,
    "agent_transferred_in": lambda talk, _: agents.transferred(talk, out=False),
    "agent_transferred_out": lambda talk, _: agents.transferred(talk, out=True),
}
WHEN = st.tuples(INSTANTS, INSTANTS, INSTANTS)


@st.composite
def read_worlds(draw: st.DrawFn) -> list[tuple[Event, ...]]:
    """Stories in which what was said is read, or arrives, now and then."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        story: list[Event] = list(draw(stories(f"c{number}", longest=10)))
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(1, len(story)))
            kind = draw(st.sampled_from((e.MessageRead, e.MessageRead, e.MessageDelivered)))
            sender = draw(st.sampled_from((story[0].by, story[0].by, e.Sender("agent", "a_ada"))))
            upto = draw(st.sampled_from((None, None, place - 1, place)))
            event = kind(by=sender, conversation=f"c{number}", at=story[place - 1].at, upto=upto)
            story.insert(place, event)
        found.append(tuple(structs.replace(event, seq=seq) for seq, event in enumerate(story, 1)))
    return found


def is_the_same(frames: Any, ask: Ask, expected: dict[str, Any]) -> None:
    answer = figure(frames, ask)
    assert sorted(map(float, values(frames, ask))) == pytest.approx(expected["values"]), ask
    told = (answer["n"], answer["excluded"], answer["pending"])
    assert told == (len(expected["values"]), expected["excluded"], expected["pending"]), ask


@settings(max_examples=examples(20, thorough=40))
@given(read_worlds(), WHEN)
def test_both_say_the_same_of_silence(world: World, when: tuple[int | None, ...]) -> None:
    as_of, since, until = when
    frames = frames_before([list(story) for story in world], as_of, None)
    talks = known(world, as_of)
    for kpi, option in SILENCES:
        options = () if option is None else (option,)
        ask = Ask(kpi, LATER, "UTC", since, until, "wall", "cohort", as_of, options=options)
        now = LATER if as_of is None else as_of
        rows = (row for talk in talks for row in silence.silence(talk, kpi, option, now))
        is_the_same(frames, ask, told_slowly(rows, ask))


@settings(max_examples=examples(20, thorough=40))
@given(WORLDS, WHEN, st.booleans(), st.booleans())
def test_both_say_the_same_of_what_agents_did(
    world: World, when: tuple[int | None, ...], business: bool, cohort: bool
) -> None:
    as_of, since, until = when
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    talks = known(world, as_of)
    for kpi, rows_of in OWNED.items():
        clock: Any = "business" if business and kpi == "agent_art" else "wall"
        length = lengths.business if clock == "business" else lengths.wall
        owned = [found for talk in talks for found in rows_of(talk, length)]
        whole = Ask(kpi, LATER, "UTC", since, until, clock, "cohort" if cohort else "event", as_of)
        is_the_same(frames, whole, told_slowly((row for _, row in owned), whole))
        for agent in AGENTS:
            ask = replace(whole, agent=agent)
            is_the_same(frames, ask, told_slowly((row for whose, row in owned if whose == agent), ask))


@settings(max_examples=examples(20, thorough=40))
@given(WORLDS, WHEN, st.booleans())
def test_both_say_the_same_of_the_gap_between_butler_and_people(
    world: World, when: tuple[int | None, ...], business: bool
) -> None:
    as_of, since, until = when
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    clock: Any = "business" if business else "wall"
    ask = Ask("handover_gap", LATER, "UTC", since, until, clock, "event", as_of)
    length = lengths.business if business else lengths.wall
    rows = (row for talk in known(world, as_of) for row in response.handover_gap(talk, length))
    is_the_same(frames, ask, told_slowly(rows, ask))


@settings(max_examples=examples(20, thorough=40))
@given(WORLDS, INSTANTS, INSTANTS)
def test_both_say_the_same_of_effort(world: World, as_of: int | None, since: int | None) -> None:
    # Where the work after a conversation begins is a convention; how much of it there was is in `aht`.
    world = [[event for event in story if not isinstance(event, WrapupEnded)] for story in world]
    frames = frames_before([list(story) for story in world], as_of, None)
    talks = known(world, as_of)
    slowly = agents.efforts(talks, AGENTS, LATER if as_of is None else as_of)
    effort = {talk.events[0].conversation: spent for talk, spent in zip(talks, slowly, strict=True)}
    ask = Ask("aht", LATER, since=since, as_of=as_of, options=("effort",))
    for row in rows_behind(frames, Listing(ask, limit=1_000))["items"]:
        assert row["value"] == pytest.approx(float(effort[row["conversation"]]))
    by_agent = figure(frames, replace(ask, by=("agent",)))["groups"]
    whole = sum(values(frames, ask))
    assert sum(group["mean"] * group["n"] for group in by_agent if group["n"]) == pytest.approx(whole)


@settings(max_examples=examples(20, thorough=40))
@given(WORLDS, INSTANTS)
def test_all_effort_is_the_time_in_which_people_were_busy(world: World, as_of: int | None) -> None:
    frames = frames_before([list(story) for story in world], as_of, None)
    now = LATER if as_of is None else as_of
    counted = frames["handling"].filter(pl.col("out").is_null())
    effort = with_effort(frames["handling"], counted, now)["effort"].sum()
    busy = figure(frames, Ask("occupancy", LATER, attribution="overlap", as_of=as_of))["busy"]
    assert effort == round(busy * 1000) * PARTS

"""Intervals laid over each other: each group is told what its agent and its days alone are told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import AgentStatus
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.periods import midnight
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.sweeps import occupancy
from server.core.kpis.sweeps.laid import Axis, Laid
from tests.cast import DAY
from tests.kpis.test_behind import some_of
from tests.kpis.test_twice import INSTANTS, LATER, World
from tests.kpis.worlds import AGENTS, OFFICE, shifts, worlds
from tests.thorough import examples

Span = tuple[int, int]
ADA, BEN = AGENTS[:2]
# So few ms that intervals meet, overlap and end where others begin.
SPANS = st.tuples(st.integers(5, 20), st.integers(1, 8)).map(lambda span: (span[0], span[0] + span[1]))
EACHS = st.fixed_dictionaries({ADA: st.lists(SPANS, max_size=6), BEN: st.lists(SPANS, max_size=6)})
TOLD = ("value", "n", "busy", "session", "online", "contacts_per_hour", "excluded")
EDGES = st.lists(st.integers(0, 30), min_size=2, unique=True).map(sorted)


def rows_of(each: dict[str, list[Span]]) -> pl.DataFrame:
    rows = [(agent, since, until) for agent, spans in each.items() for since, until in spans]
    kinds = {"agent": pl.String, "since": pl.Int64, "until": pl.Int64}
    return pl.DataFrame(rows, kinds, orient="row")


def instants(since: int, until: int, spans: Sequence[Span]) -> Iterator[int]:
    """How many of them hold each ms of it."""
    return (sum(first <= at < last for first, last in spans) for at in range(since, until))


@settings(max_examples=examples(40, thorough=100))
@given(EACHS, EACHS, EDGES)
def test_what_is_swept_at_once_is_what_a_look_at_each_ms_tells(
    works: dict[str, list[Span]], theres: dict[str, list[Span]], edges: list[int]
) -> None:
    work, there = rows_of(works), rows_of(theres)
    axis = Axis(work, there)
    session, spells = Laid.of(axis.placed(work)), Laid.of(axis.placed(there)).spells()
    both = spells.during(session.spells())
    grid = axis.grid(edges)
    at = grid["instant"]
    sums = grid.with_columns(
        parts=session.parts(at),
        **{
            name: laid.lasted(at).shift(-1) - laid.lasted(at)
            for name, laid in (("session", session), ("busy", session.spells()), ("both", both))
        },
    )
    found = {(one["agent"], one["span"]): one for one in sums.to_dicts()}
    for agent in set(work["agent"]) | set(there["agent"]):
        for span, (since, until) in enumerate(pairwise(edges)):
            one, chats = found[agent, span], [*instants(since, until, works[agent])]
            present = instants(since, until, theres[agent])
            assert one["session"] == sum(chats)
            assert one["busy"] == sum(count > 0 for count in chats)
            assert one["both"] == sum(a > 0 and b > 0 for a, b in zip(chats, present, strict=True))
            assert one["parts"] == sum(a < until and b > since for a, b in works[agent])


@settings(max_examples=30)
@given(worlds(), shifts(), INSTANTS, INSTANTS, st.sampled_from(occupancy.IDS), st.data())
def test_each_group_is_told_what_its_agent_and_its_day_alone_are_told(
    world: World,
    there: Sequence[tuple[AgentStatus, ...]],
    since: int | None,
    until: int | None,
    kpi: str,
    data: st.DataObject,
) -> None:
    frames = frames_before([list(story) for story in (*world, *there)], None, OFFICE)
    ask = Ask(kpi, LATER, "UTC", since, until, attribution="overlap")
    for by in (("agent", "day"), ("day",)):
        groups = figure(frames, replace(ask, by=by))["groups"]
        # Most days are after all that has happened.
        for group in data.draw(some_of([one for one in groups if one["busy"] or one["online"]])):
            *agent, day = group["key"] if len(by) == 2 else [group["key"]]
            alone = figure(frames, within(replace(ask, agent=agent[0] if agent else None), day))
            assert {name: alone[name] for name in TOLD} == {name: group[name] for name in TOLD}


def within(ask: Ask, day: str) -> Ask:
    """Of the day what is in the period."""
    first = midnight(pl.Series([day]).str.to_date()[0], "UTC")
    since = first if ask.since is None else max(first, ask.since)
    until = first + DAY if ask.until is None else min(first + DAY, ask.until)
    return replace(ask, since=since, until=until)

"""How much of the roster people were not there for."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.core import events as e
from server.core.events import AgentStatus, Named
from server.core.facts import facts_of
from server.core.kpis import given as given_rows
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.tables import Frames
from server.core.roster import Shift
from server.desk.ports import Append
from server.store.database import Database
from server.store.reports import Reports
from server.store.roster import StoredRoster
from server.store.timeline import StoredTimeline
from tests.cast import ADA, BEN, DAY, HOUR, NINE
from tests.kpis.slow.shrinkage import lost
from tests.kpis.test_twice import INSTANTS
from tests.kpis.worlds import AGENTS, shifts

NOW = NINE + 30 * DAY
Roster = Mapping[str, Sequence[tuple[int, int]]]


def online(agent: e.Sender, since: int, until: int) -> tuple[AgentStatus, ...]:
    named = Named(agent.id or "")
    comes = AgentStatus(by=agent, agent=named, status="online", slots=1, seq=1, at=since)
    return comes, structs.replace(comes, status="offline", seq=2, at=until)


def rostered(roster: Roster, *there: Sequence[AgentStatus], as_of: int | None = None) -> Frames:
    rows = [(agent, a, b) for agent, spans in roster.items() for a, b in spans]
    frames = frames_before([list(story) for story in there], as_of, None)
    return {**frames, "roster": pl.LazyFrame(rows, given_rows.SCHEMAS["roster"], orient="row")}


def asked(frames: Frames, **more: Any) -> dict[str, Any]:
    return figure(frames, Ask("shrinkage", NOW, attribution="overlap", **more))


def test_who_comes_late_and_stays_longer_was_late() -> None:
    answer = asked(rostered({ADA.id or "": [(NINE, NINE + 8 * HOUR)]}, online(ADA, NINE + HOUR, NINE + DAY)))
    assert (answer["value"], answer["scheduled"], answer["online"]) == (12.5, 8 * 3_600, 7 * 3_600)


def test_without_a_roster_it_is_not_known_and_says_so() -> None:
    answer = asked(frames_before([online(ADA, NINE, NINE + HOUR)], None, None))
    assert (answer["value"], answer["n"], answer["reason"]) == (None, 0, "no_source")


def test_each_has_his_own_and_each_day_its_part_of_a_night_shift() -> None:
    night = (NINE + 13 * HOUR, NINE + 19 * HOUR)  # from 21 to 3 UTC
    roster = {ADA.id or "": [night], BEN.id or "": [night]}
    frames = rostered(roster, online(ADA, night[0], night[1]), online(BEN, night[0], night[0] + 3 * HOUR))
    by_agent = asked(frames, by=("agent",))["groups"]
    assert [(group["key"], group["value"], group["n"]) for group in by_agent] == [
        ("a_ada", 0, 1),
        ("a_ben", 50, 1),
    ]
    by_day = asked(frames, since=NINE, until=NINE + 2 * DAY, by=("day",))["groups"]
    assert [(group["value"], group["n"]) for group in by_day] == [(0, 2), (50, 2), (None, 0)]


def test_a_shift_that_lasts_counts_as_far_as_it_has_come() -> None:
    frames = rostered({ADA.id or "": [(NINE, NINE + 8 * HOUR)]}, online(ADA, NINE, NINE + HOUR))
    assert figure(frames, Ask("shrinkage", NINE + 2 * HOUR, attribution="overlap"))["value"] == 50


@settings(max_examples=60)
@given(st.data(), shifts(), INSTANTS, INSTANTS, INSTANTS)
def test_both_say_the_same_of_shrinkage(
    data: st.DataObject,
    there: Sequence[tuple[AgentStatus, ...]],
    as_of: int | None,
    since: int | None,
    until: int | None,
) -> None:
    lengths = st.lists(st.integers(1, 20), max_size=8)
    roster = {agent: spans_of(data.draw(lengths)) for agent in AGENTS}
    now = NOW if as_of is None else as_of
    end = now if until is None else min(until, now)
    start = None if since is None else min(since, end)
    known = {story[0].agent.id: [event for event in story if event.at < now] for story in there}
    cut = {agent: [(a, min(b, now)) for a, b in spans if a < now] for agent, spans in roster.items()}
    frames = rostered(roster, *there, as_of=as_of)
    ask = Ask("shrinkage", NOW, since=since, until=until, attribution="overlap", as_of=as_of)
    answer = figure(frames, ask)
    assert answer["value"] == pytest.approx(lost(cut, known, start, end, now))
    for group in figure(frames, replace(ask, by=("agent",)))["groups"]:
        found = rows_behind(frames, Listing(replace(ask, by=("agent",)), None, (group["key"],)))
        assert found["total"] == group["n"]
    assert rows_behind(frames, Listing(ask))["total"] == answer["n"]


def spans_of(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """On and off in turns, hours long."""
    found, at = [], NINE
    for number, hours in enumerate(lengths):
        if number % 2 == 0:
            found.append((at, at + hours * HOUR))
        at += hours * HOUR
    return found


@pytest.fixture
def clock() -> list[int]:
    """What time it is, for those who set it."""
    return [NOW]


@pytest_asyncio.fixture
async def kept(
    database_url: str, clock: list[int]
) -> AsyncIterator[tuple[StoredTimeline, StoredRoster, Reports]]:
    database = Database(database_url)
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    reports = Reports(database_url)
    await reports.start()
    yield timeline, StoredRoster(database, timeline.writer, lambda: clock[0]), reports
    await reports.stop()
    await timeline.stop()
    await database.close()


async def test_the_roster_of_the_house_is_read_when_it_is_asked_for(
    kept: tuple[StoredTimeline, StoredRoster, Reports],
) -> None:
    timeline, roster, reports = kept
    ask = Ask("shrinkage", NOW, attribution="overlap")
    there = online(ADA, NINE, NINE + HOUR)
    for number, event in enumerate(there, start=1):
        await timeline.append(Append((event,), None, facts_of(there[:number], {})))
    assert (await reports.figure(ask))["reason"] == "no_source"
    work = Shift(ADA.id or "", NINE, NINE + 8 * HOUR)
    off = Shift(ADA.id or "", NINE + 4 * HOUR, NINE + 8 * HOUR, "off")
    await roster.replace(NINE, NINE + DAY, None, [work, off])
    answer = await reports.figure(ask)
    assert (answer["value"], answer["n"]) == (75, 1)


async def test_as_of_a_moment_the_roster_is_as_it_was_known_then(
    kept: tuple[StoredTimeline, StoredRoster, Reports], clock: list[int]
) -> None:
    _, roster, reports = kept
    early, late = (Shift(ADA.id or "", at, at + 2 * HOUR) for at in (NINE, NINE + 4 * HOUR))
    clock[0] = NINE - 2 * HOUR
    await roster.replace(NINE, NINE + DAY, None, [early])
    clock[0] = NINE + DAY
    await roster.replace(NINE, NINE + DAY, None, [early, late])
    clock[0] = NINE + 2 * DAY
    await roster.replace(NINE, NINE + DAY, None, [])
    asks = [
        Ask("shrinkage", NOW, attribution="overlap", as_of=as_of)
        for as_of in (NINE - 3 * HOUR, NINE + DAY, NINE + DAY + 1, NINE + 2 * DAY, NINE + 2 * DAY + 1, None)
    ]
    assert [answer["n"] for answer in await reports.figures(asks)] == [0, 1, 2, 2, 0, 0]


async def test_a_shift_that_stays_keeps_its_name(
    kept: tuple[StoredTimeline, StoredRoster, Reports],
) -> None:
    _, roster, _ = kept
    early, late = (Shift(ADA.id or "", at, at + 2 * HOUR) for at in (NINE, NINE + 4 * HOUR))
    await roster.replace(NINE, NINE + DAY, None, [early])
    (before,) = await roster.shifts(NINE, NINE + DAY)
    await roster.replace(NINE, NINE + DAY, None, [early, late])
    assert before in await roster.shifts(NINE, NINE + DAY)

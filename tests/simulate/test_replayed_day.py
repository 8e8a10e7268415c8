"""A day that was lived through, replayed: at each moment the floor is what it was."""

import asyncio
from typing import Any

import polars as pl

from bot import butler
from server.core.replay import MOST, FloorOf, floor_at
from server.simulate import day as simulated
from server.simulate.agenda import Agenda
from server.simulate.day import BEGINS
from server.simulate.scenario import Scenario
from server.simulate.spread import HOUR
from server.store.kept import Kept
from server.store.reports import Reports, floor

CREWS = [
    {"count": 2, "slots": 2, "shift": [0, 1]},
    {"count": 2, "slots": 2, "shift": [0.5, 1.5], "teams": ["Returns"]},
]
BUSY: dict[str, Any] = {
    "seed": 5,
    "arrivals": 60,
    "hours": 1.5,
    "handling": 240,
    "patience": 180,
    "agents": CREWS,
    "teams": {"Support": {}, "Returns": {}},
}


class Watched(simulated.Day):
    """Notes how the floor stands whenever everything that happens at a moment has happened."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.stood: dict[int, dict[str, Any]] = {}

    async def _settles(self) -> None:
        await super()._settles()
        self.stood[self._agenda()] = live(self._desk)


def live(desk: Any) -> dict[str, Any]:
    floor = desk.floor
    of = {agent: floor.conversations_of(agent) for agent in sorted(floor.agents)}
    named = {
        status: {
            agent: found
            for agent, all_of_his in of.items()
            if (found := sorted(one.id for one in all_of_his if one.status == status))
        }
        for status in ("open", "snoozed")
    }
    return {
        "queue": [waiter.conversation for waiter in floor.waiters()],
        "held": named["open"],
        "snoozed": named["snoozed"],
        "bot": sorted(one.id for one in floor.open.values() if one.waiting == "bot"),
        "agents": {
            agent: [presence.status, presence.reason, desk.directory.people[agent].slots]
            for agent, presence in floor.agents.items()
            if presence.since
        },
    }


async def lived(url: str) -> Watched:
    scenario, agenda = Scenario.from_plain(BUSY), Agenda(BEGINS)
    kept = Kept(url, agenda, chance=simulated.chance_of(scenario.seed), lasting=True)
    await kept.start()
    try:
        day = Watched(scenario, kept, agenda, butler.decide)
        await day.passes(lambda *_: None)
        return day
    finally:
        await kept.stop()


async def replayed(url: str, wanted: FloorOf) -> dict[str, Any]:
    reports = Reports(url)
    try:
        return await reports.floor(wanted, {})
    finally:
        await reports.stop()


def test_the_replayed_floor_is_the_live_one_at_each_moment(database_url: str) -> None:
    day = asyncio.run(lived(database_url))
    told = asyncio.run(replayed(database_url, FloorOf(BEGINS, BEGINS + 24 * HOUR)))
    assert max(len(stood["queue"]) for stood in day.stood.values()) >= 5
    assert len(day.stood) > 200
    for at, stood in day.stood.items():
        assert floor_at(told, at) == stood, at
    part = FloorOf(BEGINS + HOUR // 2, BEGINS + HOUR)
    told = asyncio.run(replayed(database_url, part))
    for at in (at for at in day.stood if part.since <= at < part.until):
        assert floor_at(told, at) == day.stood[at], at


def test_a_day_with_too_many_conversations_is_counted_and_not_read() -> None:
    count = MOST + 1
    columns = {
        "conversation": [f"c{number}" for number in range(count)],
        "site": ["s"] * (count - 1) + ["other"],
        "started_at": [BEGINS] * count,
        "last_at": [BEGINS] * count,
        "resolved_at": [None] * count,
    }
    frames = {"conversations": pl.LazyFrame(columns)}
    nowhere: Any = None  # it is not even asked
    told = floor.day(frames, nowhere, FloorOf(BEGINS, BEGINS + HOUR), {})
    assert told == {"too_many": count}

"""How quickly a long queue is given out once agents come: by the real desk, each stored before it is told."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path

from server.clock import wall_clock
from server.core import events as e
from server.core.conversation import Conversation
from server.core.events import Event, Named, Sender
from server.desk.desk import Desk
from server.desk.directory import Person, Site, Team
from server.desk.floor import Floor
from server.desk.queue import routing
from server.serve import collect_less
from server.settings import sqlite_url
from server.store.kept import Kept
from tests.bench.case import OURS, Case, Found, Tell, compared, in_turn
from tests.bench.run import Run
from tests.bench.size import Size
from tests.fakes import Screens

PROMISED = "promised"
TEAM = Team("t_support", "Support")
SITE = Site("s_shop", "Shop", "key", "secret", team=TEAM.id)
TOGETHER = 500


def measure(size: Size, tell: Tell) -> Found:
    sides = {
        PROMISED: lambda: Run({"assigned": 2_000.0, "assigned_us": 0.0}),
        OURS: lambda: asyncio.run(_drained(size)),
    }
    runs = in_turn(sides, size, tell)
    note = f"{size.waiting:,} wait, {size.agents:,} agents; SQLite, synchronous=FULL, each with its reasons"
    return compared(runs, OURS, PROMISED, "assigned", [note])


async def _drained(size: Size) -> Run:
    slots = -(-size.waiting // size.agents)
    with tempfile.TemporaryDirectory() as folder:
        async with _desk(Path(folder), size.agents, slots) as desk:
            for start in range(0, size.waiting, TOGETHER):
                some = range(start, min(start + TOGETHER, size.waiting))
                await asyncio.gather(*(_waits(desk, number) for number in some))
            for agent in desk.directory.people:
                desk.floor.presence(agent).status = "online"
            begun, used = time.perf_counter(), time.process_time()
            await routing.look(desk)
            took, cpu = time.perf_counter() - begun, time.process_time() - used
            each = {"assigned": size.waiting / took, "assigned_us": 1e6 * cpu / size.waiting}
            return {**each, "wrong": _wrong(desk, size, slots)}


def _wrong(desk: Desk, size: Size, slots: int) -> list[str]:
    left = len(desk.floor.queue)
    loads = [desk.floor.taken(agent) for agent in desk.directory.people]
    return [f"{left} still wait"] * (left > 0) + [f"{max(loads)} of {slots} slots"] * (max(loads) > slots)


@asynccontextmanager
async def _desk(folder: Path, agents: int, slots: int) -> AsyncIterator[Desk]:
    kept = Kept(sqlite_url(folder), wall_clock)
    await kept.start()
    people = [
        Person(f"a{number}", f"Agent {number}", "", "agent", frozenset({TEAM.id}), slots)
        for number in range(agents)
    ]
    kept.directory.replace([SITE], [TEAM], people, {}, {})
    desk = Desk(kept.timeline, Screens(), lambda _, __: [], wall_clock, kept.directory, Floor(kept.directory))
    collect_less()
    try:
        yield desk
    finally:
        await kept.stop()


async def _waits(desk: Desk, number: int) -> None:
    async with desk.turn(f"v{number}"):
        await desk.record(f"c{number}", partial(_begins, number), starts=True)


def _begins(number: int, _: Conversation) -> list[Event]:
    vera = Sender("visitor", f"v{number}", "Vera")
    started = e.ConversationStarted(
        conversation=f"c{number}",
        by=vera,
        site=SITE.id,
        visitor=Named(vera.id or "", "Vera"),
        team=TEAM.named,
    )
    said = e.MessageSent(by=vera, id=f"m{next(_ids)}", text="Where is my order?")
    return [started, said, e.Queued(by=vera, team=TEAM.named)]


_ids = count()

CASE = Case(
    "drain",
    "assignments/s while 10,000 waiting are given to 1,000 agents, against 2,000/s",
    measure,
    reach=1,
    beyond=1.5,
)

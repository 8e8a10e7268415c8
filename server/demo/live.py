"""Visitors come and agents work, all through real sockets, for as long as the demo runs."""

import asyncio
from dataclasses import dataclass, field
from random import Random

import structlog
from aiohttp import ClientError
from socketio.exceptions import SocketIOError

from .cast import WORKERS, Worker
from .live_agent import LiveAgent
from .live_visitor import LiveVisitor
from .pace import Pace
from .talk.spoken import SHARES, TALKS
from .visits import NAMED, WEIGHTS

log = structlog.get_logger()

PER_MINUTE = 1.5
AT_MOST = 12  # visitors at once
FAREWELL = 1.0  # s
# Ada is left to whoever looks at the demo.
PLAYED = tuple(worker for worker in WORKERS if worker.name != "Ada")


@dataclass(slots=True)
class Company:
    """`tokens` by agent. The same seed gives the same people; when they meet is up to the day."""

    address: str
    tokens: dict[str, str]
    seed: int
    scale: float = 1.0
    per_minute: float = PER_MINUTE
    _visits: set[asyncio.Task[None]] = field(default_factory=set)

    async def plays(self) -> None:
        """Until cancelled."""
        chance = Random(self.seed)  # noqa: S311  (no secrets are made of it)
        agents = [self._agent(worker, chance) for worker in PLAYED]
        tasks = [asyncio.create_task(agent.works()) for agent in agents]
        tasks.append(asyncio.create_task(self._visitors(chance)))
        try:
            await asyncio.gather(*tasks)
        finally:
            playing = [*tasks, *self._visits]
            for task in playing:
                task.cancel()
            # Who has not gone by then is let go with the loop: a server that stops may not answer good-byes.
            await asyncio.wait(playing, timeout=FAREWELL)

    async def _visitors(self, chance: Random) -> None:
        pace = Pace(chance, self.scale)
        while True:
            if len(self._visits) < AT_MOST:
                task = asyncio.create_task(_visits(self._visitor(chance)))
                self._visits.add(task)
                task.add_done_callback(self._visits.discard)
            await pace.until_next(self.per_minute)

    def _agent(self, worker: Worker, chance: Random) -> LiveAgent:
        pace = Pace(Random(chance.random()), self.scale)  # noqa: S311
        return LiveAgent(self.address, worker.id, self.tokens[worker.id], worker.answers_in / 4, pace)

    def _visitor(self, chance: Random) -> LiveVisitor:
        locale = chance.choices(list(SHARES), list(SHARES.values()))[0]
        talk = TALKS[locale]
        topic = chance.choices(talk.topics, [WEIGHTS[topic.tag] for topic in talk.topics])[0]
        name = chance.choice(talk.names) if chance.random() < NAMED else None
        pace = Pace(Random(chance.random()), self.scale)  # noqa: S311
        return LiveVisitor(self.address, locale, talk, topic, name, pace)


async def _visits(visitor: LiveVisitor) -> None:
    try:
        await visitor.visits()
    except (SocketIOError, ClientError, OSError) as problem:
        log.warning("visitor_could_not_stay", problem=str(problem))

"""F15: everybody is cut at once and comes back at once; all are let in soon, people at work first."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from tests.faults.line import Gone, Line
from tests.faults.server_under_test import Server, UnderTest
from tests.faults.stopwatch import Stopwatch
from tests.faults.waiting import LONG
from tests.faults.workload import is_long, plan_for

pytestmark = pytest.mark.alone

AGENTS = 5
WITHIN = 60.0  # s, for one attempt
# Seconds: bounds of the wait between attempts. A crowd spreads over 20 s; a few come nearly at once.
FIRST, LONGEST = (20.0, 20.0) if is_long() else (0.2, 4.0)
PACE = 100  # who come at once at first


@dataclass(slots=True)
class Caller:
    """Comes back by himself: evenly between nothing and a bound that doubles."""

    namespace: str
    auth: dict[str, Any]
    chance: random.Random
    line: Line | None = None
    welcome: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    attempts: int = 0
    took: float = 0.0
    in_at: float = 0.0

    async def comes(self, http: aiohttp.ClientSession, url: str) -> None:
        """One attempt. Raises Gone."""
        begun = time.monotonic()
        self.attempts += 1
        self.line = Line(self.namespace, self._heard, silent_after=120)
        await self.line.open(http, url, self.auth, WITHIN)
        self.in_at = time.monotonic()
        self.took = self.in_at - begun

    async def comes_back(self, http: aiohttp.ClientSession, url: str) -> None:
        self.attempts = 0
        while True:
            bound = min(LONGEST, FIRST * 2**self.attempts)
            await asyncio.sleep(self.chance.uniform(0, bound))
            try:
                await self.comes(http, url)
            except Gone:
                continue
            return

    async def says(self) -> None:
        assert self.line is not None
        self.said = str(uuid4())
        answer = await self.line.call("say", {"id": self.said, "text": "Hello"}, WITHIN)
        assert answer["ok"], answer
        self.auth = {**self.auth, "token": self.welcome["token"]}

    def _heard(self, event: str, payload: Any) -> None:
        if event in ("welcome", "inbox"):
            self.welcome = payload


@dataclass(slots=True)
class Crowd:
    visitors: list[Caller]
    agents: list[Caller]

    @property
    def all(self) -> list[Caller]:
        return [*self.visitors, *self.agents]


def crowd_of(server: Server, count: int, seed: int) -> Crowd:
    chance = random.Random(seed)
    visitors = [Caller("/visitor", {"site": server.cast.site}, chance) for _ in range(count)]
    agents = [Caller("/agent", {"token": agent.token}, chance) for agent in server.cast.agents]
    return Crowd(visitors, agents)


async def arrive(crowd: Crowd, http: aiohttp.ClientSession, url: str) -> None:
    """All are in, and every visitor has a conversation."""
    await asyncio.gather(*(agent.comes(http, url) for agent in crowd.agents))
    for at in range(0, len(crowd.visitors), PACE):
        some = crowd.visitors[at : at + PACE]
        await asyncio.gather(*(one.comes(http, url) for one in some))
        await asyncio.gather(*(one.says() for one in some))


def percentile(of: list[float], p: int) -> float:
    return sorted(of)[min(len(of) - 1, len(of) * p // 100)]


def shown(crowd: Crowd, took: float, computed: float) -> None:
    worst = percentile([one.took for one in crowd.all], 99)
    print(  # noqa: T201 (shown when the test fails)
        f"storm: {len(crowd.all)} back in {took:.1f} s, p99 of a handshake {worst:.2f} s; "
        f"this client itself computed {computed:.1f} s"
    )


def count() -> int:
    return 5_000 if is_long() else 300


async def test_all_are_back_soon_when_the_server_was_restarted(under_test: UnderTest) -> None:
    server = await under_test(agents=AGENTS)
    crowd = crowd_of(server, count(), plan_for(115).seed)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        await arrive(crowd, http, server.url)
        await server.kill()
        coming = [asyncio.create_task(one.comes_back(http, server.url)) for one in crowd.all]
        await server.start()
        opened, watch = time.monotonic(), Stopwatch()
        used = time.process_time()
        await asyncio.wait_for(asyncio.gather(*coming), 2 * LONG)
        shown(crowd, time.monotonic() - opened, time.process_time() - used)
        assert (max(one.in_at for one in crowd.all) - opened) / watch.slowness < 30
        assert percentile([one.took for one in crowd.all], 99) / watch.slowness < 5
        all_remembered(crowd)
        for one in crowd.all:
            assert one.line is not None
            await one.line.close()
    no_faults(server)


async def test_people_at_work_do_not_queue_behind_the_crowd(under_test: UnderTest) -> None:
    server = await under_test(agents=AGENTS, env={"CHAT_BUTLER_CONNECTS_AT_ONCE": "2"})
    crowd = crowd_of(server, count(), plan_for(115).seed)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        await arrive(crowd, http, server.url)
        await server.kill()
        await server.start()
        # Visitors first, and no waiting: the worst that clients without manners could do.
        await asyncio.gather(*(one.comes(http, server.url) for one in crowd.all))
        visitors = [one.in_at for one in crowd.visitors]
        assert max(one.in_at for one in crowd.agents) < percentile(visitors, 75)
        all_remembered(crowd)
        for one in crowd.all:
            assert one.line is not None
            await one.line.close()
    no_faults(server)


def all_remembered(crowd: Crowd) -> None:
    """Each is who he was, and is shown what he said."""
    for one in crowd.visitors:
        assert one.said in [event.get("id") for event in one.welcome["events"]]
        assert one.welcome["token"] == one.auth["token"]


def no_faults(server: Server) -> None:
    words = server.words_of_log()
    for word in ("Traceback", "command_failed", "QueuePool", "too many clients"):
        assert word not in words, words[max(0, words.index(word) - 500) :][:3000]

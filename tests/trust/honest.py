"""`python -m tests.trust.honest`: honest visitors and their agent, their own process and address.

Reads its orders as JSON, says "begun", goes on until its input ends, and says how they fared.
"""

import asyncio
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import orjson

from tests.faults.line import Gone, Line
from tests.faults.stopwatch import Stopwatch
from tests.faults.waiting import until

PAUSE = 0.5  # s between two messages of one visitor
WITHIN = 20.0  # s
ADDRESS = "127.0.0.2"


@dataclass(slots=True)
class Fared:
    """`said`: seconds until each message was acknowledged; `read`: until the agent had it."""

    visitors: list[str] = field(default_factory=list)
    said: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)

    def heard(self, event: str, payload: Any) -> None:
        """What the agent is told."""
        if event == "event" and (begun := self.sent.pop(payload.get("id") or "", None)) is not None:
            self.read.append(time.perf_counter() - begun)


async def talk(orders: dict[str, Any], stop: asyncio.Event, fared: Fared) -> None:
    connector = aiohttp.TCPConnector(limit=0, local_addr=(ADDRESS, 0))
    async with aiohttp.ClientSession(connector=connector) as session:
        agent = Line("/agent", fared.heard)
        await agent.open(session, orders["url"], {"token": orders["token"]}, WITHIN)
        visitors = [Visitor(orders, fared, agent) for _ in range(orders["visitors"])]
        for visitor in visitors:
            await visitor.begin(session)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        await asyncio.gather(*(visitor.go_on(stop) for visitor in visitors))
        await until(lambda: not fared.sent)
        await asyncio.gather(*(line.close() for line in (agent, *(v.line for v in visitors))))


class Visitor:
    def __init__(self, orders: dict[str, Any], fared: Fared, agent: Line) -> None:
        self.line = Line("/visitor", self._heard)
        self._orders = orders
        self._fared = fared
        self._agent = agent

    async def begin(self, session: aiohttp.ClientSession) -> None:
        await self.line.open(session, self._orders["url"], {"site": self._orders["site"]}, WITHIN)
        said = await self._say()
        await self._agent.call("take", {"conversation": said["conversation"]}, WITHIN)
        # What was said before it was taken is no news to the agent.
        self._fared.sent.clear()
        self._fared.said.clear()

    async def go_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                answer = await self._say()
                if not answer["ok"]:
                    self._fared.failures.append(str(answer))
            except (Gone, TimeoutError) as problem:
                self._fared.failures.append(repr(problem))
                return
            try:
                await asyncio.wait_for(stop.wait(), PAUSE)
            except TimeoutError:
                continue

    async def _say(self) -> dict[str, Any]:
        message = str(uuid4())
        begun = self._fared.sent[message] = time.perf_counter()
        answer = await self.line.call("say", {"id": message, "text": "Honestly."}, WITHIN)
        self._fared.said.append(time.perf_counter() - begun)
        return answer

    def _heard(self, event: str, payload: Any) -> None:
        if event == "welcome":
            self._fared.visitors.append(payload["visitor"]["id"])


async def main() -> None:
    orders = orjson.loads(sys.stdin.buffer.readline())
    stop, fared, watch = asyncio.Event(), Fared(), Stopwatch()
    loop = asyncio.get_running_loop()
    reading = loop.run_in_executor(None, sys.stdin.buffer.read)
    reading.add_done_callback(lambda _: stop.set())
    await talk(orders, stop, fared)
    found: dict[str, Any] = {
        "visitors": fared.visitors,
        "said": fared.said,
        "read": fared.read,
        "failures": fared.failures,
        "slowness": watch.slowness,
    }
    sys.stdout.write(orjson.dumps(found).decode() + "\n")


if __name__ == "__main__":
    asyncio.run(main())

"""The load client, a process of its own: pairs of a visitor and an agent, some messages on their way at once.

Reads its orders as JSON from standard input, and prints what it measured as JSON.
"""

import asyncio
import os
import sys
import time
from typing import Any
from uuid import uuid4

import aiohttp
import orjson
import uvloop

from tests.bench.wire import Socket

TEXT = "I ordered a kettle last week and it has not arrived yet; could you look where it is, please?"


class Pair:
    """One conversation. Sends the next message as soon as one is acknowledged."""

    def __init__(self, number: int, orders: dict[str, Any]) -> None:
        self._number = number
        self._orders = orders
        self._sent: dict[str, float] = {}
        self.acked: list[float] = []
        self.delivered: list[float] = []
        self.refused = 0
        self.until = 0.0

    async def connect(self, session: aiohttp.ClientSession) -> None:
        url = self._orders["url"]
        self._agent = Socket("/agent", self._agent_heard)
        await self._agent.connect(session, url, self._orders["agents"][self._number])
        self._visitor = Socket("/visitor", lambda *_: None)
        await self._visitor.connect(session, url, self._orders["visitors"][self._number])
        first = await self._visitor.call("say", {"id": str(uuid4()), "text": TEXT})
        taken = await self._agent.call("take", {"conversation": first["conversation"]})
        if not (first.get("ok") and taken.get("ok")):
            raise RuntimeError(f"no conversation: {first} {taken}")

    async def chat(self, seconds: float, outstanding: int) -> None:
        self.until = time.perf_counter() + seconds
        await asyncio.gather(*(self._talk() for _ in range(outstanding)))

    async def close(self) -> None:
        await self._visitor.close()
        await self._agent.close()

    async def _talk(self) -> None:
        loop = asyncio.get_running_loop()
        while (begun := time.perf_counter()) < self.until:
            message = str(uuid4())
            self._sent[message] = begun
            answered: asyncio.Future[Any] = loop.create_future()
            await self._visitor.send("say", {"id": message, "text": TEXT}, answered.set_result)
            answer = await answered
            if answer.get("ok"):
                self.acked.append(time.perf_counter() - begun)
            else:
                self.refused += 1

    def _agent_heard(self, name: str, payload: Any) -> None:
        if name == "event" and (begun := self._sent.pop(payload.get("id"), None)) is not None:
            self.delivered.append(time.perf_counter() - begun)


async def measure(orders: dict[str, Any]) -> dict[str, Any]:
    pairs = [Pair(number, orders) for number in range(orders["pairs"])]
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        for pair in pairs:
            await pair.connect(session)
        await asyncio.gather(*(pair.chat(orders["warm_up"], orders["outstanding"]) for pair in pairs))
        for pair in pairs:
            pair.acked.clear()
            pair.delivered.clear()
        print("begin", flush=True)
        begun, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(pair.chat(orders["seconds"], orders["outstanding"]) for pair in pairs))
        took, used = time.perf_counter() - begun, time.process_time() - cpu
        print("end", flush=True)
        for pair in pairs:
            await pair.close()
    return {
        "seconds": took,
        "acked": sum(len(pair.acked) for pair in pairs),
        "delivered": sum(len(pair.delivered) for pair in pairs),
        "refused": sum(pair.refused for pair in pairs),
        "ack_ms": _ms([one for pair in pairs for one in pair.acked]),
        "delivery_ms": _ms([one for pair in pairs for one in pair.delivered]),
        "client_cpu": used / took,
    }


def _ms(durations: list[float]) -> dict[str, float]:
    ranked = sorted(durations) or [0.0]
    return {f"p{p}": 1000 * ranked[min(len(ranked) - 1, len(ranked) * p // 100)] for p in (50, 99)}


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[1])})
    asked = orjson.loads(sys.stdin.buffer.readline())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(orjson.dumps(runner.run(measure(asked))).decode(), flush=True)

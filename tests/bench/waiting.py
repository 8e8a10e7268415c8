"""A crowd in one queue, a process of its own: `python -m tests.bench.waiting CORE`.

All connect and write (`there`). On a word the queue begins to move, if it is to: an agent takes one after the
other. On the next it says how often the visitors were told their places.
"""

import asyncio
import os
import sys
from typing import Any
from uuid import uuid4

import orjson
import uvloop

from tests.bench import machine
from tests.bench.wire import Wire

AT_ONCE = 50  # connections that begin together
EVERY = 0.25  # s, between two who are taken


class Waiting:
    """Counts what he is told of his place."""

    def __init__(self) -> None:
        self.told = 0
        self._wire = Wire("/visitor", self._hears)

    async def waits(self, port: int, auth: dict[str, Any]) -> str:
        """Gives his conversation."""
        await self._wire.connect(("127.0.0.1", port), auth)
        answer = await self._wire.call("say", {"id": str(uuid4()), "text": "Is anybody there?"})
        return str(answer["conversation"])

    def _hears(self, event: str, payload: Any) -> None:
        self.told += event == "queue" and payload["position"] is not None


async def measure(orders: dict[str, Any]) -> dict[str, Any]:
    port, auth = orders["port"], orders["visitor"]
    agent = Wire("/agent")
    await agent.connect(("127.0.0.1", port), orders["agent"])
    await agent.call("status", {"status": "online"})
    crowd = [Waiting() for _ in range(orders["count"])]
    line: list[str] = []
    for at in range(0, len(crowd), AT_ONCE):
        line += await asyncio.gather(*(one.waits(port, auth) for one in crowd[at : at + AT_ONCE]))
    await _say("there")
    before = sum(one.told for one in crowd)
    moving = asyncio.ensure_future(_moves(agent, line)) if orders["moves"] else None
    await _next_word()
    if moving:
        await _somebody_was_told(crowd, before)
        moving.cancel()
    return {"told": sum(one.told for one in crowd) - before}


async def _somebody_was_told(crowd: list[Waiting], before: int) -> None:
    """In a window of a second it may not have been time yet."""
    for _ in range(100):
        if sum(one.told for one in crowd) > before:
            return
        await asyncio.sleep(0.1)


async def _moves(agent: Wire, line: list[str]) -> None:
    for conversation in line:
        await agent.call("take", {"conversation": conversation})
        await asyncio.sleep(EVERY)


async def _say(word: str) -> None:
    print(word, flush=True)
    await _next_word()


async def _next_word() -> None:
    """Answering pings meanwhile."""
    await asyncio.to_thread(sys.stdin.buffer.readline)


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[1])})
    machine.open_files()
    asked = orjson.loads(sys.stdin.buffer.readline())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(orjson.dumps(runner.run(measure(asked))).decode(), flush=True)

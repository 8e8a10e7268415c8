"""A crowd of visitors, a process of its own: `python -m tests.bench.crowd CORE`.

Idle: some connect (`warm`), on a word the others (`all`), and stay. Back: all connect and, where there is
something to keep, say something (`there`); on a word all hang up (`gone`); on the next all come back at once
(`begin`), each until he has caught up (`end`).
"""

import asyncio
import gc
import os
import sys
import time
from typing import Any
from uuid import uuid4

import orjson
import uvloop

from tests.bench import machine
from tests.bench.wire import Wire

AT_ONCE = 50  # connections that begin together, while it does not matter

Address = tuple[str, int]


class Guest:
    """A visitor who may come back as who he was."""

    def __init__(self, auth: dict[str, Any]) -> None:
        self._auth = auth
        self._welcome: dict[str, Any] = {}
        self._visitor: str | None = None
        self._conversation: str | None = None
        self._said: str | None = None
        self.wrong: str | None = None

    async def connect(self, address: Address) -> None:
        self._wire = Wire("/visitor", self._hears)
        await self._wire.connect(address, self._auth)

    async def says(self) -> None:
        self._said = str(uuid4())
        answer = await self._wire.call("say", {"id": self._said, "text": "Is anybody there?"})
        self._conversation = answer["conversation"]
        self._visitor = self._welcome["visitor"]["id"]
        self._auth = {**self._auth, "token": self._welcome["token"]}

    def hangs_up(self) -> None:
        self._wire.abort()

    async def comes_back(self, address: Address) -> float:
        """Gives when he had caught up, in seconds of the clock."""
        await self.connect(address)
        if self._conversation is not None:
            ask = {"conversation": self._conversation, "after": 0}
            self._look(await asyncio.wait_for(self._wire.call("catch_up", ask), machine.PATIENCE))
        return time.perf_counter()

    def _look(self, answer: dict[str, Any]) -> None:
        if self._welcome["visitor"]["id"] != self._visitor:
            self.wrong = "not recognised"
        elif self._said not in [event["id"] for event in answer.get("events", ())]:
            self.wrong = "not given what he said"

    def _hears(self, event: str, payload: Any) -> None:
        if event == "welcome":
            self._welcome = payload


async def idle(orders: dict[str, Any]) -> dict[str, Any]:
    guests, address = _guests(orders)
    await _arrive(guests[: orders["warm"]], address)
    await _say("warm")
    await _arrive(guests[orders["warm"] :], address)
    await _say("all")
    return {"connected": len(guests)}


async def back(orders: dict[str, Any]) -> dict[str, Any]:
    guests, address = _guests(orders)
    await _arrive(guests, address)
    if orders["says"]:
        for at in range(0, len(guests), AT_ONCE):
            await asyncio.gather(*(guest.says() for guest in guests[at : at + AT_ONCE]))
    await _say("there")
    for guest in guests:
        guest.hangs_up()
    await _say("gone")
    gc.collect()
    gc.disable()
    print("begin", flush=True)
    begun, cpu = time.perf_counter(), time.process_time()
    done = sorted(await asyncio.gather(*(guest.comes_back(address) for guest in guests)))
    used = time.process_time() - cpu
    print("end", flush=True)
    wrong = [guest.wrong for guest in guests if guest.wrong]
    times = {"until_all": done[-1] - begun, "back_p50": done[len(done) // 2] - begun}
    return {**times, "client_cpu": used / times["until_all"], "wrong": wrong[:3]}


def _guests(orders: dict[str, Any]) -> tuple[list[Guest], Address]:
    return [Guest(auth) for auth in orders["auths"]], ("127.0.0.1", orders["port"])


async def _arrive(guests: list[Guest], address: Address) -> None:
    for at in range(0, len(guests), AT_ONCE):
        await asyncio.gather(*(guest.connect(address) for guest in guests[at : at + AT_ONCE]))


async def _say(word: str) -> None:
    """And waits for the word to go on, answering pings meanwhile."""
    print(word, flush=True)
    await asyncio.to_thread(sys.stdin.buffer.readline)


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[1])})
    machine.open_files()
    asked = orjson.loads(sys.stdin.buffer.readline())
    doing = {"idle": idle, "back": back}[asked["do"]]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(orjson.dumps(runner.run(doing(asked))).decode(), flush=True)

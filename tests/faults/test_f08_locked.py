"""F08: another program holds SQLite's lock, as a backup tool may. Senders wait, or are told to try again."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from server.desk.arrival import LEFT_AFTER
from tests.faults.lag import Lag
from tests.faults.server_under_test import UnderTest
from tests.faults.stopwatch import Stopwatch
from tests.faults.waiting import gone_by, until
from tests.faults.workload import is_long, plan_for, workload
from tests.house import Client, Running, running_house
from tests.houses import NO_LIMITS

PATIENCE = 1.0  # s that our server waits for the lock; 5 unless the URL says otherwise
SHORT = 0.3  # s
WITHIN_LATER = 3.0  # s
MOST_LATE = 100  # ms


@asynccontextmanager
async def impatient_house(folder: Path, patience: float = PATIENCE) -> AsyncIterator[Running]:
    url = f"sqlite:///{folder / 'house.db'}?timeout={patience}"
    async with running_house(url, **NO_LIMITS) as house:
        yield house


class Lock:
    """Held from now on, for `seconds` or until it is let go."""

    def __init__(self, folder: Path, seconds: float | None = None, name: str = "house.db") -> None:
        self.is_over = False
        self._connection = sqlite3.connect(folder / name, isolation_level=None, timeout=20)
        self._connection.execute("BEGIN IMMEDIATE")
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, self.let_go)

    def let_go(self) -> None:
        self._connection.close()
        self.is_over = True


async def crowd(house: Running, size: int) -> list[Client]:
    """Visitors whose conversations are open."""
    visitors = await asyncio.gather(*(house.vera() for _ in range(size)))
    answers = await asyncio.gather(*(visitor.say("Hello") for visitor in visitors))
    assert all(answer["ok"] for answer in answers)
    return visitors


async def test_a_short_lock_costs_time_and_nothing_else(tmp_path: Path) -> None:
    # On a busy machine the lock is let go late.
    async with impatient_house(tmp_path, patience=100 * SHORT) as house:
        visitors = await crowd(house, 5)
        async with Lag() as lag:
            Lock(tmp_path, seconds=SHORT)
            begun, watch = time.monotonic(), Stopwatch()
            waiting = [vera.say(str(number)) for number in range(10) for vera in visitors]
            answers = await asyncio.gather(*waiting)
        assert all(answer["ok"] for answer in answers)
        assert time.monotonic() - begun >= SHORT and watch.seconds < WITHIN_LATER
        assert lag.p99 < MOST_LATE


async def test_in_a_long_one_everybody_is_told_at_once_to_try_again_and_reading_goes_on(
    tmp_path: Path,
) -> None:
    async with impatient_house(tmp_path) as house:
        reader, *visitors = await crowd(house, 20)
        messages = [{"id": str(uuid4()), "text": "Again"} for _ in visitors]
        async with Lag() as lag:
            lock = Lock(tmp_path)
            watch = Stopwatch()
            sending = [asyncio.create_task(v.call("say", m)) for v, m in zip(visitors, messages, strict=True)]
            conversation = (await reader.event("message.sent"))["conversation"]
            caught = await reader.call("catch_up", {"conversation": conversation, "after": 0})
            assert caught["ok"] and not any(task.done() for task in sending)
            answers = await asyncio.gather(*sending)
            # Twice, for those who had come when the first of them were already waiting.
            assert watch.seconds < 3 * PATIENCE
            assert {answer["error"]["code"] for answer in answers} == {"storage"}
            assert {answer["error"]["message"] for answer in answers} == {"not stored for now; try again"}
            lock.let_go()
            again = await asyncio.gather(*(v.call("say", m) for v, m in zip(visitors, messages, strict=True)))
        assert all(answer["ok"] for answer in again)
        assert lag.p99 < MOST_LATE
        for vera, message, answer in zip(visitors, messages, again, strict=True):
            caught = await vera.call("catch_up", {"conversation": answer["conversation"], "after": 0})
            assert [e["id"] for e in caught["events"]].count(message["id"]) == 1
            numbers = [e["seq"] for e in caught["events"]]
            assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_in_the_midst_of_talk_nothing_is_lost_or_doubled(
    under_test: UnderTest, tmp_path: Path, database_url: str
) -> None:
    """A lock that is waited for, and one that is not; in the long form for 3 and 30 s."""
    patience, short, long = (5.0, 3.0, 30.0) if is_long() else (PATIENCE, SHORT, 0.0)
    plan = plan_for(seed=8)
    options = ("--database-url", f"{database_url}?timeout={patience}")
    server = await under_test(agents=plan.agents, options=options)
    folder = Path(make_url(database_url).database or "").parent
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            lock = Lock(folder, short, name="chat-butler.db")
            await until(lambda: lock.is_over)
            assert "storage_failed" not in server.words_of_log()
            lock = Lock(folder, name="chat-butler.db")
            await until(lambda: any(wish.refused for one in w.clients for wish in one.outbox))
            await gone_by(long)
            lock.let_go()
        await w.settle()
    w.verdict(server, expected=["storage_failed"]).must_be_clean()


async def test_who_leaves_during_a_lock_has_left_when_it_is_over(tmp_path: Path) -> None:
    async with impatient_house(tmp_path) as house:
        (vera,) = await crowd(house, 1)
        conversation = (await vera.event("message.sent"))["conversation"]
        lock = Lock(tmp_path)
        await vera.disconnect()
        await until(lambda: not house.house.floor.guests)
        await house.later(LEFT_AFTER + 1)
        assert house.house.floor.open[conversation].visitor_left_at is None
        lock.let_go()
        await until(lambda: house.house.floor.open[conversation].visitor_left_at is not None)

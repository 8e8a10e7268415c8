"""Short reads: on SQLite in a thread that takes all that waits at once, so that a crowd shares the hand-over.

Each hand-over between threads costs more than a read does, and a driver that wraps every single step in one
makes it five of them a question.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as TimedOut

from .database import Database
from .outages import as_refusal

T = TypeVar("T")
Work = Callable[[Connection], T]

MOST_AT_ONCE = 64


@dataclass(slots=True)
class _Asked:
    work: Work[Any]
    done: asyncio.Future[Any]
    result: Any = None
    problem: Exception | None = None


class Reader:
    """Whoever asks sees everything that was stored before. Raises NotStored in an outage."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asking = database.asking
        self._lane: _Lane | None = None
        self._held: Connection | None = None

    def start(self) -> None:
        if self._database.is_sqlite and self._database.lasting:
            self._lane = _Lane(self._database.reading_engine())
        elif self._database.is_sqlite:
            # Nobody else is served meanwhile: see by_itself.py.
            self._held = self._database.reading_engine().connect()

    async def stop(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held.engine.dispose()
        if self._lane is not None:
            await self._lane.stop()

    async def read(self, work: Work[T]) -> T:
        """What `work` makes of its connection; it must be short, for others wait behind it."""
        if self._lane is not None:
            answer: T = await self._lane.ask(work)
            return answer
        if self._held is not None:
            return work(self._held)
        try:
            async with self._asking.connect() as connection:
                return await connection.run_sync(work)
        except TimedOut as problem:
            # All connections are in use, and were for as long as anybody waits for one.
            raise as_refusal(problem) from problem


class _Lane:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="reader", daemon=True)
        self._thread.start()

    def ask(self, work: Work[Any]) -> asyncio.Future[Any]:
        asked = _Asked(work, self._loop.create_future())
        self._queue.put(asked)
        return asked.done

    async def stop(self) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._engine.dispose()

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._gather()
            if batch:
                self._read(batch)
                self._loop.call_soon_threadsafe(_answer, batch)

    def _gather(self) -> tuple[list[_Asked], bool]:
        batch: list[_Asked] = []
        asked = self._queue.get()
        while asked is not None:
            batch.append(asked)
            if len(batch) >= MOST_AT_ONCE:
                return batch, True
            try:
                asked = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _read(self, batch: list[_Asked]) -> None:
        try:
            with self._engine.connect() as connection:
                for asked in batch:
                    _carry_out(asked, connection)
        except Exception as problem:
            for asked in batch:
                asked.problem = asked.problem or problem


def _carry_out(asked: _Asked, connection: Connection) -> None:
    try:
        asked.result = asked.work(connection)
    except Exception as problem:
        asked.problem = problem


def _answer(batch: list[_Asked]) -> None:
    for asked in batch:
        if asked.done.done():
            continue
        if asked.problem is not None:
            asked.done.set_exception(asked.problem)
        else:
            asked.done.set_result(asked.result)

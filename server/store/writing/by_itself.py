"""SQLite's writer for a database that is thrown away: in the thread of whoever asks, who has nobody else to
serve meanwhile and no disk to wait for. To hand it over to another thread would cost more than it takes.
"""

import asyncio
import contextlib

from sqlalchemy import Connection

from ..database import Database
from .waiting import Apply, Tally, Waiting, answer, carry_out, fail, groups, may_be_of_one


class Itself:
    def __init__(self, database: Database, apply: Apply, tally: Tally) -> None:
        self._engine = database.writing_engine()
        self._apply = apply
        self._tally = tally
        self._queue: list[Waiting] = []
        self._held: Connection | None = None
        self._is_alive = False

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._held = self._engine.connect()
        self._is_alive = True

    async def stop(self) -> None:
        self._write()
        self._is_alive = False
        if self._held is not None:
            with contextlib.suppress(Exception):
                self._held.close()
        self._engine.dispose()

    def put(self, waiting: Waiting) -> None:
        if not self._queue:
            # Not at once: what comes in the same breath comes along.
            self._loop.call_soon(self._write)
        self._queue.append(waiting)

    def waiting(self) -> int:
        return len(self._queue)

    def is_alive(self) -> bool:
        return self._is_alive

    def _write(self) -> None:
        batch, self._queue = self._queue, []
        for group in groups(batch):
            if may_be_of_one(group, self._try(group)):
                for one in group:
                    self._try([one])
        answer(batch)

    def _try(self, group: list[Waiting]) -> Exception | None:
        try:
            if self._held is None:
                raise RuntimeError("not started")
            with self._held.begin():
                carry_out(self._held, group, self._apply)
        except Exception as problem:
            fail(group, problem)
            return problem
        self._tally.commits += 1
        self._tally.items += len(group)
        return None

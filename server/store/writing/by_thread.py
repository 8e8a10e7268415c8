"""SQLite's writer: a thread with its own connection."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from pathlib import Path
from typing import cast

import structlog
from sqlalchemy import Connection

from ..database import Database
from .checkpoints import Checkpoints, moved
from .room import ROOM, make_room
from .waiting import (
    MOST_IN_A_COMMIT,
    Apply,
    Tally,
    Waiting,
    answer,
    carry_out,
    fail,
    groups,
    may_be_of_one,
)

log = structlog.get_logger()


class Thread:
    room = ROOM  # pages of the log

    def __init__(self, database: Database, apply: Apply, tally: Tally) -> None:
        self._engine = database.writing_engine()
        self._checkpoints = Checkpoints(_file(database))
        self._apply = apply
        self._tally = tally
        self._laid: list[Waiting] = []
        self._waiting = 0
        self._queue: queue.SimpleQueue[list[Waiting] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._held: Connection | None = None

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._checkpoints.start()
        self._thread.start()

    async def stop(self) -> None:
        self._hand_over()
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._checkpoints.stop)
        self._engine.dispose()

    def put(self, waiting: Waiting) -> None:
        """What is put in one turn of the loop is handed over together: to wake a thread costs as much as to
        store a message, and they share a commit.
        """
        if not self._laid:
            self._loop.call_soon(self._hand_over)
        self._laid.append(waiting)
        self._waiting += 1

    def _hand_over(self) -> None:
        laid, self._laid = self._laid, []
        for first in range(0, len(laid), MOST_IN_A_COMMIT):
            self._queue.put(laid[first : first + MOST_IN_A_COMMIT])

    def waiting(self) -> int:
        return self._waiting

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _work(self) -> None:
        # What a crash left in the log: with it moved, the log does not grow from one crash to the next.
        self._move_the_rest()
        self._make_room()
        going = True
        while going:
            batch, going = self._gather()
            if batch:
                try:
                    self._commit(batch)
                except Exception as problem:
                    fail(batch, problem)
                self._loop.call_soon_threadsafe(self._answer, batch)
        self._let_go()

    def _answer(self, batch: list[Waiting]) -> None:
        self._waiting -= len(batch)
        answer(batch)

    def _gather(self) -> tuple[list[Waiting], bool]:
        batch: list[Waiting] = []
        found = self._queue.get()
        while found is not None:
            batch += found
            if len(batch) >= MOST_IN_A_COMMIT:
                return batch, True
            try:
                found = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _commit(self, batch: list[Waiting]) -> None:
        for group in groups(batch):
            if may_be_of_one(group, self._try(group)):
                for one in group:
                    self._try([one])

    def _try(self, group: list[Waiting]) -> Exception | None:
        try:
            connection = self._connection()
            with connection.begin():
                carry_out(connection, group, self._apply)
        except Exception as problem:
            self._let_go()
            fail(group, problem)
            return problem
        self._tally.commits += 1
        self._tally.items += len(group)
        if self._checkpoints.written(len(group)):
            self._move_the_rest()
        return None

    def _connection(self) -> Connection:
        """The same for all, for fetching one from the pool costs as much as a message does."""
        if self._held is None:
            self._held = self._engine.connect()
        return self._held

    def _driver(self) -> sqlite3.Connection:
        return cast(sqlite3.Connection, self._connection().connection.driver_connection)

    def _make_room(self) -> None:
        with contextlib.suppress(Exception):  # an outage: whoever writes first is told of it
            make_room(self._driver(), self.room)

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            with contextlib.suppress(Exception):
                held.close()

    def _move_the_rest(self) -> None:
        try:
            moved(self._driver())
        except Exception as problem:  # what was committed is committed
            log.warning("checkpoint_failed", problem=str(problem))


def _file(database: Database) -> Path:
    if database.file is None:
        raise ValueError("SQLite without a file")
    return database.file

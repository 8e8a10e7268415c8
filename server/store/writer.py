"""The one writer: gathers what waits and commits it together (group commit), so that an fsync is shared.

SQLite: a thread with its own connection. PostgreSQL: a task with a connection of the pool. Both carry out the
same statements. Nobody is answered before the commit has returned.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from server.core.refusals import NotStored

from .database import Database

T = TypeVar("T")
Work = Callable[[Connection], Any]

MOST_IN_A_COMMIT = 256
MOST_WAITING = 10_000


class Contested(Exception):
    """A unique key says that somebody was faster, or that this was stored before."""


@dataclass(slots=True)
class Waiting:
    """Something to write and who waits for it. Work that cannot be merged with others goes alone."""

    item: Any
    done: asyncio.Future[Any]
    alone: bool = False
    result: Any = None
    problem: BaseException | None = None


class Apply(Protocol):
    """Writes the gathered items within the open transaction."""

    def __call__(self, connection: Connection, items: list[Any]) -> None: ...


@dataclass
class Tally:
    """How much was shared, for the metrics and the benchmark."""

    commits: int = 0
    items: int = 0


@dataclass
class Writer:
    """`write` merges with its neighbours into one commit; `run` has a transaction of its own."""

    database: Database
    apply: Apply
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        lane = _Thread if self.database.is_sqlite else _Task
        self._lane: _Lane = lane(self.database, self.apply, self.tally)

    async def start(self) -> None:
        await self._lane.start()

    async def stop(self) -> None:
        """Writes what still waits, then ends."""
        await self._lane.stop()

    def write(self, item: Any) -> asyncio.Future[None]:  # noqa: ANN401  (what `apply` takes)
        """Resolves once `item` is durable; raises Contested or NotStored."""
        return self._put(Waiting(item, asyncio.get_running_loop().create_future()))

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Carries out `work` in a transaction of its own, in turn, and gives back its answer."""
        waiting = Waiting(work, asyncio.get_running_loop().create_future(), alone=True)
        answer: T = await self._put(waiting)
        return answer

    def _put(self, waiting: Waiting) -> asyncio.Future[Any]:
        if self._lane.waiting() >= MOST_WAITING:
            waiting.done.set_exception(NotStored("too much waits to be stored"))
        else:
            self._lane.put(waiting)
        return waiting.done


class _Lane(Protocol):
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def put(self, waiting: Waiting) -> None: ...
    def waiting(self) -> int: ...


class _Thread:
    def __init__(self, database: Database, apply: Apply, tally: Tally) -> None:
        self._engine = database.writing_engine()
        self._apply = apply
        self._tally = tally
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._engine.dispose()

    def put(self, waiting: Waiting) -> None:
        self._queue.put(waiting)

    def waiting(self) -> int:
        return self._queue.qsize()

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._gather()
            if batch:
                self._commit(batch)
                self._loop.call_soon_threadsafe(_answer, batch)

    def _gather(self) -> tuple[list[Waiting], bool]:
        batch: list[Waiting] = []
        found = self._queue.get()
        while found is not None:
            batch.append(found)
            if len(batch) >= MOST_IN_A_COMMIT:
                return batch, True
            try:
                found = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _commit(self, batch: list[Waiting]) -> None:
        for group in _groups(batch):
            if not self._try(group) and len(group) > 1:
                for one in group:
                    self._try([one])

    def _try(self, group: list[Waiting]) -> bool:
        try:
            with self._engine.begin() as connection:
                _carry_out(connection, group, self._apply)
        except Exception as problem:
            _fail(group, problem)
            return False
        self._tally.commits += 1
        self._tally.items += len(group)
        return True


class _Task:
    def __init__(self, database: Database, apply: Apply, tally: Tally) -> None:
        self._engine = database.engine
        self._apply = apply
        self._tally = tally
        self._queue: asyncio.Queue[Waiting | None] = asyncio.Queue()

    async def start(self) -> None:
        self._task = asyncio.create_task(self._work(), name="writer")

    async def stop(self) -> None:
        self._queue.put_nowait(None)
        await self._task

    def put(self, waiting: Waiting) -> None:
        self._queue.put_nowait(waiting)

    def waiting(self) -> int:
        return self._queue.qsize()

    async def _work(self) -> None:
        while (first := await self._queue.get()) is not None:
            batch = [first]
            while len(batch) < MOST_IN_A_COMMIT and not self._queue.empty():
                found = self._queue.get_nowait()
                if found is None:
                    self._queue.put_nowait(None)
                    break
                batch.append(found)
            await self._commit(batch)
            _answer(batch)

    async def _commit(self, batch: list[Waiting]) -> None:
        for group in _groups(batch):
            if not await self._try(group) and len(group) > 1:
                for one in group:
                    await self._try([one])

    async def _try(self, group: list[Waiting]) -> bool:
        try:
            async with self._engine.begin() as connection:
                await connection.run_sync(_carry_out, group, self._apply)
        except Exception as problem:
            _fail(group, problem)
            return False
        self._tally.commits += 1
        self._tally.items += len(group)
        return True


def _groups(batch: list[Waiting]) -> list[list[Waiting]]:
    """In order: neighbours that may share a commit together, the others alone."""
    groups: list[list[Waiting]] = []
    for waiting in batch:
        if waiting.alone or not groups or groups[-1][0].alone:
            groups.append([waiting])
        else:
            groups[-1].append(waiting)
    return groups


def _carry_out(connection: Connection, group: list[Waiting], apply: Apply) -> None:
    if group[0].alone:
        group[0].result = group[0].item(connection)
    else:
        apply(connection, [waiting.item for waiting in group])
    for waiting in group:
        waiting.problem = None


def _fail(group: list[Waiting], problem: Exception) -> None:
    for waiting in group:
        waiting.problem = _as_answer(problem)


def _as_answer(problem: Exception) -> Exception:
    if isinstance(problem, IntegrityError):
        return Contested(str(problem.orig))
    if isinstance(problem, (DBAPIError, OSError)):
        return NotStored(str(getattr(problem, "orig", None) or problem).splitlines()[0])
    return problem


def _answer(batch: list[Waiting]) -> None:
    for waiting in batch:
        if waiting.done.done():
            continue
        if waiting.problem is not None:
            waiting.done.set_exception(waiting.problem)
        else:
            waiting.done.set_result(waiting.result)

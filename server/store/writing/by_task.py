"""PostgreSQL's writer: a task. What may be merged is one statement on a connection of its own (direct.py)."""

import asyncio

from ..database import Database
from .direct import Direct
from .waiting import (
    MOST_IN_A_COMMIT,
    Apply,
    InOne,
    Tally,
    Waiting,
    answer,
    carry_out,
    fail,
    groups,
    may_be_of_one,
    went_well,
)


class Task:
    def __init__(self, database: Database, apply: Apply, in_one: InOne | None, tally: Tally) -> None:
        self._engine = database.engine
        self._direct = Direct(database.engine)
        self._apply = apply
        self._in_one = in_one
        self._tally = tally
        self._queue: asyncio.Queue[Waiting | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._work(), name="writer")

    async def stop(self) -> None:
        self._queue.put_nowait(None)
        if self._task is not None:
            await self._task
        await self._direct.let_go()

    def put(self, waiting: Waiting) -> None:
        self._queue.put_nowait(waiting)

    def waiting(self) -> int:
        return self._queue.qsize()

    def is_alive(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _work(self) -> None:
        while (first := await self._queue.get()) is not None:
            batch = [first]
            while len(batch) < MOST_IN_A_COMMIT and not self._queue.empty():
                found = self._queue.get_nowait()
                if found is None:
                    self._queue.put_nowait(None)
                    break
                batch.append(found)
            try:
                await self._commit(batch)
            except Exception as problem:
                fail(batch, problem)
            answer(batch)

    async def _commit(self, batch: list[Waiting]) -> None:
        for group in groups(batch):
            if may_be_of_one(group, await self._try(group)):
                for one in group:
                    await self._try([one])

    async def _try(self, group: list[Waiting]) -> Exception | None:
        try:
            await self._write(group)
        except Exception as problem:
            fail(group, problem)
            return problem
        self._tally.commits += 1
        self._tally.items += len(group)
        return None

    async def _write(self, group: list[Waiting]) -> None:
        if not group[0].alone and self._in_one is not None:
            question = self._in_one([waiting.item for waiting in group], self._engine.dialect)
            if question is not None:
                await self._direct.ask(*question)
                went_well(group)
                return
        async with self._engine.begin() as connection:
            await connection.run_sync(carry_out, group, self._apply)

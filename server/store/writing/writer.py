"""The one writer: gathers what waits and commits it together (group commit), so that an fsync is shared.

Both kinds of database carry out the same statements. Nobody is answered before the commit has returned.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from server.core.refusals import NotStored

from ..database import Database
from .by_itself import Itself
from .by_task import Task
from .by_thread import Thread
from .waiting import Apply, Contested, InOne, Lane, Tally, Waiting

__all__ = ["Contested", "Writer"]

T = TypeVar("T")

MOST_WAITING = 10_000


@dataclass
class Writer:
    """`write` merges with its neighbours into one commit; `run` has a transaction of its own."""

    database: Database
    apply: Apply
    in_one: InOne | None = None
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._lane: Lane = self._opened()

    async def start(self) -> None:
        await self._lane.start()

    async def stop(self) -> None:
        """Writes what still waits, then ends."""
        await self._lane.stop()

    @property
    def is_alive(self) -> bool:
        """It outlives whatever a database does; if it has ended all the same, nothing may wait for it."""
        return self._lane.is_alive()

    def write(self, item: Any) -> asyncio.Future[None]:  # noqa: ANN401  (what `apply` takes)
        """Resolves once `item` is durable; raises Contested or NotStored."""
        return self._put(Waiting(item, asyncio.get_running_loop().create_future()))

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Carries out `work` in a transaction of its own, in turn, and gives back its answer."""
        waiting = Waiting(work, asyncio.get_running_loop().create_future(), alone=True)
        answer: T = await self._put(waiting)
        return answer

    def _opened(self) -> Lane:
        if not self.database.is_sqlite:
            return Task(self.database, self.apply, self.in_one, self.tally)
        lane = Thread if self.database.lasting else Itself
        return lane(self.database, self.apply, self.tally)

    def _put(self, waiting: Waiting) -> asyncio.Future[Any]:
        if not self.is_alive or self._lane.waiting() >= MOST_WAITING:
            waiting.done.set_exception(NotStored("not stored for now; try again"))
        else:
            self._lane.put(waiting)
        return waiting.done

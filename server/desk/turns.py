"""Whose turn it is: one at a time for all that happens to a visitor's conversations, first come first served.

Wishes that only say how a conversation should go on can share a turn with their neighbours in the line: they
are decided one after the other and stored together, so that many messages at once cost one commit.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Wish = TypeVar("Wish")

MOST_TOGETHER = 64


@dataclass(slots=True)
class _Together(Generic[Wish]):
    """Neighbours in the line that want something of the same conversation."""

    conversation: str
    wishes: list[Wish]


class Turns(Generic[Wish]):
    """`carry_out(conversation, wishes)` takes one turn; it must not raise."""

    def __init__(self, carry_out: Callable[[str, list[Wish]], Coroutine[Any, Any, None]]) -> None:
        self._carry_out = carry_out
        # A line exists while somebody has the turn, or is about to get it; who has it stands in it no more.
        self._lines: dict[str, deque[asyncio.Future[None] | _Together[Wish]]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def alone(self, visitor: str) -> AbstractAsyncContextManager[None]:
        """A turn of one's own. Enter it before the first await of a command: the line forms there."""
        return self._alone(visitor)

    def join(self, visitor: str, conversation: str, wish: Wish) -> None:
        """Lines up, and is carried out together with the neighbours that want the same conversation."""
        line = self._lines.get(visitor)
        if line is None:
            self._lines[visitor] = deque([_Together(conversation, [wish])])
            # Not at once: what came in the same breath comes along.
            asyncio.get_running_loop().call_soon(self._next, visitor)
            return
        last = line[-1] if line else None
        if (
            isinstance(last, _Together)
            and last.conversation == conversation
            and len(last.wishes) < MOST_TOGETHER
        ):
            last.wishes.append(wish)
        else:
            line.append(_Together(conversation, [wish]))

    @asynccontextmanager
    async def _alone(self, visitor: str) -> AsyncIterator[None]:
        line = self._lines.get(visitor)
        if line is None:
            self._lines[visitor] = deque()
        else:
            await self._called(visitor, line)
        try:
            yield
        finally:
            self._next(visitor)

    async def _called(self, visitor: str, line: deque[asyncio.Future[None] | _Together[Wish]]) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            # Called and cancelled in the same moment: the turn goes on to the next one.
            if mine.done() and not mine.cancelled():
                self._next(visitor)
            raise

    def _next(self, visitor: str) -> None:
        line = self._lines[visitor]
        while line:
            place = line.popleft()
            if isinstance(place, _Together):
                task = asyncio.ensure_future(self._take(visitor, place))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
                return
            if not place.done():
                place.set_result(None)
                return
        del self._lines[visitor]

    async def _take(self, visitor: str, together: _Together[Wish]) -> None:
        try:
            await self._carry_out(together.conversation, together.wishes)
        finally:
            self._next(visitor)

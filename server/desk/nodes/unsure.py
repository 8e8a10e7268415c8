"""What is stored, or may be, although not everybody was told: a connection was lost during the commit, or
whoever told it was interrupted.

The sender tries again and is answered; everybody else would wait for ever. So it is looked up, and told.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from server.core.conversation import Conversation
from server.core.events import Event

from ..ports import Timeline

UNSURE_FOR = 15.0  # s: within them a write has been carried out, or never will be

Turn = Callable[[str], AbstractAsyncContextManager[None]]
Tell = Callable[[Conversation, Conversation, Sequence[Event]], Awaitable[None]]


@dataclass(slots=True)
class _Told:
    """A conversation as people know it, and its events up to number `seq`; `until` by the loop's time."""

    conversation: Conversation
    seq: int
    until: float


class Unsure:
    """`tell(before, after, events)` is called for what turns out to be stored."""

    def __init__(self, timeline: Timeline, tell: Tell) -> None:
        self._timeline = timeline
        self._tell = tell
        self._told: dict[str, _Told] = {}

    def __bool__(self) -> bool:
        return bool(self._told)

    def add(self, conversation: str, known: Conversation, seq: int | None = None) -> None:
        """A write of it went wrong, or telling it did. What people know of it is `known`, and the events up
        to `seq`; None: those that made it so.
        """
        until = asyncio.get_running_loop().time() + UNSURE_FOR
        self._told[conversation] = _Told(known, known.last_seq if seq is None else seq, until)

    def is_told(self, conversation: Conversation) -> None:
        if (told := self._told.get(conversation.id)) is not None:
            told.conversation, told.seq = conversation, conversation.last_seq

    async def finds(self, stored: Conversation) -> None:
        """It was read anew. Call it within the turn."""
        told = self._told.get(stored.id)
        if told is None or stored.last_seq <= told.seq:
            return
        events = await self._timeline.events(stored.id, told.seq)
        # What another node has stored since it was read is told when that is read.
        await self._tell(told.conversation, stored, [one for one in events if one.seq <= stored.last_seq])

    async def look(self, turn: Turn) -> None:
        """Each of them once more; what stays unanswered is looked at again. `turn`: the desk's."""
        now = asyncio.get_running_loop().time()
        for name, told in list(self._told.items()):
            if (stored := await self._timeline.stored(name)) is not None:
                async with turn(stored.conversation.visitor.id):
                    again = await self._timeline.stored(name)
                    await self.finds((again or stored).conversation)
            if told.until < now and self._told.get(name) is told:
                del self._told[name]

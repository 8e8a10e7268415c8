"""What other nodes have done, read off the database, and told to the people who are connected here.

A hint says where to look at once. The look once a second finds all the same, so hints may be lost.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import structlog

from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event
from server.core.refusals import Refusal

from ..desk import SHOWN_AT_ONCE, Desk
from ..presence import Presences

log = structlog.get_logger()

LONGEST_ID = 64


class Elsewhere:
    """Each look takes in what was written since the one before."""

    def __init__(self, desk: Desk, presences: Presences) -> None:
        self._desk = desk
        self._presences = presences
        self._mark = 0
        self._hinted: set[str] = set()
        self._agents: set[str] = set()
        self._missed = False
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._mark = await self._desk.timeline.mark()

    async def stop(self) -> None:
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)

    async def look(self) -> None:
        changed = await self._desk.timeline.changes(self._mark, self._desk.floor.last_told)
        conversations, statuses, mark = changed
        await self._notice(statuses)
        await self._take_in(conversations)
        self._mark = mark

    def hinted(self, changed: Mapping[str, int], agents: Iterable[str]) -> None:
        """Another node says that these have changed: conversations with their last numbers, and agents."""
        told = self._desk.floor.last_told
        self._hinted.update(one for one, seq in changed.items() if told(one) < seq and _is_an_id(one))
        self._agents.update(agent for agent in agents if agent in self._desk.directory.people)
        self._follow_soon()

    def look_soon(self) -> None:
        """Hints may have been missed."""
        self._missed = True
        self._follow_soon()

    def _follow_soon(self) -> None:
        if self._is_hinted and (self._following is None or self._following.done()):
            self._following = asyncio.create_task(self._follow(), name="hints")

    @property
    def _is_hinted(self) -> bool:
        return bool(self._hinted or self._agents or self._missed)

    async def _follow(self) -> None:
        """What comes meanwhile is looked at together, afterwards."""
        while self._is_hinted:
            try:
                await self._follow_once()
            except Refusal as refusal:
                log.warning("hint_refused", code=refusal.code)
            except Exception:
                log.exception("hint_failed")

    async def _follow_once(self) -> None:
        hinted, self._hinted = sorted(self._hinted), set()
        agents, self._agents = sorted(self._agents), set()
        missed, self._missed = self._missed, False
        if missed:
            await self.look()
        if agents:
            await self._notice(await self._desk.timeline.statuses(agents))
        if hinted:
            await self._take_in(await self._desk.timeline.states(hinted))

    async def _notice(self, statuses: Sequence[AgentStatus]) -> None:
        for status in statuses:
            if self._presences.noticed(status):
                await self._desk.tell.person(status)

    async def _take_in(self, conversations: Sequence[Conversation]) -> None:
        told = self._desk.floor.last_told
        news = [one for one in conversations if told(one.id) < one.last_seq]
        after = {one.id: told(one.id) or one.last_seq - SHOWN_AT_ONCE for one in news}
        events = await self._desk.timeline.events_after(after)
        await asyncio.gather(*(self._tell(one, events[one.id]) for one in news))

    async def _tell(self, stored: Conversation, events: Sequence[Event]) -> None:
        async with self._desk.turn(stored.visitor.id):
            await self._desk.takes_in(stored, events)


def _is_an_id(text: str) -> bool:
    """Anybody could have written it."""
    return len(text) <= LONGEST_ID and text.isprintable()

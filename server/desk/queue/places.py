"""Tells who waits his place in the queue and how long it takes: when that changes, and not too often."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from server.core.conversation import Conversation
from server.core.decide.waits import is_told
from server.core.queueing import Outlook, Wait
from server.core.routing import Needs, Waiter

from ..desk import Desk

log = structlog.get_logger()

ALWAYS_TOLD = 10
TOLD_EVERY = 5_000  # ms, beyond the first places
MOST_TOLD = 2_500  # a look: who waits in a very long queue hears of it less often
MOST_NOTED = 200  # waits a look that are written down
NOTED_TOGETHER = 5  # each takes up to a millisecond to reckon
BREATH = 50  # visitors, after whom others have their turn


@dataclass(frozen=True, slots=True)
class _Told:
    """`at`: when, ms."""

    visitor: str
    position: int
    wait: Wait | None
    at: int


def payload(position: int | None, wait: Wait | None) -> dict[str, Any]:
    """PROTOCOL: queue. Seconds; `high` null: it may be more than ten minutes."""
    told = None if wait is None else {"low": wait.low, "high": wait.high}
    return {"position": position, "wait": told}


def place_of(desk: Desk, conversation: Conversation) -> dict[str, Any]:
    """For his welcome."""
    return payload(desk.floor.position(conversation), desk.waits.told(conversation))


class Places:
    """Remembers what each waiting visitor was told last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: dict[str, _Told] = {}

    async def tell(self) -> None:
        """Level-triggered: compares the queue as it stands with what was told."""
        await self._tell_who_has_gone()
        floor, now = self._desk.floor, self._desk.clock()
        looked = _Look(self._desk, now)
        for team in floor.line.teams():
            for position, waiter in enumerate(floor.line.waiters_of(team), start=1):
                if position % BREATH == 0:
                    await asyncio.sleep(0)
                conversation = floor.queue.get(waiter.conversation)
                if conversation is not None and conversation.visitor.id in floor.guests:
                    await self._looks_at(conversation, position, waiter, looked)
        for start in range(0, len(looked.fresh), NOTED_TOGETHER):
            await asyncio.gather(*(self._note(*one) for one in looked.fresh[start : start + NOTED_TOGETHER]))

    async def _looks_at(
        self, conversation: Conversation, position: int, waiter: Waiter, looked: "_Look"
    ) -> None:
        """`position` is where he stood when his team's turn began."""
        told = self._told.get(conversation.id)
        if looked.may_tell and self._may_hear(told, position, looked.now):
            outlook = looked.outlook(waiter)
            if told is None or (told.position, told.wait) != (position, outlook.told(position)):
                looked.told += await self._tell(conversation, outlook, looked.now)
        if conversation.wait_told_at is None and len(looked.fresh) < MOST_NOTED:
            outlook = looked.outlook(waiter)
            if outlook.servers and position > outlook.free:
                looked.fresh.append((conversation, outlook))

    async def _tell_who_has_gone(self) -> None:
        floor = self._desk.floor
        gone = [one for one, told in self._told.items() if not self._is_waiting(one, told.visitor)]
        for seen, conversation in enumerate(gone, start=1):
            if seen % BREATH == 0:
                await asyncio.sleep(0)
            visitor = self._told.pop(conversation).visitor
            if visitor in floor.guests and conversation not in floor.queue:
                await self._desk.tell.visitor(visitor, "queue", payload(None, None))

    def _is_waiting(self, conversation: str, visitor: str) -> bool:
        floor = self._desk.floor
        return conversation in floor.queue and visitor in floor.guests

    def _may_hear(self, told: _Told | None, position: int, now: int) -> bool:
        if told is None or position <= ALWAYS_TOLD:
            return True
        return not told.at <= now < told.at + self._every()

    def _every(self) -> int:
        return max(TOLD_EVERY, 1_000 * len(self._desk.floor.queue) // MOST_TOLD)

    async def _tell(self, conversation: Conversation, outlook: Outlook, now: int) -> bool:
        """His place at this very moment; others may have come or gone since the look began."""
        position = self._desk.floor.position(conversation)
        if position is None:
            return False
        told = _Told(conversation.visitor.id, position, outlook.told(position), now)
        self._told[conversation.id] = told
        await self._desk.tell.visitor(told.visitor, "queue", payload(position, told.wait))
        return True

    async def _note(self, conversation: Conversation, outlook: Outlook) -> None:
        """Writes down what he was told, in a turn of its own. If that fails, the next look tries again."""
        told = self._told.get(conversation.id)
        # Where something is free there is no wait.
        if told is None or told.wait is None or told.position <= outlook.free:
            return
        decide = partial(_is_told, told.position, told.wait, outlook.reckoned(told.position))
        try:
            await self._desk.joined(told.visitor, conversation.id, decide)
        except Exception as problem:
            log.warning("wait_not_noted", conversation=conversation.id, problem=repr(problem))


class _Look:
    """One look at everybody. `fresh`: who is told a wait for the first time."""

    def __init__(self, desk: Desk, now: int) -> None:
        self.now = now
        self.told = 0
        self.fresh: list[tuple[Conversation, Outlook]] = []
        self._desk = desk
        self._outlooks: dict[Needs, Outlook] = {}

    @property
    def may_tell(self) -> bool:
        return self.told < MOST_TOLD

    def outlook(self, waiter: Waiter) -> Outlook:
        """The same for all who need the same."""
        found = self._outlooks.get(waiter.kind)
        if found is None:
            found = self._outlooks[waiter.kind] = self._desk.waits.outlook(waiter.kind)
        return found


def _is_told(position: int, wait: Wait, reckoned: tuple[float, float], conversation: Conversation) -> Any:  # noqa: ANN401  (as is_told)
    return is_told(conversation, position, wait, reckoned)

"""Tells who waits his place in the queue: when it changes, and not too often."""

from typing import Any

from .desk import Desk

ALWAYS_TOLD = 10
TOLD_EVERY = 5_000  # ms, beyond the first places


class Places:
    """Remembers what each waiting visitor was told last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: dict[str, tuple[str, int, int]] = {}

    async def tell(self) -> None:
        """Level-triggered: compares the queue as it stands with what was told."""
        now = self._desk.clock()
        places = self._places()
        for conversation, (visitor, _, _) in list(self._told.items()):
            if conversation not in places:
                del self._told[conversation]
                await self._desk.tell.visitor(visitor, "queue", {"position": None, "wait": None})
        for conversation, (visitor, place) in places.items():
            told = self._told.get(conversation)
            if told and (told[1] == place or (place > ALWAYS_TOLD and now < told[2] + TOLD_EVERY)):
                continue
            self._told[conversation] = (visitor, place, now)
            await self._desk.tell.visitor(visitor, "queue", _payload(place))

    def _places(self) -> dict[str, tuple[str, int]]:
        """Place by conversation, of those who wait for the same team."""
        floor = self._desk.floor
        count: dict[str | None, int] = {}
        places = {}
        for waiter in floor.waiters():
            count[waiter.team] = count.get(waiter.team, 0) + 1
            visitor = floor.queue[waiter.conversation].visitor.id
            if visitor in floor.guests:
                places[waiter.conversation] = (visitor, count[waiter.team])
        return places


def _payload(place: int) -> dict[str, Any]:
    return {"position": place, "wait": None}

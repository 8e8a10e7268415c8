"""Tells connected widgets when what they can expect changes: who is there, and whether to wait."""

import asyncio
from typing import Any

from ..arrival import lasting, service
from ..desk import Desk
from ..floor import Guest

EVERY = 5_000  # ms: agents who come and go all the time tell nobody more often
BREATH = 50  # visitors, after whom others have their turn

Service = dict[str, Any]
Door = tuple[str, str | None]


class Services:
    """By site and team, what is the case there, and since when (ms) it is told."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: dict[Door, tuple[Service, int]] = {}
        self._looked: tuple[int, int] = (-1, 0)

    async def tell(self) -> None:
        """Level-triggered: each visitor whose widget was told something else hears it."""
        self._desk.waits.look()
        self._desk.waits.look_again()
        now, changes = self._desk.clock(), self._desk.changes
        looked, looked_at = self._looked
        if changes == looked and looked_at <= now < looked_at + EVERY:
            return
        current: dict[Door, Service | None] = {}
        for seen, guest in enumerate(list(self._desk.floor.guests.values()), start=1):
            if seen % BREATH == 0:
                await asyncio.sleep(0)
            door = guest.site.id, guest.team
            if door not in current:
                current[door] = self._fresh(door, guest, now)
            await self._tell(guest, current[door])
        # While one is held back, the next look is needed whatever happens.
        self._looked = (-1 if None in current.values() else changes, now)
        self._told = {door: told for door, told in self._told.items() if door in current}

    def _fresh(self, door: Door, guest: Guest, now: int) -> Service | None:
        """What is to be told; None: it has changed too lately to be told yet."""
        found = lasting(service(self._desk, guest))
        if known := self._told.get(door):
            told, at = known
            if found == told:
                return told
            if at <= now < at + EVERY:
                return None
        self._told[door] = found, now
        return found

    async def _tell(self, guest: Guest, current: Service | None) -> None:
        if guest.service is None:
            # He is being let in: his welcome says it, and comes first.
            return
        if current is None or guest.service is current or guest.service == current:
            return
        guest.service = current
        await self._desk.tell.visitor(guest.id, "service", {**current, "at": self._desk.clock()})

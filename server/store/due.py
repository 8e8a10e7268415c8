"""What is to be looked at again at a time: set, dropped, and claimed by one node at a time."""

from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from server.core.refusals import NotStored
from server.desk.ports import Due

from .rows import DUE
from .writing.writer import Writer

CLAIM = 60_000  # ms
CLOCKS_DIFFER = 60_000  # ms, between nodes


class DueTimes:
    """The timeline's part that has no events."""

    _engine: AsyncEngine
    writer: Writer
    _unset: dict[str, Due]

    async def set_due(self, due: Due) -> None:
        """As soon as the storage takes it: it is for somebody who has left, and cannot ask again."""
        try:
            await self.writer.write(due)
            self._unset.pop(due.key, None)
        except NotStored:
            self._unset[due.key] = due

    async def _set_what_is_not(self) -> None:
        for due in list(self._unset.values()):
            try:
                await self.writer.write(due)
            except NotStored:
                return
            if self._unset.get(due.key) is due:
                del self._unset[due.key]

    async def drop_due(self, due: Due) -> None:
        """It has become pointless; one that was set anew meanwhile stays."""
        await self.writer.run(
            lambda connection: connection.execute(delete(DUE).where(DUE.c.key == due.key, DUE.c.at <= due.at))
        )

    async def claim_due(self, now: int, limit: int = 100) -> list[Due]:
        """What is due, each to one caller only; what he has not settled within a minute is due again."""

        def claim(connection: Connection) -> list[Due]:
            query = (
                select(DUE)
                .where(DUE.c.at <= now, _unclaimed(now))
                .order_by(DUE.c.at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            found = [Due(row.key, row.at, row.kind, row.subject) for row in connection.execute(query)]
            keys = [due.key for due in found]
            connection.execute(update(DUE).where(DUE.c.key.in_(keys)).values(claimed_until=now + CLAIM))
            return found

        await self._set_what_is_not()
        return await self.writer.run(claim) if await self._any_due(now) else []

    async def _any_due(self, now: int) -> bool:
        query = select(DUE.c.key).where(DUE.c.at <= now, _unclaimed(now)).limit(1)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).first() is not None


def _unclaimed(now: int) -> Any:  # noqa: ANN401  (a column's comparison)
    """A claim that lasts longer than any can, by any node's clock, is of before the clock was set back."""
    return (DUE.c.claimed_until <= now) | (DUE.c.claimed_until > now + CLAIM + CLOCKS_DIFFER)

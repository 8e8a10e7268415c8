"""What is to be looked at again at a time: set, dropped, and claimed by one node at a time."""

from sqlalchemy import BigInteger, Connection, bindparam, delete, select, update

from server.core.refusals import NotStored
from server.desk.ports import Due

from .reader import Reader
from .rows import DUE
from .writing.writer import Writer

CLAIM = 60_000  # ms
CLOCKS_DIFFER = 60_000  # ms, between nodes


class DueTimes:
    """The timeline's part that has no events."""

    reader: Reader
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
            rows = connection.execute(_CLAIMED.limit(limit), {"now": now})
            found = [Due(row.key, row.at, row.kind, row.subject) for row in rows]
            keys = [due.key for due in found]
            connection.execute(update(DUE).where(DUE.c.key.in_(keys)).values(claimed_until=now + CLAIM))
            return found

        await self._set_what_is_not()
        return await self.writer.run(claim) if await self._any_due(now) else []

    async def _any_due(self, now: int) -> bool:
        return await self.reader.read(lambda asked: asked.execute(_ANY, {"now": now}).first()) is not None


# A claim that lasts longer than any can, by any node's clock, is of before the clock was set back.
_now = bindparam("now", type_=BigInteger)
_OF_NOW = (
    DUE.c.at <= _now,
    (DUE.c.claimed_until <= _now) | (DUE.c.claimed_until > _now + (CLAIM + CLOCKS_DIFFER)),
)
# Made once: each second somebody looks.
_ANY = select(DUE.c.key).where(*_OF_NOW).limit(1)
_CLAIMED = select(DUE).where(*_OF_NOW).order_by(DUE.c.at).with_for_update(skip_locked=True)

"""Which alerts of queues are on, so that one node of several tells of each, and none again after a start."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.core.alerts import QUIET
from server.desk.ports import Out

from .database import Database
from .outbox import out_row, written
from .tables import AlertRow
from .writing.writer import Writer

ALERTS: Table = AlertRow.__table__  # type: ignore[attr-defined]


class StoredAlerts:
    """Satisfies `desk.alerts.Kept`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._engine = database.engine
        self._is_sqlite = database.is_sqlite
        self._writer = writer

    async def known(self) -> dict[str, tuple[int, int | None]]:
        async with self._engine.connect() as connection:
            return {row.key: (row.began_at, row.ended_at) for row in await connection.execute(select(ALERTS))}

    async def begins(self, key: str, now: int, outs: Sequence[Out]) -> bool:
        def begin(connection: Connection) -> bool:
            connection.execute(delete(ALERTS).where(ALERTS.c.key == key, ALERTS.c.ended_at <= now - QUIET))
            if not connection.execute(self._begun(key, now)).rowcount:
                connection.execute(update(ALERTS).where(ALERTS.c.key == key).values(ended_at=None))
                return False
            if outs:
                connection.execute(written(self._is_sqlite), [out_row(out) for out in outs])
            return True

        return await self._writer.run(begin)

    async def ends(self, key: str, now: int) -> None:
        ended = update(ALERTS).where(ALERTS.c.key == key, ALERTS.c.ended_at.is_(None)).values(ended_at=now)
        await self._writer.run(lambda connection: connection.execute(ended))

    def _begun(self, key: str, now: int) -> Any:  # noqa: ANN401  (an insert)
        dialect = sqlite if self._is_sqlite else postgresql
        row = dialect.insert(ALERTS).values(key=key, began_at=now, ended_at=None)
        return row.on_conflict_do_nothing(index_elements=["key"])

"""Who looked at what, and who changed what of others. Rows are only added."""

from typing import Any

import orjson
from sqlalchemy import ColumnElement, Table, and_, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite

from server.core.refusals import Invalid
from server.desk.ports import Audited, AuditWanted

from .database import Database
from .tables import AuditRow
from .writing.writer import Writer

AUDIT: Table = AuditRow.__table__  # type: ignore[attr-defined]


class Audits:
    """The timeline's part that keeps what people did that no conversation tells of."""

    writer: Writer
    _database: Database

    async def audit(self, entry: Audited) -> None:
        """Durable when it returns. An entry with the key of an earlier one is left out."""
        dialect = sqlite if self._database.is_sqlite else postgresql
        row = dialect.insert(AUDIT).values(audit_row(entry)).on_conflict_do_nothing(index_elements=["key"])
        await self.writer.run(lambda connection: connection.execute(row))

    async def audited(
        self, wanted: AuditWanted, cursor: str | None, limit: int
    ) -> tuple[list[Audited], str | None]:
        """The newest first, at most `limit`, and the cursor of the rest, if there is more."""
        query = (
            select(AUDIT)
            .where(_after(cursor), *_conditions(wanted))
            .order_by(AUDIT.c.at.desc(), AUDIT.c.key.desc())
            .limit(limit + 1)
        )
        async with self._database.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else f"{last.at}.{last.key}"
        return [_entry(row) for row in rows[:limit]], following


def audit_row(entry: Audited) -> dict[str, Any]:
    return {
        "key": entry.key,
        "at": entry.at,
        "who": entry.who,
        "action": entry.action,
        "subject": entry.subject,
        "detail": orjson.dumps(entry.detail).decode() if entry.detail else None,
    }


def _entry(row: Any) -> Audited:  # noqa: ANN401  (a row of `audit`)
    detail = orjson.loads(row.detail) if row.detail else {}
    return Audited(row.key, row.at, row.who, row.action, row.subject, detail)


def _conditions(wanted: AuditWanted) -> list[ColumnElement[bool]]:
    found = [
        getattr(AUDIT.c, name) == value
        for name in ("who", "action", "subject")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.since is not None:
        found.append(AUDIT.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(AUDIT.c.at < wanted.until)
    return found


def _after(cursor: str | None) -> ColumnElement[bool]:
    if cursor is None:
        return true()
    at, _, key = cursor.partition(".")
    if not at.isascii() or not at.isdigit() or len(at) > 16 or not key:
        raise Invalid("this cursor is none of ours")
    return or_(AUDIT.c.at < int(at), and_(AUDIT.c.at == int(at), AUDIT.c.key < key))

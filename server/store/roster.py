"""Who is to work when: shifts, replaced for a period at a time."""

import secrets
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, Row, Table, delete, insert, select

from server.core.refusals import Invalid
from server.core.roster.shifts import LONGEST, Shift, overlapping
from server.desk.ports import Chance

from .database import Database
from .tables import ShiftRow
from .writing.writer import Writer

SHIFTS: Table = ShiftRow.__table__  # type: ignore[attr-defined]
AT_ONCE = 5_000  # rows in one statement


class StoredRoster:
    def __init__(self, database: Database, writer: Writer, chance: Chance = secrets.token_urlsafe) -> None:
        self._engine = database.engine
        self._writer = writer
        self._chance = chance

    async def shifts(self, since: int, until: int, agents: Collection[str] | None = None) -> list[Shift]:
        """Those that have a part in [since, until), in order; of these agents, None: of all."""
        wanted = [SHIFTS.c.from_at < until, SHIFTS.c.from_at >= since - LONGEST, SHIFTS.c.to_at > since]
        query = select(SHIFTS).where(*wanted).order_by(SHIFTS.c.from_at, SHIFTS.c.agent, SHIFTS.c.id)
        async with self._engine.connect() as connection:
            found = [_shift(row) for row in await connection.execute(query)]
        return [shift for shift in found if agents is None or shift.agent in agents]

    async def replace(
        self, since: int, until: int, agents: Collection[str] | None, shifts: Sequence[Shift]
    ) -> None:
        """All that begin in [since, until) are these from now on; of those agents, None: of all.

        Raises Invalid if somebody would have two at the same time; then nothing changes.
        """
        await self._writer.run(lambda connection: self._replace(connection, since, until, agents, shifts))

    def _replace(
        self,
        connection: Connection,
        since: int,
        until: int,
        agents: Collection[str] | None,
        shifts: Sequence[Shift],
    ) -> None:
        gone = [SHIFTS.c.from_at >= since, SHIFTS.c.from_at < until]
        if agents is not None:
            gone.append(SHIFTS.c.agent.in_(sorted(agents)))
        connection.execute(delete(SHIFTS).where(*gone))
        rows = [self._row(shift) for shift in shifts]
        for first in range(0, len(rows), AT_ONCE):
            connection.execute(insert(SHIFTS), rows[first : first + AT_ONCE])
        self._must_not_overlap(connection, shifts)

    def _must_not_overlap(self, connection: Connection, shifts: Sequence[Shift]) -> None:
        if not shifts:
            return
        first, last = min(shift.since for shift in shifts), max(shift.until for shift in shifts)
        near = select(SHIFTS).where(SHIFTS.c.from_at >= first - LONGEST, SHIFTS.c.from_at < last)
        must_be_apart(_shift(row) for row in connection.execute(near))

    def _row(self, shift: Shift) -> dict[str, object]:
        return {
            "id": f"h_{self._chance(9)}",
            "agent": shift.agent,
            "from_at": shift.since,
            "to_at": shift.until,
            "kind": shift.kind,
        }


def must_be_apart(shifts: Iterable[Shift]) -> None:
    """Raises Invalid."""
    for one, _ in overlapping(shifts):
        raise Invalid(f"shifts: {one.agent} would have two at the same time", agent=one.agent, at=one.since)


def _shift(row: Row[tuple[object, ...]]) -> Shift:
    return Shift(row.agent, row.from_at, row.to_at, row.kind, row.id)

"""Who is to work when: shifts, replaced for a period at a time. What is replaced stays, as what was known."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select, update

from server.core.refusals import Invalid
from server.core.roster.shifts import LONGEST, Shift, overlapping
from server.desk.ports import Chance, Clock

from .database import Database
from .tables import ShiftRow
from .writing.writer import Writer

SHIFTS: Table = ShiftRow.__table__  # type: ignore[attr-defined]
AT_ONCE = 5_000  # rows in one statement
HOLDS = SHIFTS.c.gone_at.is_(None)


class StoredRoster:
    def __init__(
        self, database: Database, writer: Writer, clock: Clock, chance: Chance = secrets.token_urlsafe
    ) -> None:
        self._engine = database.engine
        self._writer = writer
        self._clock = clock
        self._chance = chance

    async def shifts(self, since: int, until: int, agents: Collection[str] | None = None) -> list[Shift]:
        """Those that have a part in [since, until), in order; of these agents, None: of all."""
        wanted = [
            HOLDS,
            SHIFTS.c.from_at < until,
            SHIFTS.c.from_at >= since - LONGEST,
            SHIFTS.c.to_at > since,
        ]
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
        period = [HOLDS, SHIFTS.c.from_at >= since, SHIFTS.c.from_at < until]
        if agents is not None:
            period.append(SHIFTS.c.agent.in_(sorted(agents)))
        now, wanted = self._clock(), {replace(shift, id=""): shift for shift in shifts}
        held = [_shift(row) for row in connection.execute(select(SHIFTS).where(*period))]
        gone = [shift.id for shift in held if wanted.pop(replace(shift, id=""), None) is None]
        for some in _in_parts(gone):
            connection.execute(update(SHIFTS).where(SHIFTS.c.id.in_(some)).values(gone_at=now))
        for rows in _in_parts([self._row(shift, now) for shift in wanted.values()]):
            connection.execute(insert(SHIFTS), rows)
        self._must_not_overlap(connection, shifts)

    def _must_not_overlap(self, connection: Connection, shifts: Sequence[Shift]) -> None:
        if not shifts:
            return
        first, last = min(shift.since for shift in shifts), max(shift.until for shift in shifts)
        near = select(SHIFTS).where(HOLDS, SHIFTS.c.from_at >= first - LONGEST, SHIFTS.c.from_at < last)
        must_be_apart(_shift(row) for row in connection.execute(near))

    def _row(self, shift: Shift, now: int) -> dict[str, object]:
        return {
            "id": f"h_{self._chance(9)}",
            "agent": shift.agent,
            "from_at": shift.since,
            "to_at": shift.until,
            "kind": shift.kind,
            "entered_at": now,
        }


def must_be_apart(shifts: Iterable[Shift]) -> None:
    """Raises Invalid."""
    for one, _ in overlapping(shifts):
        raise Invalid(f"shifts: {one.agent} would have two at the same time", agent=one.agent, at=one.since)


def _in_parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(items), AT_ONCE):
        yield items[first : first + AT_ONCE]


def _shift(row: Row[tuple[object, ...]]) -> Shift:
    return Shift(row.agent, row.from_at, row.to_at, row.kind, row.id)

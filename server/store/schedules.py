"""Reports that come by mail: when each is due, and that one node alone puts it into the outbox, once."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from server.core.kpis.asking.saved import MOST_SAVED
from server.core.refusals import Conflict, NotFound
from server.core.schedules import Schedule
from server.desk.outside.errands import fingerprint
from server.desk.ports import Chance, Clock, Out

from .database import Database
from .outbox import OUTBOX, out_row, written
from .tables import ScheduleRow
from .writing.writer import Writer

SCHEDULES: Table = ScheduleRow.__table__  # type: ignore[attr-defined]


class StoredSchedules:
    """Satisfies `desk.outside.reports.Schedules`."""

    def __init__(
        self, database: Database, writer: Writer, clock: Clock, chance: Chance = secrets.token_urlsafe
    ) -> None:
        self._engine = database.engine
        self._is_sqlite = database.is_sqlite
        self._writer = writer
        self._clock = clock
        self._chance = chance

    async def all(self) -> Sequence[Schedule]:
        async with self._engine.connect() as connection:
            return [_schedule(row) for row in await connection.execute(select(SCHEDULES))]

    async def get(self, schedule: str) -> Schedule | None:
        async with self._engine.connect() as connection:
            query = select(SCHEDULES).where(SCHEDULES.c.id == schedule)
            row = (await connection.execute(query)).first()
        return None if row is None else _schedule(row)

    async def add(self, schedule: Schedule) -> Schedule:
        """With an id of its own. Raises Conflict for whoever has as many as one may have."""
        made = replace(schedule, id=f"sch_{self._chance(9)}", created_at=self._clock())

        def add(connection: Connection) -> None:
            his = select(func.count()).select_from(SCHEDULES).where(SCHEDULES.c.owner == schedule.owner)
            if (connection.execute(his).scalar() or 0) >= MOST_SAVED:
                raise Conflict(f"you have {MOST_SAVED} already; remove one first")
            connection.execute(insert(SCHEDULES), _row(made))

        await self._writer.run(add)
        return made

    async def change(self, schedule: Schedule) -> Schedule:
        """Raises NotFound."""
        changed = update(SCHEDULES).where(SCHEDULES.c.id == schedule.id).values(_row(schedule))
        if not await self._writer.run(lambda connection: connection.execute(changed).rowcount):
            raise NotFound("no such schedule")
        return schedule

    async def remove(self, kind: str, schedule: str) -> None:
        """With the errands of this kind that are its own. Raises NotFound."""

        def remove(connection: Connection) -> int:
            connection.execute(delete(OUTBOX).where(OUTBOX.c.kind == kind, OUTBOX.c.subject == schedule))
            return connection.execute(delete(SCHEDULES).where(SCHEDULES.c.id == schedule)).rowcount

        if not await self._writer.run(remove):
            raise NotFound("no such schedule")

    async def due(self, now: int) -> Sequence[Schedule]:
        query = select(SCHEDULES).where(SCHEDULES.c.next_at <= now, SCHEDULES.c.disabled.is_(False))
        async with self._engine.connect() as connection:
            return [_schedule(row) for row in await connection.execute(query)]

    async def runs(self, schedule: Schedule, outs: Sequence[Out], next_at: int) -> bool:
        """These go into the outbox, and it is next due then; False: another node was faster."""

        def run(connection: Connection) -> bool:
            mine = (SCHEDULES.c.id == schedule.id) & (SCHEDULES.c.next_at == schedule.next_at)
            moved = update(SCHEDULES).where(mine, SCHEDULES.c.disabled.is_(False)).values(next_at=next_at)
            if not connection.execute(moved).rowcount:
                return False
            if outs:
                connection.execute(written(self._is_sqlite), [out_row(out) for out in outs])
            return True

        return await self._writer.run(run)

    async def puts(self, out: Out) -> None:
        """Into the outbox, besides."""
        await self._writer.run(
            lambda connection: connection.execute(written(self._is_sqlite), [out_row(out)])
        )

    async def leaves(self, schedule: str, address: str) -> None:
        """Whoever has this fingerprint gets it no more. Nothing is wrong with leaving twice."""

        def leave(connection: Connection) -> None:
            row = connection.execute(select(SCHEDULES).where(SCHEDULES.c.id == schedule)).first()
            if row is None:
                return
            to = [one for one in json.loads(row.to) if fingerprint(one) != address]
            gone = sorted({*json.loads(row.gone), address})
            values = {"to": json.dumps(to), "gone": json.dumps(gone)}
            connection.execute(update(SCHEDULES).where(SCHEDULES.c.id == schedule).values(values))

        await self._writer.run(leave)


def _row(schedule: Schedule) -> dict[str, Any]:
    plain = asdict(schedule)
    return {**plain, "to": json.dumps(plain["to"]), "gone": json.dumps(plain["gone"])}


def _schedule(row: Any) -> Schedule:  # noqa: ANN401  (a row of `schedules`)
    plain = dict(row._mapping)
    lists = {name: tuple(json.loads(plain[name])) for name in ("to", "gone")}
    return Schedule(**{**plain, **lists})

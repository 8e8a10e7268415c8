"""Dashboards and saved views, each of whoever made it. They are read when somebody asks."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from server.core.kpis.asking.saved import MOST_SAVED, Dashboard, Tile, View
from server.core.refusals import Conflict, NotFound
from server.desk.ports import Chance, Clock

from .database import Database
from .tables import DashboardRow, ViewRow
from .writing.writer import Writer

DASHBOARDS: Table = DashboardRow.__table__  # type: ignore[attr-defined]
VIEWS: Table = ViewRow.__table__  # type: ignore[attr-defined]

Thing = TypeVar("Thing", Dashboard, View)


class Saved(Generic[Thing]):
    """Satisfies `desk.back_office.Saved`. `prefix` of the ids."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Clock,
        table: Table,
        read: Callable[[Any], Thing],
        prefix: str,
        chance: Chance = secrets.token_urlsafe,
    ) -> None:
        self._engine = database.engine
        self._writer = writer
        self._clock = clock
        self._table = table
        self._read: Callable[[Any], Thing] = read
        self._prefix = prefix
        self._chance = chance

    async def shown_to(self, person: str) -> Sequence[Thing]:
        """His own and the shared ones."""
        columns = self._table.c
        query = select(self._table).where(or_(columns.owner == person, columns.shared.is_(True)))
        async with self._engine.connect() as connection:
            return [self._read(row) for row in await connection.execute(query)]

    async def get(self, thing: str) -> Thing | None:
        """Whosever it is."""
        async with self._engine.connect() as connection:
            query = select(self._table).where(self._table.c.id == thing)
            row = (await connection.execute(query)).first()
        return None if row is None else self._read(row)

    async def add(self, thing: Thing) -> Thing:
        """With an id of its own. Raises Conflict for whoever has as many as one may have."""
        made = replace(thing, id=f"{self._prefix}_{self._chance(9)}", created_at=self._clock())

        def add(connection: Connection) -> None:
            his = select(func.count()).select_from(self._table).where(self._table.c.owner == thing.owner)
            if (connection.execute(his).scalar() or 0) >= MOST_SAVED:
                raise Conflict(f"you have {MOST_SAVED} already; remove one first")
            connection.execute(insert(self._table), _row(made))

        await self._writer.run(add)
        return made

    async def change(self, thing: Thing) -> Thing:
        """Raises NotFound."""
        await self._only(update(self._table).where(self._table.c.id == thing.id).values(_row(thing)))
        return thing

    async def remove(self, thing: str) -> None:
        """Raises NotFound."""
        await self._only(delete(self._table).where(self._table.c.id == thing))

    async def _only(self, statement: Any) -> None:  # noqa: ANN401  (an update or a delete)
        if not await self._writer.run(lambda connection: connection.execute(statement).rowcount):
            raise NotFound("no such thing")


def dashboards(database: Database, writer: Writer, clock: Clock) -> Saved[Dashboard]:
    return Saved(database, writer, clock, DASHBOARDS, _dashboard, "d")


def views(database: Database, writer: Writer, clock: Clock) -> Saved[View]:
    return Saved(database, writer, clock, VIEWS, _view, "vw")


def _row(thing: Dashboard | View) -> dict[str, Any]:
    plain = asdict(thing)
    return {**plain, "tiles": json.dumps(plain["tiles"])} if "tiles" in plain else plain


def _dashboard(row: Any) -> Dashboard:  # noqa: ANN401  (a row of `dashboards`)
    tiles = tuple(_tile(plain) for plain in json.loads(row.tiles))
    return Dashboard(row.id, row.owner, row.name, row.shared, row.period, tiles, row.created_at)


def _tile(plain: dict[str, Any]) -> Tile:
    return Tile(**{**plain, "by": tuple(plain["by"]), "options": tuple(plain["options"])})


def _view(row: Any) -> View:  # noqa: ANN401  (a row of `views`)
    return View(row.id, row.owner, row.name, row.shared, row.path, row.query, row.created_at)

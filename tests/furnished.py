"""A site and people: made once in each process as the product makes them, then written in one transaction."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from server.clock import wall_clock
from server.store.accounts import TOKENS
from server.store.kept import Kept
from server.store.people import AGENTS, FIRST_ID, MEMBERSHIPS, SITES, TEAMS
from tests.prepared import prepared

# What makes them gives their tokens, if they have any, by person.
Making = Callable[[Kept], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Made:
    rows: Mapping[Table, list[dict[str, Any]]]
    tokens: Mapping[str, str]

    def write(self, connection: Connection) -> None:
        for table, rows in self.rows.items():
            if rows:
                connection.execute(insert(table), rows)

    def are_in(self, kept: Kept) -> bool:
        return self.rows[SITES][0]["id"] in kept.directory.sites


_made: dict[Making, Made] = {}


async def furnished(kept: Kept, making: Making) -> dict[str, str]:
    """What `making` gives. Nothing is written where it has been before."""
    if making not in _made:
        _made[making] = await _made_once(making)
    made = _made[making]
    if not made.are_in(kept):
        await kept.people.write(made.write)
    return dict(made.tokens)


async def _made_once(making: Making) -> Made:
    with TemporaryDirectory() as folder:
        kept = Kept(await prepared(f"sqlite:///{folder}/furnished.db"), wall_clock)
        await kept.start()
        tokens = await making(kept)
        async with kept.database.engine.connect() as connection:
            rows = await connection.run_sync(_read)
        await kept.stop()
    return Made(rows, tokens)


def _read(connection: Connection) -> dict[Table, list[dict[str, Any]]]:
    """In the order in which they name each other, without the team that each house has from the first."""
    there: dict[Table, list[dict[str, Any]]] = {}
    for table in (SITES, TEAMS, AGENTS, MEMBERSHIPS, TOKENS):
        there[table] = [dict(row) for row in connection.execute(select(table)).mappings()]
    there[TEAMS] = [team for team in there[TEAMS] if team["id"] != FIRST_ID]
    return there

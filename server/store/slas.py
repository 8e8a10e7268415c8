"""Service levels: read into the Directory, and changed, a version at a time."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Table, insert, select

from server.core.refusals import NotFound
from server.core.sla import Policy
from server.desk.directory import Directory
from server.desk.ports import Chance, Clock

from .tables import SlaRow

T = TypeVar("T")

SLAS: Table = SlaRow.__table__  # type: ignore[attr-defined]
NOT_STORED = ("id", "version")  # for they are columns
LISTS = ("teams", "tags")


class Writes(Protocol):
    async def write(self, work: Callable[[Connection], T]) -> T:
        """One transaction, after which the Directory is read anew."""
        ...


class Slas:
    """Versions are only added, so that a promise can name the one that it was made by."""

    def __init__(
        self,
        people: Writes,
        directory: Directory,
        clock: Clock,
        chance: Chance = secrets.token_urlsafe,
    ) -> None:
        self._people = people
        self._directory = directory
        self._clock = clock
        self._chance = chance

    def get(self, sla: str) -> Policy:
        """Raises NotFound."""
        found = next((policy for policy in self._directory.slas if policy.id == sla), None)
        if found is None:
            raise NotFound("no such service level")
        return found

    async def add(self, policy: Policy) -> Policy:
        """With an id of its own, after all others."""
        last = max((one.order for one in self._directory.slas), default=-1)
        sla = f"sla_{self._chance(9)}"
        return await self._keep(replace(policy, id=sla, version=1, order=last + 1))

    async def change(self, policy: Policy) -> Policy:
        """As it is from now on. What was promised by an earlier version stays promised."""
        return await self._keep(replace(policy, version=self.get(policy.id).version + 1))

    async def remove(self, sla: str) -> None:
        """Nothing more is promised by it."""
        self.get(sla)
        await self._people.write(lambda connection: self._add(connection, sla, None))

    async def _keep(self, policy: Policy) -> Policy:
        text = json.dumps({name: value for name, value in asdict(policy).items() if name not in NOT_STORED})
        await self._people.write(lambda connection: self._add(connection, policy.id, text))
        return self.get(policy.id)

    def _add(self, connection: Connection, sla: str, text: str | None) -> None:
        query = select(SLAS.c.version).where(SLAS.c.id == sla).order_by(SLAS.c.version.desc())
        version = (connection.execute(query).scalar() or 0) + 1
        row = {"id": sla, "version": version, "valid_from": self._clock(), "policy": text}
        connection.execute(insert(SLAS), row)


def read(connection: Connection) -> list[Policy]:
    """The newest version of each that was not removed, the first to fit first."""
    newest: dict[str, Policy | None] = {}
    for row in connection.execute(select(SLAS).order_by(SLAS.c.id, SLAS.c.version)):
        newest[row.id] = _policy(row.id, row.version, row.policy) if row.policy else None
    found = [policy for policy in newest.values() if policy is not None]
    return sorted(found, key=lambda policy: (policy.order, policy.name, policy.id))


def _policy(sla: str, version: int, text: str) -> Policy:
    plain: dict[str, Any] = json.loads(text)
    lists = {name: tuple(plain.get(name) or ()) for name in LISTS}
    return Policy(**{**plain, **lists, "id": sla, "version": version})

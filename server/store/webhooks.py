"""Webhooks: kept with the other settings, so that every node knows them."""

import json
import secrets
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from server.core.refusals import Conflict, NotFound
from server.desk.directory import Directory
from server.desk.outside.hooks import WEBHOOK, Webhook
from server.desk.ports import Clock

from .outbox import OUTBOX
from .slas import Writes
from .tables import WebhookRow
from .writing.writer import Writer

WEBHOOKS: Table = WebhookRow.__table__  # type: ignore[attr-defined]

MOST = 20
NOTED_EVERY = 60_000  # ms


class StoredWebhooks:
    def __init__(self, people: Writes, writer: Writer, directory: Directory, clock: Clock) -> None:
        self._people = people
        self._writer = writer
        self._directory = directory
        self._clock = clock
        self._noted: dict[str, tuple[int, str | None]] = {}

    async def add(self, url: str, kinds: list[str]) -> Webhook:
        """Raises Conflict when there are as many as there may be."""
        row = {
            "id": f"w_{secrets.token_urlsafe(9)}",
            "url": url,
            "secret": _secret(),
            "kinds": json.dumps(kinds),
            "disabled": False,
            "created_at": self._clock(),
            "told_at": 0,
        }

        def put_in(connection: Connection) -> None:
            if (connection.execute(select(func.count()).select_from(WEBHOOKS)).scalar() or 0) >= MOST:
                raise Conflict(f"there are {MOST} webhooks already")
            connection.execute(insert(WEBHOOKS), row)

        await self._people.write(put_in)
        return self._directory.webhooks[str(row["id"])]

    async def change(self, webhook: str, changes: dict[str, Any], new_secret: bool = False) -> Webhook:
        """Raises NotFound."""
        if "kinds" in changes:
            changes["kinds"] = json.dumps(changes["kinds"])
        if new_secret:
            changes["secret"] = _secret()
        if not changes:
            return self._directory.webhooks[webhook]
        await self._people.write(lambda connection: _change(connection, webhook, changes))
        return self._directory.webhooks[webhook]

    async def remove(self, webhook: str) -> None:
        """With what still waits for it, or was given up."""

        def remove(connection: Connection) -> None:
            connection.execute(delete(WEBHOOKS).where(WEBHOOKS.c.id == webhook))
            connection.execute(delete(OUTBOX).where(OUTBOX.c.kind == WEBHOOK, OUTBOX.c.subject == webhook))

        await self._people.write(remove)

    async def shown(self) -> list[Webhook]:
        """With how their last attempts went."""
        return await self._writer.run(read)

    async def noted(self, webhook: Webhook, now: int, problem: str | None) -> None:
        """That all goes well is written once a minute."""
        at, before = self._noted.get(webhook.id, (0, None))
        if problem == before and now < at + NOTED_EVERY:
            return
        self._noted[webhook.id] = now, problem
        values = {"last_error": problem, **({} if problem else {"told_at": now})}
        changed = update(WEBHOOKS).where(WEBHOOKS.c.id == webhook.id).values(values)
        await self._writer.run(lambda connection: connection.execute(changed))

    async def gives_up(self, webhook: Webhook) -> None:
        await self.change(webhook.id, {"disabled": True})


def _secret() -> str:
    return f"whs_{secrets.token_urlsafe(32)}"


def read(connection: Connection) -> list[Webhook]:
    rows = connection.execute(select(WEBHOOKS).order_by(WEBHOOKS.c.created_at, WEBHOOKS.c.id))
    return [
        Webhook(
            row.id,
            row.url,
            row.secret,
            tuple(json.loads(row.kinds)),
            row.disabled,
            row.created_at,
            row.told_at,
            row.last_error,
        )
        for row in rows
    ]


def _change(connection: Connection, webhook: str, changes: dict[str, Any]) -> None:
    found = connection.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == webhook).values(changes))
    if not found.rowcount:
        raise NotFound("no such webhook")

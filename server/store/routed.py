"""What routing remembers: whom it gave what lately, and whom visitors had before."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, select

from server.core.events import Routed
from server.desk.ports import Before

from .news import parts_of
from .reader import Reader
from .rows import CONVERSATIONS, EVENTS, event_of


class Routings:
    """The timeline's part that routing asks."""

    reader: Reader

    async def routed_since(self, at: int) -> list[Routed]:
        """All that was given by routing since then (ms), by any node, the oldest first."""
        query = (
            select(EVENTS)
            .join_from(
                CONVERSATIONS,
                EVENTS,
                and_(EVENTS.c.subject_kind == "conversation", EVENTS.c.subject == CONVERSATIONS.c.id),
            )
            .where(CONVERSATIONS.c.last_at >= at, EVENTS.c.type == Routed.type, EVENTS.c.at >= at)
            .order_by(EVENTS.c.at, EVENTS.c.subject, EVENTS.c.seq)
        )
        rows = await self.reader.read(lambda asked: asked.execute(query).all())
        return [event for row in rows if isinstance(event := event_of(row), Routed)]

    async def agents_before(self, visitors: Collection[str], since: int) -> dict[str, Before]:
        """By visitor, who had his last one that is over, if anything happened in it since then (ms)."""

        def read(connection: Connection) -> dict[str, Before]:
            found: dict[str, Before] = {}
            for part in parts_of(list(visitors)):
                query = (
                    select(CONVERSATIONS.c.visitor, CONVERSATIONS.c.agent, CONVERSATIONS.c.last_at)
                    .where(CONVERSATIONS.c.visitor.in_(part), CONVERSATIONS.c.status == "resolved")
                    .where(CONVERSATIONS.c.agent.is_not(None), CONVERSATIONS.c.last_at >= since)
                    .order_by(CONVERSATIONS.c.last_at, CONVERSATIONS.c.id)
                )
                found |= {row.visitor: Before(row.agent, row.last_at) for row in connection.execute(query)}
            return found

        return await self.reader.read(read)

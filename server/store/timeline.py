"""The timeline: appended in one transaction together with what is folded from it, and read by number."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Select, bindparam, func, select

from server.core.audience import VISITORS_SEE
from server.core.conversation import Conversation
from server.core.events import Event
from server.core.facts import Facts
from server.core.wire import subject_of
from server.desk.ports import Append, Due, SaidBefore, Stored, Taken, VisitorRecord

from . import records
from .audits import Audits
from .database import Database
from .due import DueTimes
from .news import News
from .reader import Reader
from .routed import Routings
from .rows import CONVERSATIONS, EVENTS, FACTS, VISITORS, Parameters, conversation_of, event_of
from .statements import Statements, greatest_change
from .waited import Waited
from .writing.writer import Contested, Writer

_VISIBLE = [kind.type for kind in VISITORS_SEE]
# Made once: a crowd that comes back asks these.
_OF_CONVERSATION = (EVENTS.c.subject_kind == "conversation", EVENTS.c.subject == bindparam("conversation"))
_AFTER = (
    select(EVENTS)
    .where(*_OF_CONVERSATION, EVENTS.c.seq > bindparam("after"))
    .order_by(EVENTS.c.seq)
    .limit(bindparam("limit"))
)
_VISIBLE_AFTER = _AFTER.where(EVENTS.c.type.in_(_VISIBLE))
_LAST = (
    select(EVENTS)
    .where(*_OF_CONVERSATION, EVENTS.c.type.in_(_VISIBLE))
    .order_by(EVENTS.c.seq.desc())
    .limit(bindparam("limit"))
)
_STORED = (
    select(CONVERSATIONS.c.state, FACTS.c.record)
    .join_from(
        CONVERSATIONS,
        FACTS,
        (FACTS.c.subject_kind == "conversation") & (FACTS.c.subject == CONVERSATIONS.c.id),
    )
    .where(CONVERSATIONS.c.id == bindparam("conversation"))
)
_LAST_OF = (
    select(CONVERSATIONS.c.state)
    .where(CONVERSATIONS.c.visitor == bindparam("visitor"))
    .order_by(CONVERSATIONS.c.started_at.desc(), CONVERSATIONS.c.id)
    .limit(1)
)
_VISITOR = select(VISITORS).where(VISITORS.c.id == bindparam("visitor"))
_BEARER = select(VISITORS).where(
    VISITORS.c.token_hash == bindparam("token_hash"),
    VISITORS.c.site == bindparam("site"),
    VISITORS.c.last_seen_at >= bindparam("used_at"),
)


class StoredTimeline(Audits, DueTimes, News, Routings, Waited):
    """Satisfies `desk.ports.Timeline` on SQLite and on PostgreSQL alike."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.engine
        self._statements = Statements(database.is_sqlite)
        self.writer = Writer(database, self._statements.apply, self._statements.in_one)
        self.reader = Reader(database)
        self._unset: dict[str, Due] = {}

    async def start(self) -> None:
        async with self._engine.connect() as connection:
            self._statements.change = await connection.run_sync(greatest_change)
        await self.writer.start()
        self.reader.start()

    async def stop(self) -> None:
        await self.writer.stop()
        await self.reader.stop()

    # -- writing ------------------------------------------------------------------------------------------

    async def append(self, append: Append) -> None:
        try:
            await self.writer.write(append)
        except Contested:
            raise await self._why(append) from None

    async def keep_visitor(self, visitor: VisitorRecord) -> None:
        await self.writer.write(visitor)

    async def _why(self, append: Append) -> Taken | SaidBefore:
        for event in append.events:
            if event.id is not None and (first := await self._said_before(event)):
                return SaidBefore(first)
        return Taken()

    async def _said_before(self, event: Event) -> Event | None:
        query = select(EVENTS).where(
            EVENTS.c.by_kind == event.by.kind, EVENTS.c.by_id == event.by.id, EVENTS.c.client_id == event.id
        )
        if event.by.kind == "agent":
            query = query.where(EVENTS.c.subject == subject_of(event)[1])
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).first()
        return None if found is None else event_of(found)

    def next_change(self, connection: Connection) -> int:
        """The change number of the open transaction, for writers of states and facts other than `append`."""
        return self._statements.next_change(connection)

    def keep(
        self,
        connection: Connection,
        states: Sequence[Parameters],
        facts: Sequence[tuple[tuple[str, str], bytes]],
    ) -> None:
        """Rows of states and records of facts, in a transaction that has its change number already."""
        self._statements.keep(connection, states, facts)

    # -- reading ------------------------------------------------------------------------------------------

    async def stored(self, conversation: str) -> Stored | None:
        wanted = {"conversation": conversation}
        found = await self.reader.read(lambda asked: asked.execute(_STORED, wanted).first())
        return None if found is None else Stored(conversation_of(found.state), records.decode(found.record))

    async def last_of(self, visitor: str) -> Conversation | None:
        wanted = {"visitor": visitor}
        found = await self.reader.read(lambda asked: asked.execute(_LAST_OF, wanted).first())
        return None if found is None else conversation_of(found.state)

    async def open_ones(self) -> list[Conversation]:
        query = select(CONVERSATIONS.c.state).where(CONVERSATIONS.c.status != "resolved")
        async with self._engine.connect() as connection:
            return [conversation_of(row.state) for row in await connection.execute(query)]

    async def events(
        self, conversation: str, after: int = 0, limit: int = 500, *, visible: bool = False
    ) -> list[Event]:
        """In order, at most `limit`, of those with a number greater than `after`; `visible`: to visitors."""
        query = _VISIBLE_AFTER if visible else _AFTER
        return await self._events(query, {"conversation": conversation, "after": after, "limit": limit})

    async def last_events(self, conversation: str, limit: int = 200) -> list[Event]:
        """The last ones that a visitor may see, in order."""
        found = await self._events(_LAST, {"conversation": conversation, "limit": limit})
        return found[::-1]

    async def _events(self, query: Select[Any], values: dict[str, Any]) -> list[Event]:
        found = await self.reader.read(lambda asked: asked.execute(query, values).all())
        return [event_of(row) for row in found]

    async def agent_facts(self, agent: str) -> tuple[int, Facts | None]:
        mine = (EVENTS.c.subject_kind == "agent") & (EVENTS.c.subject == agent)
        async with self._engine.connect() as connection:
            seq = (await connection.execute(select(func.max(EVENTS.c.seq)).where(mine))).scalar()
            record = (
                await connection.execute(
                    select(FACTS.c.record).where(FACTS.c.subject_kind == "agent", FACTS.c.subject == agent)
                )
            ).scalar()
        return seq or 0, None if record is None else records.decode(record)

    async def visitor_by_token(self, site: str, token_hash: str, used_at: int) -> VisitorRecord | None:
        """The bearer of a token that was used within the last 60 days, at `used_at` or later."""
        return await self._visitor(_BEARER, {"site": site, "token_hash": token_hash, "used_at": used_at})

    async def visitor(self, visitor: str) -> VisitorRecord | None:
        return await self._visitor(_VISITOR, {"visitor": visitor})

    async def _visitor(self, query: Select[Any], values: dict[str, Any]) -> VisitorRecord | None:
        found = await self.reader.read(lambda asked: asked.execute(query, values).mappings().first())
        return None if found is None else VisitorRecord(**{**found, "fields": orjson.loads(found["fields"])})

"""The timeline: appended in one transaction together with what is folded from it, and read by number."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import msgspec
import orjson
from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from server.core.audience import VISITORS_SEE
from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event
from server.core.facts import Facts
from server.core.wire import Row, from_row, subject_of, to_row
from server.desk.ports import Append, Due, SaidBefore, Stored, Taken, VisitorRecord

from . import records
from .database import Database
from .tables import ConversationRow, DueRow, EventRow, FactsRow, VisitorRow
from .writer import Contested, Writer

Parameters = dict[str, Any]
Item = Append | VisitorRecord | Due

EVENTS = EventRow.__table__  # type: ignore[attr-defined]
CONVERSATIONS = ConversationRow.__table__  # type: ignore[attr-defined]
FACTS = FactsRow.__table__  # type: ignore[attr-defined]
VISITORS = VisitorRow.__table__  # type: ignore[attr-defined]
DUE = DueRow.__table__  # type: ignore[attr-defined]

CLAIM = 60_000  # ms

_VISIBLE = [kind.type for kind in VISITORS_SEE]
_decode_state = msgspec.json.Decoder(Conversation).decode


class StoredTimeline:
    """Satisfies `desk.ports.Timeline` on SQLite and on PostgreSQL alike."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._statements = _Statements(database.is_sqlite)
        self.writer = Writer(database, self._statements.apply)

    async def start(self) -> None:
        async with self._engine.connect() as connection:
            self._statements.change = await connection.run_sync(_greatest_change)
        await self.writer.start()

    async def stop(self) -> None:
        await self.writer.stop()

    # -- writing ------------------------------------------------------------------------------------------

    async def append(self, append: Append) -> None:
        try:
            await self.writer.write(append)
        except Contested:
            raise await self._why(append) from None

    async def keep_visitor(self, visitor: VisitorRecord) -> None:
        await self.writer.write(visitor)

    async def set_due(self, due: Due) -> None:
        await self.writer.write(due)

    async def drop_due(self, due: Due) -> None:
        """It has become pointless; one that was set anew meanwhile stays."""
        await self.writer.run(
            lambda connection: connection.execute(delete(DUE).where(DUE.c.key == due.key, DUE.c.at <= due.at))
        )

    async def claim_due(self, now: int, limit: int = 100) -> list[Due]:
        """What is due, each to one caller only; what he has not settled within a minute is due again."""

        def claim(connection: Connection) -> list[Due]:
            query = (
                select(DUE)
                .where(DUE.c.at <= now, DUE.c.claimed_until <= now)
                .order_by(DUE.c.at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            found = [Due(row.key, row.at, row.kind, row.subject) for row in connection.execute(query)]
            keys = [due.key for due in found]
            connection.execute(update(DUE).where(DUE.c.key.in_(keys)).values(claimed_until=now + CLAIM))
            return found

        return await self.writer.run(claim) if await self._any_due(now) else []

    async def _any_due(self, now: int) -> bool:
        query = select(DUE.c.key).where(DUE.c.at <= now, DUE.c.claimed_until <= now).limit(1)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).first() is not None

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

    # -- reading ------------------------------------------------------------------------------------------

    async def stored(self, conversation: str) -> Stored | None:
        return await self._one(CONVERSATIONS.c.id == conversation)

    async def last_of(self, visitor: str) -> Stored | None:
        return await self._one(CONVERSATIONS.c.visitor == visitor)

    async def _one(self, condition: Any) -> Stored | None:  # noqa: ANN401  (a column's comparison)
        facts = (FACTS.c.subject_kind == "conversation") & (FACTS.c.subject == CONVERSATIONS.c.id)
        query = (
            select(CONVERSATIONS.c.state, FACTS.c.record)
            .join_from(CONVERSATIONS, FACTS, facts)
            .where(condition)
            .order_by(CONVERSATIONS.c.started_at.desc(), CONVERSATIONS.c.id)
            .limit(1)
        )
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).first()
        return None if found is None else Stored(_decode_state(found.state), records.decode(found.record))

    async def open_ones(self) -> list[Conversation]:
        query = select(CONVERSATIONS.c.state).where(CONVERSATIONS.c.status != "resolved")
        async with self._engine.connect() as connection:
            return [_decode_state(row.state) for row in await connection.execute(query)]

    async def events(
        self, conversation: str, after: int = 0, limit: int = 500, *, visible: bool = False
    ) -> list[Event]:
        """In order, at most `limit`, of those with a number greater than `after`; `visible`: to visitors."""
        query = (
            select(EVENTS)
            .where(
                EVENTS.c.subject_kind == "conversation",
                EVENTS.c.subject == conversation,
                EVENTS.c.seq > after,
            )
            .order_by(EVENTS.c.seq)
            .limit(limit)
        )
        if visible:
            query = query.where(EVENTS.c.type.in_(_VISIBLE))
        async with self._engine.connect() as connection:
            return [event_of(row) for row in await connection.execute(query)]

    async def last_events(self, conversation: str, limit: int = 200) -> list[Event]:
        """The last ones that a visitor may see, in order."""
        query = (
            select(EVENTS)
            .where(EVENTS.c.subject_kind == "conversation", EVENTS.c.subject == conversation)
            .where(EVENTS.c.type.in_(_VISIBLE))
            .order_by(EVENTS.c.seq.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            found = [event_of(row) for row in await connection.execute(query)]
        return found[::-1]

    async def statuses(self, agents: Sequence[str] | None = None) -> list[AgentStatus]:
        """Each agent's last status, or these agents'."""
        newest = (
            select(EVENTS.c.subject, func.max(EVENTS.c.seq).label("seq"))
            .where(EVENTS.c.subject_kind == "agent", EVENTS.c.type == AgentStatus.type)
            .where(EVENTS.c.subject.in_(agents) if agents is not None else true())
            .group_by(EVENTS.c.subject)
            .subquery()
        )
        query = (
            select(EVENTS)
            .join(newest, (EVENTS.c.subject == newest.c.subject) & (EVENTS.c.seq == newest.c.seq))
            .where(EVENTS.c.subject_kind == "agent")
        )
        async with self._engine.connect() as connection:
            found = [event_of(row) for row in await connection.execute(query)]
        return [event for event in found if isinstance(event, AgentStatus)]

    async def mark(self) -> int:
        """From here on `changes` tells what is new."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(self._statements.mark)

    async def changes(self, mark: int) -> tuple[list[Conversation], list[AgentStatus], int]:
        """The conversations and agents' statuses that were written since `mark`, by any node; and a new mark.

        On PostgreSQL some may come twice; none is missed.
        """
        new_mark = await self.mark()
        async with self._engine.connect() as connection:
            states = await connection.execute(
                select(CONVERSATIONS.c.state).where(CONVERSATIONS.c.change >= mark)
            )
            conversations = [_decode_state(row.state) for row in states]
            of_agents = (FACTS.c.subject_kind == "agent") & (FACTS.c.change >= mark)
            agents = [
                row.subject for row in await connection.execute(select(FACTS.c.subject).where(of_agents))
            ]
        return conversations, await self.statuses(agents) if agents else [], new_mark

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
        condition = (VISITORS.c.site == site) & (VISITORS.c.token_hash == token_hash)
        return await self._visitor(condition & (VISITORS.c.last_seen_at >= used_at))

    async def visitor(self, visitor: str) -> VisitorRecord | None:
        return await self._visitor(VISITORS.c.id == visitor)

    async def _visitor(self, condition: Any) -> VisitorRecord | None:  # noqa: ANN401
        async with self._engine.connect() as connection:
            found = (await connection.execute(select(VISITORS).where(condition))).mappings().first()
        return None if found is None else VisitorRecord(**{**found, "fields": orjson.loads(found["fields"])})


class _Statements:
    """The statements of an append, for one dialect, and the numbers of its changes."""

    def __init__(self, is_sqlite: bool) -> None:
        dialect = sqlite if is_sqlite else postgresql
        self._is_sqlite = is_sqlite
        # SQLite has one writer, so its count of changes follows its commits. PostgreSQL's transactions do not
        # commit in the order of any sequence: there the transaction's own number is kept, and pulls read from
        # the oldest one that was still running.
        change = (
            bindparam("change")
            if is_sqlite
            else cast(literal_column("pg_current_xact_id()::text"), BigInteger)
        )
        self.change = 0
        self._add_events = insert(EVENTS)
        self._keep_state = _upsert(dialect.insert(CONVERSATIONS), CONVERSATIONS, ["id"], change)
        self._keep_facts = _upsert(dialect.insert(FACTS), FACTS, ["subject_kind", "subject"], change)
        self._keep_visitor = _upsert(dialect.insert(VISITORS), VISITORS, ["id"], None)
        self._set_due = _upsert(dialect.insert(DUE), DUE, ["key"], None)
        self._done = delete(DUE).where(DUE.c.key == bindparam("done"), DUE.c.at <= bindparam("done_at"))

    def apply(self, connection: Connection, items: Sequence[Item]) -> None:
        """Writes them all within the open transaction."""
        self.change += 1
        appends = [item for item in items if isinstance(item, Append)]
        steps: list[tuple[Any, list[Parameters]]] = [
            (self._keep_visitor, [_visitor_row(visitor) for visitor in _visitors(items)]),
            (self._add_events, [event_row(event) for append in appends for event in append.events]),
            (self._keep_state, self._state_rows(appends)),
            (
                self._keep_facts,
                [self._facts_row(append.events[0], append.facts) for append in appends if append.facts],
            ),
            (self._done, [{"done": due.key, "done_at": due.at} for append in appends for due in append.done]),
            (self._set_due, [_due_row(due) for due in _dues(items)]),
        ]
        for statement, rows in steps:
            if rows:
                connection.execute(statement, rows)

    def mark(self, connection: Connection) -> int:
        if self._is_sqlite:
            return _greatest_change(connection) + 1
        oldest_running = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        number: int = connection.execute(oldest_running).scalar_one()
        return number

    def next_change(self, connection: Connection) -> int:
        if not self._is_sqlite:
            number: int = connection.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
            return number
        self.change += 1
        return self.change

    def _state_rows(self, appends: Sequence[Append]) -> list[Parameters]:
        found = [append.conversation for append in appends if append.conversation is not None]
        return [self._changed(state_row(conversation)) for conversation in found]

    def _facts_row(self, event: Event, facts: Facts) -> Parameters:
        kind, subject = subject_of(event)
        return self._changed({"subject_kind": kind, "subject": subject, "record": records.encode(facts)})

    def _changed(self, row: Parameters) -> Parameters:
        return {**row, "change": self.change} if self._is_sqlite else row


def state_row(conversation: Conversation) -> Parameters:
    """The row of `conversations`, but for its change number."""
    return {
        "id": conversation.id,
        "site": conversation.site,
        "visitor": conversation.visitor.id,
        "status": conversation.status,
        "team": conversation.team.id if conversation.team else None,
        "agent": conversation.agent.id if conversation.agent else None,
        "started_at": conversation.started_at,
        "last_at": conversation.last_at,
        "last_seq": conversation.last_seq,
        "state": msgspec.json.encode(conversation).decode(),
    }


def event_of(row: Any) -> Event:  # noqa: ANN401  (a row of `events`)
    return from_row(
        Row(
            row.subject_kind,
            row.subject,
            row.seq,
            row.at,
            row.type,
            row.by_kind,
            row.by_id,
            row.client_id,
            orjson.loads(row.body),
            orjson.loads(row.content) if row.content else None,
        )
    )


def event_row(event: Event) -> Parameters:
    """The row of `events`."""
    row = to_row(event)
    return {
        "subject_kind": row.subject_kind,
        "subject": row.subject,
        "seq": row.seq,
        "at": row.at,
        "type": row.type,
        "by_kind": row.by_kind,
        "by_id": row.by_id,
        "client_id": row.client_id,
        "body": orjson.dumps(row.body).decode(),
        "content": orjson.dumps(row.content).decode() if row.content else None,
    }


def _visitor_row(visitor: VisitorRecord) -> Parameters:
    return {**asdict(visitor), "fields": orjson.dumps(visitor.fields).decode()}


def _due_row(due: Due) -> Parameters:
    return {**asdict(due), "claimed_until": 0}


def _visitors(items: Sequence[Item]) -> list[VisitorRecord]:
    found = [item if isinstance(item, VisitorRecord) else getattr(item, "visitor", None) for item in items]
    return [visitor for visitor in found if visitor is not None]


def _dues(items: Sequence[Item]) -> list[Due]:
    return [due for item in items for due in ((item,) if isinstance(item, Due) else getattr(item, "due", ()))]


def _upsert(statement: Any, table: Any, keys: Iterable[str], change: Any) -> Insert:  # noqa: ANN401
    names = [column.name for column in table.columns]
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    if change is not None:
        values["change"] = change
    statement = statement.values(values)
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    upsert: Insert = statement.on_conflict_do_update(index_elements=list(keys), set_=rest)
    return upsert


def _greatest_change(connection: Connection) -> int:
    found = [
        connection.execute(select(func.max(table.c.change))).scalar() or 0 for table in (CONVERSATIONS, FACTS)
    ]
    return max(found)

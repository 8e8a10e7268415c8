"""The outbox: written with the events that it follows from, carried out by one node at a time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, delete, func, literal, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from server.core.refusals import Invalid, NotFound
from server.desk.outside.errands import Dead, Envelope, Errand, Handed
from server.desk.ports import Out

from .database import Database
from .rows import Parameters
from .tables import OutboxRow
from .writing.writer import Writer

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]

CLAIM = 180_000  # ms, well over what one attempt may take
# Longer than a claim can last by any node's clock: it is of before the clock was set back.
CLOCKS_DIFFER = 180_000  # ms
MOST_AT_ONCE = 20
DAY = 86_400_000
HOUR = 3_600_000
A_RECIPIENT_A_DAY = 3
AN_ORIGIN_AN_HOUR = 10
LONGEST_ERROR = 500

# Any number that no other lock of ours has: claims and limits of all nodes go one after the other.
_LOCK = text("SELECT pg_advisory_xact_lock(714020)")


def written(is_sqlite: bool) -> Any:  # noqa: ANN401  (an insert)
    """The statement that adds rows; a run key that is there already stays as it is."""
    dialect = sqlite if is_sqlite else postgresql
    return dialect.insert(OUTBOX).on_conflict_do_nothing(index_elements=["run"])


def out_row(out: Out) -> Parameters:
    return {
        "run": out.run,
        "kind": out.kind,
        "subject": out.subject,
        "state": "waiting",
        "attempts": 0,
        "next_at": out.at,
        "last_error": None,
        "created_at": out.created_at,
        "claimed_until": 0,
        "upto": 0,
        "handed_at": 0,
        "recipient": None,
        "origin": None,
        "data": out.data,
    }


class StoredOutbox:
    """Satisfies `desk.errands.Outbox`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._engine = database.engine
        self._is_sqlite = database.is_sqlite
        self._writer = writer

    async def claim(self, now: int, *kinds: str) -> list[Errand]:
        """What is due, of these kinds if any are named: one of each subject, each by one caller only."""
        async with self._engine.connect() as connection:
            if (await connection.execute(_due(now, kinds).limit(1))).first() is None:
                return []
        return await self._writer.run(lambda connection: self._claimed(connection, now, kinds))

    def _claimed(self, connection: Connection, now: int, kinds: Sequence[str]) -> list[Errand]:
        self._alone(connection)
        rows = connection.execute(_due(now, kinds).limit(MOST_AT_ONCE)).all()
        firsts = {row.subject: row for row in reversed(rows)}
        runs = [row.run for row in firsts.values()]
        until = now + CLAIM
        connection.execute(update(OUTBOX).where(OUTBOX.c.run.in_(runs)).values(claimed_until=until))
        return [
            Errand(row.run, row.kind, row.subject, row.attempts, row.upto, until, row.data)
            for row in sorted(firsts.values(), key=lambda row: row.next_at)
        ]

    async def handed(self, conversation: str) -> list[Handed]:
        """In the order in which they were."""
        query = (
            select(OUTBOX.c.run, OUTBOX.c.upto)
            .where(OUTBOX.c.subject == conversation, OUTBOX.c.upto > 0)
            .order_by(OUTBOX.c.upto)
        )
        async with self._engine.connect() as connection:
            return [Handed(row.run, row.upto) for row in await connection.execute(query)]

    async def hands_over(self, errand: Errand, upto: int, envelope: Envelope, now: int) -> Errand | None:
        def hand_over(connection: Connection) -> Errand | None:
            self._alone(connection)
            room_at = None if errand.upto else _room_at(connection, errand, envelope, now)
            if room_at is not None:
                connection.execute(_mine(errand).values(next_at=room_at, claimed_until=0))
                return None
            fixed = errand.upto or upto
            values: Parameters = {"upto": fixed, "claimed_until": now + CLAIM}
            if not errand.upto:
                values |= {"handed_at": now, "recipient": envelope.recipient, "origin": envelope.origin}
            if not connection.execute(_mine(errand).values(values)).rowcount:
                return None
            return replace(errand, upto=fixed, claimed_until=now + CLAIM)

        return await self._writer.run(hand_over)

    async def releases(self, errand: Errand) -> None:
        await self._settle(errand, {})

    async def sent(self, errand: Errand) -> None:
        await self._settle(errand, {"state": "sent", "attempts": errand.attempts + 1, "last_error": None})

    async def fails(self, errand: Errand, reason: str, again_at: int | None) -> None:
        values = {"attempts": errand.attempts + 1, "last_error": reason[:LONGEST_ERROR]}
        await self._settle(
            errand, values | ({"state": "dead"} if again_at is None else {"next_at": again_at})
        )

    async def _settle(self, errand: Errand, values: Parameters) -> None:
        settled = _mine(errand).values(claimed_until=0, **values)
        await self._writer.run(lambda connection: connection.execute(settled))

    async def drop(self, errands: Sequence[Errand]) -> None:
        """They have become pointless."""

        def drop_all(connection: Connection) -> None:
            for errand in errands:
                connection.execute(delete(OUTBOX).where(*_is_mine(errand)))

        await self._writer.run(drop_all)

    async def dead(self, cursor: str | None, limit: int) -> tuple[list[Dead], str | None]:
        """The newest first, at most `limit`, and the cursor of the rest, if there is more."""
        query = (
            select(OUTBOX)
            .where(OUTBOX.c.state == "dead", _after(cursor))
            .order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.run.desc())
            .limit(limit + 1)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        last = rows[limit - 1] if len(rows) > limit else None
        found = [
            Dead(row.run, row.kind, row.subject, row.attempts, row.last_error or "", row.created_at)
            for row in rows[:limit]
        ]
        return found, None if last is None else f"{last.created_at}.{last.run}"

    async def tries_again(self, run: str, now: int) -> None:
        again = update(OUTBOX).where(OUTBOX.c.run == run, OUTBOX.c.state == "dead")
        values = {"state": "waiting", "attempts": 0, "next_at": now, "claimed_until": 0}
        found = await self._writer.run(lambda connection: connection.execute(again.values(values)).rowcount)
        if not found:
            raise NotFound("no such dead letter")

    async def waiting(self, *kinds: str) -> int:
        waits = OUTBOX.c.state == "waiting"
        if kinds:
            waits &= OUTBOX.c.kind.in_(kinds)
        query = select(func.count()).select_from(OUTBOX).where(waits)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).scalar() or 0

    def _alone(self, connection: Connection) -> None:
        """SQLite has one writer anyway."""
        if not self._is_sqlite:
            connection.execute(_LOCK)


def _due(now: int, kinds: Sequence[str]) -> Any:  # noqa: ANN401  (a select)
    """What nobody has at work, nor anything else of the same subject."""
    other = OUTBOX.alias()
    at_work = (
        select(literal(1))
        .where(other.c.subject == OUTBOX.c.subject, other.c.state == "waiting")
        .where(other.c.claimed_until > now, other.c.claimed_until <= now + CLAIM + CLOCKS_DIFFER)
        .exists()
    )
    due = (OUTBOX.c.state == "waiting") & (OUTBOX.c.next_at <= now)
    if kinds:
        due &= OUTBOX.c.kind.in_(kinds)
    return select(OUTBOX).where(due, ~at_work).order_by(OUTBOX.c.next_at, OUTBOX.c.run)


def _is_mine(errand: Errand) -> tuple[Any, Any]:
    return OUTBOX.c.run == errand.run, OUTBOX.c.claimed_until == errand.claimed_until


def _mine(errand: Errand) -> Any:  # noqa: ANN401  (an update)
    return update(OUTBOX).where(*_is_mine(errand))


def _room_at(connection: Connection, errand: Errand, envelope: Envelope, now: int) -> int | None:
    """When the address, or where the conversation came from, may have another letter; None: now."""
    limits = [(OUTBOX.c.recipient, envelope.recipient, DAY, A_RECIPIENT_A_DAY)]
    if envelope.origin is not None:
        limits.append((OUTBOX.c.origin, envelope.origin, HOUR, AN_ORIGIN_AN_HOUR))
    full = []
    for column, value, span, most in limits:
        query = (
            select(OUTBOX.c.handed_at)
            .where(column == value, OUTBOX.c.handed_at > now - span, OUTBOX.c.run != errand.run)
            .order_by(OUTBOX.c.handed_at.desc())
            .offset(most - 1)
            .limit(1)
        )
        if (nth_last := connection.execute(query).scalar()) is not None:
            full.append(int(nth_last) + span)
    return max(full, default=None)


def _after(cursor: str | None) -> Any:  # noqa: ANN401  (a condition)
    if cursor is None:
        return literal(1) == 1
    at, _, run = cursor.partition(".")
    if not at.isascii() or not at.isdigit() or len(at) > 16 or not run:
        raise Invalid("this cursor is none of ours")
    same_time = and_(OUTBOX.c.created_at == int(at), OUTBOX.c.run < run)
    return or_(OUTBOX.c.created_at < int(at), same_time)

"""Reads facts by change number, and events of single conversations, from either database. It never writes."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

import asyncpg

from server.core.events import Event
from server.core.hours import Calendar
from server.core.hours_known import hours_known
from server.core.roster import Shift
from server.core.wire import Row, from_row


class Record(NamedTuple):
    kind: str
    subject: str
    change: int
    record: bytes


Records = list[Record]
Read = Callable[[int, int], Records]

_KINDS = "('conversation', 'agent')"
AT_ONCE = 400  # subjects in one query
PAGE = 5_000  # records
_RECORD = "subject_kind, subject, change, record"
_COLUMNS = "subject_kind, subject, seq, at, type, by_kind, by_id, client_id, body, content"
_HOURS = "SELECT subject, version, valid_from, calendar FROM hours ORDER BY subject, version"
_STATUSES = "SELECT subject, at, body FROM events WHERE subject_kind = 'agent' AND type = 'agent.status' AND"
_SHIFTS = (
    "SELECT agent, from_at, to_at, kind FROM shifts WHERE entered_at < {0}"
    " AND (gone_at IS NULL OR gone_at >= {0}) ORDER BY agent, from_at, id"
)
_EVER = 2**62  # ms
_ZONE = "SELECT tz FROM sites WHERE NOT removed ORDER BY name LIMIT 1"


class Source(Protocol):
    def pages(self, mark: int) -> Iterator[tuple[Records, int]]:
        """The record of every conversation and agent whose change is at least `mark`, by change, and with
        each page the mark that holds once it has been taken in. What changes meanwhile may come twice.
        """
        ...

    def records(self, kind: str, subjects: Sequence[str]) -> Records:
        """Those that there are, in any order."""
        ...

    def events(
        self, conversations: Sequence[str], before: int, types: Sequence[str] = ()
    ) -> Iterator[list[Event]]:
        """By conversation, in order, those before `before` (ms); of these types, if any are named."""
        ...

    def reasons(self, since: int, until: int) -> Mapping[tuple[str, int], str]:
        """Why agents stood as they did, by agent and since when (ms)."""
        ...

    def shifts(self, as_of: int | None) -> Sequence[Shift]:
        """The roster as it stood just before `as_of` (ms); None: as it stands."""
        ...

    def calendars(self) -> Mapping[str, Calendar]:
        """Of whoever has hours, or had some: see `hours_known`."""
        ...

    def zone(self) -> str: ...


def source_of(url: str) -> Source:
    """`sqlite:///path` or `postgresql://…`."""
    if url.startswith("sqlite:"):
        return SqliteSource(url.removeprefix("sqlite:///"))
    return PostgresSource(url)


class SqliteSource:
    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, isolation_level=None)
        self._connection.execute("PRAGMA busy_timeout=5000")

    def pages(self, mark: int) -> Iterator[tuple[Records, int]]:
        for page, last in _pages(self._page, mark):
            # One writer gives the numbers, within its transactions: none below is yet to come.
            yield page, last if last is not None else page[-1].change + 1 if page else mark

    def _page(self, mark: int, limit: int) -> Records:
        # The plus keeps SQLite from walking the primary key instead of the changes.
        query = (
            f"SELECT {_RECORD} FROM facts WHERE change >= ? AND +subject_kind IN {_KINDS}"  # noqa: S608
            " ORDER BY change LIMIT ?"
        )
        return [Record(*row) for row in self._connection.execute(query, (mark, limit))]

    def records(self, kind: str, subjects: Sequence[str]) -> Records:
        marks = ", ".join("?" * len(subjects))
        query = f"SELECT {_RECORD} FROM facts WHERE subject_kind = ? AND subject IN ({marks})"  # noqa: S608
        return [Record(*row) for row in self._connection.execute(query, (kind, *subjects))]

    def events(
        self, conversations: Sequence[str], before: int, types: Sequence[str] = ()
    ) -> Iterator[list[Event]]:
        of_types = f" AND type IN ({', '.join('?' * len(types))})" if types else ""
        for some in _in_parts(conversations):
            marks = ", ".join("?" * len(some))
            query = (
                f"SELECT {_COLUMNS} FROM events WHERE subject_kind = 'conversation'"  # noqa: S608
                f" AND subject IN ({marks}) AND at < ?{of_types} ORDER BY subject, seq"
            )
            yield from _stories(self._connection.execute(query, (*some, before, *types)).fetchall())

    def reasons(self, since: int, until: int) -> Mapping[tuple[str, int], str]:
        return _reasons(
            self._connection.execute(f"{_STATUSES} at >= ? AND at < ?", (since, until)).fetchall()
        )

    def shifts(self, as_of: int | None) -> Sequence[Shift]:
        at = _EVER if as_of is None else as_of
        return [Shift(*row) for row in self._connection.execute(_SHIFTS.format("?1"), (at,)).fetchall()]

    def calendars(self) -> Mapping[str, Calendar]:
        return hours_known(self._connection.execute(_HOURS).fetchall())

    def zone(self) -> str:
        """The first site's; UTC while there is none."""
        return _first_of(self._connection.execute(_ZONE).fetchall())


class PostgresSource:
    def __init__(self, url: str) -> None:
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._connection: Any = None

    def pages(self, mark: int) -> Iterator[tuple[Records, int]]:
        """Transactions that still run may commit later, with numbers below others: the next pull begins at
        the oldest that ran when this one began.
        """
        oldest: list[int] = []

        def read(mark: int, limit: int) -> Records:
            running, found = self._run(self._page(mark, limit))
            oldest.append(running)
            return found  # type: ignore[no-any-return]

        for page, _ in _pages(read, mark):
            yield page, oldest[0]

    def records(self, kind: str, subjects: Sequence[str]) -> Records:
        query = f"SELECT {_RECORD} FROM facts WHERE subject_kind = $1 AND subject = ANY($2)"  # noqa: S608
        return [Record(*row) for row in self._run(self._rows(query, kind, list(subjects)))]

    def events(
        self, conversations: Sequence[str], before: int, types: Sequence[str] = ()
    ) -> Iterator[list[Event]]:
        of_types = " AND type = ANY($3)" if types else ""
        query = (
            f"SELECT {_COLUMNS} FROM events WHERE subject_kind = 'conversation'"  # noqa: S608
            f" AND subject = ANY($1) AND at < $2{of_types} ORDER BY subject, seq"
        )
        more = (list(types),) if types else ()
        for some in _in_parts(conversations):
            yield from _stories(self._run(self._rows(query, list(some), before, *more)))

    def reasons(self, since: int, until: int) -> Mapping[tuple[str, int], str]:
        return _reasons(self._run(self._rows(f"{_STATUSES} at >= $1 AND at < $2", since, until)))

    def shifts(self, as_of: int | None) -> Sequence[Shift]:
        at = _EVER if as_of is None else as_of
        return [Shift(*row) for row in self._run(self._rows(_SHIFTS.format("$1"), at))]

    def calendars(self) -> Mapping[str, Calendar]:
        return hours_known(self._run(self._rows(_HOURS)))

    def zone(self) -> str:
        """The first site's; UTC while there is none."""
        return _first_of(self._run(self._rows(_ZONE)))

    async def _page(self, mark: int, limit: int) -> tuple[int, Records]:
        connection = await self._open()
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            oldest = await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            query = (
                f"SELECT {_RECORD} FROM facts WHERE change >= $1 AND subject_kind IN {_KINDS}"  # noqa: S608
                " ORDER BY change LIMIT $2"
            )
            rows = await connection.fetch(query, mark, limit)
        return oldest, [Record(*row) for row in rows]

    async def _rows(self, query: str, *values: object) -> list[Any]:
        found: list[Any] = await (await self._open()).fetch(query, *values)
        return found

    async def _open(self) -> Any:  # noqa: ANN401
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url)
        return self._connection

    def _run(self, work: Any) -> Any:  # noqa: ANN401
        return self._loop.run_until_complete(work)


def _pages(read: Read, mark: int) -> Iterator[tuple[Records, int | None]]:
    """Each with the change that the next one begins at, for what has the same lies on the same page; the last
    one with None.
    """
    limit = PAGE
    while len(found := read(mark, limit)) == limit:
        last = found[-1].change
        if found[0].change == last:
            limit *= 2
            continue
        yield [record for record in found if record.change < last], last
        mark, limit = last, PAGE
    yield found, None


def _reasons(rows: Sequence[Sequence[Any]]) -> Mapping[tuple[str, int], str]:
    return {(agent, at): str(json.loads(body).get("reason", "chosen")) for agent, at, body in rows}


def _first_of(rows: Sequence[Sequence[Any]]) -> str:
    return str(rows[0][0]) if rows else "UTC"


def _in_parts(conversations: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(conversations), AT_ONCE):
        yield conversations[first : first + AT_ONCE]


def _stories(rows: Sequence[Sequence[Any]]) -> Iterator[list[Event]]:
    story: list[Event] = []
    for row in rows:
        values = (*row[:8], json.loads(row[8]), json.loads(row[9]) if row[9] else None)
        event = from_row(Row(*values))
        if story and story[-1].conversation != event.conversation:
            yield story
            story = []
        story.append(event)
    if story:
        yield story

"""Reads facts by change number, and events of single conversations, from either database. It never writes."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import quote

import asyncpg

from server.core.events import Event
from server.core.hours import Calendar
from server.core.wire import Row, from_row

Records = list[tuple[str, bytes]]

AT_ONCE = 400  # subjects in one query
_COLUMNS = "subject_kind, subject, seq, at, type, by_kind, by_id, client_id, body, content"
_HOURS = "SELECT subject, version, valid_from, calendar FROM hours ORDER BY subject, version"
_ZONE = "SELECT tz FROM sites WHERE NOT removed ORDER BY name LIMIT 1"


class Source(Protocol):
    """`changed` gives every conversation's record whose change is at least `mark`, and the next mark."""

    def changed(self, mark: int) -> tuple[Records, int]: ...
    def events(self, conversations: Sequence[str], before: int) -> Iterator[list[Event]]: ...
    def calendars(self) -> Mapping[str, Calendar]: ...
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

    def changed(self, mark: int) -> tuple[Records, int]:
        execute = self._connection.execute
        execute("BEGIN")  # both are read from one snapshot
        try:
            (newest,) = execute("SELECT coalesce(max(change), 0) FROM facts").fetchone()
            # The plus keeps SQLite from walking the primary key instead of the changes.
            query = "SELECT subject, record FROM facts WHERE change >= ? AND +subject_kind = 'conversation'"
            return execute(query, (mark,)).fetchall(), max(mark, newest + 1)
        finally:
            execute("COMMIT")

    def events(self, conversations: Sequence[str], before: int) -> Iterator[list[Event]]:
        for some in _in_parts(conversations):
            marks = ", ".join("?" * len(some))
            query = (
                f"SELECT {_COLUMNS} FROM events WHERE subject_kind = 'conversation'"  # noqa: S608
                f" AND subject IN ({marks}) AND at < ? ORDER BY subject, seq"
            )
            yield from _stories(self._connection.execute(query, (*some, before)).fetchall())

    def calendars(self) -> Mapping[str, Calendar]:
        return _versions(self._connection.execute(_HOURS).fetchall())

    def zone(self) -> str:
        """The first site's; UTC while there is none."""
        return _first_of(self._connection.execute(_ZONE).fetchall())


class PostgresSource:
    def __init__(self, url: str) -> None:
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._connection: Any = None

    def changed(self, mark: int) -> tuple[Records, int]:
        found: tuple[Records, int] = self._run(self._changed(mark))
        return found

    def events(self, conversations: Sequence[str], before: int) -> Iterator[list[Event]]:
        query = (
            f"SELECT {_COLUMNS} FROM events WHERE subject_kind = 'conversation'"  # noqa: S608
            " AND subject = ANY($1) AND at < $2 ORDER BY subject, seq"
        )
        for some in _in_parts(conversations):
            yield from _stories(self._run(self._rows(query, list(some), before)))

    def calendars(self) -> Mapping[str, Calendar]:
        return _versions(self._run(self._rows(_HOURS)))

    def zone(self) -> str:
        """The first site's; UTC while there is none."""
        return _first_of(self._run(self._rows(_ZONE)))

    async def _changed(self, mark: int) -> tuple[Records, int]:
        """Transactions that still run may commit later: the next pull begins at the oldest of them."""
        connection = await self._open()
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            oldest = await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            query = "SELECT subject, record FROM facts WHERE change >= $1 AND subject_kind = 'conversation'"
            rows = await connection.fetch(query, mark)
        return [(row["subject"], row["record"]) for row in rows], oldest

    async def _rows(self, query: str, *values: object) -> list[Any]:
        found: list[Any] = await (await self._open()).fetch(query, *values)
        return found

    async def _open(self) -> Any:  # noqa: ANN401
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url)
        return self._connection

    def _run(self, work: Any) -> Any:  # noqa: ANN401
        return self._loop.run_until_complete(work)


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


def _versions(rows: Sequence[Sequence[Any]]) -> Mapping[str, Calendar]:
    """Each subject's newest hours, which know their earlier versions."""
    newest: dict[str, Calendar] = {}
    for subject, version, valid_from, text in rows:
        if not text:
            newest.pop(subject, None)
            continue
        calendar = Calendar.from_dict({"id": f"{subject}/{version}", **json.loads(text)})
        newest[subject] = replace(calendar, valid_from=valid_from, previous=newest.get(subject))
    return newest

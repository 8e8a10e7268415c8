"""Derives state and facts anew from the timelines, or says where what is stored differs from that."""

import gc
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from server.core import facts as facts_
from server.core.conversation import Conversation, replay
from server.core.events import Event
from server.core.facts import Facts
from server.core.hours import Calendar

from . import records
from .database import Database
from .rows import CONVERSATIONS, EVENTS, FACTS, event_of, state_row
from .timeline import StoredTimeline

AT_ONCE = 200

Subject = tuple[str, str]
Derived = tuple[Subject, Conversation | None, Facts]
Progress = Callable[[int, int], None]


async def differences(
    database: Database, calendars: Mapping[str, Calendar], progress: Progress | None = None
) -> AsyncIterator[str]:
    """A line for each conversation or agent whose stored state or facts are not what its timeline says."""
    total = await _count(database)
    done = 0
    async for subject, events in timelines(database):
        done += 1
        conversation, facts = _folded(subject, events, calendars)
        state, record = await _stored(database, subject)
        if conversation is not None and state != state_row(conversation)["state"]:
            yield f"{subject[0]} {subject[1]}: state differs"
        if record != records.encode(facts):
            yield f"{subject[0]} {subject[1]}: facts differ"
        if progress:
            progress(done, total)
    async for orphan in _orphans(database):
        yield orphan


async def rebuild(
    timeline: StoredTimeline,
    database: Database,
    calendars: Mapping[str, Calendar],
    progress: Progress | None = None,
) -> int:
    """Writes state and facts anew, a few hundred timelines a transaction. Gives how many there were."""
    total = await _count(database)
    batch: list[Derived] = []
    done = 0
    with _uncollected():
        async for subject, events in timelines(database):
            batch.append((subject, *_folded(subject, events, calendars)))
            done += 1
            if len(batch) >= AT_ONCE or done == total:
                await timeline.writer.run(_replacing(timeline, batch))
                batch = []
            if progress:
                progress(done, total)
    return done


@contextmanager
def _uncollected() -> Iterator[None]:
    """Events and rows hold no circles: to look for some takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _folded(
    subject: Subject, events: list[Event], calendars: Mapping[str, Calendar]
) -> tuple[Conversation | None, Facts]:
    facts = facts_.NOTHING
    for event in events:
        facts = facts_.after(facts, event, calendars)
    return (replay(events) if subject[0] == "conversation" else None), facts


def _replacing(timeline: StoredTimeline, batch: list[Derived]) -> Callable[[Connection], None]:
    facts = [
        {"subject_kind": kind, "subject": subject, "record": records.encode(facts)}
        for (kind, subject), _, facts in batch
    ]
    states = [state_row(conversation) for _, conversation, _ in batch if conversation is not None]

    def replace(connection: Connection) -> None:
        change = timeline.next_change(connection)
        for kind in {row["subject_kind"] for row in facts}:
            mine = [row["subject"] for row in facts if row["subject_kind"] == kind]
            where = (FACTS.c.subject_kind == kind) & FACTS.c.subject.in_(mine)
            connection.execute(delete(FACTS).where(where))
        connection.execute(insert(FACTS), [{**row, "change": change} for row in facts])
        if states:
            ids = [row["id"] for row in states]
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id.in_(ids)))
            connection.execute(insert(CONVERSATIONS), [{**row, "change": change} for row in states])

    return replace


async def timelines(
    database: Database, only: str | None = None
) -> AsyncIterator[tuple[Subject, list[Event]]]:
    """Each subject's events, in order of subjects; a few hundred subjects in memory at a time."""
    after: Subject = ("", "")
    while subjects := await _next_subjects(database, after, only):
        found: dict[Subject, list[Event]] = {subject: [] for subject in subjects}
        for kind in sorted({kind for kind, _ in subjects}):
            ids = [subject for of, subject in subjects if of == kind]
            query = (
                select(EVENTS)
                .where(EVENTS.c.subject_kind == kind, EVENTS.c.subject.in_(ids))
                .order_by(EVENTS.c.subject, EVENTS.c.seq)
            )
            async with database.engine.connect() as connection:
                for row in (await connection.execute(query)).all():
                    found[kind, row[1]].append(event_of(row))
        for subject in subjects:
            yield subject, found[subject]
        after = subjects[-1]


async def _next_subjects(database: Database, after: Subject, only: str | None) -> list[Subject]:
    kind, subject = after
    later = (EVENTS.c.subject_kind > kind) | ((EVENTS.c.subject_kind == kind) & (EVENTS.c.subject > subject))
    query = (
        select(EVENTS.c.subject_kind, EVENTS.c.subject)
        .where(EVENTS.c.seq == 1, later)
        .order_by(EVENTS.c.subject_kind, EVENTS.c.subject)
        .limit(AT_ONCE)
    )
    if only is not None:
        query = query.where(EVENTS.c.subject == only)
    async with database.engine.connect() as connection:
        return [(row.subject_kind, row.subject) for row in await connection.execute(query)]


async def _count(database: Database) -> int:
    async with database.engine.connect() as connection:
        query = select(func.count()).select_from(EVENTS).where(EVENTS.c.seq == 1)
        return (await connection.execute(query)).scalar() or 0


async def _stored(database: Database, subject: Subject) -> tuple[str | None, bytes | None]:
    kind, name = subject
    async with database.engine.connect() as connection:
        state = (
            await connection.execute(select(CONVERSATIONS.c.state).where(CONVERSATIONS.c.id == name))
        ).scalar()
        query = select(FACTS.c.record).where(FACTS.c.subject_kind == kind, FACTS.c.subject == name)
        record = (await connection.execute(query)).scalar()
    return state, None if record is None else bytes(record)


async def _orphans(database: Database) -> AsyncIterator[str]:
    """States and facts of which there is no timeline."""
    first = select(EVENTS.c.subject).where(EVENTS.c.seq == 1)
    of_kind: list[tuple[str, Any]] = [
        ("state", select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id.not_in(first))),
        ("facts", select(FACTS.c.subject).where(FACTS.c.subject.not_in(first))),
    ]
    async with database.engine.connect() as connection:
        for what, query in of_kind:
            for row in await connection.execute(query):
                yield f"{row[0]}: {what} without a timeline"

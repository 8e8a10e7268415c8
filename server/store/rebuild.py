"""Derives state and facts anew from the timelines, or says where what is stored differs from that."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from server.core.conversation import Conversation, replay
from server.core.events import Event
from server.core.facts import Facts, facts_of
from server.core.hours import Calendar

from . import records
from .database import Database
from .quietly import uncollected
from .rows import CONVERSATIONS, EVENTS, FACTS, conversation_of, event_of, state_row
from .timeline import StoredTimeline

AT_ONCE = 200

Subject = tuple[str, str]
# A subject, its last event's number, and what follows from all of them.
Derived = tuple[Subject, int, Conversation | None, Facts]
Progress = Callable[[int, int], None]


async def differences(
    database: Database, calendars: Mapping[str, Calendar], progress: Progress | None = None
) -> AsyncIterator[str]:
    """A line for each conversation or agent whose stored state or facts are not what its timeline says."""
    total = await _count(database)
    done = 0
    async for batch in _batches(database):
        states, stored_facts = await _stored(database, list(batch))
        for subject, events in batch.items():
            conversation, facts = _folded(subject, events, calendars)
            if conversation is not None and not _is_stored(conversation, states.get(subject)):
                yield f"{subject[0]} {subject[1]}: state differs"
            if stored_facts.get(subject) != records.encode(facts):
                yield f"{subject[0]} {subject[1]}: facts differ"
        done += len(batch)
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
    """Writes state and facts anew, a few hundred timelines a transaction. Gives how many there were.

    A server may go on meanwhile: what had grown by the time that it was to be written is read again.
    """
    total = await _count(database)
    done = 0
    with uncollected():
        async for batch in _batches(database):
            done += len(batch)
            while batch:
                grown = await timeline.writer.run(replacing(timeline, derived(batch, calendars)))
                batch = await _events_of(database, grown)
            if progress:
                progress(done, total)
    return done


def _folded(
    subject: Subject, events: list[Event], calendars: Mapping[str, Calendar]
) -> tuple[Conversation | None, Facts]:
    return (replay(events) if subject[0] == "conversation" else None), facts_of(events, calendars)


def _is_stored(conversation: Conversation, state: str | None) -> bool:
    """Earlier versions wrote down more than is needed."""
    try:
        return state is not None and conversation_of(state) == conversation
    except msgspec.MsgspecError:
        return False


def derived(batch: Mapping[Subject, list[Event]], calendars: Mapping[str, Calendar]) -> list[Derived]:
    return [
        (subject, events[-1].seq, *_folded(subject, events, calendars)) for subject, events in batch.items()
    ]


def replacing(timeline: StoredTimeline, batch: list[Derived]) -> Callable[[Connection], list[Subject]]:
    """Writes them within a transaction. Gives those that have grown since, and leaves them."""

    def replace(connection: Connection) -> list[Subject]:
        change = timeline.next_change(connection)
        last = _held(connection, [subject for subject, *_ in batch])
        fresh = [one for one in batch if last[one[0]] == one[1]]
        for kind, ids in _by_kind(subject for subject, *_ in fresh).items():
            connection.execute(delete(FACTS).where(FACTS.c.subject_kind == kind, FACTS.c.subject.in_(ids)))
        if facts := [_facts_row(subject, found, change) for subject, _, _, found in fresh]:
            connection.execute(insert(FACTS), facts)
        if states := [{**state_row(state), "change": change} for _, _, state, _ in fresh if state]:
            ids = [row["id"] for row in states]
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id.in_(ids)))
            connection.execute(insert(CONVERSATIONS), states)
        return [subject for subject, seq, *_ in batch if last[subject] != seq]

    return replace


def _held(connection: Connection, subjects: Iterable[Subject]) -> dict[Subject, int]:
    """The number of each one's last event, which stays the last until the transaction ends."""
    found: dict[Subject, int] = {}
    for kind, ids in _by_kind(subjects).items():
        # In the order in which appends take them; SQLite lets only one write anyway.
        states = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id.in_(ids)).order_by(CONVERSATIONS.c.id)
        facts = select(FACTS.c.subject).where(FACTS.c.subject_kind == kind, FACTS.c.subject.in_(ids))
        for rows in (states, facts.order_by(FACTS.c.subject)):
            connection.execute(rows.with_for_update()).all()
        mine = (EVENTS.c.subject_kind == kind, EVENTS.c.subject.in_(ids))
        last = select(EVENTS.c.subject, func.max(EVENTS.c.seq)).where(*mine).group_by(EVENTS.c.subject)
        found |= {(kind, subject): seq for subject, seq in connection.execute(last)}
    return found


def _facts_row(subject: Subject, facts: Facts, change: int) -> dict[str, Any]:
    return {
        "subject_kind": subject[0],
        "subject": subject[1],
        "record": records.encode(facts),
        "change": change,
    }


async def timelines(
    database: Database, only: str | None = None
) -> AsyncIterator[tuple[Subject, list[Event]]]:
    """Each subject's events, in order of subjects; a few hundred subjects in memory at a time."""
    async for batch in _batches(database, only):
        for told in batch.items():
            yield told


async def _batches(database: Database, only: str | None = None) -> AsyncIterator[dict[Subject, list[Event]]]:
    after: Subject = ("", "")
    while subjects := await _next_subjects(database, after, only):
        yield await _events_of(database, subjects)
        after = subjects[-1]


async def _events_of(database: Database, subjects: Sequence[Subject]) -> dict[Subject, list[Event]]:
    found: dict[Subject, list[Event]] = {subject: [] for subject in subjects}
    for kind, ids in _by_kind(subjects).items():
        query = (
            select(EVENTS)
            .where(EVENTS.c.subject_kind == kind, EVENTS.c.subject.in_(ids))
            .order_by(EVENTS.c.subject, EVENTS.c.seq)
        )
        async with database.engine.connect() as connection:
            for row in (await connection.execute(query)).all():
                found[kind, row[1]].append(event_of(row))
    return found


def _by_kind(subjects: Iterable[Subject]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, subject in subjects:
        found.setdefault(kind, []).append(subject)
    return found


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


async def _stored(
    database: Database, subjects: Iterable[Subject]
) -> tuple[dict[Subject, str], dict[Subject, bytes]]:
    """Their states and their records of facts."""
    states: dict[Subject, str] = {}
    found: dict[Subject, bytes] = {}
    async with database.engine.connect() as connection:
        for kind, ids in _by_kind(subjects).items():
            if kind == "conversation":
                query = select(CONVERSATIONS.c.id, CONVERSATIONS.c.state).where(CONVERSATIONS.c.id.in_(ids))
                states |= {(kind, row.id): row.state for row in await connection.execute(query)}
            kept = select(FACTS.c.subject, FACTS.c.record)
            kept = kept.where(FACTS.c.subject_kind == kind, FACTS.c.subject.in_(ids))
            found |= {(kind, row.subject): bytes(row.record) for row in await connection.execute(kept)}
    return states, found


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

"""Derives state and facts anew from the timelines, or says where what is stored differs from that."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select, tuple_

from server.core.conversation import Conversation, replay
from server.core.events import Event
from server.core.facts import Facts, facts_of
from server.core.hours import Calendar

from . import records
from .database import Database
from .quietly import uncollected
from .rows import CONVERSATIONS, EVENTS, FACTS, Parameters, conversation_of, event_of, state_row
from .timeline import StoredTimeline

AT_ONCE = 5_000  # events

_PLACE = (EVENTS.c.subject_kind, EVENTS.c.subject, EVENTS.c.seq)
# Rows are compared as a whole, so that the next ones are looked up, and not counted from the first on.
_NEXT = (
    select(EVENTS)
    .where(tuple_(*_PLACE) > tuple_(*(bindparam(column.name, type_=column.type) for column in _PLACE)))
    .order_by(*_PLACE)
    .limit(bindparam("limit"))
)
_SUBJECT = itemgetter(0, 1)
_STATES = select(*(column for column in CONVERSATIONS.columns if column.name != "change"))

Subject = tuple[str, str]
# Of each subject, its rows of `events`, in order.
Batch = dict[Subject, list[Any]]
# A subject and its events, in order.
Told = tuple[Subject, list[Event]]
# A subject, its last event's number, and what follows from all of them: its row of `conversations`, if it is
# one, and its record of facts.
Derived = tuple[Subject, int, Parameters | None, bytes]
Progress = Callable[[int, int], None]


async def differences(
    database: Database, calendars: Mapping[str, Calendar], progress: Progress | None = None
) -> AsyncIterator[str]:
    """A line for each conversation or agent whose stored state or facts are not what its timeline says."""
    total = await _count(database)
    done = 0
    async for batch in _batches(database):
        states, stored_facts = await _stored(database, list(batch))
        for subject, events in _told(batch):
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
    """Writes facts anew, and states that differ, a few hundred timelines a transaction. Gives how many there
    were.

    A server may go on meanwhile: what had grown by the time that it was to be written is read again.
    """
    total = await _count(database)
    done = 0
    with uncollected():
        async for batch in _batches(database):
            done += len(batch)
            while batch:
                grown = await timeline.writer.run(replacing(timeline, derived(_told(batch), calendars)))
                batch = await _rows_of(database, grown)
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


def derived(told: Iterable[Told], calendars: Mapping[str, Calendar]) -> list[Derived]:
    return [_derived(subject, events, calendars) for subject, events in told]


def _derived(subject: Subject, events: list[Event], calendars: Mapping[str, Calendar]) -> Derived:
    conversation, facts = _folded(subject, events, calendars)
    state = None if conversation is None else state_row(conversation)
    return subject, events[-1].seq, state, records.encode(facts)


def replacing(timeline: StoredTimeline, batch: list[Derived]) -> Callable[[Connection], list[Subject]]:
    """Writes them within a transaction. Gives those that have grown since, and leaves them."""

    def replace(connection: Connection) -> list[Subject]:
        timeline.next_change(connection)
        states, last = _held(connection, [subject for subject, *_ in batch])
        fresh = [one for one in batch if last[one[0]] == one[1]]
        rows = [state for _, _, state, _ in fresh if state is not None]
        # Most states are what they were, and a state is written into many indexes.
        others = [row for row in rows if row != states.get(row["id"])]
        connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id.in_([row["id"] for row in others])))
        timeline.keep(connection, others, [(subject, record) for subject, _, _, record in fresh])
        return [subject for subject, seq, *_ in batch if last[subject] != seq]

    return replace


def _held(
    connection: Connection, subjects: Iterable[Subject]
) -> tuple[dict[str, Parameters], dict[Subject, int]]:
    """States as they are stored, and the number of each one's last event, which stays the last until the
    transaction ends.
    """
    states: dict[str, Parameters] = {}
    found: dict[Subject, int] = {}
    for kind, ids in _by_kind(subjects).items():
        # In the order in which appends take them; SQLite lets only one write anyway.
        query = _STATES.where(CONVERSATIONS.c.id.in_(ids)).order_by(CONVERSATIONS.c.id).with_for_update()
        states |= {row["id"]: dict(row) for row in connection.execute(query).mappings()}
        facts = select(FACTS.c.subject).where(FACTS.c.subject_kind == kind, FACTS.c.subject.in_(ids))
        connection.execute(facts.order_by(FACTS.c.subject).with_for_update()).all()
        mine = (EVENTS.c.subject_kind == kind, EVENTS.c.subject.in_(ids))
        last = select(EVENTS.c.subject, func.max(EVENTS.c.seq)).where(*mine).group_by(EVENTS.c.subject)
        found |= {(kind, subject): seq for subject, seq in connection.execute(last)}
    return states, found


async def timelines(database: Database, only: str | None = None) -> AsyncIterator[Told]:
    """Each subject's events, in order of subjects; a few hundred subjects in memory at a time."""
    async for batch in _batches(database, only):
        for told in _told(batch):
            yield told


def _told(batch: Batch) -> Iterator[Told]:
    """Events of one subject at a time: they are folded while the processor still has them in its cache, and
    the next ones take their place. All of a batch first, and a rebuild takes a fifth longer.
    """
    return ((subject, [event_of(row) for row in rows]) for subject, rows in batch.items())


async def _batches(database: Database, only: str | None = None) -> AsyncIterator[Batch]:
    found: Batch = {}
    place: tuple[str, str, int] = ("", "", 0)
    while rows := await _next_rows(database, place, only):
        place = tuple(rows[-1][: len(_PLACE)])
        for subject, told in groupby(rows, _SUBJECT):
            found.setdefault(subject, []).extend(told)
        # More of the last one may be still to come.
        last, begun = found.popitem()
        if found:
            yield found
        found = {last: begun}
    if found:
        yield found


async def _next_rows(database: Database, place: tuple[str, str, int], only: str | None) -> Sequence[Any]:
    query = _NEXT if only is None else _NEXT.where(EVENTS.c.subject == only)
    after = dict(zip((column.name for column in _PLACE), place, strict=True))
    async with database.engine.connect() as connection:
        return (await connection.execute(query, {**after, "limit": AT_ONCE})).all()


async def _rows_of(database: Database, subjects: Sequence[Subject]) -> Batch:
    found: Batch = {subject: [] for subject in subjects}
    for kind, ids in _by_kind(subjects).items():
        query = (
            select(EVENTS)
            .where(EVENTS.c.subject_kind == kind, EVENTS.c.subject.in_(ids))
            .order_by(EVENTS.c.subject, EVENTS.c.seq)
        )
        async with database.engine.connect() as connection:
            for row in (await connection.execute(query)).all():
                found[kind, row[1]].append(row)
    return found


def _by_kind(subjects: Iterable[Subject]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, subject in subjects:
        found.setdefault(kind, []).append(subject)
    return found


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

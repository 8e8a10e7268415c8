"""Timelines out of a file into the database: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from server.core.conversation import Conversation, replay
from server.core.events import Event
from server.core.facts import facts_of
from server.core.hours import Calendar
from server.core.wire import subject_of
from server.desk.ports import Audited, Due

from . import records
from .audits import AUDIT, audit_row
from .database import TAKES_ITS_TIME
from .rows import CONVERSATIONS, DUE, EVENTS, FACTS, Parameters, due_row, event_of, event_row, state_row
from .timeline import StoredTimeline
from .timeline_file import Judge, Judged, Problem, Span, Subject, lines_of
from .timeline_file import event_of as event_of_line

LINES_AT_ONCE = 1_000
SUBJECTS_AT_ONCE = 200
TOLD_EVERY = 500  # lines
COMMAND_LINE = "command-line"  # who rewrote history: nobody who logs in

Progress = Callable[[int, int], None]
Calendars = Mapping[str, Calendar]
Dues = Callable[[Conversation, Sequence[Event]], Sequence[Due]]


class Unimportable(ValueError):
    """Nothing has been imported; `problems` say why, line by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Derived:
    """What is made of the events: facts with `calendars`, and with `dues` what must be looked at later of a
    conversation, given all its events.
    """

    calendars: Calendars
    dues: Dues


@dataclass(frozen=True, slots=True)
class Imported:
    events: int
    timelines: int


def judged(file: Path, now: int, progress: Progress) -> Judged:
    """Looks at every line; only the ends of the timelines stay in memory."""
    judge, size, seen = Judge(now), file.stat().st_size, 0
    for number, line in lines_of(file):
        seen += len(line)
        judge.look(number, line)
        if number % TOLD_EVERY == 0:
            progress(seen, size)
    return judge.found


async def imported(
    timeline: StoredTimeline,
    derived: Derived,
    file: Path,
    found: Judged,
    progress: Progress,
    *,
    now: int,
    rewrites_history: bool = False,
) -> Imported:
    """Stores what `found` says of the file. Raises Unimportable, with all that is wrong with it. History that
    is rewritten is audited at `now` (ms), in the same transaction.
    """

    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(TAKES_ITS_TIME)
        too_old = _too_old(connection, found)
        _must_fit(connection, found, () if rewrites_history else too_old)
        steps = found.events + len(found.spans)
        _store(connection, file, lambda done: progress(done, steps))
        change = timeline.next_change(connection)
        if too_old:
            connection.execute(insert(AUDIT), audit_row(_rewritten(found, change, now)))
        for done, subjects in _in_parts(found):
            _derive(connection, subjects, found, derived, change)
            progress(found.events + done, steps)

    await timeline.writer.run(work)
    return Imported(found.events, len(found.spans))


# -- does it fit what is there? ------------------------------------------------------------------------------


def _must_fit(connection: Connection, found: Judged, too_old: Sequence[Problem]) -> None:
    problems = [*found.problems, *too_old]
    for _, subjects in _in_parts(found):
        stored = _ends_of(connection, subjects)
        for subject in subjects:
            if reason := _does_not_go_on(found.spans[subject], stored.get(subject, (0, 0))):
                problems.append(Problem(found.spans[subject].line, f"{subject[1]}: {reason}"))
    if problems:
        raise Unimportable(sorted(problems, key=lambda problem: problem.line))


def _too_old(connection: Connection, found: Judged) -> list[Problem]:
    """What has been told of the time up to the newest event must stay as it was told."""
    newest = connection.execute(select(func.max(EVENTS.c.at))).scalar()
    if newest is None or found.oldest is None or found.oldest > newest:
        return []
    first = min((span for span in found.spans.values() if span.first_at <= newest), key=lambda one: one.line)
    moment = datetime.fromtimestamp(newest / 1000, UTC).isoformat(timespec="milliseconds")
    reason = (
        f"it is not newer than what is stored (up to {moment}), so figures that were told would change; "
        "--rewrite-history imports it all the same"
    )
    return [Problem(first.line, reason)]


def _rewritten(found: Judged, change: int, now: int) -> Audited:
    detail = {"events": found.events, "timelines": len(found.spans), "from": found.oldest}
    return Audited(f"import:{change}", now, COMMAND_LINE, "history.rewritten", "timeline", detail)


def _ends_of(connection: Connection, subjects: Sequence[Subject]) -> dict[Subject, tuple[int, int]]:
    """The last number and time of each timeline that is stored."""
    found = {}
    for kind in sorted({kind for kind, _ in subjects}):
        ids = [subject for of, subject in subjects if of == kind]
        query = (
            select(EVENTS.c.subject, func.max(EVENTS.c.seq), func.max(EVENTS.c.at))
            .where(EVENTS.c.subject_kind == kind, EVENTS.c.subject.in_(ids))
            .group_by(EVENTS.c.subject)
        )
        for subject, seq, at in connection.execute(query):
            found[kind, subject] = (seq, at)
    return found


def _does_not_go_on(span: Span, stored: tuple[int, int]) -> str | None:
    seq, at = stored
    if span.first_seq <= seq:
        return f"number {span.first_seq} is stored already"
    if span.first_seq > seq + 1:
        return f"there is a gap: number {span.first_seq} comes where {seq + 1} is due"
    return "it is earlier than the event before it, which is stored" if span.first_at < at else None


# -- storing -------------------------------------------------------------------------------------------------


def _store(connection: Connection, file: Path, progress: Callable[[int], None]) -> None:
    done, rest = 0, lines_of(file)
    while lines := list(islice(rest, LINES_AT_ONCE)):
        events = [(number, event_of_line(line)) for number, line in lines]
        try:
            with connection.begin_nested():
                connection.execute(insert(EVENTS), [event_row(event) for _, event in events])
        except IntegrityError:
            raise Unimportable(list(_twice(connection, events))) from None
        done += len(lines)
        progress(done)


def _twice(connection: Connection, events: Sequence[tuple[int, Event]]) -> Iterator[Problem]:
    """Of these, those that cannot be stored beside the others: a client's message id is unique."""
    for number, event in events:
        try:
            with connection.begin_nested():
                connection.execute(insert(EVENTS), event_row(event))
        except IntegrityError:
            yield Problem(number, f"the sender's message id {event.id!r} is there already")


# -- what is folded from it ----------------------------------------------------------------------------------


def _derive(
    connection: Connection, subjects: Sequence[Subject], found: Judged, derived: Derived, change: int
) -> None:
    states: list[Parameters] = []
    facts: list[Parameters] = []
    dues: list[Due] = []
    for subject, events in _timelines(connection, subjects):
        try:
            facts.append({**_facts_row(subject, events, derived.calendars), "change": change})
            if subject[0] == "conversation":
                conversation = replay(events)
                states.append({**state_row(conversation), "change": change})
                dues += derived.dues(conversation, events)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
            reason = f"{subject[1]} cannot be replayed: {problem!r}"
            raise Unimportable([Problem(found.spans[subject].line, reason)]) from problem
    _replace(connection, facts, states, found)
    _set_due(connection, dues)


def _facts_row(subject: Subject, events: Sequence[Event], calendars: Calendars) -> Parameters:
    kind, name = subject
    return {"subject_kind": kind, "subject": name, "record": records.encode(facts_of(events, calendars))}


def _replace(
    connection: Connection, facts: Sequence[Parameters], states: Sequence[Parameters], found: Judged
) -> None:
    for kind in sorted({row["subject_kind"] for row in facts}):
        ids = [row["subject"] for row in facts if row["subject_kind"] == kind]
        connection.execute(delete(FACTS).where(FACTS.c.subject_kind == kind, FACTS.c.subject.in_(ids)))
    connection.execute(insert(FACTS), facts)
    if states:
        connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id.in_([row["id"] for row in states])))
        _add(connection, states, found)


def _set_due(connection: Connection, dues: Sequence[Due]) -> None:
    if dues:
        connection.execute(delete(DUE).where(DUE.c.key.in_([due.key for due in dues])))
        connection.execute(insert(DUE), [due_row(due) for due in dues])


def _add(connection: Connection, states: Sequence[Parameters], found: Judged) -> None:
    try:
        with connection.begin_nested():
            connection.execute(insert(CONVERSATIONS), states)
        return
    except IntegrityError:
        pass
    for state in states:
        try:
            with connection.begin_nested():
                connection.execute(insert(CONVERSATIONS), state)
        except IntegrityError:
            line = found.spans["conversation", state["id"]].line
            reason = f"{state['id']}: its visitor would have two open conversations"
            raise Unimportable([Problem(line, reason)]) from None


def _timelines(
    connection: Connection, subjects: Sequence[Subject]
) -> Iterator[tuple[Subject, Sequence[Event]]]:
    """Whole, with what was stored before."""
    found: dict[Subject, list[Event]] = {subject: [] for subject in subjects}
    for kind in sorted({kind for kind, _ in subjects}):
        ids = [subject for of, subject in subjects if of == kind]
        mine = (EVENTS.c.subject_kind == kind) & EVENTS.c.subject.in_(ids)
        for row in connection.execute(select(EVENTS).where(mine).order_by(EVENTS.c.subject, EVENTS.c.seq)):
            event = event_of(row)
            found[subject_of(event)].append(event)
    yield from found.items()


def _in_parts(found: Judged) -> Iterator[tuple[int, list[Subject]]]:
    """How many there have been with these, and these."""
    subjects, done = iter(found.spans), 0
    while part := list(islice(subjects, SUBJECTS_AT_ONCE)):
        done += len(part)
        yield done, part

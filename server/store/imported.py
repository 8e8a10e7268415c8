"""Timelines out of a file into the database: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from server.core.events import Event
from server.core.wire import subject_of
from server.desk.ports import Audited

from .audits import AUDIT, audit_row
from .database import TAKES_ITS_TIME
from .folded import Clash, Derived, Folded, Unimportable
from .quietly import uncollected
from .rows import EVENTS, event_of, event_row
from .timeline import StoredTimeline
from .timeline_file import Judge, Judged, Problem, Span, Subject, lines_of
from .timeline_file import event_of as event_of_line
from .writing.many import Many

__all__ = ["Derived", "Imported", "Unimportable", "imported", "judged"]

LINES_AT_ONCE = 1_000
SUBJECTS_AT_ONCE = 200
TOLD_EVERY = 500  # lines
# SQLite writes in the order of several indexes at once: KiB that it may keep of them, until it is closed.
ROOMY = text("PRAGMA cache_size=-32768")
COMMAND_LINE = "command-line"  # who rewrote history: nobody who logs in

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    events: int
    timelines: int


def judged(file: Path, now: int, progress: Progress) -> Judged:
    """Looks at every line; only the ends of the timelines stay in memory."""
    judge, size, seen = Judge(now), file.stat().st_size, 0
    with uncollected():
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
        connection.execute(ROOMY if connection.dialect.name == "sqlite" else TAKES_ITS_TIME)
        too_old = _too_old(connection, found)
        _must_fit(connection, found, () if rewrites_history else too_old)
        steps = found.events + len(found.spans)
        change = timeline.next_change(connection)
        folded = Folded(connection, derived, change, lambda subject: found.spans[subject].line)
        _store(connection, file, found, folded, lambda done: progress(done, steps))
        if too_old:
            connection.execute(insert(AUDIT), audit_row(_rewritten(found, change, now)))
        _fold_the_others(connection, found, folded, lambda done: progress(found.events + done, steps))

    with uncollected():
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


def _store(
    connection: Connection, file: Path, found: Judged, folded: Folded, progress: Callable[[int], None]
) -> None:
    """What is whole in the file is folded along the way: to read it again would take as long as all else."""
    done, rest, whole, insert_all = 0, lines_of(file), _Whole(found, folded), Many(insert(EVENTS))
    while lines := list(islice(rest, LINES_AT_ONCE)):
        events = [(number, event_of_line(line)) for number, line in lines]
        try:
            with connection.begin_nested():
                insert_all(connection, [event_row(event) for _, event in events])
        except Clash:
            raise Unimportable(list(_twice(connection, events))) from None
        for _, event in events:
            whole.take(event)
        done += len(lines)
        progress(done + folded.done)
    whole.end()
    progress(done + folded.done)


class _Whole:
    """Gathers the timelines that are whole, one after the other."""

    def __init__(self, found: Judged, folded: Folded) -> None:
        self._found = found
        self._folded = folded
        self._subject: Subject | None = None
        self._events: list[Event] = []
        self._is_whole = False

    def take(self, event: Event) -> None:
        subject = subject_of(event)
        if subject != self._subject:
            self.end()
            self._subject, self._events = subject, []
            self._is_whole = self._found.spans[subject].is_whole
        if self._is_whole:
            self._events.append(event)

    def end(self) -> None:
        if self._subject is not None and self._is_whole:
            self._folded.take(self._subject, self._events)


def _twice(connection: Connection, events: Sequence[tuple[int, Event]]) -> Iterator[Problem]:
    """Of these, those that cannot be stored beside the others: a client's message id is unique."""
    for number, event in events:
        try:
            with connection.begin_nested():
                connection.execute(insert(EVENTS), event_row(event))
        except IntegrityError:
            yield Problem(number, f"the sender's message id {event.id!r} is there already")


# -- what is folded from it ----------------------------------------------------------------------------------


def _fold_the_others(
    connection: Connection, found: Judged, folded: Folded, progress: Callable[[int], None]
) -> None:
    """Those that lie scattered in the file, and those that go on what is stored: they are read anew."""
    others = iter([subject for subject, span in found.spans.items() if not span.is_whole])
    while part := list(islice(others, SUBJECTS_AT_ONCE)):
        for subject, events in _timelines(connection, part):
            folded.take(subject, events)
        progress(folded.done)
    folded.write()


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

"""What is folded from timelines that come out of a file: states, facts and dues, a few hundred at a time."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert
from sqlalchemy.exc import IntegrityError

from server.core.conversation import Conversation, replay
from server.core.events import Event
from server.core.facts import facts_of
from server.core.hours import Calendar
from server.desk.ports import Due

from . import records
from .rows import CONVERSATIONS, DUE, FACTS, Parameters, due_row, state_row
from .timeline_file import Problem, Subject
from .writing.many import Many

AT_ONCE = 200  # timelines

# What either database says of a row that may not be beside another.
Clash = (IntegrityError, sqlite3.IntegrityError)

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


class Folded:
    """Takes whole timelines, and writes what follows from them within the open transaction."""

    def __init__(
        self, connection: Connection, derived: Derived, change: int, line_of: Callable[[Subject], int]
    ) -> None:
        self._connection = connection
        self._derived = derived
        self._change = change
        self._line_of = line_of
        self._states: list[Parameters] = []
        self._facts: list[Parameters] = []
        self._dues: list[Due] = []
        self._add_states, self._add_facts = Many(insert(CONVERSATIONS)), Many(insert(FACTS))
        self.done = 0

    def take(self, subject: Subject, events: Sequence[Event]) -> None:
        """All its events, from the first one on. Raises Unimportable."""
        try:
            self._fold(subject, events)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
            reason = f"{subject[1]} cannot be replayed: {problem!r}"
            raise Unimportable([Problem(self._line_of(subject), reason)]) from problem
        self.done += 1
        if len(self._facts) == AT_ONCE:
            self.write()

    def _fold(self, subject: Subject, events: Sequence[Event]) -> None:
        kind, name = subject
        record = records.encode(facts_of(events, self._derived.calendars))
        self._facts.append({"subject_kind": kind, "subject": name, "change": self._change, "record": record})
        if kind == "conversation":
            conversation = replay(events)
            self._states.append({**state_row(conversation), "change": self._change})
            self._dues += self._derived.dues(conversation, events)

    def write(self) -> None:
        """What has been taken since the last time. Raises Unimportable."""
        facts, states, dues = self._facts, self._states, self._dues
        self._facts, self._states, self._dues = [], [], []
        for kind in sorted({row["subject_kind"] for row in facts}):
            ids = [row["subject"] for row in facts if row["subject_kind"] == kind]
            self._remove(FACTS, FACTS.c.subject_kind == kind, FACTS.c.subject.in_(ids))
        if facts:
            self._add_facts(self._connection, facts)
        if states:
            self._remove(CONVERSATIONS, CONVERSATIONS.c.id.in_([row["id"] for row in states]))
            self._add(states)
        if dues:
            self._remove(DUE, DUE.c.key.in_([due.key for due in dues]))
            self._connection.execute(insert(DUE), [due_row(due) for due in dues])

    def _remove(self, table: Any, *which: Any) -> None:  # noqa: ANN401  (of SQLAlchemy's many kinds)
        self._connection.execute(delete(table).where(*which))

    def _add(self, states: Sequence[Parameters]) -> None:
        try:
            with self._connection.begin_nested():
                self._add_states(self._connection, states)
            return
        except Clash:
            pass
        for state in states:
            try:
                with self._connection.begin_nested():
                    self._connection.execute(insert(CONVERSATIONS), state)
            except IntegrityError:
                line = self._line_of(("conversation", state["id"]))
                reason = f"{state['id']}: its visitor would have two open conversations"
                raise Unimportable([Problem(line, reason)]) from None

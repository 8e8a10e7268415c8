"""What an append writes, for one dialect, and the numbers of its changes."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from server.core.conversation import Conversation
from server.core.wire import subject_of
from server.desk.ports import Append, Due, Outdated, VisitorRecord

from . import outbox, records
from .rows import (
    CONVERSATIONS,
    DUE,
    EVENTS,
    FACTS,
    VISITORS,
    Parameters,
    due_row,
    event_row,
    state_row,
    visitor_row,
)
from .writing import driver
from .writing.many import Many, Question, joined

Item = Append | VisitorRecord | Due
T = TypeVar("T")

# Of a conversation, what most events leave as it is: what it is found by.
_PLACE = ("site", "visitor", "status", "team", "agent", "started_at")
_GREATEST = (
    "SELECT max(coalesce((SELECT max(change) FROM facts), 0),"
    " coalesce((SELECT max(change) FROM conversations), 0))"
)


class Statements:
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
        self._joined: dict[tuple[Many, ...], str | None] = {}
        self._add_events = Many(insert(EVENTS))
        conversation = dialect.insert(CONVERSATIONS)
        self._keep_state = Many(_upsert(conversation, CONVERSATIONS, ["id"], change))
        self._keep_in_place = Many(_upsert(conversation, CONVERSATIONS, ["id", *_PLACE], change, ["id"]))
        self._keep_facts = Many(_upsert(dialect.insert(FACTS), FACTS, ["subject_kind", "subject"], change))
        self._keep_visitor = Many(_upsert(dialect.insert(VISITORS), VISITORS, ["id"], None))
        self._write_outbox = Many(outbox.written(is_sqlite))
        self._set_due = Many(_upsert(dialect.insert(DUE), DUE, ["key"], None))
        self._done = Many(delete(DUE).where(DUE.c.key == bindparam("done"), DUE.c.at <= bindparam("done_at")))

    def apply(self, connection: Connection, items: Sequence[Item]) -> None:
        """Writes them all within the open transaction."""
        if fences := _fences(items):
            _must_be_the_latest(connection, fences)
        self._follow(connection)
        for write, rows in self._steps(items):
            write(connection, rows)

    def in_one(self, items: Sequence[Item], dialect: Dialect) -> Question | None:
        """All of them as one statement, for PostgreSQL; None: they need a transaction with several."""
        if _fences(items):
            return None
        steps = self._steps(items)
        kinds = tuple(write for write, _ in steps)
        if kinds not in self._joined:
            self._joined[kinds] = joined(kinds, dialect)
        statement = self._joined[kinds]
        if statement is None:
            return None
        return statement, [column for write, rows in steps for column in write.columns(rows)]

    def _steps(self, items: Sequence[Item]) -> list[tuple[Many, list[Parameters]]]:
        """Table by table, each one's rows in the order of their keys: nodes that write the same ones at once
        wait for each other, and not crosswise.
        """
        self.change += 1
        appends = [item for item in items if isinstance(item, Append)]
        if len(appends) > 1:
            appends.sort(key=_subject)
        steps: list[tuple[Many, list[Parameters]]] = [
            (self._keep_visitor, [visitor_row(visitor) for visitor in _visitors(items)]),
            (self._add_events, [event_row(event) for append in appends for event in append.events]),
            *self._states(appends),
            (self._keep_facts, self._facts_rows(appends)),
            (self._done, [{"done": due.key, "done_at": due.at} for due in _dones(appends)]),
            (self._set_due, [due_row(due) for due in _dues(items)]),
            (self._write_outbox, [outbox.out_row(out) for append in appends for out in append.outbox]),
        ]
        return [(write, rows) for write, rows in steps if rows]

    def mark(self, connection: Connection) -> int:
        if self._is_sqlite:
            return greatest_change(connection) + 1
        oldest_running = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        number: int = connection.execute(oldest_running).scalar_one()
        return number

    def next_change(self, connection: Connection) -> int:
        if not self._is_sqlite:
            number: int = connection.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
            return number
        self._follow(connection)
        self.change += 1
        return self.change

    def keep(
        self,
        connection: Connection,
        states: Sequence[Parameters],
        facts: Sequence[tuple[tuple[str, str], bytes]],
    ) -> None:
        if states:
            self._keep_state(connection, [self._changed(state) for state in states])
        if facts:
            self._keep_facts(connection, [self._facts_row(*one) for one in facts])

    def _follow(self, connection: Connection) -> None:
        """A command beside the server, such as `rebuild`, gives numbers as well: none is given twice, nor one
        below another that was read already.
        """
        if self._is_sqlite:
            self.change = max(self.change, driver.number(connection, _GREATEST))

    def _states(self, appends: Sequence[Append]) -> list[tuple[Many, list[Parameters]]]:
        """Of those that were written twice since the last commit, only how they stand now is kept.

        SQLite writes every index of a column that it is told to set, whether its value is another or not.
        PostgreSQL looks by itself.
        """
        first: dict[str, Conversation | None] = {}
        last: dict[str, Conversation] = {}
        for append in appends:
            if append.conversation is not None:
                first.setdefault(append.conversation.id, append.before)
                last[append.conversation.id] = append.conversation
        stays = {one for one, before in first.items() if self._is_sqlite and _stays(before, last[one])}
        rows = {one: self._changed(state_row(conversation)) for one, conversation in last.items()}
        return [
            (self._keep_state, [row for one, row in rows.items() if one not in stays]),
            (self._keep_in_place, [row for one, row in rows.items() if one in stays]),
        ]

    def _facts_rows(self, appends: Sequence[Append]) -> list[Parameters]:
        last = {subject_of(append.events[0]): append.facts for append in appends if append.facts}
        return [self._facts_row(subject, records.encode(facts)) for subject, facts in last.items()]

    def _facts_row(self, subject: tuple[str, str], record: bytes) -> Parameters:
        kind, name = subject
        return self._changed({"subject_kind": kind, "subject": name, "record": record})

    def _changed(self, row: Parameters) -> Parameters:
        return {**row, "change": self.change} if self._is_sqlite else row


def _fences(items: Sequence[Item]) -> set[int]:
    found = (getattr(item, "fence", None) for item in items)
    return {fence for fence in found if fence is not None}


def _must_be_the_latest(connection: Connection, fences: set[int]) -> None:
    """Nobody takes the lease over before this is committed: its row is held until then."""
    latest = connection.execute(text("SELECT fence FROM leases WHERE name = 'routing' FOR SHARE")).scalar()
    if fences != {latest}:
        raise Outdated


def _stays(before: Conversation | None, after: Conversation) -> bool:
    """Whether it is found in the same places as before, but for when something last happened in it."""
    return before is not None and _place(before) == _place(after)


def _place(one: Conversation) -> tuple[Any, ...]:
    team, agent = (who.id if who else None for who in (one.team, one.agent))
    return one.site, one.visitor.id, one.status, team, agent, one.started_at


def _visitors(items: Sequence[Item]) -> list[VisitorRecord]:
    found = [item if isinstance(item, VisitorRecord) else getattr(item, "visitor", None) for item in items]
    return _by_key({visitor.id: visitor for visitor in found if visitor is not None})


def _subject(append: Append) -> tuple[str, str]:
    return subject_of(append.events[0])


def _dones(appends: Sequence[Append]) -> list[Due]:
    return sorted((due for append in appends for due in append.done), key=_key)


def _key(due: Due) -> str:
    return due.key


def _dues(items: Sequence[Item]) -> list[Due]:
    found = [
        due for item in items for due in ((item,) if isinstance(item, Due) else getattr(item, "due", ()))
    ]
    return _by_key({due.key: due for due in found})


def _by_key(found: dict[str, T]) -> list[T]:
    return list(found.values()) if len(found) < 2 else [found[key] for key in sorted(found)]


def _upsert(
    statement: Any,  # noqa: ANN401
    table: Any,  # noqa: ANN401
    kept: Sequence[str],
    change: Any,  # noqa: ANN401
    keys: Sequence[str] = (),
) -> Insert:
    """A row that is there already stays as it is in columns that are `kept`; `keys`: if not all of them."""
    names = [column.name for column in table.columns]
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    if change is not None:
        values["change"] = change
    statement = statement.values(values)
    rest = {name: statement.excluded[name] for name in names if name not in kept}
    upsert: Insert = statement.on_conflict_do_update(index_elements=list(keys or kept), set_=rest)
    return upsert


def greatest_change(connection: Connection) -> int:
    found = [
        connection.execute(select(func.max(table.c.change))).scalar() or 0 for table in (CONVERSATIONS, FACTS)
    ]
    return max(found)

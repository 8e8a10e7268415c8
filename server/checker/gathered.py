"""A history, read once and laid out so that each point finds what it compares."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import history as h


@dataclass(slots=True)
class Operation:
    """What a client wanted, and what came of it: ok, fail or info (nobody knows)."""

    asked: h.Invoke
    outcome: h.Ok | h.Fail | h.Info | None = None

    @property
    def name(self) -> str:
        match self.outcome:
            case h.Ok():
                return "ok"
            case h.Fail():
                return "fail"
            case _:
                return "info"


@dataclass(slots=True)
class Gathered:
    """`shown`: numbers that came by themselves, by (client, conversation). `backwards`: of these, those
    that were not greater than the one before on the same socket.
    """

    clients: dict[str, h.Client] = field(default_factory=dict)
    operations: dict[int, Operation] = field(default_factory=dict)
    finals: list[h.Final] = field(default_factory=list)
    people: dict[str, h.Person] = field(default_factory=dict)
    rows: dict[str, list[h.Row]] = field(default_factory=dict)
    stored: dict[str, list[h.Row]] = field(default_factory=dict)
    conversations: dict[str, h.Conversation] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[tuple[str, str], "array[int]"] = field(default_factory=dict)
    backwards: list[h.Seen] = field(default_factory=list)
    _latest: dict[tuple[int, str], int] = field(default_factory=dict)

    def person_of(self, client: str) -> str | None:
        known = self.clients.get(client)
        return known.person if known else None

    def take(self, record: h.Record) -> None:
        match record:
            case h.Seen():
                self._seen(record)
            case h.Invoke():
                self.operations[record.op] = Operation(record)
            case h.Ok() | h.Fail() | h.Info():
                self._outcome(record)
            case h.Row():
                self.rows.setdefault(record.conversation, []).append(record)
                if record.id is not None:
                    self.stored.setdefault(record.id, []).append(record)
            case h.Client():
                self.clients[record.client] = record
            case h.Person():
                self.people[record.person] = record
            case h.Conversation():
                self.conversations[record.conversation] = record
            case h.Final():
                self.finals.append(record)
            case h.Log():
                self.logs.append(record.line)
            case h.Wanted():
                self.wanted[record.channel, record.event] += 1
            case h.Sent():
                self.sent[record.channel, record.event] += 1

    def _outcome(self, record: h.Ok | h.Fail | h.Info) -> None:
        operation = self.operations.get(record.op)
        if operation is None:
            raise h.Unreadable(f"operation {record.op} ends before it begins")
        operation.outcome = record

    def _seen(self, seen: h.Seen) -> None:
        key = seen.socket, seen.conversation
        if seen.seq <= self._latest.get(key, 0):
            self.backwards.append(seen)
        self._latest[key] = seen.seq
        self.shown.setdefault((seen.client, seen.conversation), array("q")).append(seen.seq)


def gathered(records: Iterable[h.Record]) -> Gathered:
    """Raises Unreadable."""
    found = Gathered()
    for record in records:
        found.take(record)
    for rows in found.rows.values():
        rows.sort(key=lambda row: row.seq)
    return found

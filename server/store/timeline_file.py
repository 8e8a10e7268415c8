"""A file of timelines, as `timeline export` writes it: read line by line, and every line judged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
import orjson

from server.core.events import EVENT_TYPES, SYSTEM, AgentStatus, ConversationStarted, Event, SenderKind
from server.core.wire import ENVELOPE, UnknownEvent, from_wire, subject_of

Subject = tuple[str, str]

LATEST = 2**53 - 1  # ms: what every client can hold
LONGEST = 8 * 1024 * 1024  # bytes of a line
_NUL = b"\\u0000"


@dataclass(frozen=True, slots=True)
class Problem:
    """Lines count from 1."""

    line: int
    reason: str


class BadLine(ValueError):
    """The line is no event; the message says why."""


@dataclass(slots=True)
class Span:
    """What a file holds of one timeline: its first line, and the first and last event; `together`: its lines
    follow each other.
    """

    line: int
    first_seq: int
    first_at: int
    last_seq: int
    last_at: int
    together: bool = True

    @property
    def is_whole(self) -> bool:
        """Nothing of it can be stored before, and nothing else lies between."""
        return self.together and self.first_seq == 1


@dataclass(slots=True)
class Judged:
    """What a file holds, and what is wrong with its lines."""

    events: int = 0
    spans: dict[Subject, Span] = field(default_factory=dict)
    oldest: int | None = None
    problems: list[Problem] = field(default_factory=list)


def lines_of(file: Path) -> Iterator[tuple[int, bytes]]:
    """Each line that is not empty, with its number; never more than one of them in memory."""
    with file.open("rb") as found:
        number = 0
        while line := found.readline(LONGEST):
            number += 1
            if line.strip():
                yield number, line
            while len(line) == LONGEST and not line.endswith(b"\n"):
                line = found.readline(LONGEST)


def event_of(line: bytes) -> Event:
    """Raises BadLine."""
    if len(line) >= LONGEST:
        raise BadLine(f"it is longer than {LONGEST} bytes")
    if _NUL in line or b"\0" in line:
        raise BadLine("it holds a NUL character")
    if (event := _plain(line)) is not None:
        return event
    try:
        wire = orjson.loads(line)
    except ValueError:
        raise BadLine("this is not JSON") from None
    if not isinstance(wire, dict):
        raise BadLine("an event is a JSON object")
    return _checked(_event(wire))


def _plain(line: bytes) -> Event | None:
    """Of most lines at once what comes of all others in four steps; None: it takes those to judge it."""
    try:
        kind = _kind_of(line).type
        if kind not in _AT_ONCE:
            return None
        line.decode()
        event = _AT_ONCE[kind](line)
    except (ValueError, msgspec.MsgspecError):
        return None
    numbered = 1 <= event.seq <= LATEST and 1 <= event.at <= LATEST
    return event if numbered and event.conversation and event.by is not SYSTEM else None


def _event(wire: dict[str, Any]) -> Event:
    kind = EVENT_TYPES.get(wire["type"]) if isinstance(wire.get("type"), str) else None
    if kind is None:
        raise BadLine(f"no event is called {wire.get('type')!r}")
    try:
        msgspec.convert(wire, _SHAPES[kind], strict=True)
        return from_wire(wire)
    except (msgspec.ValidationError, UnknownEvent) as problem:
        raise BadLine(str(problem)) from None


def _checked(event: Event) -> Event:
    if event.conversation is None and not isinstance(event, AgentStatus):
        raise BadLine("it names no conversation")
    if isinstance(event, AgentStatus) and event.conversation is not None:
        raise BadLine("an agent's status belongs to no conversation")
    return event


class Judge:
    """Looks at each line in turn. After a fault the timeline goes on from there, so that each fault is told
    once.
    """

    def __init__(self, now: int) -> None:
        """`now`: ms; nothing can have happened later."""
        self._now = now
        self._before: Span | None = None
        self.found = Judged()

    def look(self, number: int, line: bytes) -> None:
        try:
            event = event_of(line)
        except BadLine as problem:
            return self.found.problems.append(Problem(number, str(problem)))
        subject = subject_of(event)
        span = self.found.spans.get(subject)
        if (reason := self._reason(event, span)) is not None:
            self.found.problems.append(Problem(number, reason))
        self._goes_on(number, event, subject, span)

    def _reason(self, event: Event, span: Span | None) -> str | None:
        if event.at > self._now:
            return "it is in the future"
        if (event.seq == 1) != isinstance(event, ConversationStarted) and event.conversation is not None:
            return "a conversation begins with conversation.started, and only begins with it"
        return None if span is None else _after(span, event)

    def _goes_on(self, number: int, event: Event, subject: Subject, span: Span | None) -> None:
        found = self.found
        found.events += 1
        if found.oldest is None or event.at < found.oldest:
            found.oldest = event.at
        if span is None:
            span = found.spans[subject] = Span(number, event.seq, event.at, event.seq, event.at)
        elif event.seq > span.last_seq:
            span.last_seq, span.last_at = event.seq, max(span.last_at, event.at)
        if span is not self._before:
            span.together = span.line == number
        self._before = span


def _after(span: Span, event: Event) -> str | None:
    if event.seq <= span.last_seq:
        return f"number {event.seq} of this timeline comes twice, or out of order"
    if event.seq > span.last_seq + 1:
        return f"there is a gap: number {event.seq} comes where {span.last_seq + 1} is due"
    return "it is earlier than the event before it" if event.at < span.last_at else None


class _By(msgspec.Struct):
    kind: SenderKind
    id: str | None = None
    name: str | None = None


def _shape(kind: type[Event]) -> type[msgspec.Struct]:
    """What the line must look like; whatever else stands in it is not looked at."""
    hints = get_type_hints(kind)
    own: list[Any] = []
    for spec in msgspec.structs.fields(kind):
        if spec.name not in ENVELOPE:
            wire = spec.name.rstrip("_")
            default = () if spec.default is msgspec.NODEFAULT else (spec.default,)
            # Null is what a field says that has not been set.
            own.append((spec.name, hints[spec.name] | None if default else hints[spec.name], *default))
            _RENAMED[spec.name] = wire
    envelope: list[Any] = [
        ("seq", Annotated[int, msgspec.Meta(ge=1, le=LATEST)]),
        ("at", Annotated[int, msgspec.Meta(ge=0, le=LATEST)]),
        ("by", _By),
        ("conversation", Annotated[str, msgspec.Meta(min_length=1)] | None, None),
        ("id", str | None, None),
    ]
    return msgspec.defstruct(kind.__name__, [*envelope, *own], kw_only=True, rename=_RENAMED.get)


_RENAMED: dict[str, str] = {}
_SHAPES = {kind: _shape(kind) for kind in EVENT_TYPES.values()}


class _Kind(msgspec.Struct):
    type: str


def _at_once(kind: type[Event]) -> bool:
    """Whether its lines are what it is made of: no name is another, and no number need be looked at."""
    own = [spec for spec in msgspec.structs.fields(kind) if spec.name not in ENVELOPE]
    numbers = any(word in str(spec.type) for spec in own for word in ("int", "float"))
    return not numbers and all(spec.name == spec.name.rstrip("_") for spec in own)


_kind_of = msgspec.json.Decoder(_Kind).decode
_AT_ONCE = {name: msgspec.json.Decoder(kind).decode for name, kind in EVENT_TYPES.items() if _at_once(kind)}

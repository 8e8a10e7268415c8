"""Timeline files: JSON Lines of events, in full or in the short form of vectors."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from server.core.events import AgentStatus, ConversationStarted, Event, MessageSent, Rated, SurveySent, Tagged
from server.core.values import replace
from server.core.wire import UnknownEvent, from_wire, subject_of

from .asking.periods import instant_of

Story = Sequence[Event]
_SENDERS = ("visitor", "agent", "bot", "system")
SCALES = {"nps": "0-10", "ces": "1-7"}  # where none is named
THUMBS = {"down": 1, "up": 2}  # scores


class BadStory(ValueError):
    """A line that is no event; the message names the line and what is wrong with it."""


def stories_of(lines: Iterable[str]) -> list[Story]:
    """The lines' events, one timeline a conversation or agent, each in order of (time, number).

    Raises BadStory.
    """
    events = [_event(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    return grouped(events)


def stories_of_vector(timeline: Iterable[Mapping[str, Any]]) -> list[Story]:
    """A vector's timeline, which is in the short form. Raises BadStory."""
    return grouped([_read(number, plain) for number, plain in enumerate(timeline, start=1)])


def grouped(events: Iterable[Event]) -> list[Story]:
    """One timeline a subject, numbered where the file did not."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        found.setdefault(subject_of(event), []).append(event)
    return [_numbered(sorted(story, key=lambda event: (event.at, event.seq))) for story in found.values()]


def _numbered(story: list[Event]) -> Story:
    if all(event.seq for event in story):
        return story
    return [replace(event, seq=number) for number, event in enumerate(story, start=1)]


def _event(number: int, line: str) -> Event:
    try:
        plain = json.loads(line)
    except ValueError:
        raise BadStory(f"line {number}: this is not JSON") from None
    return _read(number, plain)


def _read(number: int, plain: object) -> Event:
    if not isinstance(plain, Mapping):
        raise BadStory(f"line {number}: an event is a JSON object")
    try:
        event = from_wire(_lengthened(plain) if "e" in plain else plain)
        return _checked(event)
    except UnknownEvent as problem:
        raise BadStory(f"line {number}: {problem}") from None
    except KeyError as problem:
        raise BadStory(f"line {number}: {problem.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError, OverflowError) as problem:
        raise BadStory(f"line {number}: {problem}") from None


def _checked(event: Event) -> Event:
    if event.conversation is None and not isinstance(event, AgentStatus):
        raise ValueError("it names no conversation")
    if event.by.kind not in _SENDERS:
        raise ValueError(f"nobody can be a {event.by.kind!r}; by: {', '.join(_SENDERS)}")
    return event


def _lengthened(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The short form as the full one: bare ids, ISO times, defaults left out."""
    kind = plain["e"]
    # An agent comes and goes for all of them, though each line may name one.
    conversation = None if kind == AgentStatus.type else plain.get("c")
    said = {name: value for name, value in plain.items() if name not in ("t", "c", "e", "by")}
    wire = {**_usual(kind, plain), **said, **_translated(said)}
    return wire | {
        "type": kind,
        "conversation": conversation,
        "at": _instant(plain["t"]),
        "by": _sender(plain),
    }


def _usual(kind: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What holds where the line does not say so."""
    if kind == ConversationStarted.type:
        return {"visitor": plain.get("customer") or f"visitor of {plain.get('c')}", "site": "site"}
    if kind == MessageSent.type:
        return {"public": plain.get("kind") != "note"}
    if kind == Tagged.type and isinstance(plain.get("tag"), str):
        return {"tags": [plain["tag"]]}
    if kind in (SurveySent.type, Rated.type) and plain.get("kind") in SCALES:
        return {"scale": SCALES[plain["kind"]]}
    return {}


def _translated(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said in words that events have not."""
    texts = {name: value for name, value in said.items() if isinstance(value, str)}
    instants: dict[str, Any] = {
        name: instant_of(texts[name], "UTC") for name in ("since", "until") if name in texts
    }
    thumb = THUMBS.get(texts.get("score", ""))
    return instants if thumb is None else {**instants, "score": thumb}


def _instant(text: object) -> int:
    if isinstance(text, int):
        return text
    datetime.fromisoformat(str(text))
    return instant_of(str(text), "UTC")


def _sender(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Messages must say who sent them; other events may leave it to their type."""
    by = plain.get("by")
    if isinstance(by, Mapping):
        return dict(by)
    if by is None and plain["e"] == MessageSent.type:
        raise KeyError("by")
    kind = by or ("visitor" if plain["e"] in _BY_VISITORS else "system")
    return {"kind": kind, "id": plain.get("agent") if kind == "agent" else None}


_BY_VISITORS = ("conversation.started", "rated", "reopened", "details.given", "page.viewed")

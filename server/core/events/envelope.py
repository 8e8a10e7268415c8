"""What every event has: which timeline it belongs to, its number there, when, and by whom."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

SenderKind = Literal["visitor", "bot", "agent", "system"]

CONTENT = {"content": True}


def content(default: Any = None) -> Any:  # noqa: ANN401  (a dataclass field takes the type of its annotation)
    """A field that holds what a person wrote or is, and that an erasure may empty."""
    return field(default=default, metadata=CONTENT)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it. `id` is None for the system; `name` is content."""

    kind: SenderKind
    id: str | None = None
    name: str | None = field(default=None, metadata=CONTENT)


@dataclass(frozen=True, slots=True)
class Named:
    """A visitor, an agent or a team, as events and states mention them."""

    id: str
    name: str | None = field(default=None, metadata=CONTENT)


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    title: str | None = None
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a message of the butler's; pressing it says `choice: id`."""

    id: str
    label: str


SYSTEM = Sender("system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The envelope. `seq` counts from 1 without gaps within its subject; `at` is ms since the epoch, UTC, the
    server's; `id` is the client's, for messages. An event that is decided but not yet numbered has seq 0.
    """

    type: ClassVar[str]
    conversation: str | None = None
    seq: int = 0
    at: int = 0
    by: Sender = SYSTEM
    id: str | None = None

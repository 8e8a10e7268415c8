"""What every event has: which timeline it belongs to, its number there, when, and by whom."""

from typing import Annotated, ClassVar, Literal, TypeVar

from ..values import Struct

SenderKind = Literal["visitor", "bot", "agent", "system"]

T = TypeVar("T")

CONTENT = "content"
Content = Annotated[T, CONTENT]
"""A field that holds what a person wrote or is, and that an erasure may empty."""


class Sender(Struct, frozen=True):
    """Who did it. `id` is None for the system; `name` is content."""

    kind: SenderKind
    id: str | None = None
    name: Content[str | None] = None


class Named(Struct, frozen=True):
    """A visitor, an agent or a team, as events and states mention them."""

    id: str
    name: Content[str | None] = None


class Page(Struct, frozen=True):
    url: str
    title: str | None = None
    referrer: str | None = None


class Choice(Struct, frozen=True):
    """A button under a message of the butler's; pressing it says `choice: id`."""

    id: str
    label: str


SYSTEM = Sender("system")


class Event(Struct, frozen=True, kw_only=True):
    """The envelope. `seq` counts from 1 without gaps within its subject; `at` is ms since the epoch, UTC, the
    server's; `id` is the client's, for messages. An event that is decided but not yet numbered has seq 0.
    """

    type: ClassVar[str]
    conversation: str | None = None
    seq: int = 0
    at: int = 0
    by: Sender = SYSTEM
    id: str | None = None

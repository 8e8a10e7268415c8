"""What the desk needs from outside. Store, sockets and butler satisfy these; the desk imports none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.core.actions import Action, World
from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event
from server.core.facts import Facts

Butler = Callable[[Conversation, World], list[Action]]
Clock = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Due:
    """To be looked at again at `at` (ms). One row a key: a later one replaces it."""

    key: str
    at: int
    kind: str
    subject: str


@dataclass(slots=True)
class Append:
    """What one turn writes, all or nothing: events that follow each other in one timeline, and folds."""

    events: Sequence[Event]
    conversation: Conversation | None = None
    facts: Facts | None = None
    due: Sequence[Due] = ()
    done: Sequence[Due] = ()
    visitor: "VisitorRecord | None" = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as the store last folded it; `facts` has the cursors to go on from."""

    conversation: Conversation
    facts: Facts


@dataclass(slots=True)
class VisitorRecord:
    """A visitor as the store keeps him; all but ids and times is content."""

    id: str
    site: str
    token_hash: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    customer: str | None = None
    locale: str | None = None
    tracking: bool = False
    first_seen_at: int = 0
    last_seen_at: int = 0
    fields: dict[str, str] = field(default_factory=dict)


class Taken(Exception):
    """Somebody else's event has this number, or he opened a conversation: look again, decide again."""


class SaidBefore(Exception):
    """The client's message id is stored already, in this event."""

    def __init__(self, event: Event) -> None:
        super().__init__(event.id)
        self.event = event


class Timeline(Protocol):
    """The store, as the desk sees it."""

    async def append(self, append: Append) -> None:
        """Durable when it returns. Raises Taken, SaidBefore or NotStored (then nothing was written)."""
        ...

    async def stored(self, conversation: str) -> Stored | None: ...
    async def last_of(self, visitor: str) -> Stored | None: ...
    async def open_ones(self) -> list[Conversation]: ...
    async def events(
        self, conversation: str, after: int, limit: int = 500, *, visible: bool = False
    ) -> list[Event]: ...
    async def last_events(self, conversation: str, limit: int = 200) -> list[Event]: ...
    async def statuses(self, agents: Sequence[str] | None = None) -> list[AgentStatus]: ...
    async def mark(self) -> int: ...
    async def changes(self, mark: int) -> tuple[list[Conversation], list[AgentStatus], int]: ...
    async def set_due(self, due: Due) -> None: ...
    async def drop_due(self, due: Due) -> None: ...
    async def visitor_by_token(self, site: str, token_hash: str, used_at: int) -> VisitorRecord | None: ...
    async def visitor(self, visitor: str) -> VisitorRecord | None: ...
    async def keep_visitor(self, visitor: VisitorRecord) -> None: ...
    async def agent_facts(self, agent: str) -> tuple[int, Facts | None]:
        """The last seq of the agent's own timeline, and its facts."""
        ...


class Tell(Protocol):
    """Who may know is told here, in order, once a socket. Nothing of it is promised to those who are away."""

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None: ...
    async def state(self, before: Conversation, conversation: Conversation) -> None: ...
    async def person(self, status: AgentStatus) -> None: ...
    async def agent(self, agent: str, event: str, payload: dict[str, Any]) -> None: ...
    async def visitor(self, visitor: str, event: str, payload: dict[str, Any]) -> None: ...
    async def followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None: ...

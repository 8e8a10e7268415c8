"""What the desk needs from outside. Store, sockets and butler satisfy these; the desk imports none."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.core.actions import Action, World
from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event, Routed
from server.core.facts import Facts

Butler = Callable[[Conversation, World], list[Action]]
Clock = Callable[[], int]
# Text made of so many bytes of chance. Ids and tokens are: nobody may guess them.
Chance = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Due:
    """To be looked at again at `at` (ms). One row a key: a later one replaces it."""

    key: str
    at: int
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Out:
    """To be carried out in the world from `at` (ms) on, once: `run` is its key. References only, no texts;
    `data`: what no timeline says about it, as JSON.
    """

    run: str
    kind: str
    subject: str
    at: int
    created_at: int
    data: str | None = None


@dataclass(slots=True)
class Append:
    """What one turn writes, all or nothing: events that follow each other in one timeline, and folds.

    `fence`: of the lease under which it was decided; it is written only while that is the latest. `before`:
    how the conversation is stored until then, if it is known; what has not changed need not be written.
    """

    events: Sequence[Event]
    conversation: Conversation | None = None
    facts: Facts | None = None
    due: Sequence[Due] = ()
    done: Sequence[Due] = ()
    visitor: "VisitorRecord | None" = None
    fence: int | None = None
    outbox: Sequence[Out] = ()
    before: Conversation | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as the store last folded it; `facts` has the cursors to go on from."""

    conversation: Conversation
    facts: Facts


@dataclass(frozen=True, slots=True)
class Before:
    """Who had a visitor's conversation that is over, and when anything last happened in it (ms)."""

    agent: str
    at: int


@dataclass(frozen=True, slots=True)
class Audited:
    """That `who` (an agent's id) did `action` to `subject` (an id). `key`: of several with the same one, the
    first is kept. `detail`: numbers, ids and words of ours; nothing that people wrote.
    """

    key: str
    at: int
    who: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """Which entries; None: any. From `since` on and before `until` (ms)."""

    who: str | None = None
    action: str | None = None
    subject: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(slots=True)
class VisitorRecord:
    """A visitor as the store keeps him; all but ids and times is content.

    `verified`: the address that is his for certain, by the host site's word or by a link mailed to it.
    """

    id: str
    site: str
    token_hash: str
    name: str | None = None
    email: str | None = None
    verified: str | None = None
    phone: str | None = None
    customer: str | None = None
    locale: str | None = None
    tracking: bool = False
    first_seen_at: int = 0
    last_seen_at: int = 0
    fields: dict[str, str] = field(default_factory=dict)


class Taken(Exception):
    """Somebody else's event has this number, or he opened a conversation: look again, decide again."""


class Outdated(Exception):
    """Whoever decided this has lost the lease for it. Nothing was written."""


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
    async def last_of(self, visitor: str) -> Conversation | None: ...
    async def open_ones(self) -> list[Conversation]: ...
    async def events(
        self, conversation: str, after: int, limit: int = 500, *, visible: bool = False
    ) -> list[Event]: ...
    async def last_events(self, conversation: str, limit: int = 200) -> list[Event]: ...
    async def statuses(self, agents: Sequence[str] | None = None) -> list[AgentStatus]: ...
    async def mark(self) -> int: ...
    async def changes(
        self, mark: int, known: Callable[[str], int] = ...
    ) -> tuple[list[Conversation], list[AgentStatus], int]: ...
    async def states(self, conversations: Sequence[str]) -> list[Conversation]: ...
    async def events_after(self, numbers: Mapping[str, int]) -> dict[str, list[Event]]: ...
    async def routed_since(self, at: int) -> list[Routed]: ...
    async def ended_lately(self, most: int) -> list[Facts]: ...
    async def agents_before(self, visitors: Collection[str], since: int) -> dict[str, Before]: ...
    async def audit(self, entry: Audited) -> None: ...
    async def audited(
        self, wanted: AuditWanted, cursor: str | None, limit: int
    ) -> tuple[list[Audited], str | None]: ...
    async def set_due(self, due: Due) -> None: ...
    async def drop_due(self, due: Due) -> None: ...
    async def visitor_by_token(self, site: str, token_hash: str, used_at: int) -> VisitorRecord | None: ...
    async def visitor(self, visitor: str) -> VisitorRecord | None: ...
    async def keep_visitor(self, visitor: VisitorRecord) -> None: ...
    async def agent_facts(self, agent: str) -> tuple[int, Facts | None]:
        """The last seq of the agent's own timeline, and its facts."""
        ...


class Tell(Protocol):
    """Who may know is told, here, in order, once a socket. Nothing of it is promised to those who are away.

    Other nodes tell their own people: `changed` and `agent_changed` hint to them that there is something new.
    """

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None: ...
    async def state(self, before: Conversation, conversation: Conversation) -> None: ...
    async def person(self, status: AgentStatus) -> None: ...
    async def agent(self, agent: str, event: str, payload: dict[str, Any]) -> None: ...
    async def visitor(self, visitor: str, event: str, payload: dict[str, Any]) -> None: ...
    async def followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None: ...
    def changed(self, conversation: Conversation) -> None: ...
    def agent_changed(self, agent: str) -> None: ...

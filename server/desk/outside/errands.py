"""What must be done in the world because of what happened: the outbox, as those who carry it out see it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from server.core import letters
from server.core.conversation import Conversation
from server.core.events import Event

from ..directory import Site
from ..ports import Out, Timeline, VisitorRecord

LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Errand:
    """One that was claimed. `upto`: what its letter covers, fixed when it was first handed over, else 0;
    `data`: as it was put in (Out).
    """

    run: str
    kind: str
    subject: str
    attempts: int
    upto: int
    claimed_until: int
    data: str | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A letter that was handed over: its run key, and up to which number it covers the answers."""

    run: str
    upto: int


@dataclass(frozen=True, slots=True)
class Dead:
    """One that was given up; only an admin can have it tried again."""

    run: str
    kind: str
    subject: str
    attempts: int
    error: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """Keyed hashes of the address that it goes to and of where the conversation came from; for limits."""

    recipient: str
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of ours that was opened: to which conversation it leads, and the address that it was sent to."""

    site: Site
    conversation: str
    address: str
    text: str


class NotSent(Exception):
    """It did not go out. `for_good`: trying again will not help. The message holds no address."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unreachable(NotSent):
    """The server was not even reached, so nothing can have gone out."""


class Outbox(Protocol):
    """The store satisfies it. Times in ms. What is not one's own any more, because its claim has run out and
    somebody else has it, stays as it is.
    """

    async def claim(self, now: int, *kinds: str) -> list[Errand]: ...
    async def handed(self, conversation: str) -> list[Handed]: ...
    async def hands_over(self, errand: Errand, upto: int, envelope: Envelope, now: int) -> Errand | None:
        """Before each attempt. None: it is somebody else's, or the address has had enough for now."""
        ...

    async def releases(self, errand: Errand) -> None:
        """Whoever comes next may have it."""
        ...

    async def sent(self, errand: Errand) -> None: ...
    async def fails(self, errand: Errand, reason: str, again_at: int | None) -> None:
        """`again_at` None: it is dead."""
        ...

    async def drop(self, errands: Sequence[Errand]) -> None: ...
    async def dead(self, cursor: str | None, limit: int) -> tuple[list[Dead], str | None]: ...
    async def tries_again(self, run: str, now: int) -> None:
        """Raises NotFound for what is not dead."""
        ...

    async def waiting(self, *kinds: str) -> int: ...


def of(conversation: Conversation, events: Sequence[Event], mail_after: int | None) -> Sequence[Out]:
    """What goes into the outbox with these events, in their own transaction."""
    if mail_after is None:
        return ()
    return [
        Out(f"{LETTER}:{conversation.id}:{look.seq}", LETTER, conversation.id, look.at, conversation.last_at)
        for look in letters.looks(conversation, events, mail_after)
    ]


def fingerprint(address: str) -> str:
    """By which a link knows the address that it was sent to."""
    return hashlib.sha256(address.lower().encode("utf-8", "replace")).hexdigest()[:16]


async def address_of(timeline: Timeline, record: VisitorRecord, conversation: str) -> str | None:
    """The one that he gave, in a form or in the conversation's own words."""
    if record.email is not None:
        return record.email
    found, after = None, 0
    while events := await timeline.events(conversation, after):
        found = letters.address_in(events) or found
        after = events[-1].seq
    return found

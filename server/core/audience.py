"""Who may know of an event. A type that is not listed here does not reach a visitor."""

from typing import Protocol

from . import events as e
from .events import Event

VISITORS_SEE: frozenset[type[Event]] = frozenset(
    {
        e.ConversationStarted,
        e.MessageSent,
        e.Queued,
        e.HandedOff,
        e.Assigned,
        e.Unassigned,
        e.Transferred,
        e.Resolved,
        e.Reopened,
        e.SurveySent,
        e.Rated,
        e.MessageRead,
        e.MessageDelivered,
    }
)

# What not everybody who may see the conversation sees of it.
UNSEEN: frozenset[type[Event]] = frozenset({e.Watched, e.Whispered})

# What only the desk should read in an event that visitors do see.
KEPT_FROM_VISITORS: dict[type[Event], tuple[str, ...]] = {
    e.ConversationStarted: ("address", "customer", "skills"),
    e.Transferred: ("note",),
    e.MessageSent: ("phrase",),
}


class Reader(Protocol):
    """Someone who logs in, and who may see the conversation."""

    @property
    def id(self) -> str: ...
    @property
    def sees_all(self) -> bool: ...


def person_sees(event: Event, person: Reader) -> bool:
    """Who watched is no agent's business, and a whisper only that of whom it is for."""
    if person.sees_all or type(event) not in UNSEEN:
        return True
    return isinstance(event, e.Whispered) and event.to is not None and event.to.id == person.id


def visitor_sees(event: Event) -> bool:
    if isinstance(event, e.MessageSent):
        return event.public and event.kind != "note"
    return type(event) in VISITORS_SEE

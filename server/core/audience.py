"""Who may know of an event. A type that is not listed here does not reach a visitor."""

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

# What only the desk should read in an event that visitors do see.
KEPT_FROM_VISITORS: dict[type[Event], tuple[str, ...]] = {
    e.ConversationStarted: ("address", "customer"),
    e.Transferred: ("note",),
    e.MessageSent: ("phrase",),
}


def visitor_sees(event: Event) -> bool:
    if isinstance(event, e.MessageSent):
        return event.public and event.kind != "note"
    return type(event) in VISITORS_SEE

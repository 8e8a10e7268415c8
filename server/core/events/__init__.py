"""Everything that can happen. States, figures and reactions are all derived from these; start reading here.

An event has an envelope (envelope.py: which conversation, its number there, when, by whom, the client's id
for it) and the fields of its own type. Fields marked as `Content` are what people wrote and who they are:
an erasure may empty them, so no figure may depend on them. All other fields never change.
"""

from typing import get_args

from .course import (
    MarkedSpam,
    Merged,
    Rated,
    Reopened,
    Resolved,
    ResolvedReason,
    Snoozed,
    SurveyKind,
    SurveySent,
    Tagged,
    UnmarkedSpam,
    Unsnoozed,
)
from .envelope import SYSTEM, Choice, Content, Event, Named, Page, Sender, SenderKind
from .hands import (
    AgentStatus,
    Assigned,
    HandedOff,
    NeedsSet,
    Nudged,
    Offered,
    OfferLapsed,
    Presence,
    Prioritised,
    Queued,
    Routed,
    TransferDeclined,
    TransferOffered,
    Transferred,
    Unassigned,
    WaitTold,
    WrapupEnded,
)
from .promises import SlaApplied, SlaBreached, SlaDue, SlaWarned, Target
from .talk import (
    ConversationStarted,
    DetailsGiven,
    MessageDelivered,
    MessageKind,
    MessageRead,
    MessageSent,
    PageViewed,
    VisitorIdentified,
    VisitorLeft,
    VisitorReturned,
    Watched,
    Whispered,
)

AnyEvent = (
    # how it begins, and whom it is for
    ConversationStarted
    | NeedsSet
    | Prioritised
    | MessageSent
    | Queued
    | HandedOff
    | WaitTold
    | Routed
    | Assigned
    | Offered
    | OfferLapsed
    | Unassigned
    | TransferOffered
    | TransferDeclined
    | Transferred
    | Nudged
    # how it goes on and ends
    | Snoozed
    | Unsnoozed
    | Resolved
    | Reopened
    | VisitorLeft
    | VisitorReturned
    | VisitorIdentified
    | DetailsGiven
    | PageViewed
    | SurveySent
    | Rated
    | MessageRead
    | MessageDelivered
    | MarkedSpam
    | UnmarkedSpam
    | Merged
    | Tagged
    | Watched
    | Whispered
    # what was promised
    | SlaApplied
    | SlaDue
    | SlaWarned
    | SlaBreached
    | WrapupEnded
    # on an agent's own timeline
    | AgentStatus
)

EVENT_TYPES: dict[str, type[Event]] = {kind.type: kind for kind in get_args(AnyEvent)}

__all__ = [
    "EVENT_TYPES",
    "SYSTEM",
    "AgentStatus",
    "AnyEvent",
    "Assigned",
    "Choice",
    "Content",
    "ConversationStarted",
    "DetailsGiven",
    "Event",
    "HandedOff",
    "MarkedSpam",
    "Merged",
    "MessageDelivered",
    "MessageKind",
    "MessageRead",
    "MessageSent",
    "Named",
    "NeedsSet",
    "Nudged",
    "OfferLapsed",
    "Offered",
    "Page",
    "PageViewed",
    "Presence",
    "Prioritised",
    "Queued",
    "Rated",
    "Reopened",
    "Resolved",
    "ResolvedReason",
    "Routed",
    "Sender",
    "SenderKind",
    "SlaApplied",
    "SlaBreached",
    "SlaDue",
    "SlaWarned",
    "Snoozed",
    "SurveyKind",
    "SurveySent",
    "Tagged",
    "Target",
    "TransferDeclined",
    "TransferOffered",
    "Transferred",
    "Unassigned",
    "UnmarkedSpam",
    "Unsnoozed",
    "VisitorIdentified",
    "VisitorLeft",
    "VisitorReturned",
    "WaitTold",
    "Watched",
    "Whispered",
    "WrapupEnded",
    "is_human_reply",
]


def is_human_reply(event: Event) -> bool:
    """A public text or file by an agent. Nothing else ever stops a visitor's clock."""
    return (
        isinstance(event, MessageSent)
        and event.by.kind == "agent"
        and event.public
        and event.kind in ("text", "file")
    )

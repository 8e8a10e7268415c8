"""Everything that can happen. States, figures and reactions are all derived from these; start reading here.

An event has an envelope (which conversation, its number there, when, by whom, the client's id for it) and
the fields of its own type. Fields made with `content()` are what people wrote and who they are: an erasure
may empty them, so no figure may depend on them. All other fields never change.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

SenderKind = Literal["visitor", "bot", "agent", "system"]
MessageKind = Literal["text", "file", "form", "auto_ack", "greeting", "campaign", "note"]
ResolvedReason = Literal["solved", "inactive", "abandoned", "visitor_ended", "spam", "duplicate", "merged"]
SurveyKind = Literal["csat", "nps", "ces", "servqual"]
Presence = Literal["online", "away", "offline"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStarted(Event):
    """`mode` is frozen here: offline when nobody accepted chats or the hours were over at this instant."""

    type: ClassVar = "conversation.started"
    site: str = ""
    visitor: Named = Named("")
    team: Named | None = None
    channel: str = "web"
    origin: Literal["visitor", "agent", "campaign", "api"] = "visitor"
    customer: str | None = None
    mode: Literal["live", "offline"] = "live"
    locale: str | None = None
    test: bool = False
    page: Page | None = content()
    address: str | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """`phrase` names what a butler's text says, so that he never says the same thing twice; `ask` lists the
    details that he asks for; `choice` is the pressed button's id.
    """

    type: ClassVar = "message.sent"
    kind: MessageKind = "text"
    public: bool = True
    text: str = content("")
    choices: tuple[Choice, ...] = ()
    choice: str | None = None
    ask: tuple[str, ...] = ()
    phrase: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued(Event):
    """A person is wanted. `reason` says why again: asked, agent_gone, unassigned, transferred, reopened."""

    type: ClassVar = "queued"
    team: Named | None = None
    reason: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOff(Event):
    """The butler, who had the conversation, gives it to people."""

    type: ClassVar = "handed_off"
    reason: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """`reason`: routed, taken, answered, assigned (by a supervisor), transferred, reopened."""

    type: ClassVar = "assigned"
    agent: Named = Named("")
    reason: str = "routed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned(Event):
    type: ClassVar = "unassigned"
    agent: Named | None = None
    reason: str = "given_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Event):
    """`to` is an agent, or a team when `team` is true (then `unassigned` and `queued` follow).

    On the wire the fields are called `from` and `to`.
    """

    type: ClassVar = "transferred"
    from_: Named | None = None
    to: Named = Named("")
    team: bool = False
    note: str | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed(Event):
    type: ClassVar = "snoozed"
    reason: Literal["waiting_visitor", "waiting_third_party"] = "waiting_visitor"
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsnoozed(Event):
    type: ClassVar = "unsnoozed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved(Event):
    type: ClassVar = "resolved"
    reason: ResolvedReason = "solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    type: ClassVar = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorLeft(Event):
    """Written once his presence has been gone for 30 s; `since` is when it went (None: `at`)."""

    type: ClassVar = "visitor.left"
    since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorReturned(Event):
    type: ClassVar = "visitor.returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorIdentified(Event):
    """The host site vouched for him; `customer` is the id it knows him by."""

    type: ClassVar = "visitor.identified"
    customer: str = ""
    name: str | None = content()
    email: str | None = content()
    fields: dict[str, str] | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsGiven(Event):
    """What a visitor says of himself, unverified."""

    type: ClassVar = "details.given"
    name: str | None = content()
    email: str | None = content()
    phone: str | None = content()
    fields: dict[str, str] | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageViewed(Event):
    type: ClassVar = "page.viewed"
    page: Page | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySent(Event):
    type: ClassVar = "survey.sent"
    kind: SurveyKind = "csat"
    survey: str = ""
    scale: str = "1-5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Event):
    """`agent` is who is credited: the last person who had answered before the survey was sent."""

    type: ClassVar = "rated"
    kind: SurveyKind = "csat"
    survey: str = ""
    scale: str = "1-5"
    score: int | None = None
    agent: Named | None = None
    comment: str | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRead(Event):
    """Everything up to `upto` (a seq; None: everything before this) was seen by `by`."""

    type: ClassVar = "message.read"
    upto: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDelivered(Event):
    type: ClassVar = "message.delivered"
    upto: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSpam(Event):
    type: ClassVar = "marked_spam"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedSpam(Event):
    type: ClassVar = "unmarked_spam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Event):
    type: ClassVar = "merged"
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Event):
    """`tags` is the whole new set."""

    type: ClassVar = "tagged"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Event):
    """A supervisor opened somebody else's conversation."""

    type: ClassVar = "watched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whispered(Event):
    """A supervisor's word to the agent; the visitor never sees it."""

    type: ClassVar = "whispered"
    text: str = content("")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaApplied(Event):
    """Targets in seconds; None: no such target."""

    type: ClassVar = "sla.applied"
    policy: str = ""
    first_response: int | None = None
    next_response: int | None = None
    resolution: int | None = None
    calendar: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapupEnded(Event):
    type: ClassVar = "wrapup.ended"
    agent: Named = Named("")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStatus(Event):
    """On an agent's own timeline. `reason`: chosen, connection_lost, connected, revoked."""

    type: ClassVar = "agent.status"
    agent: Named = Named("")
    status: Presence = "offline"
    reason: str = "chosen"
    slots: int = 0


AnyEvent = (
    ConversationStarted
    | MessageSent
    | Queued
    | HandedOff
    | Assigned
    | Unassigned
    | Transferred
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
    | SlaApplied
    | WrapupEnded
    | AgentStatus
)

EVENT_TYPES: dict[str, type[Event]] = {kind.type: kind for kind in get_args(AnyEvent)}


def is_human_reply(event: Event) -> bool:
    """A public text or file by an agent. Nothing else ever stops a visitor's clock."""
    return (
        isinstance(event, MessageSent)
        and event.by.kind == "agent"
        and event.public
        and event.kind in ("text", "file")
    )

"""What is said, and what is known of who says it."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .envelope import Choice, Event, Named, Page, content

MessageKind = Literal["text", "file", "form", "auto_ack", "greeting", "campaign", "note"]


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
    skills: tuple[str, ...] = ()
    language: str | None = None
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
class MessageRead(Event):
    """Everything up to `upto` (a seq; None: everything before this) was seen by `by`."""

    type: ClassVar = "message.read"
    upto: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDelivered(Event):
    type: ClassVar = "message.delivered"
    upto: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whispered(Event):
    """A supervisor's word to the agent who has it (`to`). He and supervisors see it, nobody else."""

    type: ClassVar = "whispered"
    to: Named | None = None
    text: str = content("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Event):
    """A supervisor opened somebody else's conversation; only supervisors see it. Now the audit keeps that."""

    type: ClassVar = "watched"


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

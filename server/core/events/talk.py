"""What is said, and what is known of who says it."""

from typing import ClassVar, Literal

from .envelope import Choice, Content, Event, Named, Page

MessageKind = Literal["text", "file", "form", "auto_ack", "greeting", "campaign", "note"]


class ConversationStarted(Event, frozen=True, kw_only=True):
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
    page: Content[Page | None] = None
    address: Content[str | None] = None


class MessageSent(Event, frozen=True, kw_only=True):
    """`phrase` names what a butler's text says, so that he never says the same thing twice; `ask` lists the
    details that he asks for; `choice` is the pressed button's id.
    """

    type: ClassVar = "message.sent"
    kind: MessageKind = "text"
    public: bool = True
    text: Content[str] = ""
    choices: tuple[Choice, ...] = ()
    choice: str | None = None
    ask: tuple[str, ...] = ()
    phrase: str | None = None


class MessageRead(Event, frozen=True, kw_only=True):
    """Everything up to `upto` (a seq; None: everything before this) was seen by `by`."""

    type: ClassVar = "message.read"
    upto: int | None = None


class MessageDelivered(Event, frozen=True, kw_only=True):
    type: ClassVar = "message.delivered"
    upto: int | None = None


class Whispered(Event, frozen=True, kw_only=True):
    """A supervisor's word to the agent who has it (`to`). He and supervisors see it, nobody else."""

    type: ClassVar = "whispered"
    to: Named | None = None
    text: Content[str] = ""


class Watched(Event, frozen=True, kw_only=True):
    """A supervisor opened somebody else's conversation; only supervisors see it. Now the audit keeps that."""

    type: ClassVar = "watched"


class VisitorLeft(Event, frozen=True, kw_only=True):
    """Written once his presence has been gone for 30 s; `since` is when it went (None: `at`)."""

    type: ClassVar = "visitor.left"
    since: int | None = None


class VisitorReturned(Event, frozen=True, kw_only=True):
    type: ClassVar = "visitor.returned"


class VisitorIdentified(Event, frozen=True, kw_only=True):
    """The host site vouched for him; `customer` is the id it knows him by."""

    type: ClassVar = "visitor.identified"
    customer: str = ""
    name: Content[str | None] = None
    email: Content[str | None] = None
    fields: Content[dict[str, str] | None] = None


class DetailsGiven(Event, frozen=True, kw_only=True):
    """What a visitor says of himself, unverified."""

    type: ClassVar = "details.given"
    name: Content[str | None] = None
    email: Content[str | None] = None
    phone: Content[str | None] = None
    fields: Content[dict[str, str] | None] = None


class PageViewed(Event, frozen=True, kw_only=True):
    type: ClassVar = "page.viewed"
    page: Content[Page | None] = None

"""What clients may send, field by field. Anything else is refused as `invalid`."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.refusals import Invalid, TooLarge
from server.core.text import (
    LONGEST_COMMENT,
    LONGEST_NAME,
    LONGEST_TEXT,
    clean,
    clean_name,
    is_blank,
    mask_cards,
)

# `$` also matches before a newline at the end: hence the length, and the last bracket of an address.
MessageId = Annotated[
    str, Meta(min_length=36, max_length=36, pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Time = Annotated[int, Meta(ge=0, le=2**53)]
Short = Annotated[str, Meta(max_length=LONGEST_NAME)]
Url = Annotated[str, Meta(max_length=2_000)]
Fields = dict[Annotated[str, Meta(min_length=1, max_length=64)], Annotated[str, Meta(max_length=1_000)]]
Attributes = dict[
    Annotated[str, Meta(min_length=1, max_length=64)],
    Annotated[str, Meta(max_length=1_000)] | int | float | bool | None,
]
# No blanks, lists, quotes or brackets; no controls, no marks that nobody sees, nothing that cannot be stored.
_IN_AN_ADDRESS = (
    r"[^@\s,;<>\"\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
Email = Annotated[
    str,
    Meta(max_length=254, pattern=rf"^{_IN_AN_ADDRESS}@{_IN_AN_ADDRESS}\.{_IN_AN_ADDRESS}$(?!\s)"),
]


class Command(Struct, forbid_unknown_fields=True):
    """One command's fields."""


class PageSeen(Command):
    url: Url
    title: Annotated[str, Meta(max_length=500)] | None = None
    referrer: Url | None = None


class VisitorHello(Command):
    """`team`: the id of the team that the page's visitors are for; the site's own where it is not known.
    `topic`: what the page is about, one of the site's.
    """

    site: Id
    team: Annotated[str, Meta(max_length=64)] | None = None
    topic: Annotated[str, Meta(max_length=64)] | None = None
    token: Annotated[str, Meta(max_length=200)] | None = None
    locale: Annotated[str, Meta(max_length=35)] | None = None
    page: PageSeen | None = None


class AgentHello(Command):
    csrf: Annotated[str, Meta(max_length=200)] | None = None
    token: Annotated[str, Meta(max_length=200)] | None = None


class VisitorSay(Command):
    """`topic`: what it is about, where this opens a conversation."""

    id: MessageId
    text: str | None = None
    choice: Annotated[str, Meta(max_length=64)] | None = None
    topic: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


read_say = msgspec.json.Decoder(tuple[str, VisitorSay], strict=True).decode


class CatchUp(Command):
    conversation: Id
    after: Seq


class Details(Command):
    name: Short | None = None
    email: Email | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    fields: Fields | None = None


class Identify(Command):
    id: Annotated[str, Meta(min_length=1, max_length=200)]
    hash: Annotated[str, Meta(max_length=200)] | None = None
    jwt: Annotated[str, Meta(max_length=4_000)] | None = None
    name: Short | None = None
    email: Email | None = None
    fields: Fields | None = None


class Consent(Command):
    tracking: bool


class Nothing(Command):
    pass


class Typing(Command):
    on: bool
    text: Annotated[str, Meta(max_length=LONGEST_TEXT)] | None = None


class Read(Command):
    seq: Seq


class Rate(Command):
    conversation: Id
    score: int
    comment: str | None = None


class Status(Command):
    status: Literal["online", "away", "offline"]
    reason: Annotated[str, Meta(max_length=64)] | None = None


class Open(Command):
    """`looking`: he has it before him, until he sends `leave`; colleagues who follow it are told so."""

    conversation: Id
    after: Seq = 0
    looking: bool = True


class OfConversation(Command):
    conversation: Id


class Watch(Command):
    """What has happened after the number `after`, and from then on."""

    conversation: Id
    after: Seq = 0


class AgentSay(Command):
    conversation: Id
    id: MessageId
    text: str


class Transfer(Command):
    """`warm`: the agent is asked first, and answers with `accept` or `decline` within a minute."""

    conversation: Id
    agent: Id | None = None
    team: Id | None = None
    note: Annotated[str, Meta(max_length=LONGEST_TEXT)] | None = None
    warm: bool = False


class Assign(Command):
    conversation: Id
    agent: Id | None = None
    team: Id | None = None


class StatusOf(Command):
    """How another agent stands from now on, and a `note` to him. Refused for one who is offline."""

    agent: Id
    status: Literal["online", "away", "offline"]
    reason: Annotated[str, Meta(max_length=64)] | None = None
    note: Annotated[str, Meta(max_length=1_000)] | None = None


class Resolve(Command):
    conversation: Id
    reason: Literal["solved", "inactive", "spam", "duplicate"] = "solved"


class Snooze(Command):
    """`until` in ms since the epoch, or `for` in seconds from now."""

    conversation: Id
    until: Time | UnsetType = UNSET
    for_: Annotated[int, Meta(gt=0, le=366 * 86_400)] | UnsetType = msgspec.field(default=UNSET, name="for")


class Tag(Command):
    conversation: Id
    tags: Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(max_length=50)]


class Prioritise(Command):
    """0 is ordinary, more goes first. What is set by hand, no rule changes any more."""

    conversation: Id
    priority: Annotated[int, Meta(ge=-9, le=9)]


class Needs(Command):
    """The whole new set; `language` null: any."""

    conversation: Id
    skills: Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(max_length=20)] = []
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?!\n)$")] | None = None


class AgentTyping(Command):
    conversation: Id
    on: bool


class AgentRead(Command):
    conversation: Id
    seq: Seq


def text_of(text: str | None) -> str:
    """A text as it will be stored and told. Raises Invalid for nothing to see, TooLarge above 10,000."""
    if text is None:
        raise Invalid("text is missing")
    cleaned = clean(text)
    if is_blank(cleaned):
        raise Invalid("text is empty")
    if len(cleaned) > LONGEST_TEXT:
        raise TooLarge(f"text is over {LONGEST_TEXT} characters", limit=LONGEST_TEXT)
    return mask_cards(cleaned)


def comment_of(comment: str | None) -> str | None:
    if comment is None or is_blank(cleaned := clean(comment)):
        return None
    if len(cleaned) > LONGEST_COMMENT:
        raise TooLarge(f"comment is over {LONGEST_COMMENT} characters", limit=LONGEST_COMMENT)
    return mask_cards(cleaned)


def name_of(name: str | None) -> str | None:
    return (mask_cards(clean_name(name)) or None) if name is not None else None


def fields_of(fields: Mapping[str, object] | None) -> dict[str, str] | None:
    if fields is None:
        return None
    if len(fields) > 50:
        raise Invalid("at most 50 fields")
    shown = {clean_name(name): "" if value is None else str(value) for name, value in fields.items()}
    return {name: mask_cards(clean(value)) for name, value in shown.items() if name}

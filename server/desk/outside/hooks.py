"""Webhooks: of what other people's programs are told, and what goes into the outbox for them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

from server.core.conversation import Conversation
from server.core.events import ConversationStarted, Event, Named, Rated, Resolved

from ..ports import Out

WEBHOOK = "webhook"
Kind = Literal["alert", "conversation.started", "conversation.resolved", "rated"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Webhook:
    """`secret` signs what it is sent. `last_error`: why the last attempt failed, None if it did not."""

    id: str
    url: str
    secret: str
    kinds: tuple[str, ...]
    disabled: bool = False
    created_at: int = 0
    told_at: int = 0
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told, once a webhook: `key` is unique. `data`: ids and numbers, no texts."""

    key: str
    kind: Kind
    at: int
    data: Mapping[str, Any]


class Courier(Protocol):
    """The way out."""

    async def checks(self, url: str) -> None:
        """Raises Invalid for an address to which nothing may be sent."""
        ...

    async def delivers(self, webhook: Webhook, body: bytes, now: int) -> int:
        """Gives the HTTP status, from 200 to 299. Raises NotSent."""
        ...


def of(conversation: Conversation, events: Sequence[Event], webhooks: Mapping[str, Webhook]) -> list[Out]:
    """What goes into the outbox with these events, in their own transaction."""
    if not webhooks or conversation.test:
        return []
    notices = (_notice(conversation, event) for event in events if type(event) in TOLD)
    return [out for notice in notices for out in outs(notice, webhooks.values())]


def outs(notice: Notice, webhooks: Iterable[Webhook]) -> list[Out]:
    """One for each webhook that wants to hear of it."""
    told = json.dumps({"kind": notice.kind, "at": notice.at, "data": notice.data}, separators=(",", ":"))
    return [
        Out(f"{WEBHOOK}:{hook.id}:{notice.key}", WEBHOOK, hook.id, notice.at, notice.at, told)
        for hook in webhooks
        if notice.kind in hook.kinds and not hook.disabled
    ]


def place(conversation: Conversation) -> dict[str, Any]:
    """Which conversation it is about, and whose that is."""
    return {
        "conversation": conversation.id,
        "site": conversation.site,
        "team": _id(conversation.team),
        "agent": _id(conversation.agent),
        "visitor": conversation.visitor.id,
        "channel": conversation.channel,
    }


def _notice(conversation: Conversation, event: Event) -> Notice:
    kind, more = TOLD[type(event)]
    said = {name: getattr(event, name) for name in more}
    return Notice(f"{conversation.id}:{event.seq}", kind, event.at, {**place(conversation), **said})


# By type of event: what that is called, and which of its fields are told.
TOLD: dict[type[Event], tuple[Kind, tuple[str, ...]]] = {
    ConversationStarted: ("conversation.started", ("mode", "locale")),
    Resolved: ("conversation.resolved", ("reason",)),
    Rated: ("rated", ("scale", "score")),
}


def _id(who: Named | None) -> str | None:
    return who.id if who else None

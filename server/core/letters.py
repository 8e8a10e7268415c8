"""Which answers go to a visitor by mail, and when: those that he has not seen, each in one letter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .conversation import Conversation
from .events import (
    DetailsGiven,
    Event,
    MessageRead,
    MessageSent,
    Rated,
    Resolved,
    VisitorIdentified,
    VisitorLeft,
    is_human_reply,
)

SOON = 30_000  # ms, for somebody who has left: what is said in one breath goes in one letter
LINK_LIVES = 30 * 86_400_000  # ms
MOST_ANSWERS = 50

# An address as it stands in an envelope: no quotes, comments or lists, so exactly one recipient.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_]([\w-]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class Look:
    """At `at` (ms) it is looked whether the answers up to `seq` were seen."""

    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said, as it goes into a letter."""

    by: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Letter:
    """`run` names it, once and for all; `earlier` are those of the same conversation before it. `question` is
    the visitor's own last words, for whoever has proven that the address is his.
    """

    run: str
    to: str
    site: str
    locale: str
    answers: tuple[Answer, ...]
    link: str
    tz: str = "UTC"
    brand: str | None = None
    question: str | None = None
    earlier: tuple[str, ...] = ()


def looks(conversation: Conversation, events: Iterable[Event], wait: int) -> list[Look]:
    """What must be looked after once `events` have led to `conversation`. `wait`: ms that an answer may stay
    unseen by somebody who is there.
    """
    if "email" not in conversation.known or conversation.spam or conversation.test:
        return []
    found, soon = [], min(SOON, wait)
    for event in events:
        if is_human_reply(event):
            is_gone = conversation.visitor_left_at is not None
            found.append(Look(event.seq, event.at + (soon if is_gone else wait)))
        elif isinstance(event, VisitorLeft) and conversation.reply_seq > _seen_before(conversation):
            found.append(Look(event.seq, event.at + soon))
    return found


def unseen(
    conversation: Conversation, tail: Sequence[Event], after: int, upto: int | None = None
) -> tuple[MessageSent, ...]:
    """The answers for a letter: none that he saw, none up to `after`, none beyond `upto`, none without words.

    `tail`: the timeline from `begins_after` on, at least up to there.
    """
    if conversation.spam:
        return ()
    seen = max(after, _seen_before(conversation), *(_seen_by(event) for event in tail), 0)
    found = [
        event
        for event in tail
        if isinstance(event, MessageSent)
        and is_human_reply(event)
        and event.seq > seen
        and (upto is None or event.seq <= upto)
        and event.text
    ]
    return tuple(found[:MOST_ANSWERS])


def begins_after(conversation: Conversation, after: int) -> int:
    """The number from which on there can be something unseen."""
    return max(after, _seen_before(conversation))


def address_in(conversation: Iterable[Event]) -> str | None:
    """The last address that was given in it, by whomever."""
    found = None
    for event in conversation:
        if isinstance(event, DetailsGiven | VisitorIdentified) and event.email:
            found = event.email
    return found


def one_address(text: str | None) -> str | None:
    """The address, if it is exactly one and can be written to; else None."""
    if text is None or len(text) > 254 or text.count("@") != 1:
        return None
    local, _, domain = text.partition("@")
    if "=?" in local:
        # An encoded word: what comes out of it is anybody's guess.
        return None
    if not _LOCAL.fullmatch(local) or len(local.encode()) > 64:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels):
        return None
    return text


def _seen_before(conversation: Conversation) -> int:
    return max(conversation.visitor_read, conversation.visitor_seq)


def _seen_by(event: Event) -> int:
    """Up to where the visitor has seen things, if he did this."""
    if event.by.kind != "visitor":
        return 0
    if isinstance(event, MessageRead):
        return event.seq if event.upto is None else min(event.upto, event.seq)
    return event.seq if isinstance(event, MessageSent | Rated | Resolved) else 0

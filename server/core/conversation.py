"""A conversation as it stands: its timeline, folded event by event."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from . import events as e
from .copies import changed
from .events import Event, Named, Page

Status = Literal["open", "snoozed", "resolved"]
Waiting = Literal["bot", "queue", "agent", "visitor"]


@dataclass(frozen=True, slots=True)
class Preview:
    """The last public message of a person, for lists. All of it is content."""

    text: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """All times are ms since the epoch, all `…_seq` numbers of this timeline.

    `queued_at`: since when it waits for a person, None when somebody has it or nobody is wanted.
    `in_front`: it was somebody's before, so it goes to the head of the queue.
    `turn_at`: the first visitor message that no person has answered yet.
    `said`: the butler's phrases since it was opened (or reopened); `known`: the details that we have.
    """

    id: str = ""
    site: str = ""
    visitor: Named = Named("")
    channel: str = "web"
    mode: Literal["live", "offline"] = "live"
    locale: str | None = None
    test: bool = False
    page: Page | None = None
    status: Status = "open"
    team: Named | None = None
    agent: Named | None = None
    tags: tuple[str, ...] = ()
    spam: bool = False
    started_at: int = 0
    last_seq: int = 0
    last_at: int = 0
    queued_at: int | None = None
    in_front: bool = False
    turn_at: int | None = None
    spoke_at: int | None = None
    visitor_seq: int = 0
    reply_seq: int = 0
    last_replier: Named | None = None
    said: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    visitor_read: int = 0
    agent_read: int = 0
    unread: int = 0
    visitor_left_at: int | None = None
    snoozed_until: int | None = None
    resolved_at: int | None = None
    resolved_reason: str | None = None
    survey: str | None = None
    survey_at: int | None = None
    survey_agent: Named | None = None
    rated: int | None = None
    preview: Preview | None = None

    @property
    def exists(self) -> bool:
        return self.last_seq > 0

    @property
    def answered(self) -> bool:
        return self.reply_seq > 0

    @property
    def wants_a_person(self) -> bool:
        return self.queued_at is not None or self.agent is not None

    @property
    def waiting(self) -> Waiting | None:
        """Who must act next."""
        if self.status != "open":
            return None
        if self.queued_at is not None:
            return "queue"
        if self.agent is None:
            return "bot"
        return "agent" if self.turn_at is not None else "visitor"

    @property
    def waiting_since(self) -> int | None:
        match self.waiting:
            case None:
                return None
            case "queue":
                return self.queued_at
            case "agent" | "bot":
                return self.turn_at
            case "visitor":
                return self.spoke_at


NOT_STARTED = Conversation()

Changes = dict[str, Any]


def replay(timeline: Iterable[Event]) -> Conversation:
    return reduce(after, timeline, NOT_STARTED)


def after(conversation: Conversation, event: Event) -> Conversation:
    """The conversation once `event` has happened. Events that it need not know leave all but seq and time."""
    change = _CHANGES.get(type(event))
    changes = change(conversation, event) if change else {}
    changes["last_seq"], changes["last_at"] = event.seq, event.at
    return changed(conversation, changes)


def _started(_: Conversation, event: e.ConversationStarted) -> Changes:
    return {
        "id": event.conversation,
        "site": event.site,
        "visitor": event.visitor,
        "channel": event.channel,
        "mode": event.mode,
        "locale": event.locale,
        "test": event.test,
        "page": event.page,
        "team": event.team,
        "started_at": event.at,
    }


def _message(now: Conversation, event: e.MessageSent) -> Changes:
    if not event.public:
        return {}
    changes: Changes = {"spoke_at": event.at}
    if event.by.kind != "bot":
        changes["preview"] = Preview(event.text, event.by.kind, event.at)
    if event.by.kind == "visitor":
        changes |= {"visitor_seq": event.seq, "unread": now.unread + 1}
        if now.turn_at is None:
            changes["turn_at"] = event.at
    elif event.by.kind == "bot" and event.phrase:
        changes["said"] = (*now.said, event.phrase)
    elif e.is_human_reply(event) and event.by.id:
        replier = Named(event.by.id, event.by.name)
        changes |= {"turn_at": None, "reply_seq": event.seq, "last_replier": replier, "unread": 0}
    return changes


def _queued(now: Conversation, event: e.Queued) -> Changes:
    return {
        "queued_at": event.at if now.queued_at is None else now.queued_at,
        "in_front": now.in_front or event.reason == "agent_gone",
        "agent": None,
        "team": event.team or now.team,
    }


def _assigned(_: Conversation, event: e.Assigned) -> Changes:
    return {"agent": event.agent, "queued_at": None, "in_front": False}


def _unassigned(_: Conversation, __: e.Unassigned) -> Changes:
    return {"agent": None}


def _transferred(_: Conversation, event: e.Transferred) -> Changes:
    if event.team:
        return {"team": event.to}
    return {"agent": event.to, "queued_at": None, "in_front": False}


def _snoozed(_: Conversation, event: e.Snoozed) -> Changes:
    return {"status": "snoozed", "snoozed_until": event.until}


def _unsnoozed(_: Conversation, __: e.Unsnoozed) -> Changes:
    return {"status": "open", "snoozed_until": None}


def _resolved(_: Conversation, event: e.Resolved) -> Changes:
    return {
        "status": "resolved",
        "resolved_at": event.at,
        "resolved_reason": event.reason,
        "queued_at": None,
        "in_front": False,
        "turn_at": None,
        "snoozed_until": None,
        "unread": 0,
    }


def _reopened(_: Conversation, __: e.Reopened) -> Changes:
    return {"status": "open", "resolved_at": None, "resolved_reason": None, "said": ()}


def _identified(now: Conversation, event: e.VisitorIdentified | e.DetailsGiven) -> Changes:
    given = tuple(name for name in ("name", "email", "phone") if getattr(event, name, None))
    changes: Changes = {"known": tuple(sorted({*now.known, *given}))}
    if event.name:
        changes["visitor"] = Named(now.visitor.id, event.name)
    return changes


def _survey_sent(now: Conversation, event: e.SurveySent) -> Changes:
    return {"survey": event.survey, "survey_at": event.at, "survey_agent": now.last_replier}


def _rated(_: Conversation, event: e.Rated) -> Changes:
    return {"rated": event.score}


def _read(now: Conversation, event: e.MessageRead) -> Changes:
    upto = now.last_seq if event.upto is None else min(event.upto, now.last_seq)
    if event.by.kind == "visitor":
        return {"visitor_read": max(now.visitor_read, upto)}
    return {
        "agent_read": max(now.agent_read, upto),
        "unread": 0 if upto >= now.visitor_seq else now.unread,
    }


def _left(_: Conversation, event: e.VisitorLeft) -> Changes:
    return {"visitor_left_at": event.at if event.since is None else event.since}


def _tagged(_: Conversation, event: e.Tagged) -> Changes:
    return {"tags": event.tags}


_CHANGES: dict[type[Event], Callable[[Conversation, Any], Changes]] = {
    e.ConversationStarted: _started,
    e.MessageSent: _message,
    e.Queued: _queued,
    e.Assigned: _assigned,
    e.Unassigned: _unassigned,
    e.Transferred: _transferred,
    e.Snoozed: _snoozed,
    e.Unsnoozed: _unsnoozed,
    e.Resolved: _resolved,
    e.Reopened: _reopened,
    e.VisitorIdentified: _identified,
    e.DetailsGiven: _identified,
    e.SurveySent: _survey_sent,
    e.Rated: _rated,
    e.MessageRead: _read,
    e.VisitorLeft: _left,
    e.VisitorReturned: lambda _, __: {"visitor_left_at": None},
    e.Tagged: _tagged,
    e.MarkedSpam: lambda _, __: {"spam": True},
    e.UnmarkedSpam: lambda _, __: {"spam": False},
}

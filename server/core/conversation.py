"""A conversation as it stands: its timeline, folded event by event."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from . import events as e
from . import promised
from .events import Event, Named, Page
from .promised import Promised
from .values import Struct, fields, replace

Status = Literal["open", "snoozed", "resolved"]
Waiting = Literal["bot", "queue", "agent", "visitor"]


class Preview(Struct, frozen=True):
    """The last public message of a person, for lists. All of it is content."""

    text: str
    by: str
    at: int


class Conversation(Struct, frozen=True, omit_defaults=True):
    """All times are ms since the epoch, all `…_seq` numbers of this timeline.

    `queued_at`: since when it waits for a person, None when somebody has it or nobody is wanted.
    `in_front`: it was somebody's before, so it goes to the head of the queue.
    `priority_reason`: which rule made it so urgent, or `chosen` by somebody.
    `skills`, `language`: what its agent must have. `assigned_at`: since when its agent has it.
    `offered_until`: he is to answer before that; `passed`: agents who did not, since it was opened.
    `asked_colleague`: to whom its agent would like to give it, who is to say so before `asked_until`.
    `wait_told_at`: when he was told how long it takes; `…_nudged_at`: when somebody silent was reminded.
    `turn_at`: the first visitor message that no person has answered yet; `turns`: how many such runs there
    were, the first of which began at `wrote_at`. `sla`: what was promised to him and is still owed.
    `woken_at`: when it last went on after it had slept, or was resolved.
    `said`: the butler's phrases since it was opened (or reopened); `known`: the details that we have.
    What is as it begins is not written down, so how these begin must stay.
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
    priority: int = 0
    priority_reason: str | None = None
    skills: tuple[str, ...] = ()
    language: str | None = None
    assigned_at: int | None = None
    offered_until: int | None = None
    passed: tuple[str, ...] = ()
    asked_colleague: Named | None = None
    asked_until: int | None = None
    wait_told_at: int | None = None
    visitor_nudged_at: int | None = None
    agent_nudged_at: int | None = None
    turn_at: int | None = None
    wrote_at: int | None = None
    turns: int = 0
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
    woken_at: int | None = None
    resolved_at: int | None = None
    resolved_reason: str | None = None
    resolved_count: int = 0
    sla: Promised | None = None
    survey: str | None = None
    survey_at: int | None = None
    survey_agent: Named | None = None
    survey_scale: str = "1-5"
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

    @property
    def next_deadline(self) -> int | None:
        """By when the next promise must be kept (ms), or should have been; None: nothing is owed now."""
        return None if self.sla is None or self.status == "resolved" else self.sla.next_deadline


NOT_STARTED = Conversation()

Changes = dict[str, Any]


class _Draft:
    """A conversation that nobody has seen yet: what changes is laid over it in one go, and nothing copied."""

    def __init__(self) -> None:
        self.__dict__.update(_AS_IT_BEGINS)

    answered: Any = Conversation.answered
    wants_a_person: Any = Conversation.wants_a_person


_AS_IT_BEGINS = {spec.name: getattr(NOT_STARTED, spec.name) for spec in fields(Conversation)}


def replay(timeline: Iterable[Event]) -> Conversation:
    draft: Any = _Draft()
    values = draft.__dict__
    for event in timeline:
        values.update(_changes(draft, event))
    return Conversation(**values)


def after(conversation: Conversation, event: Event) -> Conversation:
    """The conversation once `event` has happened. Events that it need not know leave all but seq and time."""
    return replace(conversation, **_changes(conversation, event))


def _changes(now: Conversation, event: Event) -> Changes:
    kind = type(event)
    change = _CHANGES.get(kind)
    changes = change(now, event) if change else {}
    if now.sla is not None and kind in promised.CONCERNED:
        changes["sla"] = promised.after(now.sla, event, waits=now.turn_at is not None)
    changes["last_seq"], changes["last_at"] = event.seq, event.at
    return changes


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
        "skills": event.skills,
        "language": event.language,
        "started_at": event.at,
    }


def _message(now: Conversation, event: e.MessageSent) -> Changes:
    if not event.public:
        return {}
    at, by = event.at, event.by.kind
    changes: Changes = {"spoke_at": at}
    if by != "bot":
        changes["preview"] = Preview(event.text, by, at)
    if by == "visitor":
        changes["visitor_seq"], changes["unread"] = event.seq, now.unread + 1
        if now.visitor_nudged_at is not None:
            changes["visitor_nudged_at"] = None
        if now.turn_at is None:
            changes["turn_at"], changes["turns"] = at, now.turns + 1
            changes["wrote_at"] = at if now.wrote_at is None else now.wrote_at
    elif by == "bot" and event.phrase:
        changes["said"] = (*now.said, event.phrase)
    elif e.is_human_reply(event) and event.by.id:
        changes["turn_at"], changes["reply_seq"], changes["unread"] = None, event.seq, 0
        changes["last_replier"] = Named(event.by.id, event.by.name)
        for name in _UNTIL_ANSWERED:
            if getattr(now, name) is not None:
                changes[name] = None
    return changes


_UNTIL_ANSWERED = ("offered_until", "agent_nudged_at", "visitor_nudged_at")
_NOBODYS: Changes = {"agent": None, "assigned_at": None, "offered_until": None, "agent_nudged_at": None}
_NOT_ASKED: Changes = {"asked_colleague": None, "asked_until": None}


def _queued(now: Conversation, event: e.Queued) -> Changes:
    again = now.queued_at is not None
    return {
        **_NOBODYS,
        **_NOT_ASKED,
        "queued_at": now.queued_at if again else event.at,
        "wait_told_at": now.wait_told_at if again else None,
        "in_front": now.in_front or event.reason in ("agent_gone", "unanswered"),
        "team": event.team or now.team,
    }


def _assigned(_: Conversation, event: e.Assigned) -> Changes:
    return _given(event.agent, event.at)


def _given(agent: Named, at: int) -> Changes:
    return {
        **_NOBODYS,
        **_NOT_ASKED,
        "agent": agent,
        "assigned_at": at,
        "queued_at": None,
        "in_front": False,
    }


def _offered(_: Conversation, event: e.Offered) -> Changes:
    return {"offered_until": event.until}


def _lapsed(now: Conversation, event: e.OfferLapsed) -> Changes:
    passed = tuple(dict.fromkeys((*now.passed, event.agent.id)))
    return {"offered_until": None, "passed": passed}


def _unassigned(_: Conversation, __: e.Unassigned) -> Changes:
    return {**_NOBODYS, **_NOT_ASKED}


def _transferred(_: Conversation, event: e.Transferred) -> Changes:
    return {**_NOT_ASKED, "team": event.to} if event.team else _given(event.to, event.at)


def _asked(_: Conversation, event: e.TransferOffered) -> Changes:
    return {"asked_colleague": event.to, "asked_until": event.until}


def _nudged(_: Conversation, event: e.Nudged) -> Changes:
    return {f"{event.whom}_nudged_at": event.at}


def _needs(_: Conversation, event: e.NeedsSet) -> Changes:
    return {"skills": event.skills, "language": event.language}


def _snoozed(_: Conversation, event: e.Snoozed) -> Changes:
    return {"status": "snoozed", "snoozed_until": event.until}


def _unsnoozed(_: Conversation, event: e.Unsnoozed) -> Changes:
    return {"status": "open", "snoozed_until": None, "woken_at": event.at}


def _resolved(now: Conversation, event: e.Resolved) -> Changes:
    return {
        "status": "resolved",
        "resolved_at": event.at,
        "resolved_reason": event.reason,
        "resolved_count": now.resolved_count + 1,
        "queued_at": None,
        "in_front": False,
        "turn_at": None,
        "snoozed_until": None,
        "unread": 0,
        "offered_until": None,
        "passed": (),
        "agent_nudged_at": None,
        "visitor_nudged_at": None,
        **_NOT_ASKED,
    }


def _reopened(_: Conversation, event: e.Reopened) -> Changes:
    return {"status": "open", "woken_at": event.at, "resolved_at": None, "resolved_reason": None, "said": ()}


def _identified(now: Conversation, event: e.VisitorIdentified | e.DetailsGiven) -> Changes:
    names = ("name", "email", "phone", "customer")
    given = tuple(name for name in names if getattr(event, name, None))
    changes: Changes = {"known": tuple(sorted({*now.known, *given}))}
    if event.name:
        changes["visitor"] = Named(now.visitor.id, event.name)
    return changes


def _sla_applied(now: Conversation, event: e.SlaApplied) -> Changes:
    wanted = now.wants_a_person or now.answered or (now.sla is not None and now.sla.wanted)
    return {"sla": promised.applied(event, wanted, now.sla)}


def _survey_sent(now: Conversation, event: e.SurveySent) -> Changes:
    return {
        "survey": event.survey,
        "survey_at": event.at,
        "survey_agent": now.last_replier,
        "survey_scale": event.scale,
    }


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
    e.Offered: _offered,
    e.OfferLapsed: _lapsed,
    e.TransferOffered: _asked,
    e.TransferDeclined: lambda _, __: dict(_NOT_ASKED),
    e.NeedsSet: _needs,
    e.SlaApplied: _sla_applied,
    e.Prioritised: lambda _, event: {"priority": event.priority, "priority_reason": event.reason},
    e.WaitTold: lambda _, event: {"wait_told_at": event.at},
    e.Nudged: _nudged,
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

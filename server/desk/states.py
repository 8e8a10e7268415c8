"""Conversations as screens get them (PROTOCOL: state)."""

from typing import Any

from server.core.audience import KEPT_FROM_VISITORS
from server.core.conversation import Conversation
from server.core.events import Event, Named
from server.core.promised import Promised
from server.core.wire import to_wire

from .floor import Floor

State = dict[str, Any]


def for_agents(conversation: Conversation, floor: Floor) -> State:
    preview = conversation.preview
    return {
        **_for_anybody(conversation, floor),
        "tags": list(conversation.tags),
        "priority": conversation.priority,
        "first_to_take": floor.is_first_to_take(conversation),
        "queue_rank": floor.rank(conversation),
        "skills": list(conversation.skills),
        "language": conversation.language,
        "assigned_at": conversation.assigned_at,
        "offered_until": conversation.offered_until,
        "asked_colleague": named(conversation.asked_colleague),
        "asked_until": conversation.asked_until,
        "agent_nudged_at": conversation.agent_nudged_at,
        "visitor_nudged_at": conversation.visitor_nudged_at,
        "unread": conversation.unread,
        "mode": conversation.mode,
        "locale": conversation.locale,
        "visitor_left_at": conversation.visitor_left_at,
        "resolved_at": conversation.resolved_at,
        "resolved_reason": conversation.resolved_reason,
        "snoozed_until": conversation.snoozed_until,
        "sla": _owed(conversation.sla),
        "next_deadline": conversation.next_deadline,
        "rated": conversation.rated,
        "rated_scale": conversation.survey_scale if conversation.rated is not None else None,
        "preview": preview and {"text": preview.text[:200], "by": preview.by, "at": preview.at},
    }


def _owed(promised: Promised | None) -> State | None:
    if promised is None:
        return None
    return {
        "policy": promised.policy,
        "deadlines": dict(promised.deadlines),
        "breached": list(promised.breached),
        "paused": promised.paused_at is not None,
    }


def for_visitor(conversation: Conversation, floor: Floor) -> State:
    return _for_anybody(conversation, floor)


def event_for_visitor(event: Event) -> State:
    """As it goes to him; what the desk keeps to itself is left out."""
    return kept_from_visitor(event, to_wire(event))


def kept_from_visitor(event: Event, wire: State) -> State:
    """The event's wire form without what the desk keeps to itself."""
    kept = KEPT_FROM_VISITORS.get(type(event))
    if not kept:
        return wire
    seen = wire.copy()
    for name in kept:
        del seen[name]
    return seen


def named(who: Named | None) -> State | None:
    return None if who is None else {"id": who.id, "name": who.name}


def _for_anybody(conversation: Conversation, floor: Floor) -> State:
    return {
        "id": conversation.id,
        "site": conversation.site,
        "channel": conversation.channel,
        "status": conversation.status,
        "waiting": conversation.waiting,
        "visitor": named(conversation.visitor),
        "agent": named(conversation.agent),
        "team": named(conversation.team),
        "last_seq": conversation.last_seq,
        "started_at": conversation.started_at,
        "waiting_since": conversation.waiting_since,
        "queue_position": floor.position(conversation),
    }

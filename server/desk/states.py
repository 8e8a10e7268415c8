"""Conversations as screens get them (PROTOCOL: state)."""

from typing import Any

from server.core.audience import KEPT_FROM_VISITORS
from server.core.conversation import Conversation
from server.core.events import Event, Named
from server.core.wire import to_wire

from .floor import Floor

State = dict[str, Any]


def for_agents(conversation: Conversation, floor: Floor) -> State:
    preview = conversation.preview
    return {
        **_for_anybody(conversation, floor),
        "tags": list(conversation.tags),
        "priority": 0,
        "unread": conversation.unread,
        "mode": conversation.mode,
        "locale": conversation.locale,
        "visitor_left_at": conversation.visitor_left_at,
        "resolved_at": conversation.resolved_at,
        "resolved_reason": conversation.resolved_reason,
        "snoozed_until": conversation.snoozed_until,
        "rated": conversation.rated,
        "preview": preview and {"text": preview.text[:200], "by": preview.by, "at": preview.at},
    }


def for_visitor(conversation: Conversation, floor: Floor) -> State:
    return _for_anybody(conversation, floor)


def event_for_visitor(event: Event) -> State:
    """As it goes to him; what the desk keeps to itself is left out."""
    return kept_from_visitor(event, to_wire(event))


def kept_from_visitor(event: Event, wire: State) -> State:
    """The event's wire form without what the desk keeps to itself."""
    kept = KEPT_FROM_VISITORS.get(type(event))
    return {name: value for name, value in wire.items() if name not in kept} if kept else wire


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

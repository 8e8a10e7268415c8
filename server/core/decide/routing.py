"""What routing makes happen, and how urgent somebody says that it is."""

from typing import Any

from .. import events as e
from ..conversation import Conversation
from ..events import Event, Named, Sender
from ..priorities import BY_HAND
from ..refusals import Conflict
from .visitor import given_back


def is_routed(
    conversation: Conversation,
    agent: Named,
    reasons: dict[str, Any],
    names: dict[str, str],
    until: int | None,
) -> list[Event]:
    """To an agent, and why. `until`: when he must have answered; None: when he likes."""
    if conversation.waiting != "queue":
        return []
    given: list[Event] = [
        e.Routed(agent=agent, reasons=reasons, names=names),
        e.Assigned(agent=agent, reason="routed"),
    ]
    return given if until is None else [*given, e.Offered(agent=agent, until=until)]


def lapses(conversation: Conversation, now: int) -> list[Event]:
    """Whom it was given to has not answered in time: the next one gets it, before all others."""
    until, agent = conversation.offered_until, conversation.agent
    if conversation.status != "open" or agent is None or until is None or now < until:
        return []
    return [e.OfferLapsed(agent=agent), *given_back(conversation, "unanswered")]


def overflows(conversation: Conversation, from_: str | None, to: Named) -> list[Event]:
    """It waits for another team from now on, and keeps its waiting since."""
    team = conversation.team.id if conversation.team else None
    if conversation.waiting != "queue" or team != from_:
        return []
    return [e.Queued(team=to, reason="overflow")]


def prioritises(conversation: Conversation, by: Sender, priority: int) -> list[Event]:
    """By hand; no rule changes it any more."""
    if conversation.status == "resolved":
        raise Conflict("it is resolved", status=conversation.status)
    if (conversation.priority, conversation.priority_reason) == (priority, BY_HAND):
        return []
    return [e.Prioritised(by=by, priority=priority, reason=BY_HAND)]

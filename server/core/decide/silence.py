"""What a silence makes happen: whoever should speak is reminded, then it is closed, or somebody else gets it.

Spans are the team's (rules.py), each from when the silence began. Whoever was reminded has, from then on, as
long as lies between the two spans, however late the reminder came.
"""

from .. import events as e
from ..conversation import Conversation
from ..events import Event, Named
from ..rules import Rules

SECOND = 1_000


def breaks(conversation: Conversation, rules: Rules, now: int) -> list[Event]:
    """What is due by `now` (ms): at most one step."""
    due = _next(conversation, rules)
    if due is None or now < due[0]:
        return []
    return due[1]


def looked_at(conversation: Conversation, rules: Rules, now: int) -> int | None:
    """When it must be looked at next (ms): no later than anything can come due, whoever speaks meanwhile.

    None: not before somebody has it, or it wakes up.
    """
    if conversation.status != "open" or conversation.agent is None:
        return None
    due = _next(conversation, rules)
    soonest = [now + SECOND * span for span in _spans(rules)] + ([due[0]] if due else [])
    return max(min(soonest), now + SECOND) if soonest else None


def _spans(rules: Rules) -> list[int]:
    spans = (
        rules.visitor_nudge_after,
        rules.visitor_close_after,
        rules.agent_nudge_after,
        rules.agent_requeue_after,
    )
    return [span for span in spans if span is not None]


def _next(conversation: Conversation, rules: Rules) -> tuple[int, list[Event]] | None:
    """The next step of the silence that there is, and when it is due."""
    match conversation.waiting:
        case "visitor" if conversation.answered:
            return _of_visitor(conversation, rules)
        case "agent":
            return _of_agent(conversation, rules)
    return None


def _of_visitor(now: Conversation, rules: Rules) -> tuple[int, list[Event]] | None:
    nudge, close = rules.visitor_nudge_after, rules.visitor_close_after
    since = max(now.spoke_at or 0, now.assigned_at or 0, now.woken_at or 0)
    if now.visitor_nudged_at is None and _comes_first(nudge, close):
        return since + SECOND * (nudge or 0), [e.Nudged(whom="visitor")]
    ends = _ends(since, now.visitor_nudged_at, nudge, close)
    return None if ends is None else (ends, [e.Resolved(reason="inactive")])


def _of_agent(now: Conversation, rules: Rules) -> tuple[int, list[Event]] | None:
    nudge, requeue = rules.agent_nudge_after, rules.agent_requeue_after
    since = max(now.turn_at or 0, now.assigned_at or 0, now.woken_at or 0)
    if now.agent_nudged_at is None and _comes_first(nudge, requeue):
        return since + SECOND * (nudge or 0), [e.Nudged(whom="agent")]
    ends = _ends(since, now.agent_nudged_at, nudge, requeue)
    return None if ends is None or now.agent is None else (ends, _goes_on(now, now.agent))


def _goes_on(now: Conversation, agent: Named) -> list[Event]:
    """He let it pass: the next one is to get it, not he again."""
    return [
        e.OfferLapsed(agent=agent),
        e.Unassigned(agent=agent, reason="unanswered"),
        e.Queued(team=now.team, reason="unanswered"),
    ]


def _comes_first(nudge: int | None, end: int | None) -> bool:
    return nudge is not None and (end is None or nudge < end)


def _ends(since: int, nudged: int | None, nudge: int | None, end: int | None) -> int | None:
    if end is None:
        return None
    if nudged is None or nudge is None or nudge >= end:
        return since + SECOND * end
    return nudged + SECOND * (end - nudge)

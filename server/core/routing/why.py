"""Why this agent: what a `routed` event keeps of a choice."""

from typing import Any

from .staff import Choice
from .takers import Taker, level
from .waiting import Needs


def explained(choice: Choice, now: int) -> dict[str, Any]:
    """Ids and numbers only, times and spans in ms.

    `decided_by`: what made the difference: only_one (who fits and has a slot), last_agent (whom the visitor
    had before), passed (others did not answer it in time), load, idle, turn, skill, name. `candidates`: the
    ten best, best first, `load` of `slots` taken, `level` the sum over the skills needed, `idle` since his
    last one.
    `others`: how many there are besides, by what is in the way: more (fit too), no_slot, fair_share, away,
    team, language, skill. `passed`: who had it, and did not answer in time.
    """
    waiter, needs = choice.waiter, choice.waiter.kind
    return {
        "policy": needs.policy,
        "decided_by": choice.decided_by,
        "team": waiter.team,
        "skills": list(needs.skills),
        "language": needs.language,
        "candidates": [_candidate(taker, needs, now) for taker in choice.candidates],
        "others": choice.others,
        "passed": list(waiter.passed),
        "priority": waiter.priority,
        "waited": max(0, now - waiter.queued_at),
    }


def _candidate(taker: Taker, needs: Needs, now: int) -> dict[str, Any]:
    return {
        "agent": taker.agent,
        "load": taker.taken,
        "slots": taker.slots,
        "level": level(taker, needs),
        "idle": max(0, now - taker.idle_since),
    }

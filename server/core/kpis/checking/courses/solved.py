"""Solved or not, handed on or not."""

from server.core import events as e
from server.core.events import Event, Named

from .telling import (
    AGENT,
    ANSWERED,
    ASKS,
    BOT,
    DAY,
    HELPED,
    MONTH,
    OF_BOT,
    SOLVED,
    START,
    VISITOR,
    Found,
    Inputs,
    Steps,
    often,
)


def _ends(answered: Steps) -> dict[str, Steps]:
    by = AGENT if answered is HELPED else BOT
    ends: dict[str, list[Event]] = {
        "resolved_standing": [e.Resolved(by=by)],
        "reopened_open": [e.Resolved(by=by), e.Reopened()],
        "inactive": [e.Resolved(by=by, reason="inactive")],
        "abandoned": [e.Resolved(by=VISITOR, reason="abandoned")],
        "spam": [e.Resolved(by=by, reason="spam")],
        "duplicate": [e.Resolved(by=by, reason="duplicate")],
        "merged": [e.Resolved(by=by, reason="merged")],
        "open": [],
    }
    return {name: [(2 + i, event) for i, event in enumerate(events)] for name, events in ends.items()}


def ended(inputs: Inputs, answered: Steps = HELPED) -> Found:
    """So many began, and ended each way; of what is not said the end is open. `bot_only` are others."""
    found, ends = Found(), _ends(answered)
    for how, steps in ends.items():
        found.tells_often(often(inputs, how), *answered, *steps)
    out = sum(often(inputs, how) for how in ("spam", "duplicate", "merged"))
    rest = int(inputs.get("started", len(found.facts) - out)) + out - len(found.facts)
    if rest < 0:
        raise ValueError("more have ended than began")
    found.tells_often(rest, *answered)
    found.tells_often(often(inputs, "bot_only") if answered is HELPED else 0, *OF_BOT)
    return found


def bots(inputs: Inputs) -> Found:
    return ended(inputs, OF_BOT)


def flow(inputs: Inputs) -> Found:
    """Those that are resolved and did not begin in the period began before it."""
    found, began, resolved = Found(asked=dict(MONTH)), int(inputs["started"]), int(inputs["resolved_events"])
    found.tells_often(min(began, resolved), *HELPED, (2, SOLVED))
    found.tells_often(began - resolved, *HELPED)
    older = resolved - began
    for _ in range(older):
        found.tells((0, ASKS), (1, ANSWERED), (86_401, SOLVED), at=START - DAY)
    return found


def resolved(inputs: Inputs) -> Found:
    found, again = Found(), often(inputs, "reopened_still_open")
    found.tells_often(int(inputs["resolved"]) - again, *HELPED, (2, SOLVED))
    found.tells_often(again, *HELPED, (2, SOLVED), (3, e.Reopened()))
    return found


def handed_on(inputs: Inputs) -> Found:
    found, to = Found(), e.Transferred(from_=Named("agent"), to=Named("other"))
    for hops in inputs["transfers_per_conversation"]:
        found.tells(*HELPED, *[(2.0 + hop, to) for hop in range(hops)])
    return found


def some_handed_on(inputs: Inputs) -> Found:
    some, all_ = int(inputs["transferred"]), int(inputs["answered"])
    found = handed_on({"transfers_per_conversation": [1] * some + [0] * (all_ - some)})
    found.tells_often(often(inputs, "unanswered"), (0, ASKS), (1, e.Resolved(reason="inactive")))
    return found

"""Without people."""

from server.core import events as e
from server.core.events import Named

from ...families.selfservice import SELF_ANSWERABLE
from .telling import HELPED, HOUR, OF_BOT, SOLVED, START, Found, Inputs, often


def served_alone(inputs: Inputs) -> Found:
    """A help session is one of the butler's here: what counts is that nobody else took part. Those who then
    came to people are among those who did.
    """
    found, sessions = Found(), often(inputs, "bot_only") + often(inputs, "article_sessions")
    came = often(inputs, "article_then_human") + often(inputs, "bot_then_human")
    for number in range(sessions):
        found.tells(*OF_BOT, visitor=Named(f"guest {number}"))
    for number in range(often(inputs, "human")):
        whose = {"visitor": Named(f"guest {number}")} if number < came else {}
        found.tells(*HELPED, at=START + HOUR, **whose)
    if came > min(sessions, often(inputs, "human")):
        raise ValueError("more came to people than there were")
    return found


def with_bot(inputs: Inputs) -> Found:
    """Conversations in which the butler spoke; of these so many went to people."""
    found, handed = Found(), often(inputs, "handed_off")
    spoke = next((often(inputs, name) for name in ("bot_spoke", "bot_conversations") if name in inputs), None)
    alone = often(inputs, "bot_only") if spoke is None else spoke - handed
    found.tells_often(alone, *OF_BOT)
    found.tells_often(handed, *OF_BOT, (2, e.HandedOff()))
    found.tells_often(often(inputs, "without_bot"), *HELPED)
    return found


def tagged(inputs: Inputs) -> Found:
    """Who has looked at one tags it, if only with something else."""
    found, all_ = Found(), int(inputs["human_resolved"])
    tagged, reviewed = int(inputs["tagged"]), int(inputs.get("reviewed", inputs["tagged"]))
    tags = [(SELF_ANSWERABLE,)] * tagged + [("other",)] * (reviewed - tagged) + [()] * (all_ - reviewed)
    for some in tags:
        found.tells(*HELPED, (2, e.Tagged(tags=some)), (3, SOLVED))
    return found

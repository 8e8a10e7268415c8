"""A warm transfer: a colleague is asked whether he takes it, and until he says so it stays where it is."""

from .. import events as e
from ..conversation import Conversation
from ..events import Event, Named, Sender
from ..refusals import Conflict, Forbidden

ASKED_FOR = 60_000  # ms in which a colleague is to answer


def asks(conversation: Conversation, by: Sender, to: Named, note: str | None, now: int) -> list[Event]:
    """Conflict when nobody has it, when he has it already, or when somebody is asked already."""
    if conversation.status == "resolved":
        raise Conflict("it is resolved", status=conversation.status)
    if conversation.agent is None:
        raise Conflict("nobody has it: take it first, or transfer it without asking")
    if conversation.agent.id == to.id:
        raise Conflict("he has it already", owner={"id": to.id, "name": to.name})
    if conversation.asked_colleague is not None:
        raise Conflict("somebody is asked already", asked=_shown(conversation.asked_colleague))
    return [e.TransferOffered(by=by, from_=conversation.agent, to=to, until=now + ASKED_FOR, note=note)]


def accepts(conversation: Conversation, by: Sender, now: int) -> list[Event]:
    """[] when it is his already; Conflict when nobody asks him (any more)."""
    if conversation.agent is not None and conversation.agent.id == by.id:
        return []
    asked = _asked(conversation, by)
    if now >= (conversation.asked_until or 0):
        raise Conflict("the time to answer is over")
    return [e.Transferred(by=by, from_=conversation.agent, to=asked)]


def declines(conversation: Conversation, by: Sender) -> list[Event]:
    return [e.TransferDeclined(by=by, agent=_asked(conversation, by), reason="declined")]


def withdraws(conversation: Conversation, by: Sender, may_always: bool) -> list[Event]:
    """By whose it is; `may_always`: a supervisor."""
    asked = conversation.asked_colleague
    if asked is None:
        raise Conflict("nobody is asked")
    if not may_always and (conversation.agent is None or conversation.agent.id != by.id):
        raise Forbidden("it is for its agent to withdraw")
    return [e.TransferDeclined(by=by, agent=asked, reason="withdrawn")]


def lapses(conversation: Conversation, now: int) -> list[Event]:
    """Nobody answered in time."""
    asked = conversation.asked_colleague
    if asked is None or now < (conversation.asked_until or 0):
        return []
    return [e.TransferDeclined(agent=asked, reason="lapsed")]


def _asked(conversation: Conversation, by: Sender) -> Named:
    asked = conversation.asked_colleague
    if asked is None or asked.id != by.id:
        owner = conversation.agent and _shown(conversation.agent)
        raise Conflict("nobody asks you", **({"owner": owner} if owner else {}))
    return asked


def _shown(who: Named) -> dict[str, str | None]:
    return {"id": who.id, "name": who.name}

"""What agents' and supervisors' commands make happen. Whether they may was asked before."""

from .. import events as e
from ..conversation import Conversation
from ..events import Event, Named, Sender
from ..refusals import Conflict, Invalid
from .visitor import Message, given_back, named


def says(conversation: Conversation, by: Sender, message: Message) -> list[Event]:
    """A public answer. What nobody has becomes his with it; what a colleague has stays the colleague's."""
    said = e.MessageSent(by=by, id=message.id, text=message.text)
    events: list[Event] = []
    if conversation.status == "resolved":
        events.append(e.Reopened(by=by))
    elif conversation.status == "snoozed":
        events.append(e.Unsnoozed())
    if conversation.agent is None:
        events.append(e.Assigned(by=by, agent=named(by), reason="answered"))
    return [*events, said]


def notes(conversation: Conversation, by: Sender, message: Message) -> list[Event]:
    return [e.MessageSent(by=by, id=message.id, kind="note", public=False, text=message.text)]


def whispers(conversation: Conversation, by: Sender, message: Message) -> list[Event]:
    """To whom has it now. Conflict while nobody does."""
    if conversation.agent is None or conversation.status == "resolved":
        raise Conflict("nobody has it", status=conversation.status)
    return [e.Whispered(by=by, id=message.id, to=conversation.agent, text=message.text)]


def takes(conversation: Conversation, by: Sender) -> list[Event]:
    """[] when it is his own already; Conflict names the owner when somebody was faster."""
    if conversation.status == "resolved":
        raise Conflict("it is resolved", status=conversation.status)
    if conversation.agent is not None:
        if conversation.agent.id == by.id:
            return []
        owner = {"id": conversation.agent.id, "name": conversation.agent.name}
        raise Conflict("somebody has it", owner=owner)
    events: list[Event] = [e.Unsnoozed()] if conversation.status == "snoozed" else []
    return [*events, e.Assigned(by=by, agent=named(by), reason="taken")]


def is_given(conversation: Conversation, by: Sender, agent: Named, reason: str) -> list[Event]:
    """To an agent, by routing or a supervisor; only what is still open changes hands."""
    if conversation.status == "resolved":
        raise Conflict("it is resolved", status=conversation.status)
    if conversation.agent is None:
        return [e.Assigned(by=by, agent=agent, reason=reason)]
    if conversation.agent.id == agent.id:
        return []
    return [e.Transferred(by=by, from_=conversation.agent, to=agent)]


def transfers_to_agent(conversation: Conversation, by: Sender, agent: Named, note: str | None) -> list[Event]:
    _must_be_open(conversation)
    if conversation.agent is not None and conversation.agent.id == agent.id:
        raise Conflict("he has it already", owner={"id": agent.id, "name": agent.name})
    return [e.Transferred(by=by, from_=conversation.agent, to=agent, note=note)]


def transfers_to_team(conversation: Conversation, by: Sender, team: Named, note: str | None) -> list[Event]:
    """Back to the queue, of that team."""
    _must_be_open(conversation)
    moved: list[Event] = [e.Transferred(by=by, from_=conversation.agent, to=team, team=True, note=note)]
    if conversation.agent is not None:
        moved.append(e.Unassigned(by=by, agent=conversation.agent, reason="transferred"))
    return [*moved, e.Queued(by=by, team=team, reason="transferred")]


def gives_back(conversation: Conversation, reason: str) -> list[Event]:
    """To the head of the queue, when its agent is gone while the visitor waits for him."""
    waits = conversation.agent is not None and conversation.waiting == "agent"
    return given_back(conversation, reason) if waits else []


def resolves(conversation: Conversation, by: Sender, reason: e.ResolvedReason) -> list[Event]:
    _must_be_open(conversation)
    return [e.Resolved(by=by, reason=reason)]


def reopens(conversation: Conversation, by: Sender) -> list[Event]:
    """Its agent keeps it; what had none becomes his who reopens it."""
    if conversation.status != "resolved":
        raise Conflict("it is open", status=conversation.status)
    if conversation.agent is not None:
        return [e.Reopened(by=by)]
    return [e.Reopened(by=by), e.Assigned(by=by, agent=named(by), reason="reopened")]


def snoozes(conversation: Conversation, by: Sender, until: int, now: int) -> list[Event]:
    _must_be_open(conversation)
    if until <= now:
        raise Invalid("until must be later than now")
    return [e.Snoozed(by=by, until=until)]


def wakes(conversation: Conversation, now: int) -> list[Event]:
    due = conversation.status == "snoozed" and (conversation.snoozed_until or 0) <= now
    return [e.Unsnoozed()] if due else []


def tags(conversation: Conversation, by: Sender, tags: tuple[str, ...]) -> list[Event]:
    return [] if tags == conversation.tags else [e.Tagged(by=by, tags=tags)]


def needs(
    conversation: Conversation, by: Sender, skills: tuple[str, ...], language: str | None
) -> list[Event]:
    _must_be_open(conversation)
    if (skills, language) == (conversation.skills, conversation.language):
        return []
    return [e.NeedsSet(by=by, skills=skills, language=language)]


def marks_spam(conversation: Conversation, by: Sender) -> list[Event]:
    if conversation.spam:
        raise Conflict("it is marked already")
    if conversation.status == "resolved":
        return [e.MarkedSpam(by=by)]
    return [e.MarkedSpam(by=by), e.Resolved(by=by, reason="spam")]


def _must_be_open(conversation: Conversation) -> None:
    if conversation.status == "resolved":
        raise Conflict("it is resolved", status=conversation.status)

"""What supervisors may do on the floor: look on unseen, whisper, say how an agent stands. All is kept."""

from typing import Any

from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide.visitor import Message
from server.core.events import Event, Presence

from . import agent as desk_
from .desk import Desk
from .directory import Person
from .ports import Audited
from .presence import Presences

LOOKS_COUNT_ONCE_IN = 600_000  # ms


async def watches(desk: Desk, person: Person, conversation: str, after: int = 0) -> dict[str, Any]:
    """He looks on, and neither visitor nor agent is told; that he did is in the audit first."""
    desk_.must_supervise(person)
    found = await desk_.open_to(desk, person, conversation)
    await is_kept(desk, person, found, "conversation.watched")
    return await desk_.opens(desk, person, conversation, after)


async def opens(desk: Desk, person: Person, conversation: str, after: int = 0) -> dict[str, Any]:
    """As `desk.agent.opens`; where a supervisor opens what is not his, that is in the audit first."""
    found = await desk_.open_to(desk, person, conversation)
    await is_kept(desk, person, found, "conversation.opened")
    return await desk_.opens(desk, person, conversation, after)


async def is_kept(desk: Desk, person: Person, found: Conversation, action: str) -> None:
    """That a supervisor or an admin saw what is somebody else's: once in ten minutes is enough."""
    if not person.sees_all or (found.agent is not None and found.agent.id == person.id):
        return
    now = desk.clock()
    key = f"{action}:{person.id}:{found.id}:{now // LOOKS_COUNT_ONCE_IN}"
    await desk.timeline.audit(Audited(key, now, person.id, action, found.id))


async def whispers(desk: Desk, person: Person, conversation: str, message: Message) -> Event:
    """A word to its agent, whom alone and supervisors it reaches. Raises Conflict while nobody has it."""
    desk_.must_supervise(person)
    return await desk_.sends(desk, person, conversation, message, decide.whispers)


async def sets_status(
    desk: Desk,
    presences: Presences,
    person: Person,
    agent: str,
    status: Presence,
    reason: str | None,
    note: str | None,
) -> None:
    """Says for an agent how he stands. Raises Conflict for one who is offline: he is not there."""
    desk_.must_supervise(person)
    colleague = desk_.colleague_named(desk, agent)
    before = desk.floor.presence(agent).status
    by = desk_.sender(person)
    if not await presences.sets(colleague, status, reason or "supervisor", by=by, note=note):
        return
    now = desk.clock()
    detail = {"from": before, "to": status, **({"reason": reason} if reason else {})}
    key = f"agent.status:{agent}:{desk.floor.presence(agent).seq}"
    await desk.timeline.audit(Audited(key, now, person.id, "agent.status", agent, detail))

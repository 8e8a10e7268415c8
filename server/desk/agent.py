"""What agents may do with the conversations that they may see."""

from collections.abc import Sequence
from typing import Any

from server.core import events as e
from server.core.access import may_see
from server.core.audience import person_sees
from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide import routing as decide_routing
from server.core.decide.visitor import Message, reads
from server.core.events import Event, Sender
from server.core.refusals import Forbidden, NotFound
from server.core.wire import to_wire

from . import states
from .desk import Desk
from .directory import Person
from .later.overdue import wake_up
from .wishes import Decide, Recorded, Said, said_in

MOST_EVENTS = 500


async def open_to(desk: Desk, person: Person, conversation: str) -> Conversation:
    """NotFound for what he may not see, as for what does not exist."""
    found = await desk.conversation(conversation)
    if not may_see(person, found):
        raise NotFound("no such conversation")
    return found


async def opens(desk: Desk, person: Person, conversation: str, after: int = 0) -> dict[str, Any]:
    """The conversation with its events after the number `after`, at most 500; to be followed from here on."""
    found = await open_to(desk, person, conversation)
    async with desk.turn(found.visitor.id):
        found = await desk.conversation(conversation)
        events = await desk.timeline.events(conversation, after, MOST_EVENTS)
    more = len(events) >= MOST_EVENTS
    return {
        "conversation": states.for_agents(found, desk.floor),
        "events": [to_wire(event) for event in events if person_sees(event, person)],
        "upto": events[-1].seq if more else found.last_seq,
        **({"more": True} if more else {}),
    }


async def says(desk: Desk, person: Person, conversation: str, message: Message) -> Event:
    """A public answer, once, however often it is sent. Gives the event that it is stored as."""
    return await sends(desk, person, conversation, message, decide.says)


async def notes(desk: Desk, person: Person, conversation: str, message: Message) -> Event:
    """A note that only the team sees."""
    return await sends(desk, person, conversation, message, decide.notes)


async def takes(desk: Desk, person: Person, conversation: str) -> int:
    """Makes it his own. Gives the seq of the event that says so; Conflict names the owner."""
    recorded = await _records(desk, person, conversation, lambda c: decide.takes(c, sender(person)))
    if recorded.events:
        return next(event.seq for event in recorded.events if isinstance(event, e.Assigned))
    return await _seq_of_assignment(desk, recorded.conversation)


async def resolves(desk: Desk, person: Person, conversation: str, reason: e.ResolvedReason) -> int:
    return await records_seq(desk, person, conversation, lambda c: decide.resolves(c, sender(person), reason))


async def reopens(desk: Desk, person: Person, conversation: str) -> int:
    return await records_seq(desk, person, conversation, lambda c: decide.reopens(c, sender(person)))


async def snoozes(desk: Desk, person: Person, conversation: str, until: int) -> int:
    return await records_seq(
        desk,
        person,
        conversation,
        lambda c: decide.snoozes(c, sender(person), until, desk.clock()),
        due=(wake_up(conversation, until),),
    )


async def tags(desk: Desk, person: Person, conversation: str, tags: Sequence[str]) -> int:
    whole = tuple(dict.fromkeys(tags))
    return await records_seq(desk, person, conversation, lambda c: decide.tags(c, sender(person), whole))


async def prioritises(desk: Desk, person: Person, conversation: str, priority: int) -> int:
    """How urgent it is, by hand; no rule changes that any more."""
    return await records_seq(
        desk, person, conversation, lambda c: decide_routing.prioritises(c, sender(person), priority)
    )


async def marks_spam(desk: Desk, person: Person, conversation: str) -> int:
    return await records_seq(desk, person, conversation, lambda c: decide.marks_spam(c, sender(person)))


async def has_read(desk: Desk, person: Person, conversation: str, upto: int) -> None:
    """Only forwards. What a colleague's conversation shows him is nobody's read mark."""
    found = await open_to(desk, person, conversation)
    if found.agent is not None and found.agent.id == person.id:
        await desk.joined(found.visitor.id, conversation, lambda c: reads(c, sender(person), upto))


async def types(desk: Desk, person: Person, conversation: str, on: bool) -> None:
    found = await open_to(desk, person, conversation)
    by = {"kind": "agent", "id": person.id, "name": person.name}
    await desk.tell.visitor(found.visitor.id, "typing", {"by": by, "on": on})
    await desk.tell.followers(conversation, "typing", {"conversation": conversation, "by": by, "on": on})


def sender(person: Person) -> Sender:
    return Sender("agent", person.id, person.name)


def colleague_named(desk: Desk, agent: str) -> Person:
    found = desk.directory.people.get(agent)
    if found is None or found.disabled:
        raise NotFound("no such agent")
    return found


def must_supervise(person: Person) -> None:
    if not person.sees_all:
        raise Forbidden("for supervisors")


async def sends(
    desk: Desk,
    person: Person,
    conversation: str,
    message: Message,
    choose: Any,  # noqa: ANN401  (one of decide's)
) -> Event:
    """Gives the event that it is stored as, however often it is sent."""
    found = await open_to(desk, person, conversation)
    said = Said(person.id, message.id, message.text)
    recorded = await desk.joined(
        found.visitor.id, conversation, lambda c: choose(c, sender(person), message), said
    )
    return said_in(recorded)


async def _records(
    desk: Desk,
    person: Person,
    conversation: str,
    choose: Decide,
    **more: Any,  # noqa: ANN401
) -> Recorded:
    found = await open_to(desk, person, conversation)
    async with desk.turn(found.visitor.id):
        return await desk.record(conversation, choose, **more)


async def records_seq(
    desk: Desk,
    person: Person,
    conversation: str,
    choose: Decide,
    **more: Any,  # noqa: ANN401
) -> int:
    recorded = await _records(desk, person, conversation, choose, **more)
    return recorded.events[0].seq if recorded.events else recorded.conversation.last_seq


async def _seq_of_assignment(desk: Desk, conversation: Conversation) -> int:
    given: tuple[type[Event], ...] = (e.Assigned, e.Transferred)
    after = 0
    seq = conversation.last_seq
    while events := await desk.timeline.events(conversation.id, after, MOST_EVENTS):
        seq = next((event.seq for event in reversed(events) if isinstance(event, given)), seq)
        after = events[-1].seq
    return seq

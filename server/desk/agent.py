"""What agents may do with the conversations that they may see."""

from collections.abc import Sequence
from typing import Any

from server.core import events as e
from server.core.access import may_see
from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide.visitor import Message, reads
from server.core.events import Event, Sender
from server.core.refusals import Forbidden, Invalid, NotFound
from server.core.wire import to_wire

from . import states
from .desk import Decide, Desk, Recorded, first_answer
from .directory import Person, Team
from .overdue import wake_up
from .ports import SaidBefore

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
        "events": [to_wire(event) for event in events],
        "upto": events[-1].seq if more else found.last_seq,
        **({"more": True} if more else {}),
    }


async def says(desk: Desk, person: Person, conversation: str, message: Message) -> Event:
    """A public answer, once, however often it is sent. Gives the event that it is stored as."""
    return await _sends(desk, person, conversation, message, decide.says)


async def notes(desk: Desk, person: Person, conversation: str, message: Message) -> Event:
    """A note that only the team sees."""
    return await _sends(desk, person, conversation, message, decide.notes)


async def takes(desk: Desk, person: Person, conversation: str) -> int:
    """Makes it his own. Gives the seq of the event that says so; Conflict names the owner."""
    recorded = await _records(desk, person, conversation, lambda c: decide.takes(c, sender(person)))
    if recorded.events:
        return next(event.seq for event in recorded.events if isinstance(event, e.Assigned))
    return await _seq_of_assignment(desk, recorded.conversation)


async def transfers(
    desk: Desk, person: Person, conversation: str, to_agent: str | None, to_team: str | None, note: str | None
) -> int:
    """To one colleague, or to a team's queue."""
    if (to_agent is None) == (to_team is None):
        raise Invalid("name either an agent or a team")
    if to_agent is not None:
        colleague = colleague_named(desk, to_agent)
        return await _records_seq(
            desk,
            person,
            conversation,
            lambda c: decide.transfers_to_agent(c, sender(person), colleague.named, note),
        )
    team = _team(desk, to_team or "")
    return await _records_seq(
        desk,
        person,
        conversation,
        lambda c: decide.transfers_to_team(c, sender(person), team.named, note),
    )


async def resolves(desk: Desk, person: Person, conversation: str, reason: e.ResolvedReason) -> int:
    return await _records_seq(
        desk, person, conversation, lambda c: decide.resolves(c, sender(person), reason)
    )


async def reopens(desk: Desk, person: Person, conversation: str) -> int:
    return await _records_seq(desk, person, conversation, lambda c: decide.reopens(c, sender(person)))


async def snoozes(desk: Desk, person: Person, conversation: str, until: int) -> int:
    return await _records_seq(
        desk,
        person,
        conversation,
        lambda c: decide.snoozes(c, sender(person), until, desk.clock()),
        due=(wake_up(conversation, until),),
    )


async def tags(desk: Desk, person: Person, conversation: str, tags: Sequence[str]) -> int:
    whole = tuple(dict.fromkeys(tags))
    return await _records_seq(desk, person, conversation, lambda c: decide.tags(c, sender(person), whole))


async def marks_spam(desk: Desk, person: Person, conversation: str) -> int:
    return await _records_seq(desk, person, conversation, lambda c: decide.marks_spam(c, sender(person)))


async def has_read(desk: Desk, person: Person, conversation: str, upto: int) -> None:
    """Only forwards. What a colleague's conversation shows him is nobody's read mark."""
    found = await open_to(desk, person, conversation)
    if found.agent is not None and found.agent.id == person.id:
        await _records(desk, person, conversation, lambda c: reads(c, sender(person), upto))


async def types(desk: Desk, person: Person, conversation: str, on: bool) -> None:
    found = await open_to(desk, person, conversation)
    by = {"kind": "agent", "id": person.id, "name": person.name}
    await desk.tell.visitor(found.visitor.id, "typing", {"by": by, "on": on})
    await desk.tell.followers(conversation, "typing", {"conversation": conversation, "by": by, "on": on})


async def watches(desk: Desk, person: Person, conversation: str) -> dict[str, Any]:
    """A supervisor looks on, unseen by visitor and agent; that he did is kept."""
    must_supervise(person)
    await _records(desk, person, conversation, lambda _: [e.Watched(by=sender(person))])
    return await opens(desk, person, conversation)


async def whispers(desk: Desk, person: Person, conversation: str, message: Message) -> Event:
    must_supervise(person)
    return await _sends(desk, person, conversation, message, decide.whispers)


async def assigns(
    desk: Desk, person: Person, conversation: str, to_agent: str | None, to_team: str | None
) -> int:
    """A supervisor gives it to an agent, or to a team's queue."""
    must_supervise(person)
    if to_agent is None:
        return await transfers(desk, person, conversation, None, to_team, None)
    colleague = colleague_named(desk, to_agent)
    return await _records_seq(
        desk,
        person,
        conversation,
        lambda c: decide.is_given(c, sender(person), colleague.named, "assigned"),
    )


def sender(person: Person) -> Sender:
    return Sender("agent", person.id, person.name)


def colleague_named(desk: Desk, agent: str) -> Person:
    found = desk.directory.people.get(agent)
    if found is None or found.disabled:
        raise NotFound("no such agent")
    return found


def _team(desk: Desk, team: str) -> Team:
    found = desk.directory.teams.get(team)
    if found is None:
        raise NotFound("no such team")
    return found


def must_supervise(person: Person) -> None:
    if not person.sees_all:
        raise Forbidden("for supervisors")


async def _sends(
    desk: Desk,
    person: Person,
    conversation: str,
    message: Message,
    choose: Any,  # noqa: ANN401  (one of decide's)
) -> Event:
    found = await open_to(desk, person, conversation)
    async with desk.turn(found.visitor.id):
        if first := desk.said_before(conversation, person.id, message.id):
            return first_answer(first, message.text, None)
        try:
            recorded = await desk.record(conversation, lambda c: choose(c, sender(person), message))
        except SaidBefore as said:
            return first_answer(said.event, message.text, None)
        return next(event for event in recorded.events if event.id == message.id)


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


async def _records_seq(
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

"""What is looked at again because its time has come. Each asks anew whether it still applies."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from server.core.decide import hand_over, visitor

from ..arrival import LEFT_AFTER
from ..desk import Desk
from ..nodes.membership import Nodes, Somebody
from ..people.staying import wakes
from ..ports import Due
from ..presence import Presences
from ..queue import offers, overflow
from . import promises_due, reminders

Look = Callable[[Desk, Presences, Due], Awaitable[None]]

ASKED_AGAIN = 2_000  # ms


def wake_up(conversation: str, until: int) -> Due:
    return Due(f"wake:{conversation}", until, "wake", conversation)


def answer_due(conversation: str, until: int) -> Due:
    """A colleague is asked whether he takes it."""
    return Due(f"asked:{conversation}", until, "asked", conversation)


async def look(desk: Desk, presences: Presences, due: Due, nodes: Nodes | None = None) -> None:
    """`nodes`: the others, where there may be some."""
    if nodes is None or await _is_for_us(desk, due, nodes):
        await _LOOKS[due.kind](desk, presences, due)
    await desk.timeline.drop_due(due)


async def _is_for_us(desk: Desk, due: Due, nodes: Nodes) -> bool:
    """Nobody is gone who is connected to another node; one that is new may not have said who is."""
    if due.kind not in _GOES:
        return True
    kind, person = await _GOES[due.kind](desk, due)
    elsewhere = await nodes.held_elsewhere(kind, person)
    if elsewhere is None:
        await desk.timeline.set_due(replace(due, at=desk.clock() + ASKED_AGAIN))
    return elsewhere is False


async def _visitor_of(desk: Desk, due: Due) -> Somebody:
    return "visitor", (await desk.conversation(due.subject)).visitor.id


async def _agent_of(_: Desk, due: Due) -> Somebody:
    return "agent", due.subject


async def _visitor_left(desk: Desk, _: Presences, due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    if conversation.visitor.id in desk.floor.guests:
        return
    since = due.at - LEFT_AFTER
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, lambda c: visitor.leaves(c, since), done=(due,))


async def _agent_gone(_: Desk, presences: Presences, due: Due) -> None:
    await presences.is_gone(due.subject)


async def _asked(desk: Desk, _: Presences, due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, lambda c: hand_over.lapses(c, desk.clock()), done=(due,))


async def _silence(desk: Desk, _: Presences, due: Due) -> None:
    await reminders.look(desk, due)


async def _offer(desk: Desk, _: Presences, due: Due) -> None:
    await offers.look(desk, due)


async def _overflow(desk: Desk, _: Presences, due: Due) -> None:
    await overflow.look(desk, due)


async def _wake(desk: Desk, _: Presences, due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, lambda c: wakes(desk, c), done=(due,))


_LOOKS: dict[str, Look] = {
    "visitor_left": _visitor_left,
    "agent_gone": _agent_gone,
    "wake": _wake,
    "sla": promises_due.look,
    "asked": _asked,
    "silence": _silence,
    "offer": _offer,
    "overflow": _overflow,
}
_GOES: dict[str, Callable[[Desk, Due], Awaitable[Somebody]]] = {
    "visitor_left": _visitor_of,
    "agent_gone": _agent_of,
}

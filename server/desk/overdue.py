"""What is looked at again because its time has come. Each asks anew whether it still applies."""

from collections.abc import Awaitable, Callable

from server.core.decide import agent, visitor

from .arrival import LEFT_AFTER
from .desk import Desk
from .ports import Due
from .presence import Presences

Look = Callable[[Desk, Presences, Due], Awaitable[None]]


def wake_up(conversation: str, until: int) -> Due:
    return Due(f"wake:{conversation}", until, "wake", conversation)


async def look(desk: Desk, presences: Presences, due: Due) -> None:
    await _LOOKS[due.kind](desk, presences, due)
    await desk.timeline.drop_due(due)


async def _visitor_left(desk: Desk, _: Presences, due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    if conversation.visitor.id in desk.floor.guests:
        return
    since = due.at - LEFT_AFTER
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, lambda c: visitor.leaves(c, since), done=(due,))


async def _agent_gone(_: Desk, presences: Presences, due: Due) -> None:
    await presences.is_gone(due.subject)


async def _wake(desk: Desk, _: Presences, due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, lambda c: agent.wakes(c, desk.clock()), done=(due,))


_LOOKS: dict[str, Look] = {"visitor_left": _visitor_left, "agent_gone": _agent_gone, "wake": _wake}

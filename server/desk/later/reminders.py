"""Looks whether somebody has been silent for too long, and does what follows."""

import asyncio

from server.core.conversation import Conversation
from server.core.decide.silence import breaks
from server.core.events import Event

from ..desk import Desk
from ..ports import Due
from .silence import next_look, rules_of


async def look(desk: Desk, due: Due) -> None:
    """Mostly somebody has spoken meanwhile, and all there is to do is to look again later."""
    conversation = await desk.conversation(due.subject)
    if _follows(desk, conversation):
        async with desk.turn(conversation.visitor.id):
            recorded = await desk.record(due.subject, lambda c: _follows(desk, c))
        conversation = recorded.conversation
    await _look_again(desk, conversation)


async def begin(desk: Desk, team: str) -> None:
    """The team's rules are other ones now, also for what is open already."""
    of_team = [one for one in desk.floor.open.values() if one.team is not None and one.team.id == team]
    await asyncio.gather(*(_look_again(desk, conversation) for conversation in of_team))


def _follows(desk: Desk, conversation: Conversation) -> list[Event]:
    return breaks(conversation, rules_of(conversation, desk.directory), desk.clock())


async def _look_again(desk: Desk, conversation: Conversation) -> None:
    due = next_look(conversation, desk.directory, desk.clock())
    if due is not None:
        await desk.timeline.set_due(due)

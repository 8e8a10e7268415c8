"""What was given to an agent who is to answer it in time: otherwise the next one gets it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from server.core.conversation import Conversation
from server.core.decide import routing as decide
from server.core.events import Event

from ..directory import Directory
from ..ports import Due

if TYPE_CHECKING:
    from ..desk import Desk


def follows(conversation: Conversation, _: Event, __: Directory) -> Sequence[Due]:
    until = conversation.offered_until
    return () if until is None else (Due(f"offer:{conversation.id}", until, "offer", conversation.id),)


async def look(desk: "Desk", due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, lambda c: decide.lapses(c, desk.clock()), done=(due,))

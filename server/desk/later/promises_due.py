"""A promise whose time has come: what is said of it, once, however often and by whomever it is looked at."""

from server.core import sla

from ..desk import Desk
from ..ports import Due
from ..presence import Presences
from . import promises


async def look(desk: Desk, _: Presences, due: Due) -> None:
    conversation = await desk.conversation(due.subject)
    async with desk.turn(conversation.visitor.id):
        recorded = await desk.record(conversation.id, lambda c: sla.judged(c, desk.clock()), done=(due,))
        if not recorded.events:
            # It was kept, or moved. What is still owed is looked at in its time.
            for later in promises.next_look(recorded.conversation):
                await desk.timeline.set_due(later)

"""What other nodes have done, read off the database: so the floor is right even when no hint has come."""

from .desk import Desk
from .presence import Presences


class Elsewhere:
    """Each look takes in what was written since the one before."""

    def __init__(self, desk: Desk, presences: Presences) -> None:
        self._desk = desk
        self._presences = presences
        self._mark = 0

    async def start(self) -> None:
        self._mark = await self._desk.timeline.mark()

    async def look(self) -> None:
        conversations, statuses, self._mark = await self._desk.timeline.changes(self._mark)
        for conversation in conversations:
            self._desk.noticed(conversation)
        for status in statuses:
            self._presences.noticed(status)

"""Who is next: one question at a time, and of all who wait each in turn, however many questions he has."""

import asyncio
from collections import OrderedDict, deque


class Line:
    """`turn`, then `over`. Whoever is cancelled while he waits is in nobody's way."""

    def __init__(self) -> None:
        self._is_busy = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def turn(self, who: str) -> None:
        if not self._is_busy:
            self._is_busy = True
            return
        mine = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(who, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                # It had become his turn in that very moment.
                self.over()
            raise

    def over(self) -> None:
        """The next one: of him who has waited longest since he had a turn."""
        while self._waiting:
            who, his = self._waiting.popitem(last=False)
            wanted = [one for one in his if not one.done()]
            if not wanted:
                continue
            if len(wanted) > 1:
                self._waiting[who] = deque(wanted[1:])
            wanted[0].set_result(None)
            return
        self._is_busy = False

    @property
    def waiting(self) -> int:
        return sum(not one.done() for his in self._waiting.values() for one in his)

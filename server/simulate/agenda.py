"""What happens when, on a clock that goes as fast as things get done: it stands still while they happen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

Happens = Callable[[], Awaitable[None]]


@dataclass(order=True, slots=True)
class _Entry:
    at: int
    number: int
    happens: Happens = field(compare=False)
    looks: bool = field(compare=False)


class Agenda:
    """Satisfies `desk.ports.Clock`. What is entered first happens first, of what happens at the same time."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._entries: list[_Entry] = []
        self._numbers = count()
        self._looks: set[int] = set()
        self._plans = 0

    def __call__(self) -> int:
        return self._now

    def at(self, when: int, happens: Happens) -> None:
        """What somebody does then; not before now."""
        self._enter(when, happens, looks=False)
        self._plans += 1

    def looks_at(self, when: int, look: Happens) -> None:
        """Somebody looks then whether something is due. Once is enough; alone it keeps nothing going."""
        if when not in self._looks:
            self._looks.add(when)
            self._enter(when, look, looks=True)

    def next(self) -> Happens | None:
        """Lets time pass until something happens; None: nobody has anything left to do."""
        if not self._plans:
            return None
        entry = heappop(self._entries)
        self._now = entry.at
        if entry.looks:
            self._looks.discard(entry.at)
        else:
            self._plans -= 1
        return entry.happens

    def _enter(self, when: int, happens: Happens, looks: bool) -> None:
        heappush(self._entries, _Entry(max(when, self._now), next(self._numbers), happens, looks))

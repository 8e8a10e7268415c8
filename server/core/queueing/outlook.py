"""What somebody who waits is told: between which minutes he will be served, or nothing."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .places import Place

LONGEST = 10  # minutes: beyond them nobody is told a number
EARLY, LATE = 0.1, 0.9
LAST = 100_000  # places; nobody further behind is told anything else than he is
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds, whole minutes. `high` None: it may be more than LONGEST, or is, if `low` is that."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A queue as it stands: `servers` slots in all, `free` of them; a conversation takes `time` seconds in
    the mean; who waits gives up after `patience` seconds in the mean; None: never.
    """

    servers: int
    free: int
    time: float
    patience: float | None = None

    def told(self, position: int) -> Wait | None:
        """At a place in the queue, 1 is next: p10 to p90, rounded outward; None: nobody serves."""
        if self.servers <= 0:
            return None
        if position <= self.free:
            return Wait(0, 0)
        steps = _steps(self.servers, self.time, self.patience)
        k = position - self.free
        low, high = bisect_right(steps.low, k), bisect_left(steps.high, k) + 1
        return Wait(low * MINUTE, high * MINUTE if high <= LONGEST else None)

    def reckoned(self, position: int) -> tuple[float, float]:
        """p10 and p90 in seconds, as they are before rounding."""
        place = self._place(position)
        return (place.quantile(EARLY), place.quantile(LATE)) if place else (0.0, 0.0)

    def mean(self, position: int) -> float | None:
        """Seconds; None: nobody serves."""
        if self.servers <= 0:
            return None
        place = self._place(position)
        return place.mean() if place else 0.0

    def _place(self, position: int) -> Place | None:
        """Among those for whom nothing is free."""
        if self.servers <= 0 or position <= self.free:
            return None
        return Place(position - self.free, self.servers, self.time, self.patience)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Where what is told changes: `low[m-1]` is the first place whose p10 is m minutes or more, `high[m-1]`
    the last whose p90 is m minutes or less.
    """

    low: tuple[int, ...]
    high: tuple[int, ...]


@lru_cache(maxsize=256)
def _steps(servers: int, time: float, patience: float | None) -> _Steps:
    """Twenty places, instead of two quantiles for each of thousands who wait."""

    def first(minutes: int, fits: Callable[[float], bool], start: int) -> int:
        def is_so(position: int) -> bool:
            return fits(Place(position, servers, time, patience).within(minutes * MINUTE))

        return _first(is_so, start)

    low, high = [1], [0]
    for minutes in range(1, LONGEST + 1):
        low.append(first(minutes, lambda share: share <= EARLY, low[-1]))
        high.append(first(minutes, lambda share: share < LATE, high[-1] + 1) - 1)
    return _Steps(tuple(low[1:]), tuple(high[1:]))


def _first(is_so: Callable[[int], bool], start: int) -> int:
    """The first number from `start` on of which it is so, and of all after it; LAST if there is none."""
    if is_so(start):
        return start
    below, step = start, 1
    while below + step < LAST and not is_so(below + step):
        below, step = below + step, 2 * step
    above = min(LAST, below + step)
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if is_so(middle) else (middle, above)
    return above

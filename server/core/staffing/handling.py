"""How long a conversation takes, for the cell that it came in: of that hour, of that weekday, or of all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

FEWEST = 30  # conversations, for a mean of their own
Basis = Literal["hour", "day", "all", "given"]
Interval = tuple[str, str, int, int]  # conversation, agent, from, to


@dataclass(frozen=True, slots=True)
class Handled:
    """`n` conversations that are over: when they came (local weekday and hour), how long people had them in
    the mean, in s, and with how many at once.
    """

    weekday: int
    hour: int
    seconds: float
    together: float = 1.0
    n: int = 1


@dataclass(frozen=True, slots=True)
class Handling:
    """`seconds`: the mean; `basis`: of what; `n`: of how many. `at`: with how many chats at once they were
    handled; None: with as many as there happened to be.
    """

    seconds: float
    basis: Basis
    n: int
    at: int | None = None


class Times:
    """Means by hour and weekday, the narrowest that has enough."""

    def __init__(self, handled: Iterable[Handled], slots: int) -> None:
        everything = list(handled)
        alike = [one for one in everything if round(one.together) == slots]
        self.at = slots if sum(one.n for one in alike) >= FEWEST else None
        self._by: dict[tuple[int, ...], _Sum] = defaultdict(_Sum)
        for one in everything if self.at is None else alike:
            for key in ((one.weekday, one.hour), (one.weekday,), ()):
                self._by[key].add(one.seconds, one.n)
        self.together = _mean([(one.together, one.n) for one in everything])

    def of(self, weekday: int, hour: int) -> Handling | None:
        """None: nothing has been handled yet."""
        keys: tuple[tuple[Basis, tuple[int, ...]], ...] = (
            ("hour", (weekday, hour)),
            ("day", (weekday,)),
            ("all", ()),
        )
        for basis, key in keys:
            found = self._by.get(key, _Sum())
            if found.n >= FEWEST or (basis == "all" and found.n):
                return Handling(found.seconds / found.n, basis, found.n, self.at)
        return None


@dataclass(slots=True)
class _Sum:
    seconds: float = 0.0
    n: int = 0

    def add(self, mean: float, n: int) -> None:
        self.seconds += mean * n
        self.n += n


def _mean(parts: Sequence[tuple[float, int]]) -> float | None:
    n = sum(n for _, n in parts)
    return sum(value * n for value, n in parts) / n if n else None


def handling_of(times: Times, weekday: int, hour: int, given: float | None) -> Handling | None:
    """What somebody gave instead of what was measured comes first."""
    return Handling(given, "given", 0) if given is not None else times.of(weekday, hour)


def together(intervals: Iterable[Interval]) -> dict[str, float]:
    """By conversation: how many chats whoever had it had at once, in the mean over that time."""
    by_agent: dict[str, list[Interval]] = defaultdict(list)
    for interval in intervals:
        if interval[3] > interval[2]:
            by_agent[interval[1]].append(interval)
    weights: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for mine in by_agent.values():
        for (conversation, _, since, until), sum_of in zip(mine, _shared(mine), strict=True):
            weights[conversation][0] += sum_of
            weights[conversation][1] += until - since
    return {conversation: chats / time for conversation, (chats, time) in weights.items()}


def _shared(mine: Sequence[Interval]) -> Iterable[int]:
    """Of each interval, the chats at once summed up over its ms."""
    edges = sorted({at for _, _, since, until in mine for at in (since, until)})
    change: dict[int, int] = defaultdict(int)
    for _, _, since, until in mine:
        change[since] += 1
        change[until] -= 1
    total, chats, before = 0, 0, edges[0]
    sums: dict[int, int] = {}
    for at in edges:
        total += chats * (at - before)
        sums[at] = total
        chats, before = chats + change[at], at
    return [sums[until] - sums[since] for _, _, since, until in mine]

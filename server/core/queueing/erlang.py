"""Erlang B, C and A: what share waits, how long, and what share is answered in time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from .places import Place

NEGLIGIBLE = 1e-16  # of the whole: a state that is as good as never


@dataclass(frozen=True, slots=True)
class Served:
    """What a queue does in the long run. Shares in [0, 1]; times in seconds, over all who come.

    `is_stable` is false where more comes than can be served and nobody gives up: then the wait has no end,
    and no number of it means anything but "understaffed".
    """

    waiting: float
    mean_wait: float
    level: float
    length: float
    occupancy: float
    abandoned: float = 0.0
    is_stable: bool = True


def erlang_b(servers: int, load: float) -> float:
    """The share that is turned away where nobody waits. Any load; Erlang B."""
    _must_be_a_queue(servers, load)
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(servers: int, load: float, time: float, within: float) -> Served:
    """M/M/N: nobody gives up. `time`: how long one takes; `within`: what the level is about."""
    blocked = erlang_b(servers, load)
    if load >= servers:
        return Served(1.0, math.inf, 0.0, math.inf, 1.0, is_stable=False)
    occupancy = load / servers
    waiting = blocked / (1 - occupancy * (1 - blocked))
    spare = servers - load
    return Served(
        waiting=waiting,
        mean_wait=waiting * time / spare,
        level=1 - waiting * math.exp(-spare * within / time),
        length=waiting * load / spare,
        occupancy=occupancy,
    )


def erlang_a(servers: int, load: float, time: float, within: float, patience: float) -> Served:
    """M/M/N+M: who waits gives up after `patience` seconds in the mean. Stable under every load.

    The level counts, of all who come, those who are served `within`. Who finds j before him moves up at the
    rates of `Place` and gives up meanwhile at 1/patience: that chain has a closed form, see `Place.served`.
    """
    _must_be_a_queue(servers, load)
    if load == 0:
        return Served(0.0, 0.0, 1.0, 0.0, 0.0)
    states = _Chances(servers, load, time / patience)
    queue = list(states.queue())
    arrivals = load / time
    length = math.fsum(j * chance for j, chance in queue)
    waiting = math.fsum(chance for _, chance in queue)
    level = 1 - waiting + math.fsum(c * _served(servers, time, patience, j, within) for j, c in queue)
    abandoned = length / patience / arrivals
    return Served(
        waiting=waiting,
        mean_wait=length / arrivals,
        level=level,
        length=length,
        occupancy=load * (1 - abandoned) / servers,
        abandoned=abandoned,
    )


def _served(servers: int, time: float, patience: float, before: int, within: float) -> float:
    return Place(before + 1, servers, time, patience).served(within)


class _Chances:
    """Of so many being there, in the long run. Begun at the likeliest number, where nothing can overflow."""

    def __init__(self, servers: int, load: float, giving_up: float) -> None:
        """`giving_up`: its rate, in units of that of serving."""
        self._servers, self._load, self._giving_up = servers, load, giving_up
        likeliest = int(load) if load < servers else servers + int((load - servers) / giving_up)
        self._weights = {likeliest: 1.0}
        self._total = 1.0
        self._spread(likeliest)

    def queue(self) -> Iterator[tuple[int, float]]:
        """(how many wait, the chance that somebody who comes finds just them), while all servers are busy."""
        for n, weight in self._weights.items():
            if n >= self._servers:
                yield n - self._servers, weight / self._total

    def _spread(self, likeliest: int) -> None:
        weight, n = 1.0, likeliest
        while n > 0 and weight >= NEGLIGIBLE * self._total:
            weight *= self._leaving(n) / self._load
            n -= 1
            self._add(n, weight)
        weight, n = 1.0, likeliest
        while n <= self._servers or weight >= NEGLIGIBLE * self._total:
            n += 1
            weight *= self._load / self._leaving(n)
            self._add(n, weight)

    def _add(self, n: int, weight: float) -> None:
        self._weights[n] = weight
        self._total += weight

    def _leaving(self, n: int) -> float:
        return min(n, self._servers) + max(n - self._servers, 0) * self._giving_up


def _must_be_a_queue(servers: int, load: float) -> None:
    if servers < 0 or load < 0 or not math.isfinite(load):
        raise ValueError("servers and load must not be negative")

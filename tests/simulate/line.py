"""A queue in thirty lines that shares nothing with the product: first come, first served; some give up."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heapreplace

from server.simulate.visits import Visit


@dataclass(frozen=True)
class Waited:
    """`gave_up`: he left after that wait, and was never served. Instants and spans in ms."""

    at: int
    wait: int
    gave_up: bool
    handling: int


def waits(visits: Iterable[Visit], servers: int) -> list[Waited]:
    """Each in turn gets the server that is free first, unless that is later than he would stay."""
    free_at = [0] * servers
    heapify(free_at)
    found = []
    for visit in visits:
        wait = max(0, free_at[0] - visit.at)
        if visit.patience is not None and wait > visit.patience:
            found.append(Waited(visit.at, visit.patience, True, 0))
            continue
        heapreplace(free_at, visit.at + wait + visit.handling)
        found.append(Waited(visit.at, wait, False, visit.handling))
    return found

"""Who gets what waits: looked at anew each time, from the queue and the agents as they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Waiter:
    """A conversation in the queue. `in_front`: it had an agent, who is gone."""

    conversation: str
    team: str | None
    queued_at: int
    in_front: bool = False
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Taker:
    """An agent who is online. `taken` of his `slots` are used; `idle_since`: when he last got one, ms."""

    agent: str
    teams: frozenset[str]
    slots: int
    taken: int
    idle_since: int

    def may_take(self, waiter: Waiter) -> bool:
        return self.taken < self.slots and (waiter.team is None or waiter.team in self.teams)


@dataclass(frozen=True, slots=True)
class Match:
    conversation: str
    agent: str


def in_order(queue: Iterable[Waiter]) -> list[Waiter]:
    """Who is next: priority, then those who were served already, then who has waited longest."""
    return sorted(queue, key=lambda w: (-w.priority, not w.in_front, w.queued_at, w.conversation))


def matches(queue: Iterable[Waiter], takers: Sequence[Taker]) -> list[Match]:
    """Each waiter in turn to the least busy agent of his team, on a tie the longest idle; none over slots."""
    free = {taker.agent: taker for taker in takers}
    found = []
    for waiter in in_order(queue):
        fit = [taker for taker in free.values() if taker.may_take(waiter)]
        if not fit:
            continue
        best = min(fit, key=lambda t: (t.taken, t.idle_since, t.agent))
        # He has just got one: on a tie with the others it is no longer his turn.
        free[best.agent] = replace(best, taken=best.taken + 1, idle_since=max(t.idle_since for t in fit) + 1)
        found.append(Match(waiter.conversation, best.agent))
    return found

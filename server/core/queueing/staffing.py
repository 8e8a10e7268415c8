"""How many people it takes."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from .erlang import Served, erlang_a, erlang_c

# What one agent gets done with so many chats at once, in units of one after the other.
FACTORS = {1: 1.0, 2: 1.7, 3: 2.5, 4: 2.9, 5: 3.5}
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Goal:
    """The share `level` is to be served within `within` seconds. `busiest`: the highest occupancy;
    `abandoned`: the highest share that gives up; `patience`: their mean, in seconds; None: they do not.
    """

    level: float = 0.8
    within: float = 20.0
    busiest: float | None = None
    abandoned: float | None = None
    patience: float | None = None

    def served(self, servers: int, load: float, time: float) -> Served:
        if self.patience is None:
            return erlang_c(servers, load, time, self.within)
        return erlang_a(servers, load, time, self.within, self.patience)

    def is_met(self, load: float, servers: int, found: Served) -> bool:
        """Occupancy is judged by what comes, whether it waits for an answer or not."""
        is_calm = self.busiest is None or load / servers <= self.busiest + ROUNDING
        stay = self.abandoned is None or found.abandoned <= self.abandoned
        return found.is_stable and found.level >= self.level and is_calm and stay


@dataclass(frozen=True, slots=True)
class Staff:
    """So many agents, with so many servers (slots) in all; what they achieve."""

    agents: int
    servers: int
    served: Served


def required(load: float, time: float, goal: Goal, least: int = 1) -> Staff:
    """The fewest agents who meet the goal with one chat at a time, always more than the load; without load,
    `least`.

    Raises ValueError for a goal that nobody can meet.
    """
    return _fewest(load, time, goal, lambda agents: agents, least)


def slot_staff(per_second: float, session: float, slots: int, goal: Goal, least: int = 1) -> Staff:
    """With `slots` chats each. `session`: how long a chat takes when there are so many at once.

    It takes work for spread over all slots, so it is the brighter of the two models.
    """
    return _fewest(per_second * session, session, goal, lambda agents: agents * slots, least)


def factor_staff(
    per_second: float, single: float, slots: int, goal: Goal, factor: float | None = None, least: int = 1
) -> Staff:
    """The same where only the time of a chat alone is known: as if each took `effective_time`, one by one."""
    time = effective_time(single, slots, factor)
    return _fewest(per_second * time, time, goal, lambda agents: agents, least)


def effective_time(single: float, slots: int, factor: float | None = None) -> float:
    """What each of `slots` simultaneous chats costs. `factor`: what was measured, else the usual one."""
    return single / (factor or FACTORS[slots])


def staffed(agents: int, shrinkage: float) -> int:
    """How many must be employed for so many at work; `shrinkage` in [0, 1) is the share who are not."""
    if not 0 <= shrinkage < 1:
        raise ValueError("shrinkage must be in [0, 1)")
    return math.ceil(agents / (1 - shrinkage) - ROUNDING)


def _fewest(load: float, time: float, goal: Goal, servers: Callable[[int], int], least: int) -> Staff:
    impossible = goal.busiest is not None and goal.busiest <= 0
    if not 0 <= goal.level < 1 or impossible or (goal.abandoned is not None and goal.abandoned <= 0):
        raise ValueError("no number of people meets this goal")
    agents = max(1, least)
    while servers(agents) <= load:
        agents += 1
    while True:
        found = goal.served(servers(agents), load, time)
        if load == 0 or goal.is_met(load, servers(agents), found):
            return Staff(agents, servers(agents), found)
        agents += 1

"""Who may take something, and whose turn it is: each policy is an order among those who fit."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from ..rules import Policy
from ..values import Struct, field, replace
from .waiting import Needs, Waiter

HOUR = 3_600_000  # ms

WhyNot = Literal["team", "language", "skill", "away", "no_slot", "fair_share"]
Key = tuple[Any, ...]


class Taker(Struct, frozen=True):
    """An agent. `taken` of his `slots` are used, `taken_in` each team; `idle_since`: since he last got one.

    `here`: he is online, and would see what he is given. `team_slots` are limits beside `slots`. `given`:
    when routing gave him something within the last hour, in order. `turns`: when it was last his turn, by
    team. Times in ms.
    """

    agent: str
    teams: frozenset[str]
    slots: int
    taken: int
    idle_since: int
    here: bool = True
    skills: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    team_slots: Mapping[str, int] = field(default_factory=dict)
    taken_in: Mapping[str, int] = field(default_factory=dict)
    given: tuple[int, ...] = ()
    turns: Mapping[str, int] = field(default_factory=dict)

    def may_take(self, waiter: Waiter, now: int = 0) -> bool:
        """`now` matters to a fair share only."""
        needs = waiter.kind
        why = never(self, needs) or not_now(self, needs)
        return why is None and free_again(self, needs) <= now

    def has_room_for(self, team: str | None) -> bool:
        if self.taken >= self.slots:
            return False
        limit = None if team is None else self.team_slots.get(team)
        return limit is None or self.taken_in.get(team or "", 0) < limit


def with_one_more(taker: Taker, team: str | None, at: int) -> Taker:
    """He got something of that team at `at`, later than any before: on a tie it is no longer his turn."""
    name = team or ""
    return replace(
        taker,
        taken=taker.taken + 1,
        taken_in={**taker.taken_in, name: taker.taken_in.get(name, 0) + 1},
        turns={**taker.turns, name: at},
        given=(*taker.given, at),
        idle_since=at,
    )


def never(taker: Taker, needs: Needs) -> WhyNot | None:
    """What he is lacks, whatever he does."""
    if needs.team is not None and needs.team not in taker.teams:
        return "team"
    if needs.language is not None and taker.languages and needs.language not in taker.languages:
        return "language"
    return None if taker.skills.keys() >= set(needs.skills) else "skill"


def not_now(taker: Taker, needs: Needs) -> WhyNot | None:
    if not taker.here:
        return "away"
    return None if taker.has_room_for(needs.team) else "no_slot"


def free_again(taker: Taker, needs: Needs) -> int:
    """When his share of the last hour is not used up any more, ms; 0: it is not now."""
    share = needs.fair_share
    return 0 if share is None or len(taker.given) < share else taker.given[-share] + HOUR


def level(taker: Taker, needs: Needs) -> int:
    """How well he can do what is needed: the sum over the skills."""
    return sum(taker.skills.get(skill, 0) for skill in needs.skills) if needs.skills else 0


def order_of(taker: Taker, needs: Needs) -> Key:
    """The smallest is next. Its last part is always the agent's id, so that there is one."""
    return _ORDERS[needs.policy](taker, needs)


def _least_busy(taker: Taker, _: Needs) -> Key:
    return taker.taken, taker.idle_since, taker.agent


def _round_robin(taker: Taker, needs: Needs) -> Key:
    return taker.turns.get(needs.team or "", 0), taker.agent


def _most_skilled(taker: Taker, needs: Needs) -> Key:
    return -level(taker, needs), taker.taken, taker.idle_since, taker.agent


def _longest_idle(taker: Taker, _: Needs) -> Key:
    return taker.idle_since, taker.agent


_ORDERS: dict[Policy, Callable[[Taker, Needs], Key]] = {
    "least_busy": _least_busy,
    "round_robin": _round_robin,
    "most_skilled": _most_skilled,
    "longest_idle": _longest_idle,
    # Nobody is chosen; but somebody may ask who would be.
    "pull": _least_busy,
    "broadcast": _least_busy,
}

# What each part of an order is called where the choice is explained.
PARTS: dict[Policy, tuple[str, ...]] = {
    "least_busy": ("load", "idle", "name"),
    "round_robin": ("turn", "name"),
    "most_skilled": ("skill", "load", "idle", "name"),
    "longest_idle": ("idle", "name"),
    "pull": ("load", "idle", "name"),
    "broadcast": ("load", "idle", "name"),
}

"""Everybody who works here, as those who wait see them; and who of them gets what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .crew import Crew
from .takers import PARTS, Taker, with_one_more
from .waiting import Needs, Waiter

SHOWN = 10  # candidates whom an explanation names


@dataclass(frozen=True, slots=True)
class Choice:
    """`taker` gets what `waiter` is. `decided_by`: what made the difference to the next best one.

    `candidates`: the best ones as they were, best first; `others` were not among them, and why.
    """

    waiter: Waiter
    taker: Taker
    decided_by: str
    candidates: tuple[Taker, ...]
    others: dict[str, int]


class Staff:
    """Times in ms. `gives` takes note of a choice, until `put` says how he stands indeed."""

    def __init__(self) -> None:
        self._takers: dict[str, Taker] = {}
        self._crews: dict[Needs, Crew] = {}
        self._crews_of: dict[str, list[Crew]] = {}
        self._latest = 0

    def put(self, taker: Taker, now: int) -> None:
        """How he stands now; costs nothing if he stood like this before."""
        before = self._takers.get(taker.agent)
        if before == taker:
            return
        self._latest = max(self._latest, taker.idle_since, *taker.turns.values())
        self._takers[taker.agent] = taker
        if before is not None and _is_who_he_was(before, taker):
            for crew in self._crews_of[taker.agent]:
                crew.put(taker, now)
        else:
            self._crews_of[taker.agent] = [crew for crew in self._crews.values() if crew.put(taker, now)]

    def drop(self, agent: str) -> None:
        """He does not work here any more."""
        if self._takers.pop(agent, None) is not None:
            del self._crews_of[agent]
            for crew in self._crews.values():
                crew.drop(agent)

    def agents(self) -> Collection[str]:
        return self._takers.keys()

    def takers(self) -> Iterable[Taker]:
        return self._takers.values()

    def crew(self, needs: Needs, now: int) -> Crew:
        """Of these needs, as it is now."""
        crew = self._crews.get(needs)
        if crew is None:
            crew = self._crews[needs] = Crew(needs)
            for taker in self._takers.values():
                if crew.put(taker, now):
                    self._crews_of[taker.agent].append(crew)
        for agent in crew.awake(now):
            crew.put(self._takers[agent], now)
        return crew

    def keeps_only(self, needed: Collection[Needs]) -> None:
        """Nobody waits for the others."""
        for needs in self._crews.keys() - set(needed):
            gone = self._crews.pop(needs)
            for crews in self._crews_of.values():
                if gone in crews:
                    crews.remove(gone)

    def crews(self) -> int:
        return len(self._crews)

    def choice(self, waiter: Waiter, now: int) -> Choice | None:
        """Who gets it, by the policy of its needs; None: nobody who fits has a slot."""
        crew = self.crew(waiter.kind, now)
        agent, decided_by = _best(crew, waiter)
        if agent is None:
            return None
        first = crew.first(SHOWN)
        if agent not in first:
            first = [agent, *first[: SHOWN - 1]]
        others: dict[str, int] = {why: count for why, count in crew.others.items() if count}
        if (more := crew.free - len(first)) > 0:
            others["more"] = more
        candidates = tuple(self._takers[name] for name in first)
        return Choice(waiter, self._takers[agent], decided_by, candidates, others)

    def gives(self, choice: Choice, now: int) -> None:
        """From here on he has one more. On a tie with the others it is no longer his turn."""
        at = max(now, self._latest + 1)
        self.put(with_one_more(self._takers[choice.taker.agent], choice.waiter.team, at), now)


def _is_who_he_was(before: Taker, now: Taker) -> bool:
    return (before.teams, before.skills, before.languages) == (now.teams, now.skills, now.languages)


def _best(crew: Crew, waiter: Waiter) -> tuple[str | None, str]:
    last = waiter.last_agent
    if last is not None and last not in waiter.passed and crew.is_ready(last):
        return last, "last_agent"
    best = crew.best(waiter.passed)
    return best, "" if best is None else _difference(crew, best, waiter.passed)


def _difference(crew: Crew, best: str, passed: tuple[str, ...]) -> str:
    """What he has before the next best one."""
    if best in passed:
        return "passed"
    rivals = [agent for agent in crew.first(len(passed) + 2) if agent != best and agent not in passed]
    if not rivals:
        return "passed" if crew.free > 1 else "only_one"
    parts = zip(PARTS[crew.needs.policy], crew.key(best), crew.key(rivals[0]), strict=True)
    return next(name for name, his, rivals_ in parts if his != rivals_)

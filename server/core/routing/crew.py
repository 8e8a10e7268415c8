"""All agents as one line of the queue sees them: who is ready, in the policy's order, and why others are not.

Kept up as agents change, so that a choice need not look at each of them.
"""

from bisect import bisect_left, insort
from collections import Counter
from heapq import heappop, heappush

from .takers import Key, Taker, WhyNot, free_again, never, not_now, order_of
from .waiting import Needs


class Crew:
    """Those who may take what has these needs."""

    def __init__(self, needs: Needs) -> None:
        self.needs = needs
        self.others: Counter[WhyNot] = Counter()
        self._ready: list[Key] = []
        self._keys: dict[str, Key] = {}
        self._why: dict[str, WhyNot] = {}
        # Whose share is used up, and until when; what is of the past in it is ignored.
        self._asleep: list[tuple[int, str]] = []
        self._until: dict[str, int] = {}

    def put(self, taker: Taker, now: int) -> bool:
        """How he stands now. Gives whether that can matter here at all, as long as he is who he is."""
        self.drop(taker.agent)
        why = never(taker, self.needs)
        if why is not None:
            self._is_out(taker.agent, why)
            return False
        why = not_now(taker, self.needs)
        if why is None and (until := free_again(taker, self.needs)) > now:
            why = "fair_share"
            self._sleeps(taker.agent, until)
        if why is not None:
            self._is_out(taker.agent, why)
            return True
        key = self._keys[taker.agent] = order_of(taker, self.needs)
        insort(self._ready, key)
        return True

    def drop(self, agent: str) -> None:
        if (key := self._keys.pop(agent, None)) is not None:
            del self._ready[bisect_left(self._ready, key)]
        elif (why := self._why.pop(agent, None)) is not None:
            self.others[why] -= 1

    def awake(self, now: int) -> list[str]:
        """Whose share is free again: they are to be put in anew."""
        found = []
        while self._asleep and self._asleep[0][0] <= now:
            until, agent = heappop(self._asleep)
            if self._until.get(agent) == until:
                del self._until[agent]
            if self._why.get(agent) == "fair_share":
                found.append(agent)
        return found

    def is_ready(self, agent: str) -> bool:
        return agent in self._keys

    def first(self, count: int) -> list[str]:
        """The next ones, best first."""
        return [key[-1] for key in self._ready[:count]]

    def best(self, passed: tuple[str, ...] = ()) -> str | None:
        """Those who have `passed` only if there is nobody else."""
        if not self._ready:
            return None
        if not passed:
            return str(self._ready[0][-1])
        fresh = (key[-1] for key in self._ready if key[-1] not in passed)
        return str(next(fresh, self._ready[0][-1]))

    def key(self, agent: str) -> Key:
        return self._keys[agent]

    @property
    def free(self) -> int:
        """How many are ready."""
        return len(self._ready)

    @property
    def here(self) -> int:
        """How many are online and would fit, if they had a slot."""
        return len(self._ready) + self.others["no_slot"] + self.others["fair_share"]

    def _sleeps(self, agent: str, until: int) -> None:
        if self._until.get(agent) != until:
            self._until[agent] = until
            heappush(self._asleep, (until, agent))

    def _is_out(self, agent: str, why: WhyNot) -> None:
        self._why[agent] = why
        self.others[why] += 1

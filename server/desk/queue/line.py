"""The queue, kept in order as people come and go: a place in it is found by halving, not by sorting."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Sequence

from server.core.routing import Needs, Place, Waiter, rank

Places = list[Place]


class Line:
    """Who waits, once each. The order is that of `routing.in_order`."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._all: Places = []
        self._of_team: defaultdict[str | None, Places] = defaultdict(list)
        self._lanes: dict[Needs, Places] = {}

    def put(self, waiter: Waiter) -> None:
        """He waits, or waits as somebody else from now on."""
        known = self._places.get(waiter.conversation)
        if known is not None and known[1] == waiter:
            return
        self.drop(waiter.conversation)
        place = self._places[waiter.conversation] = rank(waiter), waiter
        for line in (self._all, self._of_team[waiter.team], self._lanes.setdefault(waiter.kind, [])):
            insort(line, place)

    def drop(self, conversation: str) -> None:
        """He waits no more, if he did."""
        place = self._places.pop(conversation, None)
        if place is None:
            return
        waiter = place[1]
        lane = self._lanes[waiter.kind]
        for line in (self._all, self._of_team[waiter.team], lane):
            del line[bisect_left(line, place)]
        if not lane:
            del self._lanes[waiter.kind]

    def waiter(self, conversation: str) -> Waiter | None:
        place = self._places.get(conversation)
        return None if place is None else place[1]

    def waiters(self) -> list[Waiter]:
        """The next one first."""
        return [waiter for _, waiter in self._all]

    def waiters_of(self, team: str | None) -> list[Waiter]:
        """Those of a team, the next one first."""
        return [waiter for _, waiter in self._of_team.get(team, ())]

    def lanes(self) -> Collection[Sequence[Place]]:
        """Those who need the same, in order; not to be changed."""
        return self._lanes.values()

    def needed(self) -> Collection[Needs]:
        return self._lanes.keys()

    def teams(self) -> list[str | None]:
        """For which somebody waits."""
        return [team for team, line in self._of_team.items() if line]

    def position(self, conversation: str) -> int | None:
        """1 is next, among those who wait for the same team; None: it does not wait."""
        place = self._places.get(conversation)
        return None if place is None else bisect_left(self._of_team[place[1].team], place) + 1

    def length(self, team: str | None) -> int:
        """How many wait for a team."""
        return len(self._of_team.get(team, ()))

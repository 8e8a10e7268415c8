"""How long who waits may have to wait: reckoned from the floor as it stands and what was seen lately."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from server.core.conversation import Conversation
from server.core.facts import Facts
from server.core.queueing import LONGEST, Gate, Outlook, Wait, judged, mean_patience
from server.core.routing import Needs, Taker
from server.core.routing.takers import free_again, never

from ..directory import Directory
from ..floor import Floor

REMEMBERED = 200  # conversations of a team
MINUTE = 60  # s
LEAST = 30  # below them the team's rule says how long one takes, and nobody counts as giving up
READ_AT_START = 500
SHORTEST = 1.0  # s: nobody takes, or waits for, less in the mean
MANY = 100  # agents, at whom a glance takes some 0.3 ms
MOST_GLANCES = 1_000  # kinds of need
GLANCE_LASTS = 500  # ms for which that is good enough, with so many
LASTS = 5_000  # ms for which a mean is taken as it is: each conversation that ends would move it a little


@dataclass(slots=True)
class _Seen:
    """Of a team, in seconds: how long conversations took, and how long who wanted a person waited.

    `as_of`: when `time` and `patience` were reckoned, ms.
    """

    took: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    waited: deque[tuple[float, bool]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    as_of: int | None = None
    time: float | None = None
    patience: float | None = None

    def is_fresh(self, now: int) -> bool:
        return self.as_of is not None and self.as_of <= now < self.as_of + LASTS

    def reckon(self, now: int) -> None:
        self.as_of = now
        self.time = sum(self.took) / len(self.took) if len(self.took) >= LEAST else None
        if len(self.waited) < LEAST:
            # Three who went at once would make a long queue look short.
            return
        patience = mean_patience(
            (wait for wait, gave_up in self.waited if not gave_up),
            (wait for wait, gave_up in self.waited if gave_up),
        )
        self.patience = None if patience is None else max(SHORTEST, patience)


@dataclass(frozen=True, slots=True)
class _Glance:
    """At the agents for a kind of need: `at` that time (ms), after so many `changes` of the shift."""

    outlook: Outlook
    at: int
    changes: int
    agents: int


class Waits:
    """Kept in memory, begun anew from the facts at a start. Nodes differ a little in what they have seen."""

    def __init__(self, floor: Floor, directory: Directory, clock: Callable[[], int]) -> None:
        self._floor = floor
        self._directory = directory
        self._clock = clock
        self._seen: defaultdict[str | None, _Seen] = defaultdict(_Seen)
        self._gates: dict[str, Gate] = {}
        self._slow: dict[str | None, Gate] = {}
        self._glances: dict[Needs, _Glance] = {}

    # -- what was seen ------------------------------------------------------------------------------------

    def remembers(self, ended: Iterable[Facts]) -> None:
        for facts in ended:
            self.learns(facts)

    def learns(self, facts: Facts) -> None:
        """A conversation has ended, the first time. Its rows say how long it took and who gave up."""
        row = facts.conversation
        if row.resolved_count != 1 or row.resolved_at is None:
            return
        seen = self._seen[row.team]
        if row.handled > 0:
            seen.took.append(row.handled / 1000)
        if row.queued_at is not None and row.mode == "live":
            until = row.resolved_at if row.taken_at is None else row.taken_at
            gave_up = row.taken_at is None and row.resolved_reason == "abandoned"
            seen.waited.append((max(0, until - row.queued_at) / 1000, gave_up))

    def hears(self, conversation: Conversation) -> None:
        """It has ended on another node, which has its facts; how long its last agent had it is near enough.

        Who gave up there is not known here.
        """
        if conversation.resolved_at is None or conversation.assigned_at is None:
            return
        team = conversation.team.id if conversation.team else None
        took = conversation.resolved_at - conversation.assigned_at
        if took > 0:
            self._seen[team].took.append(took / 1000)

    # -- what can be expected -----------------------------------------------------------------------------

    def told(self, conversation: Conversation) -> Wait | None:
        """What its visitor may be told; None: it does not wait, or nobody can say."""
        position = self._floor.position(conversation)
        if position is None:
            return None
        return self.outlook(self._floor.waiter(conversation).kind).told(position)

    def told_next(self, conversation: Conversation) -> Wait | None:
        """The same, also if it only begins to wait now."""
        waiter = self._floor.waiter(conversation)
        position = self._floor.position(conversation) or self._floor.ahead_of(waiter.team) + 1
        return self.outlook(waiter.kind).told(position)

    def outlook(self, needs: Needs) -> Outlook:
        """Of those who wait for whoever can do this. Slots of other teams' members count in each of them."""
        now = self._clock()
        self._floor.looks()
        known = self._glances.get(needs)
        if known is None or not self._is_good_enough(known, now):
            if len(self._glances) > MOST_GLANCES:
                self._glances.clear()
            known = self._glances[needs] = self._glance(needs, now)
        seen = self._fresh(needs.team, now)
        usual = float(self._directory.rules_of(needs.team).handling)
        return replace(known.outlook, time=max(SHORTEST, seen.time or usual), patience=seen.patience)

    def _is_good_enough(self, known: _Glance, now: int) -> bool:
        """In a small office only as long as nothing has changed."""
        if not known.at <= now < known.at + GLANCE_LASTS:
            return False
        return known.agents >= MANY or known.changes == self._floor.shift.changes

    def _glance(self, needs: Needs, now: int) -> _Glance:
        able = [taker for taker in self._floor.takers_of(needs.team) if never(taker, needs) is None]
        ready = [taker for taker in able if taker.here and free_again(taker, needs) <= now]
        outlook = Outlook(
            servers=sum(_slots(taker, needs.team) for taker in able),
            # Where agents help themselves a free slot serves nobody yet.
            free=sum(_free(taker, needs.team) for taker in ready) if needs.are_assigned else 0,
            time=0,
        )
        return _Glance(outlook, now, self._floor.shift.changes, len(able))

    def _fresh(self, team: str | None, now: int) -> _Seen:
        seen = self._seen[team]
        if not seen.is_fresh(now):
            seen.reckon(now)
        return seen

    # -- when it is too long ------------------------------------------------------------------------------

    def is_shut(self, team: str | None) -> bool:
        """The next one would wait too long: he is asked for a message instead."""
        return team is not None and team in self._gates and self._gates[team].is_shut

    def look(self) -> None:
        """Judges each team that has a limit. Call it about once a second."""
        now = self._clock()
        limits = self._limits()
        self._gates = {
            team: judged(self._gates.get(team, Gate()), self._next(team), limit, now)
            for team, limit in limits.items()
        }

    def is_slow(self, team: str | None) -> bool:
        """The next one would wait longer than anybody is told a number for."""
        if team not in self._slow:
            mean = self._next(team)
            self._slow[team] = Gate(mean is not None and mean > LONGEST * MINUTE)
        return self._slow[team].is_shut

    def look_again(self) -> None:
        """Judges each team of which that was asked. Call it about once a second."""
        now = self._clock()
        self._slow = {
            team: judged(gate, self._next(team), LONGEST * MINUTE, now)
            for team, gate in self._slow.items()
            if team is None or team in self._directory.teams
        }

    def _limits(self) -> Mapping[str, int]:
        teams = self._directory.teams.values()
        return {team.id: team.rules.max_wait for team in teams if team.rules.max_wait is not None}

    def _next(self, team: str | None) -> float | None:
        """Seconds that one more would wait in the mean."""
        policy = self._directory.rules_of(team).policy
        return _mean(self.outlook(Needs(team, policy=policy)), self._floor.ahead_of(team) + 1)


@lru_cache(maxsize=256)
def _mean(outlook: Outlook, position: int) -> float | None:
    return outlook.mean(position)


def _slots(taker: Taker, team: str | None) -> int:
    limit = taker.team_slots.get(team, taker.slots) if team else taker.slots
    return max(0, min(taker.slots, limit))


def _free(taker: Taker, team: str | None) -> int:
    used = taker.taken_in.get(team, 0) if team else 0
    return max(0, min(taker.slots - taker.taken, _slots(taker, team) - used))

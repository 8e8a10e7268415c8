"""What those who wait are told, and when the chat shuts because they would wait too long."""

import heapq
import math
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.queueing import LONGEST, Gate, Outlook, Wait, judged
from tests.cast import MINUTE, NINE, SECOND

outlooks = st.builds(
    Outlook,
    st.integers(1, 300),
    st.integers(0, 3),
    st.floats(20, 3_000),
    st.one_of(st.none(), st.floats(20, 3_000)),
)


@given(outlooks, st.integers(1, 3_000))
def test_told_are_the_tenth_and_the_ninetieth_percentile_rounded_outward(view: Outlook, place: int) -> None:
    told, (early, late) = view.told(place), view.reckoned(place)
    assert told is not None
    if place <= view.free:
        assert told == Wait(0, 0) and (early, late) == (0, 0)
        return
    near = 1e-6  # a percentile on the minute may fall to either side of it
    assert math.floor(early / 60 - near) <= told.low / 60 <= math.floor(early / 60 + near) or told.low == 600
    assert told.low <= 60 * LONGEST and told.low <= early + near
    if told.high is None:
        assert late > 60 * LONGEST - near
    else:
        assert late <= told.high + near and told.high - late < 60 + near


@given(outlooks, st.lists(st.integers(1, 100_000), min_size=2, max_size=2).map(sorted))
def test_nobody_is_told_less_than_who_stands_before_him(view: Outlook, places: list[int]) -> None:
    before, behind = (view.told(place) for place in places)
    assert before and behind and before.low <= behind.low
    assert _ends(before) <= _ends(behind)


def _ends(wait: Wait) -> float:
    return math.inf if wait.high is None else wait.high


def test_the_office_of_the_tables() -> None:
    office = Outlook(servers=6, free=0, time=600)
    assert office.told(1) == Wait(0, 240)  # p90 is 230 s
    assert office.told(2) == Wait(0, 420)
    assert office.told(3) == Wait(60, 540)
    assert office.told(4) == Wait(120, None)  # p90 is 668 s
    assert office.told(60) == Wait(600, None)


def test_who_finds_a_slot_waits_for_nothing_and_without_anybody_there_is_no_wait() -> None:
    assert Outlook(6, 2, 600).told(2) == Wait(0, 0)
    assert Outlook(6, 2, 600).told(3) == Outlook(6, 0, 600).told(1)
    nobody = Outlook(0, 0, 600)
    assert (nobody.told(1), nobody.mean(1)) == (None, None)


def test_the_mean_is_that_of_the_table() -> None:
    assert Outlook(6, 0, 600, 300).mean(3) == 235


def looked_at(*means: float | None, longest: int | None = 300, every: int = 10 * SECOND) -> list[bool]:
    """Whether it is shut, after each look."""
    gate, found = Gate(), []
    for number, mean in enumerate(means):
        gate = judged(gate, mean, longest, NINE + number * every)
        found.append(gate.is_shut)
    return found


def test_the_gate_shuts_after_a_minute_of_too_long_a_wait() -> None:
    assert looked_at(*[301] * 8) == [False] * 6 + [True] * 2


def test_a_moment_of_less_begins_the_minute_anew() -> None:
    assert looked_at(*[301] * 5, 300, *[301] * 7)[-2:] == [False, True]


def test_it_opens_well_below_the_limit_and_not_before() -> None:
    shut = [301] * 7
    assert looked_at(*shut, 299, 210, 209.9)[7:] == [True, True, False]
    assert looked_at(*shut, 200, 301)[8:] == [False]


def test_without_a_limit_or_without_anybody_nothing_is_shut() -> None:
    assert not any(looked_at(*[1e9] * 10, longest=None))
    assert looked_at(*[301] * 7, None, 301) == [False] * 6 + [True, False, False]


def test_a_clock_that_was_set_back_shuts_nothing_early_and_keeps_nothing_open() -> None:
    gate = judged(Gate(), 301, 300, NINE)
    gate = judged(gate, 301, 300, NINE - 60 * MINUTE)
    assert not gate.is_shut
    assert judged(gate, 301, 300, NINE - 59 * MINUTE).is_shut


@given(st.lists(st.floats(0, 600), max_size=60))
def test_it_never_flaps(means: list[float]) -> None:
    """Between two changes to shut there is a whole minute at least."""
    states = looked_at(*means)
    shuts = [i for i in range(1, len(states)) if states[i] and not states[i - 1]]
    assert all(b - a >= 6 for a, b in zip(shuts, shuts[1:], strict=False))


@dataclass
class Trial:
    """So many servers with exponential times, Poisson arrivals, everybody in turn; who waits may give up."""

    servers: int
    load: float
    patience: float | None = None
    arrivals: int = 12_000
    covered: list[tuple[bool, bool]] = field(default_factory=list)

    def run(self, seed: int) -> "Trial":
        """Notes of each who waited and was served whether it was between the percentiles, and as told."""
        chance = random.Random(seed)
        now, busy, queue = 0.0, list[float](), list[tuple[float, float, Outlook, int]]()
        for _ in range(self.arrivals):
            now += chance.expovariate(self.load / 60)
            self._serves(chance, now, busy, queue)
            if len(busy) < self.servers:
                heapq.heappush(busy, now + chance.expovariate(1 / 60))
                continue
            queue[:] = [one for one in queue if one[1] > now]
            leaves = now + chance.expovariate(1 / self.patience) if self.patience else math.inf
            view = Outlook(self.servers, 0, 60, self.patience)
            queue.append((now, leaves, view, len(queue) + 1))
        return self

    def _serves(
        self,
        chance: random.Random,
        now: float,
        busy: list[float],
        queue: list[tuple[float, float, Outlook, int]],
    ) -> None:
        while busy and busy[0] <= now:
            free = heapq.heappop(busy)
            while queue and queue[0][1] <= free:
                queue.pop(0)
            if queue:
                came, _, view, position = queue.pop(0)
                self._notes(free - came, view, position)
                heapq.heappush(busy, free + chance.expovariate(1 / 60))

    def _notes(self, wait: float, view: Outlook, position: int) -> None:
        (early, late), told = view.reckoned(position), view.told(position)
        assert told
        self.covered.append((early <= wait <= late, told.low <= wait <= _ends(told)))

    @property
    def shares(self) -> tuple[float, float]:
        n = len(self.covered)
        return sum(one for one, _ in self.covered) / n, sum(two for _, two in self.covered) / n


@pytest.mark.parametrize(
    "trial", [Trial(1, 0.8), Trial(4, 3.7), Trial(12, 11.5), Trial(4, 5, 120), Trial(6, 9, 40)]
)
def test_what_is_told_comes_true_as_often_as_it_should(trial: Trial) -> None:
    reckoned, told = trial.run(seed=4).shares
    assert len(trial.covered) > 1_000
    assert 0.7 <= reckoned <= 0.9
    assert told >= 0.8

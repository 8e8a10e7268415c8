"""Queue, timestamps and KPIs in one stroke: the real desk does what queueing theory says, within 99 %."""

from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest

from server.core.queueing import Served
from server.settings import sqlite_url
from server.simulate.day import BEGINS
from server.simulate.figures import BATCHES, T_99
from server.simulate.scenario import Scenario
from server.simulate.theory import expected
from server.simulate.visits import visits
from tests.simulate.days import Day, waited
from tests.simulate.line import waits
from tests.thorough import examples

TAKES = {"arrivals": 60, "handling": 120, "warm_up": 1}
KINDS: dict[str, dict[str, Any]] = {
    "M/M/3": {**TAKES, "agents": 3},
    "M/M/3+M": {**TAKES, "agents": 3, "patience": 120},
    "two agents of three slots": {**TAKES, "handling": 240, "agents": [{"count": 2, "slots": 3}]},
    "overloaded": {**TAKES, "handling": 240, "agents": 3, "patience": 180},
}
HOURS = examples(8, thorough=15)


@pytest.fixture(scope="module", params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    url = sqlite_url(tmp_path_factory.mktemp("day"))
    return Day(url, seed=7, hours=HOURS, **KINDS[request.param])


def test_what_was_measured_agrees_with_theory(day: Day) -> None:
    assert day.result.why_not is None
    judged = [one for one in day.result.measured if one.theory is not None]
    assert [one.name for one in judged] == ["mean_wait", "service_level", "abandonment", "slot_occupancy"]
    assert [one for one in judged if one.agrees is not True] == []


def test_everybody_waited_exactly_as_long_as_in_a_queue_of_thirty_lines(day: Day) -> None:
    model = waits(visits(day.scenario, BEGINS), day.scenario.slots)
    assert [waited(story) for story in day.conversations] == [(one.wait, one.gave_up) for one in model]


def test_the_kpis_say_what_the_model_says(day: Day) -> None:
    lived = day.lived
    model = [
        one
        for one in waits(visits(day.scenario, BEGINS), day.scenario.slots)
        if lived.since <= one.at < lived.until
    ]
    found = {one.name: one.value for one in day.result.measured}
    assert day.result.counts["offered"] == len(model)
    assert found["mean_wait"] == pytest.approx(mean(one.wait for one in model) / 1000)
    assert found["abandonment"] == pytest.approx(100 * mean(one.gave_up for one in model))
    in_time = [not one.gave_up and one.wait <= 20_000 for one in model]
    assert found["service_level"] == pytest.approx(100 * mean(in_time))


def test_the_waits_that_were_told_came_true(day: Day) -> None:
    """Unrounded, from the 10th to the 90th percentile, neither too wide nor too narrow."""
    kept, unrounded = day.result.waits["kept"], day.result.waits["unrounded"]
    assert kept is not None and kept >= 80
    assert unrounded is not None and 70 <= unrounded <= 90


@pytest.mark.parametrize("kind", KINDS)
def test_the_queue_of_thirty_lines_is_that_of_theory(kind: str) -> None:
    """A hundred thousand visitors, for what the desk does in a day has a wide interval."""
    scenario = Scenario.from_plain({**KINDS[kind], "seed": 5, "hours": 1_000})
    served = expected(scenario)
    assert isinstance(served, Served)
    model = waits(visits(scenario, BEGINS), scenario.slots)
    assert_within(served.mean_wait, [one.wait / 1000 for one in model])
    assert_within(served.level, [not one.gave_up and one.wait <= 20_000 for one in model])
    assert_within(served.abandoned, [one.gave_up for one in model])
    busy = sum(one.handling for one in model) / scenario.slots / (model[-1].at - model[0].at)
    assert busy == pytest.approx(served.occupancy, rel=0.02)


def assert_within(theory: float, values: list[Any]) -> None:
    edges = [len(values) * i // BATCHES for i in range(BATCHES + 1)]
    batches = [mean(values[a:b]) for a, b in pairwise(edges)]
    half = T_99 * stdev(batches) / sqrt(BATCHES)
    assert mean(values) - half <= theory <= mean(values) + half


def test_what_is_not_exponential_is_first_come_first_served_too(tmp_path: Path) -> None:
    plain: dict[str, Any] = {
        "handling": {"mean": 200, "like": "lognormal", "spread": 1.5},
        "patience": {"mean": 90, "like": "fixed"},
    }
    day = Day(sqlite_url(tmp_path), arrivals=[60, 5, 90], hours=5, agents=4, **plain)
    model = waits(visits(day.scenario, BEGINS), 4)
    assert [waited(story) for story in day.conversations] == [(one.wait, one.gave_up) for one in model]
    assert any(one.gave_up for one in model)
    assert day.result.why_not == "arrivals differ by the hour"

"""A week's cells: how many come, how many people that takes, how many will be there, and what that gives."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from server.core.forecast import Forecast, Grid
from server.core.queueing import Goal, effective_time, factor_staff, slot_staff, staffed
from server.core.roster import heads

from .handling import Handling, Times, handling_of
from .wanted import Model, StaffingOf

Span = tuple[int, int]
ROUND = 4  # decimals of a rate an hour: what differs by less needs as many


@dataclass(frozen=True, slots=True)
class Needs:
    """A cell. `at_work`: agents who must be there for the target, at the upper rate; `needed`: how many must
    be on the roster for that; `rostered`: how many are, in the mean; `level`: the share that those will serve
    in time, with the rate that is expected; `occupancy`: of their slots. None: nobody can say.
    """

    date: date
    cell: int
    forecast: Forecast
    rostered: float
    handling: Handling | None = None
    at_work: int | None = None
    needed: int | None = None
    level: float | None = None
    occupancy: float | None = None

    @property
    def gap(self) -> float | None:
        """Below 0: so many are missing."""
        return None if self.needed is None else self.rostered - self.needed


def needs(
    cells: Sequence[Forecast],
    grid: Grid,
    times: Times,
    roster: Mapping[str, Sequence[Span]],
    wanted: StaffingOf,
    patience: float | None,
    shrinkage: float,
) -> list[Needs]:
    """`roster`: by agent, when he is to work. `patience`: seconds in the mean; None: nobody gives up."""
    spans = [span for mine in roster.values() for span in mine]
    goal = wanted.goal(patience)
    return [_of_cell(one, grid, times, spans, wanted, goal, shrinkage) for one in cells]


def _of_cell(
    cell: Forecast,
    grid: Grid,
    times: Times,
    spans: Sequence[Span],
    wanted: StaffingOf,
    goal: Goal,
    shrinkage: float,
) -> Needs:
    there = _rostered(cell, grid, spans)
    hour = cell.cell * grid.minutes // 60
    handling = handling_of(times, cell.date.weekday(), hour, wanted.handling)
    if cell.prediction is None or handling is None:
        return Needs(cell.date, cell.cell, cell, there, handling)
    hours = cell.exposure / 3_600_000
    upper, mean = cell.prediction.upper / hours, cell.prediction.mean / hours
    at_work = _at_work(round(upper, ROUND), round(handling.seconds, 1), wanted.slots, wanted.model, goal)
    level, occupancy = _expected(mean, handling.seconds, there * (1 - shrinkage), wanted, goal)
    needed = staffed(at_work, shrinkage)
    return Needs(cell.date, cell.cell, cell, there, handling, at_work, needed, level, occupancy)


def _rostered(cell: Forecast, grid: Grid, spans: Sequence[Span]) -> float:
    parts = [one for one in grid.slices(cell.date) if one.cell == cell.cell]
    length = sum(one.until - one.since for one in parts)
    return (
        sum(heads(spans, one.since, one.until) * (one.until - one.since) for one in parts) / length
        if length
        else 0.0
    )


@lru_cache(maxsize=4096)
def _at_work(per_hour: float, seconds: float, slots: int, model: Model, goal: Goal) -> int:
    rate = per_hour / 3600
    if model == "factor":
        return factor_staff(rate, seconds, slots, goal, _factor(slots)).agents
    return slot_staff(rate, seconds, slots, goal).agents


def _factor(slots: int) -> float | None:
    """Beyond five chats nobody has measured what one gets done: as five."""
    return None if slots <= 5 else 3.5


def _expected(
    per_hour: float, seconds: float, agents: float, wanted: StaffingOf, goal: Goal
) -> tuple[float, float | None]:
    """Between whole numbers of people on a straight line."""
    if per_hour == 0:
        return 1.0, None if agents == 0 else 0.0
    low = math.floor(agents + 1e-9)
    part = max(0.0, agents - low)
    few = _served(round(per_hour, ROUND), round(seconds, 1), low, wanted.slots, wanted.model, goal)
    many = (
        few
        if part < 1e-6
        else _served(round(per_hour, ROUND), round(seconds, 1), low + 1, wanted.slots, wanted.model, goal)
    )
    level = few[0] + part * (many[0] - few[0])
    return level, few[1] + part * (many[1] - few[1]) if agents > 0 else None


@lru_cache(maxsize=4096)
def _served(
    per_hour: float, seconds: float, agents: int, slots: int, model: Model, goal: Goal
) -> tuple[float, float]:
    if agents == 0:
        return 0.0, 1.0
    time = effective_time(seconds, slots, _factor(slots)) if model == "factor" else seconds
    servers = agents if model == "factor" else agents * slots
    found = goal.served(servers, per_hour / 3600 * time, time)
    return found.level, min(1.0, found.occupancy)

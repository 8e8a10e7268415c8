"""Lives through weeks, as it was and with the change, and says whether they differ by more than chance."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from server.core.kpis.statistics.student import quantile
from server.core.staffing.past import FIGURES, Past, PastOf
from server.desk.ports import Butler
from server.settings import sqlite_url
from server.store.reports.past import figures

from ..day import Lived, live
from ..figures import copied
from ..scenario import Scenario
from .change import Change, World
from .weeks import scenario

FEWEST = 3  # weeks, for an interval
HIGHER_IS_BETTER = ("service_level",)
LOWER_IS_BETTER = ("frt", "abandonment")

Values = Mapping[str, float | None]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean over weeks, with its 95 % interval; one more week would lie in `week_low` … `week_high`."""

    mean: float
    low: float
    high: float
    week_low: float
    week_high: float


@dataclass(frozen=True, slots=True)
class Compared:
    """`real`: what the reports say of the week; `reproduced`: it lies where a week as it is would lie.
    `change`: of the same weeks, with the change less without it; `verdict`: better, worse, other (neither is
    better), or chance: not more than that. None: too few weeks had a figure.
    """

    name: str
    real: float | None
    as_it_is: Estimate | None
    changed: Estimate | None
    change: Estimate | None
    reproduced: bool | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`weeks`: how many were lived through, each twice; `came`: on average, as it is and with the change."""

    weeks: int
    came: float
    came_changed: float
    figures: Sequence[Compared]

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    past: Past,
    world: World,
    change: Change,
    weeks: int,
    within: int,
    butler: Butler,
    tell: Tell = lambda *_: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> Outcome:
    """`goes_on` is asked before each week; what has been lived through by then counts. Raises BadChange."""
    pairs: list[tuple[tuple[Scenario, Values], tuple[Scenario, Values]]] = []
    for seed in range(1, weeks + 1):
        if len(pairs) >= FEWEST and not goes_on():
            break
        as_it_is = scenario(past, world, Change(), seed, within)
        changed = scenario(past, world, change, seed, within)
        before = _lived(as_it_is, butler)
        tell(2 * seed - 1, 2 * weeks)
        after = before if change.is_none else _lived(changed, butler)
        tell(2 * seed, 2 * weeks)
        pairs.append(((as_it_is, before), (changed, after)))
    return Outcome(
        len(pairs),
        mean(len(before.coming or ()) for (before, _), _ in pairs),
        mean(len(after.coming or ()) for _, (after, _) in pairs),
        [_compared(name, past, [(before, after) for (_, before), (_, after) in pairs]) for name in FIGURES],
    )


def _lived(week: Scenario, butler: Butler) -> Values:
    with tempfile.TemporaryDirectory(prefix="chat-butler-what-if-", ignore_cleanup_errors=True) as folder:
        url = sqlite_url(Path(folder))
        lived = asyncio.run(live(week, url, butler))
        return _figures(url, week, lived)


def _figures(url: str, week: Scenario, lived: Lived) -> Values:
    """By the very definitions that the reports use."""
    wanted = PastOf(lived.now, lived.since, lived.until, within=week.within)
    return figures(copied(url), wanted)


def _compared(name: str, past: Past, pairs: Sequence[tuple[Values, Values]]) -> Compared:
    known = [
        (before[name], after[name])
        for before, after in pairs
        if before[name] is not None and after[name] is not None
    ]
    before, after = [float(b or 0) for b, _ in known], [float(a or 0) for _, a in known]
    changes = [b - a for a, b in zip(before, after, strict=True)]
    as_it_is, change = _estimate(before), _estimate(changes, free=True)
    real = past.figures.get(name)
    inside = None if as_it_is is None or real is None else as_it_is.week_low <= real <= as_it_is.week_high
    return Compared(name, real, as_it_is, _estimate(after), change, inside, _verdict(name, change))


def _estimate(values: Sequence[float], free: bool = False) -> Estimate | None:
    """`free`: it may be below 0."""
    if len(values) < FEWEST:
        return None
    middle, spread, n = mean(values), stdev(values), len(values)
    t = quantile(0.975, n - 1)
    of_mean, of_week = t * spread / sqrt(n), t * spread * sqrt(1 + 1 / n)
    found = Estimate(middle, middle - of_mean, middle + of_mean, middle - of_week, middle + of_week)
    return found if free else replace(found, low=max(0.0, found.low), week_low=max(0.0, found.week_low))


def _verdict(name: str, change: Estimate | None) -> str | None:
    if change is None:
        return None
    if change.low <= 0 <= change.high:
        return "chance"
    if name in HIGHER_IS_BETTER:
        return "better" if change.mean > 0 else "worse"
    if name in LOWER_IS_BETTER:
        return "better" if change.mean < 0 else "worse"
    return "other"


def notes(past: Past, change: Change, outcome: Outcome) -> Iterator[str]:
    """Codes of what a reader must know."""
    if any(one.reproduced is False for one in outcome.figures):
        yield "not_reproduced"
    if change.slots is not None:
        yield "same_handling"
    if change.hours is not None:
        yield "closed_left_messages"
    if any(one.closed for one in past.came):
        yield "messages_wait"
    if past.patience is None:
        yield "nobody_gave_up"

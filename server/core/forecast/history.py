"""What came, day by day, and for how long it could."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .grid import DAY, Grid


@dataclass(frozen=True, slots=True)
class Day:
    """A local date: of each cell how many came, and for how long (ms) it was open. `usual`: no holiday."""

    date: date
    counts: tuple[int, ...]
    exposure: tuple[int, ...]
    usual: bool = True

    @property
    def weekday(self) -> int:
        return self.date.weekday()


def days_of(
    arrivals: Iterable[int], grid: Grid, since: date, until: date, left_out: Collection[date] = ()
) -> Sequence[Day]:
    """Whole local dates [since, until) with their counts, those `left_out` (outages) not among them.

    Who came while it was closed is counted nowhere, for it had no time to be counted in.
    """
    instants = sorted(arrivals)
    dates = [since + number * DAY for number in range(max(0, (until - since).days))]
    return [_day(day, grid, instants) for day in dates if day not in left_out]


def _day(day: date, grid: Grid, arrivals: Sequence[int]) -> Day:
    exposure, counts = grid.exposure(day), grid.counts(day, arrivals)
    counted = tuple(count if open_ else 0 for count, open_ in zip(counts, exposure, strict=True))
    return Day(day, counted, exposure, grid.is_usual(day))

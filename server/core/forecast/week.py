"""A date's cells from the past: of the same weekday and time, or of a wider kind where that has too few."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .grid import DAY
from .history import Day
from .predict import Prediction, dispersion, predicted

FEWEST = 4  # past counts of one cell
SATURDAY, SUNDAY = 5, 6
LEAST, MOST = 0.5, 2.0  # of the level
HALF = 4  # weeks on either side of it

Basis = Literal["cell", "kind", "all", "holiday", "last_week"]
Seen = tuple[int, int]  # a count, and the exposure that it was counted in


@dataclass(frozen=True, slots=True)
class Wish:
    """`weeks`: how far back. `level`: whether the last four weeks against the four before move the means.
    `small`: see `predicted`. `naive`: the same cell of last week is all that is believed.
    """

    weeks: int = 8
    level: bool = False
    small: bool = False
    naive: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """One cell of a date. `exposure`: how long it will be open, ms; 0: closed, and nothing is predicted.
    `basis`: where its counts are from: this cell's weeks, the same time of working days or weekends, any
    time, past holidays, last week alone; None: there is too little history to say anything.
    """

    date: date
    cell: int
    exposure: int
    basis: Basis | None = None
    prediction: Prediction | None = None


def forecast(past: Sequence[Day], coming: Sequence[Day], wish: Wish | None = None) -> list[Forecast]:
    """Every cell of the `coming` days (whose counts are not looked at), from the days before each."""
    wish = wish or Wish()
    found: list[Forecast] = []
    for day in coming:
        seen = _Past([one for one in past if day.date - wish.weeks * 7 * DAY <= one.date < day.date], past)
        found += _of_day(day, seen, wish)
    return found


class _Past:
    """The days that a date is foretold from. Holidays are kept apart; there are few, so all of them count."""

    def __init__(self, days: Sequence[Day], ever: Sequence[Day]) -> None:
        self.days = [day for day in days if day.usual]
        self._holidays = [day for day in ever if not day.usual]
        self.last = max((day.date for day in days), default=None)
        self.is_a_week = len({day.weekday for day in self.days}) == 7
        self.phi = dispersion(self._cells())

    def of_cell(self, weekday: int, cell: int) -> list[Seen]:
        return _alike([day for day in self.days if day.weekday == weekday], cell)

    def of_kind(self, weekday: int, cell: int) -> list[Seen]:
        weekend = weekday >= SATURDAY
        return _alike([day for day in self.days if (day.weekday >= SATURDAY) == weekend], cell)

    def of_all(self) -> list[Seen]:
        size = len(self.days[0].counts) if self.days else 0
        return _most_usual([seen for cell in range(size) for seen in _alike(self.days, cell)])

    def of_holidays(self, before: date, cell: int) -> list[Seen]:
        return _alike([day for day in self._holidays if day.date < before], cell)

    def a_week_before(self, day: date, cell: int) -> list[Seen]:
        return _alike([one for one in self.days if one.date == day - 7 * DAY], cell)

    def level(self) -> float:
        """The last four weeks over the four before, of cells that both have."""
        if self.last is None:
            return 1.0
        edge = self.last - (HALF * 7 - 1) * DAY
        new, old = ({}, {})  # type: tuple[dict[tuple[int, int], list[int]], dict[tuple[int, int], list[int]]]
        for day in self.days:
            for cell, (count, exposure) in enumerate(zip(day.counts, day.exposure, strict=True)):
                if exposure:
                    (new if day.date >= edge else old).setdefault((day.weekday, cell), []).append(count)
        both = new.keys() & old.keys()
        above = sum(sum(new[key]) / len(new[key]) for key in both)
        below = sum(sum(old[key]) / len(old[key]) for key in both)
        return min(MOST, max(LEAST, above / below)) if below else 1.0

    def _cells(self) -> Iterator[list[int]]:
        size = len(self.days[0].counts) if self.days else 0
        for weekday in range(7):
            for cell in range(size):
                yield [count for count, _ in self.of_cell(weekday, cell)]


def _of_day(day: Day, past: _Past, wish: Wish) -> Iterator[Forecast]:
    level = past.level() if wish.level else 1.0
    for cell, exposure in enumerate(day.exposure):
        basis, seen = _seen(day, cell, past, wish) if exposure else (None, [])
        if not seen or basis is None:
            yield Forecast(day.date, cell, exposure)
            continue
        longer = exposure / seen[0][1]
        counts = [count for count, _ in seen]
        # Working days that differ from each other vary more than one weekday does.
        phi = max(past.phi, dispersion([counts])) if basis in ("kind", "all") else past.phi
        scale = 1.0 if basis == "last_week" else level
        yield Forecast(day.date, cell, exposure, basis, predicted(counts, phi, scale, longer, wish.small))


def _seen(day: Day, cell: int, past: _Past, wish: Wish) -> tuple[Basis | None, list[Seen]]:
    if not past.is_a_week:
        return None, []
    if not day.usual and len(seen := past.of_holidays(day.date, cell)) >= FEWEST:
        return "holiday", seen
    weekday = day.weekday if day.usual else SUNDAY
    if wish.naive and (seen := past.a_week_before(day.date, cell)):
        return "last_week", seen
    if len(seen := past.of_cell(weekday, cell)) >= FEWEST:
        return "cell", seen
    if len(seen := past.of_kind(weekday, cell)) >= FEWEST:
        return "kind", seen
    return ("all", seen) if len(seen := past.of_all()) >= FEWEST else (None, [])


def _alike(days: Sequence[Day], cell: int) -> list[Seen]:
    return _most_usual([(day.counts[cell], day.exposure[cell]) for day in days if day.exposure[cell]])


def _most_usual(seen: list[Seen]) -> list[Seen]:
    """Only cells that were open as long as most were; one that clocks or closing cut short is no count."""
    if not seen:
        return []
    lengths = Counter(exposure for _, exposure in seen)
    most = max(lengths, key=lambda length: (lengths[length], length))
    return [one for one in seen if one[1] == most]

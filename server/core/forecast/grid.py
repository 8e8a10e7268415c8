"""Local days cut into half hours, as they lie on the clock that never changes."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.core.hours import Calendar
from server.core.local_times import instant_of

MINUTE = 60_000
A_DAY = 1_440  # min
DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part [since, until) in UTC of the cell of that number; a cell has none, one or two of them."""

    cell: int
    since: int
    until: int


@dataclass(frozen=True)
class Grid:
    """Cells of `minutes` (of which a day has a whole number). `calendar` None: always open."""

    tz: str
    minutes: int = 30
    calendar: Calendar | None = None
    _kept: dict[date, Sequence[Slice]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def cells(self) -> int:
        """How many a day has."""
        return A_DAY // self.minutes

    def slices(self, day: date) -> Sequence[Slice]:
        """In order. An hour that the clocks skip is not there, one that they repeat is there twice."""
        if day not in self._kept:
            self._kept[day] = self._cut(day)
        return self._kept[day]

    def exposure(self, day: date) -> tuple[int, ...]:
        """For how long (ms) each cell of that date was open."""
        found = [0] * self.cells
        for one in self.slices(day):
            found[one.cell] += self._open(one)
        return tuple(found)

    def counts(self, day: date, arrivals: Sequence[int]) -> tuple[int, ...]:
        """How many of these instants, in order, lie in each cell of that date."""
        found = [0] * self.cells
        for one in self.slices(day):
            found[one.cell] += _before(arrivals, one.until) - _before(arrivals, one.since)
        return tuple(found)

    def label(self, cell: int) -> str:
        minutes = cell * self.minutes
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    def day_of(self, at: int) -> date:
        return (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(self.tz)).date()

    def is_usual(self, day: date) -> bool:
        """Whether the week's hours hold on it: it is no holiday, nor has hours of its own."""
        return self.calendar is None or self.calendar.why(day) == "week"

    def _open(self, one: Slice) -> int:
        calendar = self.calendar.in_force(one.since) if self.calendar else None
        return calendar.business(one.since, one.until) if calendar else one.until - one.since

    def _cut(self, day: date) -> Sequence[Slice]:
        return [
            Slice(cell, max(since, begins), min(until, ends))
            for since, until, offset in self._stretches(day)
            for cell in range(self.cells)
            for begins, ends in [self._edges(day, cell, offset)]
            if max(since, begins) < min(until, ends)
        ]

    def _stretches(self, day: date) -> Sequence[tuple[int, int, int]]:
        """The date as spans of one offset each: (since, until, offset), ms."""
        zone = ZoneInfo(self.tz)
        since, until = (instant_of(one, 0, zone, fold=0) for one in (day, day + DAY))
        edges = [since]
        if _offset(since, zone) != _offset(until - 1, zone):
            edges.append(_change(since, until - 1, zone))
        return [(a, b, _offset(a, zone)) for a, b in zip(edges, [*edges[1:], until], strict=True)]

    def _edges(self, day: date, cell: int, offset: int) -> tuple[int, int]:
        local = (day - _EPOCH.date()).days * A_DAY + cell * self.minutes
        return local * MINUTE - offset, (local + self.minutes) * MINUTE - offset


def _before(arrivals: Sequence[int], at: int) -> int:
    return bisect_right(arrivals, at - 1)


def _offset(at: int, zone: ZoneInfo) -> int:
    found = (_EPOCH + timedelta(milliseconds=at)).astimezone(zone).utcoffset() or timedelta()
    return found // timedelta(milliseconds=1)


def _change(low: int, high: int, zone: ZoneInfo) -> int:
    """The first instant of the new offset."""
    old = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == old else (low, middle)
    return high


def changes(year: int, tz: str) -> Mapping[str, date]:
    """On which local dates the clocks go forward (`spring`) and back (`autumn`) there, if they do."""
    zone = ZoneInfo(tz)
    found: dict[str, date] = {}
    day = date(year, 1, 1)
    while day.year == year:
        since, until = (instant_of(one, 0, zone, fold=0) for one in (day, day + DAY))
        more = _offset(until, zone) - _offset(since, zone)
        if more:
            found.setdefault("spring" if more > 0 else "autumn", day)
        day += DAY
    return found

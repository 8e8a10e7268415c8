"""Opening hours: how much of a span was open, and when a promise falls due.

Intervals are made for each local date in the calendar's zone and measured in UTC, so a day on which clocks
change is 23 or 25 hours long. All instants are ms since the epoch, UTC; lengths are ms unless named seconds.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEARCH = timedelta(days=366)
AHEAD = timedelta(days=400)
DAY = timedelta(days=1)
_MS = timedelta(milliseconds=1)
_SEARCH_MS = SEARCH // _MS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")

Minutes = tuple[int, int]


class BadHours(ValueError):
    """Hours that cannot be; the message says which."""


class NeverOpen(ValueError):
    """There is no opening within 366 days."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One version of somebody's opening hours.

    `week` holds, for each weekday from Monday, pairs of minutes since local midnight; a pair that ends at or
    before its start ends on the next day. `valid_from` and `previous` tell which version was in force when.
    """

    tz: str
    week: tuple[tuple[Minutes, ...], ...]
    holidays: frozenset[date] = frozenset()
    id: str = ""
    valid_from: int | None = None
    previous: "Calendar | None" = field(default=None, compare=False, repr=False)
    _openings: "_Openings" = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_openings", _Openings(ZoneInfo(self.tz), self.week, self.holidays))

    def in_force(self, at: int) -> "Calendar | None":
        """The version that was valid at `at`; None: there were no hours yet."""
        version: Calendar | None = self
        while version is not None and version.valid_from is not None and version.valid_from > at:
            version = version.previous
        return version

    def business(self, a: int, b: int) -> int:
        """Open ms in [a, b); negative when b is before a."""
        self._openings.cover(min(a, b), max(a, b))
        return self._openings.before(b) - self._openings.before(a)

    def is_open(self, at: int) -> bool:
        self._openings.cover(at, at)
        return self._openings.containing(at) is not None

    def opens_at(self, at: int) -> int | None:
        """The first open instant from `at` on (`at` itself while open); None: none within 366 days."""
        for opens, _ in self._openings.since(at):
            return max(opens, at) if opens <= at + _SEARCH_MS else None
        return None

    def deadline(self, start: int, seconds: float) -> int:
        """When `seconds` of open time will have passed since `start`; a remainder may end exactly at closing.

        Raises ValueError for a target that is not positive, NeverOpen when hours never come.
        """
        if seconds <= 0:
            raise ValueError(f"a target must be more than 0 seconds, not {seconds:g}")
        left, at = round(seconds * 1000), start
        for opens, closes in self._openings.since(start):
            if opens > at + _SEARCH_MS:
                break
            begins = max(opens, at)
            if left <= closes - begins:
                return begins + left
            left, at = left - (closes - begins), closes
        raise NeverOpen("no opening within 366 days")

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Calendar":
        """Reads `{tz, hours: {mon: [["09:00", "17:00"]], …}, holidays: ["2026-12-25"]}`. Raises BadHours."""
        return cls(
            tz=_zone(plain.get("tz")),
            week=_week(plain.get("hours") or {}),
            holidays=frozenset(_holiday(day) for day in plain.get("holidays") or ()),
            id=plain.get("id") or "",
            valid_from=plain.get("valid_from"),
        )

    def to_dict(self) -> dict[str, Any]:
        """The form that `from_dict` reads; closed weekdays are left out."""
        week = zip(WEEKDAYS, self.week, strict=True)
        hours = {day: [[_shown(a), _shown(b)] for a, b in pairs] for day, pairs in week if pairs}
        holidays = sorted(day.isoformat() for day in self.holidays)
        return {"tz": self.tz, "hours": hours, "holidays": holidays}


class _Openings:
    """Merged open intervals of a range of dates, with running totals; grows when asked beyond its ends."""

    def __init__(self, zone: ZoneInfo, week: Sequence[Sequence[Minutes]], holidays: frozenset[date]) -> None:
        self._zone, self._week, self._holidays = zone, week, holidays
        self._first: date | None = None
        self._last = date.min
        self.from_at, self.to_at = 0, -1
        self.opens: list[int] = []
        self.closes: list[int] = []
        self._totals: list[int] = []

    def cover(self, a: int, b: int) -> None:
        """Makes sure that [a, b] lies within what is known."""
        if self._first is not None and self.from_at <= a and b <= self.to_at:
            return
        first, last = _date(a) - 3 * DAY, _date(b) + AHEAD
        self._first = first if self._first is None else min(first, self._first)
        self._last = max(last, self._last)
        # A shift may reach into the next day, and a zone's day is not UTC's: stay two days within the dates.
        self.from_at, self.to_at = _midnight(self._first + 2 * DAY), _midnight(self._last - 2 * DAY)
        self._build(self._first, self._last)

    def before(self, at: int) -> int:
        """Open ms before `at`, counted from the beginning of what is known."""
        i = bisect_right(self.opens, at) - 1
        return 0 if i < 0 else self._totals[i] + min(at, self.closes[i]) - self.opens[i]

    def containing(self, at: int) -> int | None:
        i = bisect_right(self.opens, at) - 1
        return i if i >= 0 and at < self.closes[i] else None

    def since(self, at: int) -> Iterator[tuple[int, int]]:
        """Intervals that end after `at`, in order; stops where 366 days bring none."""
        self.cover(at, at)
        while True:
            i = bisect_right(self.closes, at)
            if i == len(self.closes):
                self.cover(at, at + _SEARCH_MS)
                i = bisect_right(self.closes, at)
                if i == len(self.closes):
                    return
            yield self.opens[i], self.closes[i]
            at = self.closes[i]

    def _build(self, first: date, last: date) -> None:
        opens: list[int] = []
        closes: list[int] = []
        for a, b in sorted(self._of_dates(first, last)):
            if closes and a <= closes[-1]:
                closes[-1] = max(closes[-1], b)
            else:
                opens.append(a)
                closes.append(b)
        self.opens, self.closes, self._totals = opens, closes, [0]
        for a, b in zip(opens, closes, strict=True):
            self._totals.append(self._totals[-1] + b - a)

    def _of_dates(self, first: date, last: date) -> Iterator[tuple[int, int]]:
        for number in range((last - first).days + 1):
            day = first + number * DAY
            if day in self._holidays:
                continue
            for opens, closes in self._week[day.weekday()]:
                a = _instant(day, opens, self._zone, fold=0)
                b = _instant(day, closes if closes > opens else closes + 24 * 60, self._zone, fold=1)
                if a < b:
                    yield a, b


def _instant(day: date, minutes: int, zone: ZoneInfo, fold: int) -> int:
    """That local time in UTC ms; a time that the clocks skip is the first instant after the gap."""
    naive = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001  (local time)
    local = naive.replace(tzinfo=zone)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    if first is None or second is None:
        raise BadHours(f"the zone {zone.key} has no offset on {day}")
    as_utc = naive.replace(tzinfo=UTC)
    if second > first:
        return _transition(as_utc - second, as_utc - first, zone)
    return (as_utc - (second if fold else first) - _EPOCH) // _MS


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> int:
    """Where the offset changes between two instants, to the second."""
    old = before.astimezone(zone).utcoffset()
    low, high = (before - _EPOCH) // _MS // 1000, (after - _EPOCH) // _MS // 1000
    while high - low > 1:
        middle = (low + high) // 2
        if (_EPOCH + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high * 1000


def _date(at: int) -> date:
    return (_EPOCH + timedelta(milliseconds=at)).date()


def _midnight(day: date) -> int:
    return (day - _EPOCH.date()) // _MS


def _zone(name: object) -> str:
    try:
        if isinstance(name, str) and name:
            return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        pass
    raise BadHours(f"tz: there is no time zone called {name!r}; write one such as Europe/Rome")


def _week(hours: object) -> tuple[tuple[Minutes, ...], ...]:
    if not isinstance(hours, Mapping):
        raise BadHours("hours: write an object of weekdays, mon to sun")
    for day in hours:
        if day not in WEEKDAYS:
            raise BadHours(f"hours: there is no weekday {day!r}; write mon, tue, wed, thu, fri, sat or sun")
    return tuple(_day(day, hours.get(day) or ()) for day in WEEKDAYS)


def _day(day: str, pairs: Any) -> tuple[Minutes, ...]:  # noqa: ANN401  (whatever a file holds)
    if len(pairs) == 2 and all(isinstance(one, str) for one in pairs):
        pairs = [pairs]
    if isinstance(pairs, str) or any(isinstance(pair, str) or len(pair) != 2 for pair in pairs):
        raise BadHours(f'hours: {day}: write pairs such as ["09:00", "17:00"]')
    return tuple(
        (_minutes(day, opens, 23 * 60 + 59), _minutes(day, closes, 24 * 60)) for opens, closes in pairs
    )


def _minutes(day: str, clock: object, latest: int) -> int:
    if isinstance(clock, str) and _CLOCK.fullmatch(clock):
        minutes = int(clock[:2]) * 60 + int(clock[3:])
        if minutes <= latest:
            return minutes
    raise BadHours(f"hours: {day}: {clock!r} is no time of day that can stand there")


def _holiday(day: object) -> date:
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise BadHours(f"holidays: {day!r} is no date; write 2026-12-25") from None


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

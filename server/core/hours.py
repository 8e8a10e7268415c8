"""Opening hours: how much of a span was open, and when a promise falls due.

Intervals are made for each local date in the calendar's zone and measured in UTC, so a day on which clocks
change is 23 or 25 hours long. All instants are ms since the epoch, UTC; lengths are ms unless named seconds.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any, Literal
from zoneinfo import ZoneInfo

from . import written_hours as written
from .local_times import instant_of
from .written_hours import WEEKDAYS, BadHours, Minutes, Spans

__all__ = ["WEEKDAYS", "BadHours", "Calendar", "Day", "Minutes", "NeverOpen"]

SEARCH = timedelta(days=366)
AHEAD = timedelta(days=400)
DAY = timedelta(days=1)
_MS = timedelta(milliseconds=1)
_SEARCH_MS = SEARCH // _MS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Why = Literal["week", "special", "closed", "holiday", "worked"]


class NeverOpen(ValueError):
    """There is no opening within 366 days."""


@dataclass(frozen=True, slots=True)
class Day:
    """A local date: when it opens, as [opens, closes) in UTC ms, and why so. `name`: the holiday's."""

    date: date
    spans: tuple[tuple[int, int], ...]
    why: Why
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """One version of somebody's opening hours.

    `week` holds, for each weekday from Monday, pairs of minutes since local midnight; a pair that ends at or
    before its start ends on the next day. `holidays` are dates closed by hand; `public` are those of a
    country and region (`holidays_of`), with their names, of which some are `worked`; `special` dates have
    hours of their own, whatever else they are. `valid_from` and `previous` tell which version was in force
    when; from a version that is `gone` on there were no hours any more.
    """

    tz: str
    week: tuple[Spans, ...]
    holidays: frozenset[date] = frozenset()
    id: str = ""
    valid_from: int | None = None
    previous: "Calendar | None" = field(default=None, compare=False, repr=False)
    gone: bool = False
    public: Mapping[date, str] = field(default_factory=dict, hash=False)
    worked: frozenset[date] = frozenset()
    special: Mapping[date, Spans] = field(default_factory=dict, hash=False)
    holidays_of: Mapping[str, str] | None = field(default=None, hash=False)
    _openings: "_Openings" = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_openings", _Openings(self))

    def in_force(self, at: int) -> "Calendar | None":
        """The version that was valid at `at`; None: there were no hours, not yet or not any more."""
        version: Calendar | None = self
        while version is not None and version.valid_from is not None and version.valid_from > at:
            version = version.previous
        return None if version is None or version.gone else version

    def business(self, a: int, b: int) -> int:
        """Open ms in [a, b); negative when b is before a."""
        return self._openings.between(a, b) if a <= b else -self._openings.between(b, a)

    def is_open(self, at: int) -> bool:
        self._openings.cover(at, at)
        return self._openings.containing(at) is not None

    def opens_at(self, at: int) -> int | None:
        """The first open instant from `at` on (`at` itself while open); None: none within 366 days."""
        for opens, _ in self._openings.since(at):
            return max(opens, at) if opens <= at + _SEARCH_MS else None
        return None

    def closes_at(self, at: int) -> int | None:
        """When what is open at `at` closes; None: it is closed, or stays open for 366 days."""
        self._openings.cover(at, at + _SEARCH_MS)
        i = self._openings.containing(at)
        closes = None if i is None else self._openings.closes[i]
        return closes if closes is not None and closes <= at + _SEARCH_MS else None

    def days(self, at: int, count: int) -> list[Day]:
        """The local date of `at` and those after it. A night shift is the day's on which it begins."""
        first = (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(self.tz)).date()
        return [self.day(first + number * DAY) for number in range(count)]

    def day(self, day: date) -> Day:
        why = self.why(day)
        name = self.public.get(day) if why != "closed" else None
        return Day(day, tuple(self._openings.of_date(day)), why, name)

    def why(self, day: date) -> Why:
        """What a date goes by: its own hours, else a closing by hand, else a holiday, else the week."""
        if day in self.special:
            return "special"
        if day in self.holidays:
            return "closed"
        if day in self.public:
            return "worked" if day in self.worked else "holiday"
        return "week"

    def hours_on(self, day: date) -> Spans:
        """Pairs of minutes since that day's local midnight."""
        why = self.why(day)
        if why == "special":
            return self.special[day]
        return () if why in ("closed", "holiday") else self.week[day.weekday()]

    def must_make_sense(self, now: int) -> None:
        """For hours that somebody sets now. Raises BadHours with what is wrong, and where."""
        written.must_not_overlap(self.week)
        beside = {day + step * DAY for day in self.special for step in (-1, 0, 1)}
        written.must_not_overlap_on((day, self.hours_on(day)) for day in beside)
        for day in sorted(self.special.keys() & self.holidays):
            raise BadHours(f"special: {day} is a day closed by hand as well; choose one of them")
        if self.opens_at(now) is None:
            raise BadHours("hours: it would not open within a year; without hours it is always open")

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
        """Reads `{tz, hours: {mon: [["09:00", "17:00"]], …}, holidays: ["2026-12-25"]}`. Raises BadHours.

        And, where there are any: `holidays_of {country, subdivision?, language?}` with dates and names in
        `public {"2026-12-25": "Christmas Day"}`, `worked ["2026-01-06"]`, `special {"2026-12-24": [[…]]}`.
        """
        public = plain.get("public") or {}
        return cls(
            tz=written.zone_of(plain.get("tz")),
            week=written.week_of(plain.get("hours") or {}),
            holidays=written.dates_of("holidays", plain.get("holidays") or ()),
            id=plain.get("id") or "",
            valid_from=plain.get("valid_from"),
            public={written.date_of("public", day): str(name) for day, name in sorted(public.items())},
            worked=written.dates_of("worked", plain.get("worked") or ()),
            special=written.special_of(plain.get("special") or {}),
            holidays_of=plain.get("holidays_of") or None,
        )

    def to_dict(self) -> dict[str, Any]:
        """The form that `from_dict` reads; closed weekdays, and what there is none of, are left out."""
        week = zip(WEEKDAYS, self.week, strict=True)
        more = {
            "holidays_of": dict(self.holidays_of) if self.holidays_of else None,
            "public": {day.isoformat(): name for day, name in self.public.items()},
            "worked": sorted(day.isoformat() for day in self.worked),
            "special": {day.isoformat(): written.shown(spans) for day, spans in self.special.items()},
        }
        return {
            "tz": self.tz,
            "hours": {day: written.shown(spans) for day, spans in week if spans},
            "holidays": sorted(day.isoformat() for day in self.holidays),
            **{name: value for name, value in more.items() if value},
        }


class _Openings:
    """Merged open intervals of a range of dates, with running totals; grows when asked beyond its ends."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.tz)
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

    def between(self, a: int, b: int) -> int:
        """Open ms in [a, b), where `b` is not before `a`."""
        if a < self.from_at or b > self.to_at:
            self.cover(a, b)
        # Most spans lie within one opening, and every event asks for some.
        i = bisect_right(self.opens, a) - 1
        if i >= 0 and b <= self.closes[i]:
            return b - a
        return self.before(b) - self.before(a)

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
        dates = (first + number * DAY for number in range((last - first).days + 1))
        for a, b in sorted(chain.from_iterable(self.of_date(day) for day in dates)):
            if closes and a <= closes[-1]:
                closes[-1] = max(closes[-1], b)
            else:
                opens.append(a)
                closes.append(b)
        self.opens, self.closes, self._totals = opens, closes, [0]
        for a, b in zip(opens, closes, strict=True):
            self._totals.append(self._totals[-1] + b - a)

    def of_date(self, day: date) -> Iterator[tuple[int, int]]:
        for opens, closes in self._calendar.hours_on(day):
            a = instant_of(day, opens, self._zone, fold=0)
            b = instant_of(day, closes if closes > opens else closes + written.A_DAY, self._zone, fold=1)
            if a < b:
                yield a, b


def _date(at: int) -> date:
    return (_EPOCH + timedelta(milliseconds=at)).date()


def _midnight(day: date) -> int:
    return (day - _EPOCH.date()) // _MS

"""Times of iCalendar in their zones, and the days on which an event repeats."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.core.local_times import instant_of

from .ics_lines import Line

MOST = 20_000  # shifts
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RULES = ("FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST")

_STAMP = re.compile(r"\d{8}T\d{6}Z?")


@dataclass(frozen=True, slots=True)
class Time:
    """A local time in its zone."""

    local: datetime
    zone: ZoneInfo

    def at(self, day: date) -> int:
        """The same time of another day, ms UTC."""
        return instant_of(day, 60 * self.local.hour + self.local.minute, self.zone, fold=0)


def time_of(line: Line, tz: str) -> Time:
    if line.parameters.get("VALUE") == "DATE" or re.fullmatch(r"\d{8}", line.value):
        raise ValueError(f"{line.name} is a whole day: a shift has times")
    return stamp_of(line.value, line.parameters.get("TZID", tz), line.name)


def stamp_of(text: str, zone: str, name: str) -> Time:
    if not _STAMP.fullmatch(text):
        raise ValueError(f"{name}: {text!r} is no time of iCalendar")
    try:
        local = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  (its zone is kept beside)
    except ValueError:
        raise ValueError(f"{name}: there is no {text!r}") from None
    try:
        return Time(local, ZoneInfo("UTC" if text.endswith("Z") else zone))
    except (ValueError, OSError, LookupError):
        raise ValueError(
            f"{name}: there is no time zone {zone!r}; names such as Europe/Rome are read"
        ) from None


def repeated(rule: str, begins: Time, last: date) -> list[date]:
    parts = dict(part.upper().split("=", 1) for part in rule.split(";") if "=" in part)
    if unknown := sorted(set(parts) - set(RULES)):
        raise ValueError(f"RRULE: {unknown[0]} is not read; read are {', '.join(RULES)}")
    if parts.get("FREQ") not in ("DAILY", "WEEKLY"):
        raise ValueError(f"RRULE: FREQ={parts.get('FREQ')} is not read, only DAILY and WEEKLY")
    every, count = _whole(parts, "INTERVAL", 1), _whole(parts, "COUNT", MOST)
    ends = min(last, _until(parts["UNTIL"], begins)) if "UNTIL" in parts else last
    found: list[date] = []
    for day in _dates(parts, begins.local.date(), every):
        if day > ends or len(found) >= count:
            break
        found.append(day)
    return found


def _dates(parts: Mapping[str, str], first: date, every: int) -> Iterator[date]:
    days = _weekdays(parts.get("BYDAY", ""))
    if parts["FREQ"] == "DAILY":
        for number in range(MOST):
            day = first + number * every * DAY
            if not days or day.weekday() in days:
                yield day
        return
    begins_on = DAYS.index(parts.get("WKST", "MO")) if parts.get("WKST", "MO") in DAYS else 0
    monday = first - ((first.weekday() - begins_on) % 7) * DAY
    for number in range(MOST):
        week = monday + number * every * WEEK
        for day in (week + step * DAY for step in range(7)):
            if day >= first and day.weekday() in (days or {first.weekday()}):
                yield day


def _weekdays(text: str) -> set[int]:
    names = [name for name in text.split(",") if name]
    if wrong := [name for name in names if name not in DAYS]:
        raise ValueError(f"RRULE: BYDAY={wrong[0]} is not read, only {', '.join(DAYS)}")
    return {DAYS.index(name) for name in names}


def _whole(parts: Mapping[str, str], name: str, default: int) -> int:
    text = parts.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) <= MOST:
        raise ValueError(f"RRULE: {name}={text} is not read")
    return int(text)


def _until(text: str, begins: Time) -> date:
    """The last local date; a time of day says whether it is still among them."""
    if re.fullmatch(r"\d{8}", text):
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  (a local date)
    stamp = stamp_of(text, begins.zone.key, "UNTIL")
    at = stamp.at(stamp.local.date())
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(begins.zone).date()
    return day if begins.at(day) <= at else day - DAY

"""Reports that come by mail: how often, and exactly when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from .kpis.asking.presets import Every
from .local_times import instant_of

What = Literal["dashboard", "view", "page"]
EVERY: tuple[Every, ...] = get_args(Every)
MOST_ADDRESSES = 20
# Older runs than this that were missed are left out, but for the last one: nobody reads ten at once.
STALE = 7 * 86_400_000  # ms

_AT = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAY = timedelta(days=1)
_MS = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadSchedule(ValueError):
    """What is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`subject`: the id of a dashboard or view, or a page. `day` of the week (0: Monday) or of the month,
    whose last day is meant where it has fewer; no matter if it is each day. `at`: local time in `tz`. `to`:
    addresses; `gone`: fingerprints of those that want it no more. `next_at` in ms.
    """

    id: str
    owner: str
    of: What
    subject: str
    every: Every
    day: int
    at: str
    tz: str
    to: tuple[str, ...]
    gone: tuple[str, ...] = ()
    xlsx: bool = True
    disabled: bool = False
    next_at: int = 0
    created_at: int = 0


def checked(schedule: Schedule) -> Schedule:
    """Raises BadSchedule."""
    if not _AT.fullmatch(schedule.at):
        raise BadSchedule("at: a local time such as 07:00")
    low, high = {"day": (0, 0), "week": (0, 6), "month": (1, 31)}[schedule.every]
    if not low <= schedule.day <= high:
        days = {"day": "0", "week": "from 0, Monday, to 6", "month": "from 1 to 31"}[schedule.every]
        raise BadSchedule(f"day: {days}")
    if not 1 <= len(schedule.to) <= MOST_ADDRESSES:
        raise BadSchedule(f"to: from 1 to {MOST_ADDRESSES} addresses")
    return schedule


def next_after(schedule: Schedule, after: int) -> int:
    """The first time after that instant (ms) at which it is due. Where the clocks skip that local time, the
    first instant behind the gap; where it is there twice, the first of both.
    """
    zone = ZoneInfo(schedule.tz)
    hours, _, minutes = schedule.at.partition(":")
    for day in _days(schedule, (_EPOCH + after * _MS).astimezone(zone).date() - _DAY):
        at = instant_of(day, int(hours) * 60 + int(minutes), zone, 0)
        if at > after:
            return at
    raise AssertionError("the days never end")


def _days(schedule: Schedule, first: date) -> Iterator[date]:
    """Those on which it is due, from `first` on."""
    day = first
    while True:
        if _is_due(schedule, day):
            yield day
        day += _DAY


def _is_due(schedule: Schedule, day: date) -> bool:
    match schedule.every:
        case "day":
            return True
        case "week":
            return day.weekday() == schedule.day
        case "month":
            return day.day == min(schedule.day, _length(day))


def _length(day: date) -> int:
    """Of its month, in days."""
    return ((day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY).day

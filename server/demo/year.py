"""The shape of half a year: when visitors write, who is at work when, and which two days went wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from .cast import WORKERS, ZONE, Worker

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
DAYS = 26 * 7

GROWTH = 0.6  # more at the end than at the beginning
RUSH = 1.7  # on a bad day
ALONE = "a_ben"  # who is left on a bad day
BY_WEEKDAY = (1.25, 1.1, 1.0, 1.0, 0.9, 0.28, 0.25)
BY_HOUR = (
    *(0.06, 0.03, 0.02, 0.02, 0.03, 0.05, 0.12, 0.3, 0.6),
    *(1.2, 1.6, 1.7, 1.3, 1.25, 1.5, 1.55, 1.35, 1.1),
    *(0.5, 0.4, 0.36, 0.3, 0.2, 0.12),
)


@dataclass(frozen=True, slots=True)
class Shift:
    """One agent's stretch of work without a break, in ms."""

    worker: Worker
    begins: int
    ends: int


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZONE)


def instant(day: date, minutes: int) -> int:
    """That local time of that day, in ms."""
    then = datetime.combine(day, time(), ZONE) + timedelta(minutes=minutes)
    return int(then.timestamp() * 1000)


def days(now: int) -> list[date]:
    last = local(now).date()
    return [last - timedelta(days=back) for back in reversed(range(DAYS))]


def bad_days(now: int) -> frozenset[date]:
    """The Mondays of about two and about six weeks ago."""
    today = local(now).date()
    return frozenset(
        day - timedelta(days=day.weekday())
        for day in (today - timedelta(days=11), today - timedelta(days=39))
    )


def arrivals(chance: Random, now: int, count: int) -> list[int]:
    """When visitors begin to write, in order: hour by hour by weight, anywhere within the hour."""
    bad = bad_days(now)
    first = instant(days(now)[0], 0)
    hours = list(range(first, now, HOUR))
    weights = [_weight(at, (at - first) / (now - first), bad) * min(HOUR, now - at) for at in hours]
    chosen = chance.choices(hours, weights, k=count)
    return sorted(at + int(chance.random() * min(HOUR, now - at)) for at in chosen)


def shifts(chance: Random, now: int) -> list[Shift]:
    """In order of their beginnings. People come and go a few minutes around the hour, and have lunch."""
    bad = bad_days(now)
    found = [
        shift
        for day in days(now)
        if day.weekday() < 5
        for worker in WORKERS
        if day not in bad or worker.id == ALONE or worker.id == "a_dana"
        for shift in _shifts_of(chance, worker, day)
    ]
    return sorted(found, key=lambda shift: (shift.begins, shift.worker.id))


def _shifts_of(chance: Random, worker: Worker, day: date) -> Iterator[Shift]:
    def around(minutes: int) -> int:
        return instant(day, minutes) + int(chance.uniform(-4, 6) * MINUTE)

    lunch = around(worker.lunch)
    yield Shift(worker, around(worker.shift[0]), lunch)
    yield Shift(worker, lunch + int(chance.uniform(30, 50) * MINUTE), around(worker.shift[1]))


def _weight(at: int, past: float, bad: frozenset[date]) -> float:
    then = local(at)
    rush = RUSH if then.date() in bad else 1.0
    return BY_WEEKDAY[then.weekday()] * BY_HOUR[then.hour] * (1 + GROWTH * past) * rush

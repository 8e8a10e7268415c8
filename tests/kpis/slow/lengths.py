"""How long something took: all the time, or only the tests' office hours."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = 60_000
WEEK = 7 * 86_400_000
ROME = ZoneInfo("Europe/Rome")
Length = Callable[[int | None, int | None], float | None]


def business_ms(a: int, b: int) -> int:
    """Of the tests' office hours in Rome: mon tue wed fri, 9 to 12:30 and 13 to 17, without Epiphany."""
    total, day = 0, datetime.fromtimestamp(a / 1000, UTC).date() - timedelta(days=1)
    while day <= datetime.fromtimestamp(b / 1000, UTC).date() + timedelta(days=1):
        if day.weekday() in (0, 1, 2, 4) and day != date(2026, 1, 6):
            for opens, closes in ((time(9), time(12, 30)), (time(13), time(17))):
                first, last = utc(day, opens), utc(day, closes)
                total += max(0, min(b, last) - max(a, first))
        day += timedelta(days=1)
    return total


def utc(day: date, clock: time) -> int:
    return round(datetime.combine(day, clock, ROME).timestamp() * 1000)


def wall(a: int | None, b: int | None) -> float | None:
    return None if a is None or b is None else (b - a) / 1000


def business(a: int | None, b: int | None) -> float | None:
    return (
        None
        if a is None or b is None
        else (business_ms(a, b) / 1000 if b >= a else -business_ms(b, a) / 1000)
    )

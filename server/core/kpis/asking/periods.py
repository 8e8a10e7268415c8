"""Local days, weeks and months as edges in UTC; half-open, 23 or 25 hours long where clocks change."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
BUCKETS = ("day", "week", "month")
MOST_BUCKETS = 4_000
_MS = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def instant_of(text: str, tz: str) -> int:
    """A local date (its midnight in `tz`) or an ISO 8601 instant, as ms UTC. Raises ValueError."""
    if _DATE.fullmatch(text):
        return midnight(date.fromisoformat(text), tz)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(tz))
    return (moment - _EPOCH) // _MS


def midnight(day: date, tz: str) -> int:
    """The first instant of that local date, ms UTC."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(tz))
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).date() != day:
        # Midnight does not exist there on that day: the clocks jump over it.
        instant = local.replace(fold=1).astimezone(UTC)
    return (instant - _EPOCH) // _MS


def local_date(at: int, tz: str) -> date:
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(tz)).date()


def same_weekdays(at: int, tz: str, count: int) -> list[tuple[int, int]]:
    """The same weekday of so many weeks before, each from midnight until the same time of day, ms UTC."""
    zone = ZoneInfo(tz)
    local = (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)
    days = [local.date() - 7 * week * DAY for week in range(1, count + 1)]
    ends = [datetime.combine(day, local.time(), zone).astimezone(UTC) for day in days]
    return [(midnight(day, tz), (end - _EPOCH) // _MS) for day, end in zip(days, ends, strict=True)]


def month(text: str, tz: str) -> tuple[int, int]:
    """`2026-03` as [from, to), ms UTC. Raises ValueError."""
    first = date.fromisoformat(f"{text}-01")
    return midnight(first, tz), midnight(_next(first, "month"), tz)


def before(since: int, until: int, known: int, tz: str) -> tuple[int, int]:
    """The period before [since, until), ms UTC: as many local months if it is of whole months, as many local
    days if it is of whole days, else as long. Of a period that is not over at `known`, as much as has
    passed of it, so that like is compared with like.
    """
    first = _first_before(since, until, tz)
    passed = known - since
    return first, min(since, first + passed) if 0 < passed < until - since else since


def _first_before(since: int, until: int, tz: str) -> int:
    first, last = local_date(since, tz), local_date(until, tz)
    if (midnight(first, tz), midnight(last, tz)) != (since, until):
        return since - (until - since)
    if first.day == last.day == 1:
        months = 12 * (last.year - first.year) + last.month - first.month
        year, month = divmod(12 * first.year + first.month - 1 - months, 12)
        return midnight(date(year, month + 1, 1), tz)
    return midnight(first - (last - first), tz)


@lru_cache(16)  # all figures of a page have the same, and each asks for them several times
def edges(since: int, until: int, bucket: str, tz: str) -> Sequence[tuple[str, int]]:
    """Each bucket's name and first instant, ms UTC, from the one that holds `since` to the last one.

    Names: 2026-03-09, 2026-W11 (ISO, from Monday), 2026-03. Raises ValueError for more than 4,000 buckets.
    """
    day = _first(local_date(since, tz), bucket)
    found: list[tuple[str, int]] = []
    while (at := midnight(day, tz)) < until:
        found.append((name(day, bucket), at))
        if len(found) > MOST_BUCKETS:
            raise ValueError(f"more than {MOST_BUCKETS} buckets; ask for a shorter period or longer ones")
        day = _next(day, bucket)
    return tuple(found)


def _first(day: date, bucket: str) -> date:
    if bucket == "week":
        return day - day.weekday() * DAY
    return day.replace(day=1) if bucket == "month" else day


def _next(day: date, bucket: str) -> date:
    if bucket == "month":
        return (day.replace(day=28) + 4 * DAY).replace(day=1)
    return day + (7 if bucket == "week" else 1) * DAY


def name(day: date, bucket: str) -> str:
    if bucket == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return day.isoformat()[: 7 if bucket == "month" else 10]

"""Local days, weeks and months as edges in UTC; half-open, 23 or 25 hours long where clocks change."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
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


def month(text: str, tz: str) -> tuple[int, int]:
    """`2026-03` as [from, to), ms UTC. Raises ValueError."""
    first = date.fromisoformat(f"{text}-01")
    return midnight(first, tz), midnight(_next(first, "month"), tz)


def edges(since: int, until: int, bucket: str, tz: str) -> Sequence[tuple[str, int]]:
    """Each bucket's name and first instant, ms UTC, from the one that holds `since` to the last one.

    Names: 2026-03-09, 2026-W11 (ISO, from Monday), 2026-03. Raises ValueError for more than 4,000 buckets.
    """
    day = _first(local_date(since, tz), bucket)
    found: list[tuple[str, int]] = []
    while (at := midnight(day, tz)) < until:
        found.append((_name(day, bucket), at))
        if len(found) > MOST_BUCKETS:
            raise ValueError(f"more than {MOST_BUCKETS} buckets; ask for a shorter period or longer ones")
        day = _next(day, bucket)
    return found


def _first(day: date, bucket: str) -> date:
    if bucket == "week":
        return day - day.weekday() * DAY
    return day.replace(day=1) if bucket == "month" else day


def _next(day: date, bucket: str) -> date:
    if bucket == "month":
        return (day.replace(day=28) + 4 * DAY).replace(day=1)
    return day + (7 if bucket == "week" else 1) * DAY


def _name(day: date, bucket: str) -> str:
    if bucket == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return day.isoformat()[: 7 if bucket == "month" else 10]

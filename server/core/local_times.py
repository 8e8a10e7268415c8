"""Local times in UTC, on days when the clocks change too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_MS = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(day: date, minutes: int, zone: ZoneInfo, fold: int) -> int:
    """That local time in UTC ms; a time that the clocks skip is the first instant after the gap."""
    naive = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001  (local time)
    local = naive.replace(tzinfo=zone)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    if first is None or second is None:
        raise ValueError(f"the zone {zone.key} has no offset on {day}")
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

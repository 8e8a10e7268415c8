"""When something is, as people say it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

NEAR = 7  # days: until then the name of a weekday says which day is meant
FAR_PATTERNS = {"de": "EEEE, d. MMMM"}


@dataclass(frozen=True, slots=True)
class Moment:
    """ "Tuesday" or "Tuesday 20 January", "09:00", "Central European Standard Time"."""

    day: str
    time: str
    zone: str


def moment(at: int, now: int, tz: str, locale: str) -> Moment:
    """`at` in the words of a language, on the clocks of the zone `tz`. Times in ms."""
    zone = ZoneInfo(tz)
    then = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    today = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)
    is_near = (then.date() - today.date()).days < NEAR
    pattern = "EEEE" if is_near else FAR_PATTERNS.get(locale, "EEEE d MMMM")
    return Moment(
        format_date(then.date(), pattern, locale=locale),
        format_time(then, "HH:mm", tzinfo=zone, locale=locale),
        get_timezone_name(then, locale=locale),
    )

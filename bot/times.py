"""When something is, as people say it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name


def day_and_time(at: int, now: int, tz: str, locale: str) -> str:
    """ "Tuesday, 09:00 (Central European Time)": with the date when it is a week away or more. Times in ms."""
    zone = ZoneInfo(tz)
    then = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    today = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)
    pattern = "EEEE" if (then.date() - today.date()).days < 7 else "EEEE d MMMM"
    day = format_date(then.date(), pattern, locale=locale)
    time = format_time(then.timetz(), "HH:mm", tzinfo=zone, locale=locale)
    return f"{day}, {time} ({get_timezone_name(then, locale=locale)})"

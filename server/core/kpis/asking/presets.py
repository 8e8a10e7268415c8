"""Periods by name, as local days: what a dashboard shows, and what a report that comes by mail is about."""

from datetime import date, timedelta
from typing import Literal, get_args

from . import periods

Preset = Literal["today", "yesterday", "7d", "28d", "90d", "last_week", "this_month", "last_month", "365d"]
PRESETS: tuple[Preset, ...] = get_args(Preset)
Every = Literal["day", "week", "month"]
DAY = timedelta(days=1)
# What a report is about that comes so often: the last one that is over.
BEFORE: dict[Every, Preset] = {"day": "yesterday", "week": "last_week", "month": "last_month"}


def days_of(preset: Preset, today: date) -> tuple[date, date]:
    """Its first day, and the day after its last one. The console reckons alike (reports/dates.ts)."""
    monday, first = today - today.weekday() * DAY, today.replace(day=1)
    match preset:
        case "today":
            return today, today + DAY
        case "yesterday":
            return today - DAY, today
        case "last_week":
            return monday - 7 * DAY, monday
        case "this_month":
            return first, today + DAY
        case "last_month":
            return (first - DAY).replace(day=1), first
        case _:
            return today - (int(preset[:-1]) - 1) * DAY, today + DAY


def period_of(preset: Preset, now: int, tz: str) -> tuple[int, int]:
    """The same as [from, to), ms UTC."""
    first, end = days_of(preset, periods.local_date(now, tz))
    return periods.midnight(first, tz), periods.midnight(end, tz)

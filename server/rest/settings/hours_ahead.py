"""What hours would mean: whether it is open, the next days, and which days are not as their weekday."""

from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.core.hours import Calendar, Day

DAYS = 14
A_YEAR = 366


class Span(Struct, forbid_unknown_fields=True):
    """In ms, and on the clock where it is."""

    opens_at: int
    closes_at: int
    opens: str
    closes: str


class DayAhead(Struct, forbid_unknown_fields=True):
    """`why`: by its weekday, by hours of its own, closed by hand, a holiday, or a holiday that is worked."""

    date: str
    why: Literal["week", "special", "closed", "holiday", "worked"]
    name: str | None
    spans: list[Span]


class Ahead(Struct, forbid_unknown_fields=True):
    """Instants in ms. `days`: from today, two weeks; `coming`: those of the next year that are not as their
    weekday. `until`: the last year of which holidays are known; null: none are asked for."""

    open: bool
    opens_at: int | None
    closes_at: int | None
    days: list[DayAhead]
    coming: list[DayAhead]
    until: int | None


def ahead(calendar: Calendar, at: int) -> dict[str, Any]:
    is_open = calendar.is_open(at)
    days = calendar.days(at, A_YEAR)
    zone = ZoneInfo(calendar.tz)
    return {
        "open": is_open,
        "opens_at": None if is_open else calendar.opens_at(at),
        "closes_at": calendar.closes_at(at),
        "days": [_day(day, zone) for day in days[:DAYS]],
        "coming": [_day(day, zone) for day in days if day.why != "week"],
        "until": max(calendar.public).year if calendar.public else None,
    }


def year_of(at: int) -> int:
    return datetime.fromtimestamp(at / 1000, UTC).year


def _day(day: Day, zone: ZoneInfo) -> dict[str, Any]:
    spans = [
        {"opens_at": a, "closes_at": b, "opens": _clock(a, zone), "closes": _clock(b, zone)}
        for a, b in day.spans
    ]
    return {"date": day.date.isoformat(), "why": day.why, "name": day.name, "spans": spans}


def _clock(at: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(at / 1000, zone):%H:%M}"

"""Opening hours as people write them: read, checked and shown again. Times are minutes of the local day."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_DAY = 24 * 60
A_WEEK = 7 * A_DAY
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")

Minutes = tuple[int, int]
Spans = tuple[Minutes, ...]


class BadHours(ValueError):
    """Hours that cannot be; the message says which."""


def zone_of(name: object) -> str:
    try:
        if isinstance(name, str) and name:
            return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        pass
    raise BadHours(f"tz: there is no time zone called {name!r}; write one such as Europe/Rome")


def week_of(hours: object) -> tuple[Spans, ...]:
    if not isinstance(hours, Mapping):
        raise BadHours("hours: write an object of weekdays, mon to sun")
    for day in hours:
        if day not in WEEKDAYS:
            raise BadHours(f"hours: there is no weekday {day!r}; write mon, tue, wed, thu, fri, sat or sun")
    return tuple(_spans(f"hours: {day}", hours.get(day) or ()) for day in WEEKDAYS)


def special_of(days: object) -> dict[date, Spans]:
    """Hours of single dates, in the order of the dates."""
    if not isinstance(days, Mapping):
        raise BadHours('special: write an object of dates, such as {"2026-12-24": [["09:00", "12:00"]]}')
    read = {date_of("special", day): _spans(f"special: {day}", spans) for day, spans in days.items()}
    return dict(sorted(read.items()))


def dates_of(where: str, days: Iterable[object]) -> frozenset[date]:
    return frozenset(date_of(where, day) for day in days)


def date_of(where: str, day: object) -> date:
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise BadHours(f"{where}: {day!r} is no date; write 2026-12-25") from None


def shown(spans: Spans) -> list[list[str]]:
    return [[clock(a), clock(b)] for a, b in spans]


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def length(span: Minutes) -> int:
    """One that ends at or before its start ends on the next day."""
    opens, closes = span
    return closes - opens if closes > opens else closes + A_DAY - opens


def must_not_overlap(week: tuple[Spans, ...]) -> None:
    """Neither within a day nor across midnight, from Sunday into Monday either. Raises BadHours."""
    spans = sorted(
        (number * A_DAY + span[0], length(span), f"{day} {'-'.join(map(clock, span))}")
        for number, (day, of_day) in enumerate(zip(WEEKDAYS, week, strict=True))
        for span in of_day
    )
    if not spans:
        return
    opens, long, name = spans[0]
    _must_be_apart("hours", [*spans, (opens + A_WEEK, long, name)])


def must_not_overlap_on(days: Iterable[tuple[date, Spans]]) -> None:
    """The same for the hours of single dates and of those beside them. Raises BadHours."""
    spans = sorted(
        (day.toordinal() * A_DAY + span[0], length(span), f"{day} {'-'.join(map(clock, span))}")
        for day, of_day in days
        for span in of_day
    )
    _must_be_apart("special", spans)


def _must_be_apart(where: str, spans: list[tuple[int, int, str]]) -> None:
    for (opens, long, first), (then, _, second) in zip(spans, spans[1:], strict=False):
        if then < opens + long:
            raise BadHours(f"{where}: {second} begins before {first} has ended")


def _spans(where: str, pairs: Any) -> Spans:  # noqa: ANN401  (whatever a file holds)
    if len(pairs) == 2 and all(isinstance(one, str) for one in pairs):
        pairs = [pairs]
    if isinstance(pairs, str) or any(isinstance(pair, str) or len(pair) != 2 for pair in pairs):
        raise BadHours(f'{where}: write pairs such as ["09:00", "17:00"]')
    return tuple(
        (_minutes(where, opens, A_DAY - 1), _minutes(where, closes, A_DAY)) for opens, closes in pairs
    )


def _minutes(where: str, text: object, latest: int) -> int:
    if isinstance(text, str) and _CLOCK.fullmatch(text):
        minutes = int(text[:2]) * 60 + int(text[3:])
        if minutes <= latest:
            return minutes
    raise BadHours(f"{where}: {text!r} is no time of day that can stand there")

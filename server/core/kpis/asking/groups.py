"""A group of a figure, named by its values as a query string gives them."""

from collections.abc import Sequence
from datetime import date

from server.core.hours import WEEKDAYS

from . import periods
from .ask import BadAsk

Part = str | int | None

MODES = ("live", "offline")
HOURS = tuple(str(hour) for hour in range(24))
# What has only so many values, with the word for one and how it is written.
CLOSED = {
    "mode": ("mode", MODES, ", ".join(MODES)),
    "weekday": ("weekday", WEEKDAYS, ", ".join(WEEKDAYS)),
    "hour": ("hour", HOURS, "0 to 23"),
}
LIKE = {"day": "2026-03-09", "week": "2026-W11", "month": "2026-03"}


def group_of(by: Sequence[str], values: Sequence[str]) -> tuple[Part, ...] | None:
    """One value for each of `by`, an empty one is nobody's; None: all groups.

    A value that nothing can have is refused: BadAsk, with how one is written. An agent, team, site, channel,
    language or tag may be any: of one that is nowhere there are just no rows, and so of a day that is none
    of the period's.
    """
    if not values:
        return None
    if len(values) != len(by):
        raise BadAsk(f"group: one for each of by ({', '.join(by) or 'there is none'}), in that order")
    return tuple(_part(part, value) for part, value in zip(by, values, strict=True))


def _part(part: str, value: str) -> Part:
    if not value:
        return None
    if part in CLOSED:
        word, known, written = CLOSED[part]
        if value not in known:
            raise BadAsk(f"group: {value!r} is no {word}; there is: {written}")
    if part in LIKE and not _is_bucket(value, part):
        raise BadAsk(f"group: {value!r} is no {part}; write one such as {LIKE[part]}")
    return int(value) if part == "hour" else value


def _is_bucket(value: str, bucket: str) -> bool:
    try:
        day = date.fromisoformat(f"{value}-01" if bucket == "month" else value)
    except ValueError:
        return False
    return periods.name(day, bucket) == value

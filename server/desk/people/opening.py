"""Whether a site is open, and when that changes: what its visitors and the pages that carry it are told."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.core.hours import Calendar

from ..directory import Directory, Site
from ..floor import Floor


def opening(calendar: Calendar | None, now: int) -> dict[str, Any]:
    """`open`, and until when it is as it is: `closes_at` or `opens_at`, null: for a year at least; ms.

    While open, `opens_at` is when it opens after that. `offset`: by how many minutes the clocks where it is
    are ahead of UTC then.
    """
    if calendar is None:
        return {"open": True}
    is_open = calendar.is_open(now)
    closes_at = calendar.closes_at(now)
    opens_at = None if is_open and closes_at is None else calendar.opens_at(closes_at or now)
    offset = None if opens_at is None else _offset(calendar.tz, opens_at)
    found = {"closes_at": closes_at, "opens_at": opens_at, "offset": offset}
    return {"open": is_open, **{name: value for name, value in found.items() if value is not None}}


def launcher(directory: Directory, floor: Floor, site: Site, team: str | None, now: int) -> dict[str, Any]:
    """`hidden`: nothing is shown on the pages now; `turns_at`: when that may be otherwise, null: at any time.

    A site that never hides it says nothing.
    """
    if site.hide == "never":
        return {}
    team = team if team in directory.teams else site.team
    hours = opening(directory.calendar_of(site.id, team), now)
    is_there = hours["open"] and (site.hide == "closed" or floor.is_on_duty(floor.serving(team)))
    return {"hidden": not is_there, "turns_at": hours.get("closes_at", hours.get("opens_at"))}


def _offset(tz: str, at: int) -> int:
    offset = datetime.fromtimestamp(at / 1000, ZoneInfo(tz)).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0

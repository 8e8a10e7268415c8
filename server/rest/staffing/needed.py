"""How many are needed, half hour by half hour, against the roster. Reckoned in the reporting process."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import mean
from typing import Any

from msgspec import Struct, field

from server.core.kpis.asking import periods
from server.core.refusals import Invalid, NotFound
from server.core.staffing.wanted import NAMES, BadStaffing, StaffingOf, read
from server.desk.directory import Person

from ..calls import Call
from .roster import members, zone_of

QUERY = NAMES


class Goal(Struct):
    target: float
    within: int
    cap: float | None


class Patience(Struct):
    """`seconds` null: nobody gives up. `measured`: from `gave_up` who did."""

    seconds: float | None
    measured: float | None
    gave_up: int


class Shrinkage(Struct):
    """Of those who are to work, the share who will not be there; `measured` over `planned_hours`."""

    percent: float
    measured: float | None
    planned_hours: float


class HandlingTime(Struct):
    """`at`: measured with so many chats at once; null: with as many as there happened to be, `together`."""

    seconds: float | None
    given: bool
    n: int
    at: int | None
    together: float | None


class History(Struct, rename={"since": "from"}):
    """`enough`: false when less than a week is known; then nothing is foretold."""

    since: str | None
    days: int
    weeks: int
    arrivals: int
    open_hours: float
    per_hour: float | None
    per_hour_low: float | None
    per_hour_high: float | None
    enough: bool


class ForecastCheck(Struct):
    """Of the last four weeks: how many cells came true within their 95 % interval, in percent; the error
    against that of last week's same cell. `falls_back`: last week foretells better, and is taken.
    """

    n: int
    coverage: float | None
    fair: bool | None
    mase: float | None
    falls_back: bool


class Cell(Struct):
    """`open`: minutes. `basis`: the counts are of this cell's weeks, of this time on working days or weekends
    (kind), of any time (all), of past holidays, or of last week alone. `upper`: with 80 % no more are to be
    expected: what `at_work` and `needed` are for. `came`: once it is over. `gap` below 0: so many are
    missing. `level`: percent served in time by those on the roster.
    """

    date: str
    time: str
    at: int | None
    open: int
    basis: str | None
    mean: float | None
    low95: int | None
    high95: int | None
    low80: int | None
    high80: int | None
    upper: float | None
    came: int | None
    handling: float | None
    at_work: int | None
    needed: int | None
    rostered: float
    gap: float | None
    level: float | None
    occupancy: float | None


class StaffedDay(Struct):
    date: str
    usual: bool
    mean: float | None
    low95: int | None
    high95: int | None
    needed_hours: float | None
    rostered_hours: float
    level: float | None


class Staffing(Struct):
    week: str
    tz: str
    minutes: int
    goal: Goal
    model: str
    slots: int
    patience: Patience
    shrinkage: Shrinkage
    handling: HandlingTime
    history: History
    check: ForecastCheck
    cells: list[Cell] = field(default_factory=list)
    days: list[StaffedDay] = field(default_factory=list)


async def staffing(call: Call) -> dict[str, Any]:
    return await call.parts.reports.staffing(await _wanted(call))


async def _wanted(call: Call) -> StaffingOf:
    """Raises Invalid, or NotFound for no such site or team."""
    directory, query = call.parts.kept.directory, call.request.query
    site, team = query.get("site") or None, query.get("team") or None
    if site is not None and site not in directory.sites:
        raise NotFound("no such site")
    there = members(call, team) if team else None
    zone = zone_of(call)
    try:
        wanted = read(query.items(), call.parts.clock(), zone, _slots(call, there))
    except BadStaffing as problem:
        raise Invalid(str(problem)) from None
    since = periods.midnight(wanted.first, zone)
    until = periods.midnight(wanted.monday + timedelta(days=7), zone)
    shifts = await call.parts.kept.roster.shifts(since, until, there)
    hours = [one for one in (team, site, next(iter(directory.sites), None)) if one]
    return replace(wanted, shifts=tuple(shifts), hours=tuple(hours))


def _slots(call: Call, there: set[str] | None) -> int:
    """What an agent usually has."""
    people = call.parts.kept.directory.people.values()
    at_work = [
        one
        for one in people
        if not one.disabled and one.role == "agent" and (there is None or one.id in there)
    ]
    return max(1, round(mean(_own(at_work)))) if at_work else 1


def _own(people: Sequence[Person]) -> list[int]:
    return [person.slots for person in people]

"""Opening hours of sites and teams, and working hours of agents."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from server.core.hours import BadHours, Calendar
from server.core.refusals import Invalid, NotFound

from ..calls import Call
from ..paging import page
from .fields import Zone, must_be_zone
from .hours_ahead import ahead, year_of
from .public_holidays import dates_of

Clock = Annotated[str, Meta(max_length=5, description="HH:MM, from 00:00 to 24:00")]
Date = Annotated[str, Meta(min_length=10, max_length=10, description="YYYY-MM-DD")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Interval = tuple[Clock, Clock]


class HolidaysOf(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Codes of ISO 3166 (GET /holidays/countries); `language`: of the holidays' names."""

    country: Annotated[str, Meta(min_length=2, max_length=2)]
    subdivision: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    language: Literal["en", "it", "de", "pl"] | None = None


class Hours(Struct, forbid_unknown_fields=True):
    """Local times; an interval that ends at or before its start ends on the next day.

    `holidays`: dates closed all day. `holidays_of`: closed on that country's holidays as well, but for those
    that are `worked`. `special`: dates with hours of their own, whatever else they are.
    """

    tz: Zone
    hours: dict[Weekday, Annotated[list[Interval], Meta(max_length=10)]]
    holidays: Annotated[list[Date], Meta(max_length=400)] = []
    holidays_of: HolidaysOf | None = None
    worked: Annotated[list[Date], Meta(max_length=400)] = []
    special: Annotated[
        dict[Date, Annotated[list[Interval], Meta(min_length=1, max_length=10)]], Meta(max_length=400)
    ] = {}


class Trial(Struct, forbid_unknown_fields=True):
    """`at`: looked at from there, ms; now when left out."""

    calendar: Hours
    at: Annotated[int, Meta(ge=0, le=4_000_000_000_000)] | None = None


async def all_hours(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.calendars.items()
    return page(call, found, lambda entry: ("", entry[0]), lambda entry: _hours(*entry))


async def hours(call: Call) -> dict[str, Any]:
    subject = _with_hours(call)
    calendar = call.parts.kept.directory.calendars.get(subject)
    return _hours(subject, calendar) if calendar else {"id": subject, **_ALWAYS}


async def set_hours(call: Call) -> dict[str, Any]:
    subject = _with_hours(call)
    calendar = await _read(call.body, call.parts.desk.clock())
    await call.parts.kept.people.set_hours(subject, calendar.to_dict())
    return _hours(subject, call.parts.kept.directory.calendars[subject])


async def remove_hours(call: Call) -> dict[str, Any]:
    await call.parts.kept.people.set_hours(_with_hours(call), None)
    return {}


async def preview_hours(call: Call) -> dict[str, Any]:
    wish: Trial = call.body
    now = call.parts.desk.clock()
    return ahead(await _read(wish.calendar, now), now if wish.at is None else wish.at)


async def _read(wish: Hours, now: int) -> Calendar:
    """With the holidays' dates. Raises Invalid for what cannot be, or makes no sense."""
    must_be_zone(wish.tz)
    of = wish.holidays_of
    public = await dates_of(of.country, of.subdivision, of.language, year_of(now)) if of else {}
    plain = {
        "tz": wish.tz,
        "hours": wish.hours,
        "holidays": wish.holidays,
        "holidays_of": of and _plain(of),
        "public": public,
        "worked": wish.worked,
        "special": wish.special,
    }
    try:
        calendar = Calendar.from_dict(plain)
        calendar.must_make_sense(now)
    except BadHours as problem:
        raise Invalid(str(problem)[:300]) from None
    return calendar


def _plain(of: HolidaysOf) -> dict[str, str]:
    found = {"country": of.country, "subdivision": of.subdivision, "language": of.language}
    return {name: value for name, value in found.items() if value is not None}


_NOTHING: dict[str, Any] = {"holidays_of": None, "public": {}, "worked": [], "special": {}}
_ALWAYS: dict[str, Any] = {"tz": None, "hours": None, "holidays": [], **_NOTHING}


def _hours(subject: str, calendar: Calendar) -> dict[str, Any]:
    return {"id": subject, **_NOTHING, **calendar.to_dict()}


def _with_hours(call: Call) -> str:
    subject = call.path("id")
    directory = call.parts.kept.directory
    if not any(subject in those for those in (directory.sites, directory.teams, directory.people)):
        raise NotFound("no such site, team or agent")
    return subject

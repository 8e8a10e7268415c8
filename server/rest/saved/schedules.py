"""Reports by mail: what, how often, to whom. Supervisors have their own; admins see all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.kpis.asking.mailed import tiles_of
from server.core.kpis.asking.presets import Every
from server.core.kpis.asking.saved import PAGES, BadSaved
from server.core.letters import one_address
from server.core.refusals import Conflict, Invalid, NotFound
from server.core.schedules import MOST_ADDRESSES, BadSchedule, Schedule, What, checked, next_after
from server.desk.outside import reports
from server.desk.outside.errands import fingerprint
from server.desk.outside.reports import REPORT_MAIL

from ..calls import Call
from ..paging import page
from ..settings.fields import Zone, given, must_be_zone
from ..settings.installation import Address
from ..shapes import Named
from .rights import owner_of

Subject = Annotated[str, Meta(min_length=1, max_length=200)]
Day = Annotated[int, Meta(ge=0, le=31)]
At = Annotated[str, Meta(min_length=5, max_length=5)]
To = Annotated[list[Address], Meta(max_length=MOST_ADDRESSES)]


class NewSchedule(Struct, forbid_unknown_fields=True):
    """`subject`: the id of a dashboard or view, or a page: fast, solve, happy, staff, help. `day` of the week
    (0: Monday) or of the month; `at`: local time in `tz`; `to`: addresses of people who log in, of anybody
    where an admin allows it; `xlsx`: with a workbook.
    """

    of: What
    subject: Subject
    to: To
    every: Every = "week"
    day: Day = 0
    at: At = "07:00"
    tz: Zone = "UTC"
    xlsx: bool = True
    disabled: bool = False


class ScheduleChange(Struct, forbid_unknown_fields=True):
    """What is given."""

    of: What | UnsetType = UNSET
    subject: Subject | UnsetType = UNSET
    to: To | UnsetType = UNSET
    every: Every | UnsetType = UNSET
    day: Day | UnsetType = UNSET
    at: At | UnsetType = UNSET
    tz: Zone | UnsetType = UNSET
    xlsx: bool | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


class ScheduleOf(Struct, forbid_unknown_fields=True):
    """`name` of the dashboard or view, null: it is there no more, or it is a page; `next_at`: when it goes
    out next, ms.
    """

    id: str
    owner: Named
    of: What
    subject: str
    name: str | None
    every: Every
    day: int
    at: str
    tz: str
    to: list[str]
    xlsx: bool
    disabled: bool
    next_at: int
    created_at: int


class SentTo(Struct, forbid_unknown_fields=True):
    """Where it goes now; whether it got there is seen in the outbox."""

    to: str


async def schedules(call: Call) -> dict[str, Any]:
    found = [one for one in await call.parts.kept.schedules.all() if _sees(call, one)]
    named = {one.id: await _name(call, one) for one in found}
    return page(
        call,
        found,
        lambda one: (str(one.created_at).zfill(16), one.id),
        lambda one: _shown(call, one, named[one.id]),
    )


async def schedule(call: Call) -> dict[str, Any]:
    found = await _his(call)
    return _shown(call, found, await _name(call, found))


async def add_schedule(call: Call) -> dict[str, Any]:
    empty = Schedule("", call.person.id, "page", "", "week", 0, "", "", ())
    made = await call.parts.kept.schedules.add(await _read(call, empty, given(call.body)))
    return _shown(call, made, await _name(call, made))


async def change_schedule(call: Call) -> dict[str, Any]:
    changed = await _read(call, await _his(call), given(call.body))
    await call.parts.kept.schedules.change(changed)
    return _shown(call, changed, await _name(call, changed))


async def remove_schedule(call: Call) -> dict[str, Any]:
    """With what waits in the outbox of it."""
    await call.parts.kept.schedules.remove(REPORT_MAIL, (await _his(call)).id)
    return {}


async def send_now(call: Call) -> dict[str, Any]:
    """To whoever asks, as it would be if it were due. Raises Conflict where there is no mail server."""
    found = await _his(call)
    if call.parts.settings.mail_server is None:
        raise Conflict("there is no mail server; see --smtp-url")
    await call.parts.kept.schedules.puts(reports.now_to(found, call.person, call.parts.clock()))
    return {"to": call.person.email}


def _sees(call: Call, schedule: Schedule) -> bool:
    return schedule.owner == call.person.id or call.person.role == "admin"


async def _his(call: Call) -> Schedule:
    found = await call.parts.kept.schedules.get(call.path("id"))
    if found is None or not _sees(call, found):
        raise NotFound("no such schedule")
    return found


async def _read(call: Call, known: Schedule, changes: dict[str, Any]) -> Schedule:
    """As it would be. Raises Invalid for what could never go out, or may not."""
    if "to" in changes:
        changes["to"] = _addresses(call, changes["to"], known)
    wanted = replace(known, **changes)
    must_be_zone(wanted.tz)
    try:
        checked(wanted)
    except BadSchedule as problem:
        raise Invalid(str(problem)) from None
    if {"of", "subject"} & set(changes):
        await _must_be_there(call, wanted)
    back = {fingerprint(address) for address in wanted.to}
    gone = tuple(mark for mark in known.gone if mark not in back)
    return replace(wanted, gone=gone, next_at=next_after(wanted, call.parts.clock()))


def _addresses(call: Call, wanted: Sequence[str], known: Schedule) -> tuple[str, ...]:
    """Each once. Who has left comes back only by himself."""
    directory = call.parts.kept.directory
    found = {}
    for typed in wanted:
        address = one_address(typed.strip())
        if address is None:
            raise Invalid(f"to: {typed[:64]} is no e-mail address")
        if not reports.may_get(directory, address):
            raise Invalid(f"to: {address} belongs to nobody who logs in; an admin can allow other addresses")
        if fingerprint(address) in known.gone and address.lower() != call.person.email:
            raise Invalid(f"to: {address} wants this report no more")
        found[address.lower()] = address
    return tuple(found.values())


async def _must_be_there(call: Call, schedule: Schedule) -> None:
    """Raises Invalid."""
    kept, owner = call.parts.kept, schedule.owner
    if schedule.of == "page":
        if schedule.subject not in PAGES:
            raise Invalid(f"subject: there is no page {schedule.subject[:64]}; there are: {', '.join(PAGES)}")
        return
    if schedule.of == "dashboard":
        dashboard = await kept.dashboards.get(schedule.subject)
        if dashboard is None or not (dashboard.shared or dashboard.owner == owner):
            raise Invalid("subject: there is no such dashboard")
        return
    view = await kept.views.get(schedule.subject)
    if view is None or not (view.shared or view.owner == owner):
        raise Invalid("subject: there is no such view")
    try:
        tiles_of(view.path, view.query)
    except BadSaved as problem:
        raise Invalid(f"subject: {problem}") from None


async def _name(call: Call, schedule: Schedule) -> str | None:
    if schedule.of == "page":
        return None
    kept = call.parts.kept.dashboards if schedule.of == "dashboard" else call.parts.kept.views
    found = await kept.get(schedule.subject)
    return found.name if found is not None and (found.shared or found.owner == schedule.owner) else None


def _shown(call: Call, schedule: Schedule, name: str | None) -> dict[str, Any]:
    names = ("id", "of", "subject", "every", "day", "at", "tz", "xlsx", "disabled", "next_at", "created_at")
    plain = {one: getattr(schedule, one) for one in names}
    return {**plain, "owner": owner_of(call, schedule), "name": name, "to": list(schedule.to)}

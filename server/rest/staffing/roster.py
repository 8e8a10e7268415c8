"""The roster: shown, replaced for a period, and read from a file, whole or not at all."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from server.core.kpis.asking import periods
from server.core.refusals import Invalid, NotFound
from server.core.roster import Broken, Shift, must_fit, read_csv, read_ics
from server.core.roster.shifts import Kind, overlapping
from server.desk.directory import Person

from ..calls import Call
from ..settings.fields import Id, Zone, must_be_zone

DAY = 86_400_000  # ms
LONGEST = 400 * DAY
AHEAD = 366 * DAY  # of what repeats for ever
QUERY = ("from", "to", "tz", "agent", "team")
MOST = 5_000  # shifts in one request
MOST_SHOWN = 100  # broken lines

Instant = Annotated[int, Meta(ge=0, le=4_000_000_000_000, description="ms UTC")]


class ShiftOf(Struct, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """`off`: not at work for a part of a shift (a break, training, leave)."""

    agent: Id
    since: Instant
    until: Instant
    kind: Kind = "work"


class Roster(Struct, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """All shifts that begin in [from, to), of these agents; of all people when `agents` is left out."""

    since: Instant
    until: Instant
    shifts: Annotated[list[ShiftOf], Meta(max_length=MOST)]
    agents: Annotated[list[Id], Meta(max_length=1000)] | None = None


class RosterFile(Struct, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """A file's text. It replaces what the people in it have from its first day to its last; from `from` to
    `to` where they are given. `trial`: only say what it would do.
    """

    format: Literal["csv", "ics"]
    text: Annotated[str, Meta(min_length=1)]
    tz: Zone | None = None
    since: Instant | None = None
    until: Instant | None = None
    trial: bool = False


class KnownShift(ShiftOf, rename={"since": "from", "until": "to"}):
    id: str = ""


class Rostered(Struct, rename={"since": "from", "until": "to"}):
    since: int
    until: int
    tz: str
    items: list[KnownShift]


class BrokenLine(Struct):
    """`line` 0: the whole file."""

    line: int
    problem: str


class Imported(Struct, rename={"since": "from", "until": "to"}):
    """`stored`: false for a trial, and where a line is broken: then nothing was taken. `replaces`: how many
    shifts would go, or went. `broken` are the first 100 of `broken_lines`.
    """

    stored: bool
    shifts: int
    agents: int
    replaces: int
    since: int | None
    until: int | None
    broken_lines: int
    broken: list[BrokenLine]


async def roster(call: Call) -> dict[str, Any]:
    zone = zone_of(call)
    since, until = _period(call, zone)
    agents = _wanted(call)
    found = await call.parts.kept.roster.shifts(since, until, agents)
    return {"from": since, "to": until, "tz": zone, "items": [_shown(shift) for shift in found]}


async def set_roster(call: Call) -> dict[str, Any]:
    """Raises Invalid, and changes nothing, for the first shift that cannot be."""
    wish: Roster = call.body
    _must_be_period(wish.since, wish.until)
    people = call.parts.kept.directory.people
    shifts = [Shift(one.agent, one.since, one.until, one.kind) for one in wish.shifts]
    agents = set(wish.agents) if wish.agents is not None else None
    for agent in sorted({*(agents or ()), *(shift.agent for shift in shifts)}):
        if agent not in people:
            raise Invalid(f"shifts: there is no agent {agent}")
    for shift in shifts:
        if agents is not None and shift.agent not in agents:
            raise Invalid(f"shifts: {shift.agent} is not among agents", agent=shift.agent, at=shift.since)
        problem = must_fit(shift) or (
            None if wish.since <= shift.since < wish.until else "it begins outside the period"
        )
        if problem:
            raise Invalid(f"shifts: {problem}", agent=shift.agent, at=shift.since)
    await call.parts.kept.roster.replace(wish.since, wish.until, agents, shifts)
    found = await call.parts.kept.roster.shifts(wish.since, wish.until, agents)
    return {
        "from": wish.since,
        "to": wish.until,
        "tz": zone_of(call),
        "items": [_shown(one) for one in found],
    }


async def import_roster(call: Call) -> dict[str, Any]:
    """Each broken line with its reason; then nothing is stored, whatever else the file has."""
    wish: RosterFile = call.body
    zone = wish.tz or zone_of(call)
    must_be_zone(zone)
    shifts, broken = _read(call, wish, zone)
    broken += [
        Broken(0, f"{_email(call, two.agent)} has two at the same time, {_local(two.since, zone)}")
        for _, two in overlapping(shifts)
    ]
    since, until = _spanned(wish, shifts, zone)
    shifts = [shift for shift in shifts if since <= shift.since < until]
    agents = {shift.agent for shift in shifts}
    gone = [one for one in await call.parts.kept.roster.shifts(since, until, agents) if since <= one.since]
    stored = not wish.trial and not broken and bool(shifts)
    if stored:
        await call.parts.kept.roster.replace(since, until, agents, shifts)
    return {
        "stored": stored,
        "shifts": len(shifts),
        "agents": len(agents),
        "replaces": len(gone),
        "from": since if shifts else None,
        "to": until if shifts else None,
        "broken_lines": len(broken),
        "broken": [{"line": one.line, "problem": one.problem} for one in broken[:MOST_SHOWN]],
    }


def zone_of(call: Call) -> str:
    """The report zone: the query's, else the first site's."""
    if tz := call.request.query.get("tz"):
        must_be_zone(tz)
        return tz
    site = next(iter(call.parts.kept.directory.sites.values()), None)
    return site.tz if site else "UTC"


def members(call: Call, team: str) -> set[str]:
    """Raises NotFound."""
    directory = call.parts.kept.directory
    if team not in directory.teams:
        raise NotFound("no such team")
    return {person.id for person in directory.people.values() if team in person.teams}


def _read(call: Call, wish: RosterFile, zone: str) -> tuple[list[Shift], list[Broken]]:
    people = {person.email.lower(): person.id for person in _at_work(call)}
    if wish.format == "csv":
        return read_csv(wish.text, people, zone)
    now = call.parts.clock()
    since = periods.midnight(periods.local_date(now, zone), zone) if wish.since is None else wish.since
    return read_ics(wish.text, people, zone, since, wish.until or since + AHEAD)


def _at_work(call: Call) -> Sequence[Person]:
    return [person for person in call.parts.kept.directory.people.values() if not person.disabled]


def _email(call: Call, agent: str) -> str:
    return call.parts.kept.directory.people[agent].email


def _local(at: int, zone: str) -> str:
    return periods.local_date(at, zone).isoformat()


def _spanned(wish: RosterFile, shifts: Sequence[Shift], zone: str) -> tuple[int, int]:
    """Whole local days, if nothing else was asked for."""
    if not shifts:
        return 0, 0
    first = periods.local_date(min(shift.since for shift in shifts), zone)
    last = periods.local_date(max(shift.since for shift in shifts), zone) + timedelta(days=1)
    since = periods.midnight(first, zone) if wish.since is None else wish.since
    until = periods.midnight(last, zone) if wish.until is None else wish.until
    _must_be_period(since, until)
    return since, until


def _period(call: Call, zone: str) -> tuple[int, int]:
    query, now = call.request.query, call.parts.clock()
    today = periods.local_date(now, zone)
    monday = today - timedelta(days=today.weekday())
    try:
        since = periods.instant_of(query.get("from") or monday.isoformat(), zone)
        week = periods.local_date(since, zone) + timedelta(days=7)
        until = periods.instant_of(query["to"], zone) if query.get("to") else periods.midnight(week, zone)
    except (ValueError, OverflowError):
        raise Invalid("from, to: write 2026-03-01 or 2026-03-01T09:00:00Z") from None
    _must_be_period(since, until)
    return since, until


def _must_be_period(since: int, until: int) -> None:
    if not since < until <= since + LONGEST:
        raise Invalid(f"from must be before to, by at most {LONGEST // DAY} days")


def _wanted(call: Call) -> set[str] | None:
    agent, team = call.request.query.get("agent"), call.request.query.get("team")
    found = members(call, team) if team else None
    if agent is None:
        return found
    if agent not in call.parts.kept.directory.people:
        raise NotFound("no such agent")
    return {agent} if found is None else found & {agent}


def _shown(shift: Shift) -> dict[str, Any]:
    return {"id": shift.id, "agent": shift.agent, "from": shift.since, "to": shift.until, "kind": shift.kind}

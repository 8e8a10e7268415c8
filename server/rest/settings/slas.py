"""Service levels: what is promised to whom, checked when it is saved, and what it would mean."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import UNSET, Meta, Struct, UnsetType

from server.core import sla
from server.core.hours import Calendar
from server.core.refusals import Invalid
from server.core.sla import TARGETS, Policy
from server.core.text import clean_name
from server.desk.directory import Directory

from ..calls import Call
from ..login import Name
from ..paging import page
from .fields import Id, given, name_of
from .teams import Span

Clock = Literal["wall", "business"]
Tag = Annotated[str, Meta(min_length=1, max_length=64)]
Teams = Annotated[list[Id], Meta(max_length=100)]
Tags = Annotated[list[Tag], Meta(max_length=50)]
Priority = Annotated[int, Meta(ge=-9, le=9)]
Instant = Annotated[int, Meta(ge=0, le=4_000_000_000_000)]

FRIDAY = 4
HALF_PAST_FOUR = timedelta(hours=16, minutes=30)


class NewSla(Struct, forbid_unknown_fields=True):
    """Spans in seconds; null: no such promise, no warning. At least one target. See server/core/sla.py."""

    name: Name
    first_response: Span | None = None
    next_response: Span | None = None
    resolution: Span | None = None
    clock: Clock = "wall"
    warn_before: Span | None = None
    pauses: bool = False
    teams: Teams = []
    tags: Tags = []
    priority: Priority | None = None
    known: bool = False


class SlaChange(Struct, forbid_unknown_fields=True):
    """What is given. `order`: of those that fit a conversation, the one with the least counts."""

    name: Name | UnsetType = UNSET
    first_response: Span | None | UnsetType = UNSET
    next_response: Span | None | UnsetType = UNSET
    resolution: Span | None | UnsetType = UNSET
    clock: Clock | UnsetType = UNSET
    warn_before: Span | None | UnsetType = UNSET
    pauses: bool | UnsetType = UNSET
    teams: Teams | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    priority: Priority | None | UnsetType = UNSET
    known: bool | UnsetType = UNSET
    order: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET


class Trial(Struct, forbid_unknown_fields=True):
    """`at`: a message that comes then, ms; when left out, next Friday at half past four."""

    sla: NewSla
    at: Instant | None = None


class Place(NamedTuple):
    """Whose hours count: a team's of its own, or a site's. No calendar: always open."""

    id: str
    name: str
    tz: str
    calendar: Calendar | None


async def slas(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.slas
    return page(call, found, lambda policy: (f"{policy.order:06d}", policy.id), _sla)


async def get_sla(call: Call) -> dict[str, Any]:
    return _sla(call.parts.kept.slas.get(call.path("id")))


async def add_sla(call: Call) -> dict[str, Any]:
    return _sla(await call.parts.kept.slas.add(_read(call, Policy("", ""), given(call.body))))


async def change_sla(call: Call) -> dict[str, Any]:
    known = call.parts.kept.slas.get(call.path("id"))
    changes = given(call.body)
    changed = _read(call, known, changes)
    return _sla(known if changed == known else await call.parts.kept.slas.change(changed))


async def remove_sla(call: Call) -> dict[str, Any]:
    await call.parts.kept.slas.remove(call.path("id"))
    return {}


async def preview_sla(call: Call) -> dict[str, Any]:
    """By when a message would have to be answered, by the hours of each place that it may be for."""
    wish: Trial = call.body
    policy = _read(call, Policy("", ""), given(wish.sla))
    now, places = call.parts.desk.clock(), _places(call.parts.kept.directory, policy.teams)
    if policy.clock == "wall":
        places = [place._replace(calendar=None) for place in places[:1]]
    return {"items": [_promised(policy, place, wish.at or _friday(now, place.tz)) for place in places]}


def _read(call: Call, known: Policy, changes: dict[str, Any]) -> Policy:
    """The policy as it would be. Raises Invalid for what could never be kept."""
    if "name" in changes:
        changes["name"] = name_of(changes["name"])
    if "tags" in changes:
        changes["tags"] = tuple(dict.fromkeys(filter(None, map(clean_name, changes["tags"]))))
    if "teams" in changes:
        changes["teams"] = tuple(dict.fromkeys(changes["teams"]))
    policy = replace(known, **changes)
    if all(getattr(policy, target) is None for target in TARGETS):
        raise Invalid(f"promise something: {', '.join(TARGETS)}")
    directory = call.parts.kept.directory
    for team in policy.teams if "teams" in changes else ():
        if team not in directory.teams:
            raise Invalid(f"teams: there is no team {team}")
    if policy.clock == "business":
        _must_open(policy, _places(directory, policy.teams), call.parts.desk.clock())
    return policy


def _must_open(policy: Policy, places: Sequence[Place], now: int) -> None:
    hours = [place for place in places if place.calendar is not None]
    if not hours:
        raise Invalid("clock: there are no opening hours yet; set some, or let all time count")
    for place in hours:
        for _, seconds in _targets(policy):
            if sla.deadline(now, seconds, place.calendar) is None:
                raise Invalid(f"clock: the hours of {place.name} never open within a year")


def _targets(policy: Policy) -> Iterator[tuple[str, int]]:
    for target in TARGETS:
        if (seconds := getattr(policy, target)) is not None:
            yield target, seconds


def _places(directory: Directory, teams: Sequence[str]) -> list[Place]:
    """Teams with hours of their own; the sites, for teams that have none. Hours as they are now, for ever."""
    chosen = [team for team in directory.teams.values() if not teams or team.id in teams]
    calendars = {of: replace(hours, valid_from=None) for of, hours in directory.calendars.items()}
    own = [
        Place(team.id, team.name, calendars[team.id].tz, calendars[team.id])
        for team in chosen
        if team.id in calendars
    ]
    if len(own) == len(chosen) and chosen:
        return own
    for site in sorted(directory.sites.values(), key=lambda site: site.name):
        calendar = calendars.get(site.id)
        own.append(Place(site.id, site.name, calendar.tz if calendar else site.tz, calendar))
    return own


def _friday(now: int, tz: str) -> int:
    """The next Friday's half past four there; the busiest moment to promise anything."""
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(tz))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    afternoon = midnight + timedelta(days=(FRIDAY - local.weekday()) % 7) + HALF_PAST_FOUR
    at = round(afternoon.replace(tzinfo=ZoneInfo(tz)).timestamp() * 1000)
    return at if at > now else _friday(now + 7 * 86_400_000, tz)


def _promised(policy: Policy, place: Place, at: int) -> dict[str, Any]:
    ends = {target: sla.deadline(at, seconds, place.calendar) for target, seconds in _targets(policy)}
    return {
        "id": place.id,
        "name": place.name,
        "tz": place.tz,
        "always_open": place.calendar is None,
        "at": at,
        **{target: ends.get(target) for target in TARGETS},
    }


def _sla(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "version": policy.version,
        "name": policy.name,
        "first_response": policy.first_response,
        "next_response": policy.next_response,
        "resolution": policy.resolution,
        "clock": policy.clock,
        "warn_before": policy.warn_before,
        "pauses": policy.pauses,
        "teams": list(policy.teams),
        "tags": list(policy.tags),
        "priority": policy.priority,
        "known": policy.known,
        "order": policy.order,
    }

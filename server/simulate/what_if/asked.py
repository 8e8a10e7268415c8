"""From what is known of the desk, and what somebody wants to change, to what can be lived through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from server.core.kpis.asking import periods
from server.core.local_times import instant_of
from server.core.roster import Shift, working
from server.core.rules import Rules
from server.core.staffing.past import Past
from server.desk.directory import Directory, Person

from .change import BadChange, Change, Extra, Span, Staff, World

MOST_CAME = 20_000
WEEKS = (3, 30)
WITHIN = (10, 20, 30, 60, 120, 300)  # s: those that the service level can be asked for
DAYS = 7


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All that a process of its own needs. `weeks`: how many are lived through, each twice."""

    past: Past
    world: World
    change: Change
    weeks: int = 10
    within: int = 20


@dataclass(frozen=True, slots=True)
class More:
    """`count` more people, on these weekdays (0 is Monday) between two local times, in minutes."""

    count: int
    slots: int
    since: int
    until: int
    weekdays: Sequence[int] = field(default_factory=lambda: range(DAYS))
    teams: tuple[str, ...] = ()


def must_be_a_week(past: Past) -> None:
    """Raises BadChange for a week that cannot be lived through."""
    came = sum(not one.closed for one in past.came)
    if not came:
        raise BadChange("nobody was queued in that week")
    if len(past.came) > MOST_CAME:
        raise BadChange(f"more than {MOST_CAME:,} came in that week; ask for one team")


def week(monday: date, tz: str) -> Span:
    """[since, until), ms UTC; an hour shorter or longer where clocks change."""
    return periods.midnight(monday, tz), periods.midnight(monday + timedelta(days=DAYS), tz)


def world_of(directory: Directory, shifts: Iterable[Shift], within: Span, team: str | None = None) -> World:
    """Who works now, and by which rules; of one team, None: of all. The first site's team comes first."""
    first = next((site.team for site in directory.sites.values() if site.team), None)
    chosen = [team] if team else sorted(directory.teams, key=lambda one: (one != first, one))
    rules = {one: directory.teams[one].rules if one in directory.teams else Rules() for one in chosen}
    people = [person for person in directory.people.values() if not team or team in person.teams]
    return World(rules, tuple(map(_staff, people)), _rostered(shifts, within))


def extra_people(more: More, monday: date, tz: str) -> Extra:
    zone = ZoneInfo(tz)
    since, _ = week(monday, tz)
    spells = []
    for number in sorted(set(more.weekdays)):
        day = monday + timedelta(days=number)
        ends = day if more.until > more.since else day + timedelta(days=1)
        spells.append(
            (
                instant_of(day, more.since, zone, fold=0) - since,
                instant_of(ends, more.until, zone, fold=0) - since,
            )
        )
    return Extra(more.count, more.slots, more.teams, tuple(spells))


def _staff(person: Person) -> Staff:
    return Staff(
        person.id,
        tuple(sorted(person.teams)),
        person.slots,
        dict(person.skills),
        person.languages,
        dict(person.team_slots),
    )


def _rostered(shifts: Iterable[Shift], within: Span) -> Mapping[str, tuple[Span, ...]]:
    since, until = within
    found: dict[str, tuple[Span, ...]] = {}
    for agent, spans in working(shifts).items():
        mine = [(max(a, since) - since, min(b, until) - since) for a, b in spans if a < until and b > since]
        if mine:
            found[agent] = tuple(mine)
    return found

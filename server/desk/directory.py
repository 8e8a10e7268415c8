"""Who and what there is: sites, teams, people and opening hours, as they stand now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from server.core.events import Named
from server.core.hours import Calendar

Role = Literal["agent", "supervisor", "admin"]


@dataclass(frozen=True, slots=True)
class Site:
    """One embedded widget. `origins`: scheme://host[:port] of the pages that may carry it; none: any page."""

    id: str
    name: str
    key: str
    secret: str
    origins: tuple[str, ...] = ()
    locale: str = "en"
    tz: str = "UTC"
    team: str | None = None
    look: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    butler: str = "Butler"
    tracking: bool = False
    typing_preview: bool = False
    address: Literal["full", "truncated", "none"] = "truncated"


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str

    @property
    def named(self) -> Named:
        return Named(self.id, self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who logs in. `slots`: how many chats at once."""

    id: str
    name: str
    email: str
    role: Role
    teams: frozenset[str]
    slots: int
    disabled: bool = False
    locale: str | None = None

    @property
    def named(self) -> Named:
        return Named(self.id, self.name)

    @property
    def sees_all(self) -> bool:
        return self.role in ("supervisor", "admin")


class Directory:
    """A snapshot, replaced whole whenever settings change; whoever holds the Directory sees the newest."""

    def __init__(self) -> None:
        self.sites: Mapping[str, Site] = {}
        self.teams: Mapping[str, Team] = {}
        self.people: Mapping[str, Person] = {}
        self.calendars: Mapping[str, Calendar] = {}
        self.settings: Mapping[str, object] = {}

    def replace(
        self,
        sites: Iterable[Site],
        teams: Iterable[Team],
        people: Iterable[Person],
        calendars: Mapping[str, Calendar],
        settings: Mapping[str, object],
    ) -> None:
        self.sites = {site.id: site for site in sites}
        self.teams = {team.id: team for team in teams}
        self.people = {person.id: person for person in people}
        self.calendars = calendars
        self.settings = settings

    def site_by_key(self, key: str) -> Site | None:
        return next((site for site in self.sites.values() if site.key == key), None)

    def calendar_of(self, site: str, team: str | None) -> Calendar | None:
        """The team's hours if it has some, else the site's; None: always open."""
        return (self.calendars.get(team) if team else None) or self.calendars.get(site)

    def team_named(self, team: str | None) -> Named | None:
        found = self.teams.get(team) if team else None
        return found.named if found else None

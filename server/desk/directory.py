"""Who and what there is: sites, teams, people and opening hours, as they stand now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from server.core.events import Named
from server.core.hours import Calendar
from server.core.hours_known import that_hold
from server.core.rules import Rules
from server.core.sla import Policy

from .outside.hooks import Webhook

Role = Literal["agent", "supervisor", "admin"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a visitor may say that it is about before he writes, and whose it is then. `words` in what he
    writes tell the butler so, if nobody has said it.
    """

    id: str
    label: str
    team: str | None = None
    skills: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """One embedded widget. `origins`: scheme://host[:port] of the pages that may carry it; none: any page.

    `hide`: when the launcher is not shown: never, closed (outside hours), nobody (no agent takes chats).
    `rating`: how a visitor is asked what he thinks of it.
    """

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
    topics: tuple[Topic, ...] = ()
    hide: Literal["never", "closed", "nobody"] = "never"
    rating: Literal["stars", "smileys", "thumbs"] = "stars"

    def topic(self, topic: str | None) -> Topic | None:
        return next((one for one in self.topics if one.id == topic), None)


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    rules: Rules = Rules()

    @property
    def named(self) -> Named:
        return Named(self.id, self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who logs in. `slots`: how many chats at once, in all, and of each team in `team_slots`.

    `skills`: how well, from 1 to 5; `languages`: locales such as `it`, none: any.
    """

    id: str
    name: str
    email: str
    role: Role
    teams: frozenset[str]
    slots: int
    disabled: bool = False
    locale: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    team_slots: Mapping[str, int] = field(default_factory=dict)

    @property
    def named(self) -> Named:
        return Named(self.id, self.name)

    @property
    def sees_all(self) -> bool:
        return self.role in ("supervisor", "admin")


class Directory:
    """A snapshot, replaced whole whenever settings change; whoever holds the Directory sees the newest.

    `calendars_ever` has the hours that were taken away, too: facts go by those of their time.
    """

    def __init__(self) -> None:
        self.sites: Mapping[str, Site] = {}
        self.teams: Mapping[str, Team] = {}
        self.people: Mapping[str, Person] = {}
        self.calendars: Mapping[str, Calendar] = {}
        self.calendars_ever: Mapping[str, Calendar] = {}
        self.settings: Mapping[str, object] = {}
        self.webhooks: Mapping[str, Webhook] = {}
        self.slas: Sequence[Policy] = ()

    def replace(
        self,
        sites: Iterable[Site],
        teams: Iterable[Team],
        people: Iterable[Person],
        calendars: Mapping[str, Calendar],
        settings: Mapping[str, object],
        webhooks: Iterable[Webhook] = (),
        slas: Sequence[Policy] = (),
    ) -> None:
        self.sites = {site.id: site for site in sites}
        self.teams = {team.id: team for team in teams}
        self.people = {person.id: person for person in people}
        self.calendars_ever = calendars
        self.calendars = that_hold(calendars)
        self.settings = settings
        self.webhooks = {webhook.id: webhook for webhook in webhooks}
        self.slas = slas

    def names(self) -> dict[str, str]:
        """Of agents, teams and sites, by id."""
        people = {person.id: person.name for person in self.people.values()}
        teams = {team.id: team.name for team in self.teams.values()}
        return people | teams | {site.id: site.name for site in self.sites.values()}

    def site_by_key(self, key: str) -> Site | None:
        return next((site for site in self.sites.values() if site.key == key), None)

    def calendar_of(self, site: str, team: str | None) -> Calendar | None:
        """The team's hours if it has some, else the site's; None: always open."""
        return (self.calendars.get(team) if team else None) or self.calendars.get(site)

    def on_duty(self, person: str, now: int) -> bool:
        """Whether these are his working hours; who has none always works."""
        calendar = self.calendars.get(person)
        return calendar is None or calendar.is_open(now)

    def rules_of(self, team: str | None) -> Rules:
        """Those of a team that was removed, or of none, are the usual ones."""
        found = self.teams.get(team) if team else None
        return found.rules if found else Rules()

    def has_skill(self, skill: str, team: str | None = None) -> bool:
        """Whether somebody who works here (in the team, if one is named) has it, at any level."""
        return any(
            skill in person.skills
            for person in self.people.values()
            if not person.disabled and (team is None or team in person.teams)
        )

    def team_named(self, team: str | None) -> Named | None:
        found = self.teams.get(team) if team else None
        return found.named if found else None

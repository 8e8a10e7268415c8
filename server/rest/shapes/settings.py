"""What admins set."""

from typing import Literal

from msgspec import Struct

from server.core.rules import Rules

from ..settings.hours import HolidaysOf, Weekday
from ..settings.sites import Butler, Look, Texts
from ..settings.topics import TopicOf
from .basic import Named, Presence, Role


class Site(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    key: str
    origins: list[str]
    locale: str
    tz: str
    team: str | None
    look: Look
    texts: Texts
    butler: Butler
    tracking: bool
    typing_preview: bool
    address: Literal["full", "truncated", "none"]
    rating: Literal["stars", "smileys", "thumbs"]
    hide: Literal["never", "closed", "nobody"]
    topics: list[TopicOf]


class Team(Struct, forbid_unknown_fields=True):
    """`rules`: how its queue is worked; spans in seconds, null: that does not happen."""

    id: str
    name: str
    rules: Rules


class Candidate(Struct, forbid_unknown_fields=True):
    """`load` of `slots` taken; `level` in the skills needed; `idle` (ms) since his last one."""

    agent: str
    load: int
    slots: int
    level: int
    idle: int


class NextOne(Struct, forbid_unknown_fields=True):
    """The best `candidates`, best first; `others`: how many there are besides, by what is in the way.

    `free`: how many could take it; `waiting`: how many wait already; `names` of the candidates.
    """

    decided_by: str | None
    candidates: list[Candidate]
    others: dict[str, int]
    free: int
    waiting: int
    names: dict[str, str]


class Agent(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    email: str
    role: Role
    teams: list[Named]
    slots: int
    locale: str | None
    skills: dict[str, int]
    languages: list[str]
    team_slots: dict[str, int]
    disabled: bool
    status: Presence


class Sla(Struct, forbid_unknown_fields=True):
    """A service level. Spans in seconds; null: no such promise, no warning (server/core/sla.py)."""

    id: str
    version: int
    name: str
    first_response: int | None
    next_response: int | None
    resolution: int | None
    clock: Literal["wall", "business"]
    warn_before: int | None
    pauses: bool
    teams: list[str]
    tags: list[str]
    priority: int | None
    known: bool
    order: int


class SlaMeans(Struct, forbid_unknown_fields=True):
    """By when a message that comes `at` is promised what, by the hours of a team or site; null: never."""

    id: str
    name: str
    tz: str
    always_open: bool
    at: int
    first_response: int | None
    next_response: int | None
    resolution: int | None


class SlaPreview(Struct, forbid_unknown_fields=True):
    items: list[SlaMeans]


class HoursOf(Struct, forbid_unknown_fields=True):
    """Of the site, team or agent with this `id`. `hours`: null where it is always open. `public`: the names
    of the country's holidays, by date.
    """

    id: str
    tz: str | None
    hours: dict[Weekday, list[tuple[str, str]]] | None
    holidays: list[str]
    holidays_of: HolidaysOf | None
    public: dict[str, str]
    worked: list[str]
    special: dict[str, list[tuple[str, str]]]

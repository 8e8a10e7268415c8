"""What the routes answer with, for the API's description. Tests hold the answers to it, field by field."""

from typing import Any, Generic, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType, field

from .resources import Butler, Look, Texts, Weekday

T = TypeVar("T")
Role = Literal["agent", "supervisor", "admin"]
Presence = Literal["online", "away", "offline"]


class Page(Struct, Generic[T], forbid_unknown_fields=True):
    """`next` is the `cursor` of what follows; null: that was all."""

    items: list[T]
    next: str | None


class Done(Struct, forbid_unknown_fields=True):
    pass


class Named(Struct, forbid_unknown_fields=True):
    id: str
    name: str | None


class SetupOpen(Struct, forbid_unknown_fields=True):
    open: bool


class Me(Struct, forbid_unknown_fields=True):
    """`csrf` is null for a token."""

    id: str
    name: str
    email: str
    role: Role
    teams: list[Named]
    status: Presence
    csrf: str | None
    locale: str | None


class LoggedIn(Struct, forbid_unknown_fields=True):
    me: Me
    csrf: str


class Token(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    created_at: int


class ShownToken(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    token: str


class Preview(Struct, forbid_unknown_fields=True):
    text: str
    by: Literal["visitor", "bot", "agent", "system"]
    at: int


class State(Struct, forbid_unknown_fields=True):
    """A conversation as it stands. `waiting`: who must act next; null when it is not open."""

    id: str
    site: str
    channel: str
    status: Literal["open", "snoozed", "resolved"]
    waiting: Literal["bot", "queue", "agent", "visitor"] | None
    visitor: Named
    agent: Named | None
    team: Named | None
    last_seq: int
    started_at: int
    waiting_since: int | None
    queue_position: int | None
    tags: list[str]
    priority: int
    unread: int
    mode: Literal["live", "offline"]
    locale: str | None
    visitor_left_at: int | None
    resolved_at: int | None
    resolved_reason: str | None
    snoozed_until: int | None
    rated: int | None
    preview: Preview | None


class Events(Struct, forbid_unknown_fields=True):
    """Entries of the timeline (docs/protocol.md), up to the number `upto`; `more`: ask again from there."""

    events: list[dict[str, Any]]
    upto: int
    more: bool | UnsetType = UNSET


class Visitor(Struct, forbid_unknown_fields=True):
    """`customer`: by which id his host vouches for him; `verified`: whether it does."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    fields: dict[str, str]
    locale: str | None
    verified: bool
    customer: str | None
    first_seen_at: int
    last_seen_at: int
    online: bool


class Colleague(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    status: Presence
    teams: list[Named]


class Colleagues(Struct, forbid_unknown_fields=True):
    items: list[Colleague]
    teams: list[Named]
    next: str | None


class Working(Struct, forbid_unknown_fields=True):
    """`since` when the status is what it is; `taken` of `slots` chats."""

    id: str
    name: str
    status: Presence
    reason: str
    since: int
    slots: int
    taken: int
    teams: list[Named]


class Board(Struct, forbid_unknown_fields=True):
    """Waits in seconds, null when nobody waits. `today`: answers of GET /kpis/{id}, by id."""

    v: int
    at: int
    waiting: int
    longest_wait: float | None
    mean_wait: float | None
    active: int
    queue: list[State]
    agents: list[Working]
    today: dict[str, dict[str, Any]]


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


class Agent(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    email: str
    role: Role
    teams: list[Named]
    slots: int
    locale: str | None
    disabled: bool
    status: Presence


class HoursOf(Struct, forbid_unknown_fields=True):
    """Of the site or team with this `id`."""

    id: str
    tz: str
    hours: dict[Weekday, list[tuple[str, str]]]
    holidays: list[str]


class Kpi(Struct, forbid_unknown_fields=True):
    id: str
    version: int
    name: str
    definition: str
    unit: str
    better: str
    clocks: list[str]
    attributions: list[str]
    by_agent: str | None
    options: dict[str, str]


class Asked(Struct):
    """What was asked for, as it was understood. Instants in ms; null: no bound."""

    id: str
    version: int
    name: str
    unit: str
    clock: str
    attribution: str
    options: list[str]
    from_: int | None = field(name="from")
    to: int | None
    tz: str
    as_of: int


class Figure(Asked):
    """And each KPI's companions (docs/kpis.md), here and in each of `groups`. `low_n`: too few to rely on."""

    value: float | None
    n: int
    excluded: dict[str, int]
    pending: int
    low_n: bool
    groups: list[dict[str, Any]]


class Rows(Asked):
    """The conversations that the figure is made of, or that were left out of it for the `excluded` reason."""

    total: int
    items: list[dict[str, Any]]
    next: str | None

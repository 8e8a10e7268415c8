"""The floor, live: who is there, who waits, and what supervisors are called for."""

from typing import Any, Literal

from msgspec import Struct

from .basic import Named, Presence
from .talks import State


class Colleague(Struct, forbid_unknown_fields=True):
    """`reason` for it, and `since` when; `taken` of `slots` chats."""

    id: str
    name: str
    status: Presence
    reason: str
    since: int
    slots: int
    taken: int
    skills: list[str]
    teams: list[Named]


class Colleagues(Struct, forbid_unknown_fields=True):
    items: list[Colleague]
    teams: list[Named]
    next: str | None


class Held(Struct, forbid_unknown_fields=True):
    """A conversation in a slot. `waiting`: who must act next, `waiting_since` when."""

    id: str
    site: str
    visitor: Named
    waiting: Literal["bot", "queue", "agent", "visitor"] | None
    waiting_since: int | None
    next_deadline: int | None


class Working(Struct, forbid_unknown_fields=True):
    """`since` when the status is what it is; `taken` of `slots` chats: these he `has`; `on_duty`: in his
    working hours.
    """

    id: str
    name: str
    status: Presence
    reason: str
    since: int
    slots: int
    taken: int
    on_duty: bool
    teams: list[Named]
    has: list[Held]


class Group(Struct, forbid_unknown_fields=True):
    """Of one site and team: how many wait, since when the first does, and the sum of when they began (ms)."""

    site: str
    team: str | None
    waiting: int
    oldest: int | None
    began: int
    active: int


class Usual(Struct, forbid_unknown_fields=True):
    """The mean of so many `days`: the last four same weekdays, each up to the same time of day."""

    value: float | None
    days: int


class Alert(Struct, forbid_unknown_fields=True):
    """What supervisors should know. `kind`: waiting (more than `limit` wait), wait (somebody longer than
    `limit`, s), sla_warned and sla_breached (`limit`: the deadline of `target`; `value`: what was left, ms),
    low_rating (`limit`: from which score on somebody is satisfied). `visitor`: whose `conversation` it is.
    """

    key: str
    kind: Literal["waiting", "wait", "sla_warned", "sla_breached", "low_rating"]
    at: int
    value: int
    limit: int
    team: Named | None
    conversation: str | None
    target: str | None
    visitor: Named | None


class Board(Struct, forbid_unknown_fields=True):
    """Waits in seconds, null when nobody waits. `due`: what is owed within ten minutes, or late, first what
    is most urgent; `groups`: the same by site and team. `today`: answers of GET /kpis/{id}, by id; `usual`:
    what these are on the same weekday; `alerts`: those that are on.
    """

    v: int
    at: int
    waiting: int
    longest_wait: float | None
    mean_wait: float | None
    active: int
    queue: list[State]
    agents: list[Working]
    groups: list[Group]
    due: list[State]
    today: dict[str, dict[str, Any]]
    usual: dict[str, Usual]
    alerts: list[Alert]

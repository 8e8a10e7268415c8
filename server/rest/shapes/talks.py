"""Conversations and visitors."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from .basic import Named


class Preview(Struct, forbid_unknown_fields=True):
    text: str
    by: Literal["visitor", "bot", "agent", "system"]
    at: int


class Owed(Struct, forbid_unknown_fields=True):
    """What was promised to its visitor and is still owed: the `policy`, and the `deadlines` (ms) by target:
    first_response, next_response, resolution. `breached`: those that have passed; `paused`: the resolution's
    clock stands.
    """

    policy: str
    deadlines: dict[str, int]
    breached: list[str]
    paused: bool


class State(Struct, forbid_unknown_fields=True):
    """A conversation as it stands. `waiting`: who must act next; null when it is not open. `next_deadline`:
    by when (ms) the next promise is to be kept, or should have been.

    `first_to_take`: it waits, and whoever of the team is first may take it. `queue_rank`: the queue is served
    in the order of these, compared part by part; null when it does not wait.
    """

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
    first_to_take: bool
    queue_rank: list[int] | None
    skills: list[str]
    language: str | None
    assigned_at: int | None
    offered_until: int | None
    asked_colleague: Named | None
    asked_until: int | None
    agent_nudged_at: int | None
    visitor_nudged_at: int | None
    unread: int
    mode: Literal["live", "offline"]
    locale: str | None
    visitor_left_at: int | None
    resolved_at: int | None
    resolved_reason: str | None
    snoozed_until: int | None
    sla: Owed | None
    next_deadline: int | None
    rated: int | None
    rated_scale: str | None
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

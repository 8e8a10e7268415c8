"""Whose it is: the queue, who gets it and why, and how it changes hands."""

from typing import Any, ClassVar, Literal

from ..values import field
from .envelope import Content, Event, Named

Presence = Literal["online", "away", "offline"]


class Queued(Event, frozen=True, kw_only=True):
    """A person is wanted. `reason` says why again: asked, agent_gone, unassigned, transferred, reopened,
    unanswered, overflow.
    """

    type: ClassVar = "queued"
    team: Named | None = None
    reason: str = "asked"


class HandedOff(Event, frozen=True, kw_only=True):
    """The butler, who had the conversation, gives it to people."""

    type: ClassVar = "handed_off"
    reason: str = "asked"


class Assigned(Event, frozen=True, kw_only=True):
    """`reason`: routed, taken, answered, assigned (by a supervisor), transferred, reopened."""

    type: ClassVar = "assigned"
    agent: Named = Named("")
    reason: str = "routed"


class Unassigned(Event, frozen=True, kw_only=True):
    type: ClassVar = "unassigned"
    agent: Named | None = None
    reason: str = "given_back"


class Routed(Event, frozen=True, kw_only=True):
    """Why routing gave it to whom it did, in the transaction of the `assigned` that follows.

    `reasons` holds ids and numbers, see `explained` in core/routing; `names` those of the agents in it.
    """

    type: ClassVar = "routed"
    agent: Named | None = None
    reasons: dict[str, Any] = field(default_factory=dict)
    names: Content[dict[str, str] | None] = None


class Offered(Event, frozen=True, kw_only=True):
    """It was given to `agent`, who is to answer before `until` (ms); otherwise the next one gets it."""

    type: ClassVar = "offered"
    agent: Named = Named("")
    until: int = 0


class OfferLapsed(Event, frozen=True, kw_only=True):
    """He did not answer in time. `unassigned` and `queued` follow."""

    type: ClassVar = "offer.lapsed"
    agent: Named = Named("")


class Transferred(Event, frozen=True, kw_only=True):
    """`to` is an agent, or a team when `team` is true (then `unassigned` and `queued` follow).

    On the wire the fields are called `from` and `to`.
    """

    type: ClassVar = "transferred"
    from_: Named | None = None
    to: Named = Named("")
    team: bool = False
    note: Content[str | None] = None


class TransferOffered(Event, frozen=True, kw_only=True):
    """A warm transfer: `to` is asked whether he takes it; until he says so, it stays where it is."""

    type: ClassVar = "transfer.offered"
    from_: Named | None = None
    to: Named = Named("")
    until: int = 0
    note: Content[str | None] = None


class TransferDeclined(Event, frozen=True, kw_only=True):
    """`reason`: declined (by him), lapsed (he did not say), withdrawn."""

    type: ClassVar = "transfer.declined"
    agent: Named = Named("")
    reason: str = "declined"


class NeedsSet(Event, frozen=True, kw_only=True):
    """What whoever gets it must have: the whole new set. `language` is a locale such as `it`."""

    type: ClassVar = "needs.set"
    skills: tuple[str, ...] = ()
    language: str | None = None


class Prioritised(Event, frozen=True, kw_only=True):
    """0 is ordinary, more goes first. `reason` names the rule, such as `tag:vip`, or who set it by hand."""

    type: ClassVar = "prioritised"
    priority: int = 0
    reason: str = "chosen"


class WaitTold(Event, frozen=True, kw_only=True):
    """What a waiting visitor was told first: his place, and between which times he will be served.

    `low` and `high` (ms, as told: whole minutes) hold `p10` and `p90` (ms, as reckoned); a `high` of None
    says that it is beyond what is told.
    """

    type: ClassVar = "wait.told"
    position: int = 0
    low: int = 0
    high: int | None = None
    p10: int = 0
    p90: int = 0


class Nudged(Event, frozen=True, kw_only=True):
    """Somebody who has been silent for long was reminded."""

    type: ClassVar = "nudged"
    whom: Literal["visitor", "agent"] = "visitor"


class WrapupEnded(Event, frozen=True, kw_only=True):
    type: ClassVar = "wrapup.ended"
    agent: Named = Named("")


class AgentStatus(Event, frozen=True, kw_only=True):
    """On an agent's own timeline. `reason`: chosen, connection_lost, connected, revoked, supervisor, or why
    he is away. Where a supervisor said so, it is `by` him, and `note` is what he adds.
    """

    type: ClassVar = "agent.status"
    agent: Named = Named("")
    status: Presence = "offline"
    reason: str = "chosen"
    slots: int = 0
    note: Content[str | None] = None

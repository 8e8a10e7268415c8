"""Whose it is: the queue, who gets it and why, and how it changes hands."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from .envelope import Event, Named, content

Presence = Literal["online", "away", "offline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued(Event):
    """A person is wanted. `reason` says why again: asked, agent_gone, unassigned, transferred, reopened,
    unanswered, overflow.
    """

    type: ClassVar = "queued"
    team: Named | None = None
    reason: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOff(Event):
    """The butler, who had the conversation, gives it to people."""

    type: ClassVar = "handed_off"
    reason: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """`reason`: routed, taken, answered, assigned (by a supervisor), transferred, reopened."""

    type: ClassVar = "assigned"
    agent: Named = Named("")
    reason: str = "routed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned(Event):
    type: ClassVar = "unassigned"
    agent: Named | None = None
    reason: str = "given_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(Event):
    """Why routing gave it to whom it did, in the transaction of the `assigned` that follows.

    `reasons` holds ids and numbers, see `explained` in core/routing; `names` those of the agents in it.
    """

    type: ClassVar = "routed"
    agent: Named | None = None
    reasons: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(Event):
    """It was given to `agent`, who is to answer before `until` (ms); otherwise the next one gets it."""

    type: ClassVar = "offered"
    agent: Named = Named("")
    until: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLapsed(Event):
    """He did not answer in time. `unassigned` and `queued` follow."""

    type: ClassVar = "offer.lapsed"
    agent: Named = Named("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Event):
    """`to` is an agent, or a team when `team` is true (then `unassigned` and `queued` follow).

    On the wire the fields are called `from` and `to`.
    """

    type: ClassVar = "transferred"
    from_: Named | None = None
    to: Named = Named("")
    team: bool = False
    note: str | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOffered(Event):
    """A warm transfer: `to` is asked whether he takes it; until he says so, it stays where it is."""

    type: ClassVar = "transfer.offered"
    from_: Named | None = None
    to: Named = Named("")
    until: int = 0
    note: str | None = content()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDeclined(Event):
    """`reason`: declined (by him), lapsed (he did not say), withdrawn."""

    type: ClassVar = "transfer.declined"
    agent: Named = Named("")
    reason: str = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsSet(Event):
    """What whoever gets it must have: the whole new set. `language` is a locale such as `it`."""

    type: ClassVar = "needs.set"
    skills: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritised(Event):
    """0 is ordinary, more goes first. `reason` names the rule, such as `tag:vip`, or who set it by hand."""

    type: ClassVar = "prioritised"
    priority: int = 0
    reason: str = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTold(Event):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged(Event):
    """Somebody who has been silent for long was reminded."""

    type: ClassVar = "nudged"
    whom: Literal["visitor", "agent"] = "visitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapupEnded(Event):
    type: ClassVar = "wrapup.ended"
    agent: Named = Named("")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStatus(Event):
    """On an agent's own timeline. `reason`: chosen, connection_lost, connected, revoked, supervisor, or why
    he is away. Where a supervisor said so, it is `by` him, and `note` is what he adds.
    """

    type: ClassVar = "agent.status"
    agent: Named = Named("")
    status: Presence = "offline"
    reason: str = "chosen"
    slots: int = 0
    note: str | None = content()

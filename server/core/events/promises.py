"""What was promised by when, and whether it was kept."""

from typing import ClassVar, Literal

from ..values import field
from .envelope import Event

Target = Literal["first_response", "next_response", "resolution"]


class SlaApplied(Event, frozen=True, kw_only=True):
    """The policy that it is judged by from now on; what another one had promised is void, unless decided.

    Targets in seconds; None: no such target. `calendar`: the version of the opening hours that they are
    counted on; None: all time counts. `deadlines`: by target, ms, of the clocks that run already.
    `warn_before`: seconds. `pauses`: the resolution's clock stands while it is snoozed for the visitor.
    A policy of "" is none.
    """

    type: ClassVar = "sla.applied"
    policy: str = ""
    version: int = 0
    first_response: int | None = None
    next_response: int | None = None
    resolution: int | None = None
    calendar: str | None = None
    warn_before: int | None = None
    pauses: bool = False
    deadlines: dict[str, int] = field(default_factory=dict)


class SlaDue(Event, frozen=True, kw_only=True):
    """A clock has begun after the policy was applied, or goes on after a pause: its deadline (ms)."""

    type: ClassVar = "sla.due"
    target: Target = "next_response"
    deadline: int = 0


class SlaWarned(Event, frozen=True, kw_only=True):
    """`deadline` (ms) is near, and what it is for has not happened."""

    type: ClassVar = "sla.warned"
    target: Target = "first_response"
    deadline: int = 0


class SlaBreached(Event, frozen=True, kw_only=True):
    """`deadline` (ms) has passed without it. `at` is when that was written."""

    type: ClassVar = "sla.breached"
    target: Target = "first_response"
    deadline: int = 0

"""Service levels: which policy a conversation comes under, what it promises by when, and what becomes of it.

A promise is kept when what it waits for happens at its deadline or before. All instants are ms since the
epoch, UTC; targets are seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .conversation import Conversation
from .events import Event, SlaApplied, SlaBreached, SlaDue, SlaWarned, Target
from .hours import Calendar, NeverOpen

TARGETS: tuple[Target, ...] = ("first_response", "next_response", "resolution")


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a service level. At least one target is set; None: nothing is promised of that kind.

    `clock`: all time counts (wall), or only opening hours (business). `warn_before`: so long before a
    deadline there is a warning; None: none. `pauses`: a resolution waits while it is snoozed for the visitor.
    It is for conversations of one of `teams`, with one of `tags` (none: any), of `priority` at least, and
    with `known` for customers for whom the host site vouches. Of those that fit the first in `order` counts.
    """

    id: str
    name: str
    version: int = 1
    first_response: int | None = None
    next_response: int | None = None
    resolution: int | None = None
    clock: Literal["wall", "business"] = "wall"
    warn_before: int | None = None
    pauses: bool = False
    teams: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priority: int | None = None
    known: bool = False
    order: int = 0

    def fits(self, conversation: Conversation) -> bool:
        team = conversation.team.id if conversation.team else None
        return (
            (not self.teams or team in self.teams)
            and (not self.tags or not set(self.tags).isdisjoint(conversation.tags))
            and (self.priority is None or conversation.priority >= self.priority)
            and (not self.known or "customer" in conversation.known)
        )


def policy_for(policies: Iterable[Policy], conversation: Conversation) -> Policy | None:
    """The first that fits; `policies` are in their order. Tests are promised nothing."""
    if conversation.test:
        return None
    return next((policy for policy in policies if policy.fits(conversation)), None)


def deadline(start: int, seconds: int, calendar: Calendar | None) -> int | None:
    """When `seconds` have passed since `start`, in opening hours if there is a calendar, the version that was
    in force then. None: they never will, for nobody ever opens.

    Raises ValueError for a target that is not positive.
    """
    hours = calendar.in_force(start) if calendar else None
    if hours is None:
        if seconds <= 0:
            raise ValueError(f"a target must be more than 0 seconds, not {seconds}")
        return start + seconds * 1000
    try:
        return hours.deadline(start, seconds)
    except NeverOpen:
        return None


def applies(
    conversation: Conversation, policy: Policy | None, calendar: Calendar | None
) -> SlaApplied | None:
    """That `policy` is in force from now on (None: that none is), if another one was.

    Whoever came under a policy stays under the version that he came under.
    """
    now = conversation.sla.policy if conversation.sla else None
    if policy is None:
        return SlaApplied() if now else None
    if policy.id == now:
        return None
    hours = calendar if policy.clock == "business" else None
    return SlaApplied(
        policy=policy.id,
        version=policy.version,
        first_response=policy.first_response,
        next_response=policy.next_response,
        resolution=policy.resolution,
        calendar=(hours.id or "hours") if hours else None,
        warn_before=policy.warn_before,
        pauses=policy.pauses,
        deadlines=_deadlines(conversation, policy, hours),
    )


def _deadlines(conversation: Conversation, policy: Policy, calendar: Calendar | None) -> dict[str, int]:
    starts = _starts(conversation)
    targets = {target: getattr(policy, target) for target in TARGETS if target in starts}
    ends = {
        target: deadline(starts[target], seconds, calendar) for target, seconds in targets.items() if seconds
    }
    return {target: at for target, at in ends.items() if at is not None}


def _starts(conversation: Conversation) -> dict[str, int]:
    """Since when each clock runs, of those that do."""
    starts: dict[str, int] = {}
    if conversation.wrote_at is not None:
        if not conversation.answered or (conversation.turns == 1 and conversation.turn_at is not None):
            starts["first_response"] = conversation.wrote_at
        if conversation.resolved_count == 0:
            starts["resolution"] = conversation.wrote_at
        if conversation.turn_at is not None and conversation.turns > 1:
            starts["next_response"] = conversation.turn_at
    return starts


def next_turn(conversation: Conversation, calendar: Calendar | None) -> SlaDue | None:
    """The promise of an answer to the visitor's run of messages that has just begun, after the first."""
    sla, start = conversation.sla, conversation.turn_at
    if sla is None or sla.next_response is None or start is None or conversation.turns < 2:
        return None
    if "next_response" in sla.deadlines:
        return None
    at = deadline(start, sla.next_response, calendar if sla.calendar else None)
    return None if at is None else SlaDue(target="next_response", deadline=at)


def goes_on(conversation: Conversation, calendar: Calendar | None, now: int) -> SlaDue | None:
    """After a pause, the promise of a resolution that stood still meanwhile."""
    sla = conversation.sla
    if sla is None or sla.paused_at is None or "resolution" not in sla.deadlines:
        return None
    at = later(sla.deadlines["resolution"], sla.paused_at, now, calendar if sla.calendar else None)
    return None if at is None else SlaDue(target="resolution", deadline=at)


def later(due: int, since: int, until: int, calendar: Calendar | None) -> int | None:
    """A deadline after its clock stood from `since` to `until`: as much is left as was left before. None: as
    `deadline`.
    """
    hours = calendar.in_force(until) if calendar else None
    if hours is None:
        return due + until - since
    left = hours.business(since, due)
    try:
        return hours.deadline(until, left / 1000) if left > 0 else until
    except NeverOpen:
        return None


def judged(conversation: Conversation, now: int) -> list[Event]:
    """What is to be said by `now`, of each deadline once: that it is near, or that it has passed."""
    sla = conversation.sla
    if sla is None or not sla.wanted or _is_out(conversation):
        return []
    found: list[Event] = []
    for target in TARGETS:
        at = sla.running.get(target)
        if at is None or target in sla.breached:
            continue
        if now > at:
            found.append(SlaBreached(target=target, deadline=at))
        elif sla.warnings.get(target, at) <= now and target in sla.warnings:
            found.append(SlaWarned(target=target, deadline=at))
    return found


def next_look(conversation: Conversation) -> int | None:
    """When `judged` will next have something to say; None: not unless something else happens."""
    return None if conversation.sla is None or _is_out(conversation) else conversation.sla.next_look


def _is_out(conversation: Conversation) -> bool:
    """It counts nowhere, unless it is opened again."""
    return conversation.spam or conversation.resolved_reason in ("spam", "duplicate", "merged")

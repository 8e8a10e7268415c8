"""What a conversation was promised, and by when, as far as it is still owed: a part of its fold."""

from collections.abc import Callable, Mapping
from typing import Any

from . import events as e
from .values import Struct, field, replace

ALL = ("first_response", "next_response", "resolution")
GONE = ("abandoned", "visitor_ended")  # whoever goes that early is owed no first answer any more
TOO_LATE_TO_WARN = 5 * 60_000  # ms: a warning that was due before that, when the promise is made, is none


class Promised(Struct, frozen=True):
    """The service level in force. Targets in seconds, all by target: `deadlines` (ms) of the clocks that run,
    `warnings` (ms) that are still to be given, `breached` whose deadline has passed.

    `calendar`: the version of the hours that are counted; None: all time counts. `paused_at`: since when the
    resolution's clock stands. `wanted`: a person was asked for, so it is people's promise to keep. `late`:
    what came after its deadline before anybody had said that this had passed.
    """

    policy: str
    version: int = 0
    first_response: int | None = None
    next_response: int | None = None
    resolution: int | None = None
    calendar: str | None = None
    warn_before: int | None = None
    pauses: bool = False
    deadlines: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    breached: tuple[str, ...] = ()
    paused_at: int | None = None
    wanted: bool = False
    late: Mapping[str, int] = field(default_factory=dict)

    @property
    def running(self) -> dict[str, int]:
        """The deadlines of the clocks that do not stand."""
        if self.paused_at is None:
            return dict(self.deadlines)
        return {target: at for target, at in self.deadlines.items() if target != "resolution"}

    @property
    def next_deadline(self) -> int | None:
        return min(self.running.values(), default=None)

    @property
    def next_look(self) -> int | None:
        """When there is next something to say about it: a warning, or that a deadline has passed."""
        looks = [
            min(deadline + 1, self.warnings.get(target, deadline + 1))
            for target, deadline in self.running.items()
            if target not in self.breached
        ]
        return min(looks, default=None) if self.wanted else None


def applied(event: e.SlaApplied, wanted: bool, before: Promised | None) -> Promised | None:
    """None: no policy is in force any more. What the one `before` has missed by then, it has missed."""
    if not event.policy:
        return None
    promised = Promised(
        event.policy,
        event.version,
        event.first_response,
        event.next_response,
        event.resolution,
        event.calendar,
        event.warn_before,
        event.pauses,
        wanted=wanted,
        late={} if before is None else _stopped_at(before, event.at, *ALL).late,
    )
    for target, deadline in event.deadlines.items():
        promised = begun(promised, target, deadline, event.at)
    return promised


def after(promised: Promised, event: e.Event, waits: bool) -> Promised:
    """With one more event. `waits`: the visitor was waiting for an answer before it."""
    if isinstance(event, e.MessageSent):
        return _said(promised, event, waits)
    step = _STEPS.get(type(event))
    return step(promised, event) if step else promised


def _said(promised: Promised, event: e.MessageSent, waits: bool) -> Promised:
    if e.is_human_reply(event):
        return _wanted(_stopped_at(promised, event.at, "first_response", "next_response"))
    if event.by.kind == "visitor" and event.public and not waits:
        return _of_the_run_before(promised, event.at)
    return promised


def _of_the_run_before(promised: Promised, at: int) -> Promised:
    """What is owed for a run that was closed unanswered holds for this one too, unless it is late already."""
    due = promised.deadlines.get("next_response")
    return promised if due is None or at <= due else _stopped_at(promised, at, "next_response")


def _wanted(promised: Promised, _: e.Event | None = None) -> Promised:
    return promised if promised.wanted else replace(promised, wanted=True)


def _resolved(promised: Promised, event: e.Resolved) -> Promised:
    targets = ("first_response", "resolution") if event.reason in GONE else ("resolution",)
    return _stopped_at(promised, event.at, *targets)


def _stopped_at(promised: Promised, at: int, *targets: str) -> Promised:
    if promised.deadlines.keys().isdisjoint(targets):
        return promised
    late = {
        target: deadline
        for target, deadline in promised.running.items()
        if target in targets and at > deadline and target not in promised.breached
    }
    promised = stopped(promised, *targets)
    return replace(promised, late={**promised.late, **late}) if late else promised


def begun(promised: Promised, target: str, deadline: int, at: int) -> Promised:
    """The clock of `target` runs, from `at` on, until `deadline`."""
    promised = stopped(promised, target)
    warnings = dict(promised.warnings)
    if (warning := _warning(promised, deadline, at)) is not None:
        warnings[target] = warning
    changes: dict[str, Any] = {"deadlines": {**promised.deadlines, target: deadline}, "warnings": warnings}
    if target == "resolution":
        changes["paused_at"] = None
    return replace(promised, **changes)


def _warning(promised: Promised, deadline: int, at: int) -> int | None:
    if promised.warn_before is None or deadline <= at:
        return None
    warning = deadline - promised.warn_before * 1000
    return None if warning < at - TOO_LATE_TO_WARN else max(warning, at)


def stopped(promised: Promised, *targets: str) -> Promised:
    """Nothing of these is owed any more."""
    if promised.deadlines.keys().isdisjoint(targets):
        return promised
    changes: dict[str, Any] = {
        "deadlines": _without(promised.deadlines, targets),
        "warnings": _without(promised.warnings, targets),
        "breached": tuple(target for target in promised.breached if target not in targets),
    }
    if "resolution" in targets:
        changes["paused_at"] = None
    return replace(promised, **changes)


def warned(promised: Promised, target: str) -> Promised:
    return replace(promised, warnings=_without(promised.warnings, (target,)))


def breached(promised: Promised, target: str) -> Promised:
    if target in promised.late:
        return replace(promised, late=_without(promised.late, (target,)))
    promised = warned(promised, target)
    known = () if target in promised.breached else (target,)
    return replace(promised, breached=(*promised.breached, *known))


def snoozed(promised: Promised, event: e.Snoozed) -> Promised:
    """What waits for the visitor may stand still, unless it is late already."""
    if not promised.pauses or event.reason != "waiting_visitor" or promised.paused_at is not None:
        return promised
    if promised.deadlines.get("resolution", 0) <= event.at:
        return promised
    return replace(promised, paused_at=event.at)


def _without(times: Mapping[str, int], targets: tuple[str, ...]) -> dict[str, int]:
    return {target: at for target, at in times.items() if target not in targets}


_STEPS: dict[type[e.Event], Callable[[Promised, Any], Promised]] = {
    e.Queued: _wanted,
    e.HandedOff: _wanted,
    e.Assigned: _wanted,
    e.Transferred: _wanted,
    e.Resolved: _resolved,
    e.Snoozed: snoozed,
    e.SlaDue: lambda promised, event: begun(promised, event.target, event.deadline, event.at),
    e.SlaWarned: lambda promised, event: warned(promised, event.target),
    e.SlaBreached: lambda promised, event: breached(promised, event.target),
}
CONCERNED = frozenset((e.MessageSent, *_STEPS))  # events that may change what is owed

"""What was promised, a row a clock: when it began, by when it was to stop, and when it did."""

from collections.abc import Callable
from typing import Any, cast

from server.core import events as e
from server.core import sla

from .rows import Facts, Promise
from .spans import Calendars, business, calendar_of

Cursor = dict[str, Any]

ANSWERS = ("first_response", "next_response")


def _applied(facts: Facts, event: e.SlaApplied, calendars: Calendars) -> None:
    _void(facts, event.at)
    targets: Cursor = {target: getattr(event, target) for target in sla.TARGETS}
    facts.cursors.sla = {
        "policy": event.policy,
        "at": event.at,
        "calendar": event.calendar,
        "turn": facts.turns[-1].no if facts.turns else 0,
        "pauses": event.pauses,
        **targets,
    }
    for target, start in _starts(facts).items():
        _begins(facts, target, start, calendars, event.deadlines.get(target))


def _void(facts: Facts, at: int) -> None:
    """What was owed under the policy before is void, but for what was late already."""
    for target, number in list(facts.cursors.owed.items()):
        row = facts.promises[number]
        if row.stopped_at is not None:
            continue
        row.over_at = at
        if row.deadline_at is None or row.deadline_at >= at:
            row.void_at = at
        del facts.cursors.owed[target]


def _starts(facts: Facts) -> dict[str, int]:
    row = facts.conversation
    starts: dict[str, int] = {}
    if row.wrote_at is None:
        return starts
    if row.replied_at is None:
        starts["first_response"] = row.wrote_at
    if not facts.resolutions:
        starts["resolution"] = row.wrote_at
    if facts.turns[-1].closed_at is None and facts.turns[-1].no > 1:
        starts["next_response"] = facts.turns[-1].opened_at
    return starts


def _begins(facts: Facts, target: str, start: int, calendars: Calendars, due: int | None = None) -> None:
    policy = cast(Cursor, facts.cursors.sla)
    seconds: int | None = policy[target]
    if seconds is None or seconds <= 0:
        return
    if due is None:
        hours = calendar_of(facts, start, calendars) if policy["calendar"] else None
        due = sla.deadline(start, seconds, hours)
    facts.cursors.owed[target] = len(facts.promises)
    row = Promise(target, seconds, policy["policy"], policy["at"], start, due)
    row.applied_due = _due_from_policy(facts, row, calendars)
    facts.promises.append(row)


def _due_from_policy(facts: Facts, row: Promise, calendars: Calendars) -> int | None:
    """A further answer is owed from the question on, whenever the policy came."""
    if row.target == "next_response" or row.begun_at == row.applied_at:
        return row.deadline_at
    with_hours = cast(Cursor, facts.cursors.sla)["calendar"]
    hours = calendar_of(facts, row.applied_at, calendars) if with_hours else None
    return sla.deadline(row.applied_at, row.seconds, hours)


def _said(facts: Facts, event: e.MessageSent, calendars: Calendars) -> None:
    if not event.public or event.kind == "note":
        return
    if event.by.kind == "visitor":
        _asks(facts, calendars)
    elif e.is_human_reply(event):
        for target in ANSWERS:
            if target in facts.cursors.owed:
                _stops(facts, target, event.at, event.by.id, calendars)


def _asks(facts: Facts, calendars: Calendars) -> None:
    """A run of messages may have begun. What is owed for the one before, which was closed unanswered, holds
    for this one too, unless it is late already.
    """
    policy, turn = cast(Cursor, facts.cursors.sla), facts.turns[-1]
    if turn.no <= policy["turn"]:
        return
    policy["turn"] = turn.no
    _ends_late_run(facts, turn.opened_at)
    for target, start in _starts(facts).items():
        if target not in facts.cursors.owed:
            _begins(facts, target, start, calendars)


def _ends_late_run(facts: Facts, at: int) -> None:
    number = facts.cursors.owed.get("next_response")
    if number is not None and (due := facts.promises[number].deadline_at) is not None and due < at:
        facts.promises[number].over_at = at
        del facts.cursors.owed["next_response"]


def _stops(facts: Facts, target: str, at: int, agent: str | None, calendars: Calendars) -> None:
    row = facts.promises[facts.cursors.owed.pop(target)]
    row.stopped_at = row.over_at = row.stands_at = at
    row.agent = agent
    if row.deadline_at is not None:
        row.slack = _slack(facts, row.deadline_at, at, calendars)


def _slack(facts: Facts, deadline: int, at: int, calendars: Calendars) -> int:
    """What was left, ms, on the clock of the policy; negative: so much too late."""
    late = business(facts, deadline, at, calendars) if cast(Cursor, facts.cursors.sla)["calendar"] else None
    return deadline - at if late is None else -late


def _snoozed(facts: Facts, event: e.Snoozed, _: Calendars) -> None:
    number = facts.cursors.owed.get("resolution")
    if number is None or not cast(Cursor, facts.cursors.sla)["pauses"]:
        return
    row = facts.promises[number]
    runs = row.paused_at is None and row.deadline_at is not None and row.deadline_at > event.at
    if runs and event.reason == "waiting_visitor":
        row.paused_at = event.at


def _unsnoozed(facts: Facts, event: e.Unsnoozed, calendars: Calendars) -> None:
    _ends_pause(facts, event.at, calendars)


def _ends_pause(facts: Facts, at: int, calendars: Calendars) -> None:
    if (number := facts.cursors.owed.get("resolution")) is None:
        return
    row = facts.promises[number]
    if row.paused_at is not None and row.deadline_at is not None:
        hours = calendar_of(facts, at, calendars) if cast(Cursor, facts.cursors.sla)["calendar"] else None
        if row.applied_due is not None and row.applied_due > row.paused_at:
            row.applied_due = sla.later(row.applied_due, row.paused_at, at, hours)
        row.deadline_at, row.paused_at = sla.later(row.deadline_at, row.paused_at, at, hours), None


def _resolved(facts: Facts, event: e.Resolved, calendars: Calendars) -> None:
    """The first one stops the clock of the resolution, whatever its reason. It answers nobody, so that
    whoever waits for words goes on waiting.
    """
    cursors = facts.cursors
    if "resolution" in cursors.owed:
        _ends_pause(facts, event.at, calendars)
        cursors.solved = cursors.owed["resolution"]
        agent = event.by.id if event.by.kind == "agent" else None
        _stops(facts, "resolution", event.at, agent, calendars)
    elif cursors.solved is not None and facts.promises[cursors.solved].stands_at is None:
        facts.promises[cursors.solved].stands_at = event.at


def _reopened(facts: Facts, _: e.Reopened, __: Calendars) -> None:
    if facts.cursors.solved is not None:
        facts.promises[facts.cursors.solved].stands_at = None


def _due(facts: Facts, event: e.SlaDue, _: Calendars) -> None:
    """As the desk reckoned it, or moved it after a pause."""
    if (number := facts.cursors.owed.get(event.target)) is not None:
        row = facts.promises[number]
        row.deadline_at, row.paused_at = event.deadline, None


# Once all other rows know of the event, and a policy is in force.
FOLDS: dict[type[e.Event], Callable[[Facts, Any, Calendars], None]] = {
    e.SlaApplied: _applied,
    e.SlaDue: _due,
    e.MessageSent: _said,
    e.Snoozed: _snoozed,
    e.Unsnoozed: _unsnoozed,
    e.Resolved: _resolved,
    e.Reopened: _reopened,
}

"""Who has it, and since when: assignments and the time that people spend."""

from server.core import events as e

from .rows import Facts, Handling, Hold, Transfer
from .spans import Calendars, business, is_wanted

LONGEST_WRAPUP = 600_000  # ms


def assigned(facts: Facts, event: e.Assigned, calendars: Calendars) -> None:
    is_wanted(facts, event.at)
    _given_to(facts, event.agent.id, event.at, calendars)


def transferred(facts: Facts, event: e.Transferred, calendars: Calendars) -> None:
    facts.conversation.transfers += 1
    given_by = facts.conversation.assignee if event.from_ is None else event.from_.id
    facts.transfers.append(Transfer(event.at, given_by, None if event.team else event.to.id))
    if event.team:
        is_wanted(facts, event.at)
        facts.conversation.team = event.to.id
        _taken_away(facts, event.at)
    else:
        is_wanted(facts, event.at)
        _given_to(facts, event.to.id, event.at, calendars)


def unassigned(facts: Facts, event: e.Unassigned, _: Calendars) -> None:
    _taken_away(facts, event.at)


def _given_to(facts: Facts, agent: str, at: int, calendars: Calendars) -> None:
    row = facts.conversation
    takes(facts, agent, at, calendars)
    if row.assignee == agent:
        return
    _taken_away(facts, at)
    row.assignee = agent
    facts.cursors.assigned_since[agent] = at
    goes_on(facts, at)


def _taken_away(facts: Facts, at: int) -> None:
    _stop(facts, at)
    facts.conversation.assignee = None


def takes(facts: Facts, agent: str, at: int, calendars: Calendars) -> None:
    """The first person who had it or answered. Without a question there was nothing to wait for."""
    row = facts.conversation
    if row.taken_at is not None:
        return
    row.taken_at, row.taken_by = at, agent
    if row.wrote_at is not None:
        row.charge_from = max(row.wrote_at, row.queued_at or row.wrote_at)
        row.taken_business = business(facts, row.charge_from, at, calendars)


def replied(facts: Facts, agent: str, at: int, joins: bool) -> None:
    """`joins`: it is his first reply in this conversation."""
    row = _working(facts, agent, at)
    if joins:
        row.joined_at = at


def _working(facts: Facts, agent: str, at: int) -> Handling:
    """Who replies and is not at work on it helps, until his last reply."""
    cursors = facts.cursors
    if cursors.at_work is not None and facts.handling[cursors.at_work].agent == agent:
        return facts.handling[cursors.at_work]
    if (number := cursors.helping.get(agent)) is None:
        cursors.helping[agent] = len(facts.handling)
        facts.handling.append(Handling(agent, at, at))
        return facts.handling[-1]
    row = facts.handling[number]
    facts.conversation.handled += at - (row.to_at or row.from_at)
    row.to_at = at
    return row


def goes_on(facts: Facts, at: int) -> None:
    """Whoever has it is at work on it again, unless it is resolved or snoozed."""
    row, cursors = facts.conversation, facts.cursors
    if row.assignee is None or row.resolved_at is not None or row.snoozed_at is not None:
        return
    if cursors.at_work is not None:
        return
    facts.holds.append(Hold("assigned", at))
    cursors.at_work = cursors.helping.pop(row.assignee, None)
    if cursors.at_work is None:
        cursors.at_work = len(facts.handling)
        facts.handling.append(Handling(row.assignee, at))
        return
    helped = facts.handling[cursors.at_work]
    row.handled -= (helped.to_at or helped.from_at) - helped.from_at
    helped.to_at = None


def rests(facts: Facts, at: int) -> None:
    """Resolved or snoozed: nobody works on it, helpers neither."""
    _stop(facts, at)
    facts.cursors.helping.clear()


def _stop(facts: Facts, at: int) -> None:
    cursors = facts.cursors
    if cursors.at_work is None:
        return
    row = facts.handling[cursors.at_work]
    row.to_at = facts.holds[-1].to_at = at
    facts.conversation.handled += at - row.from_at
    cursors.at_work = None


def wrapup_ended(facts: Facts, event: e.WrapupEnded, _: Calendars) -> None:
    """The work after a resolution, at most ten minutes, and no longer than it stood."""
    if not facts.resolutions:
        return
    resolution = facts.resolutions[-1]
    row = _last_before(facts, event.agent.id or event.by.id, resolution.at)
    if row is None or row.wrapup:
        return
    until = event.at if resolution.reopened_at is None else min(event.at, resolution.reopened_at)
    row.wrapup = max(0, min(until - resolution.at, LONGEST_WRAPUP))
    facts.conversation.handled += row.wrapup


def _last_before(facts: Facts, agent: str | None, at: int) -> Handling | None:
    """His last interval that had ended by then."""
    for row in reversed(facts.handling):
        if row.agent == agent and row.to_at is not None and row.to_at <= at:
            return row
    return None

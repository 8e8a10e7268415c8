"""Facts: a fold of a timeline into the rows that every figure is computed from. Start reading at rows.py."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from server.core import events as e
from server.core.hours import Calendar

from . import course, promises, said, told, work
from .rows import Facts, PresenceSpell

NOTHING: Final = Facts()
Calendars = Mapping[str, Calendar]

__all__ = ["NOTHING", "Calendars", "Facts", "after", "facts_of"]


def after(facts: Facts, event: e.Event, calendars: Calendars) -> Facts:
    """The facts with one more event of the same timeline, in O(1): `facts` itself is changed and given back.

    Only `NOTHING` stays as it is. `calendars` maps the ids of sites and teams to their opening hours.
    """
    if facts is NOTHING:
        facts = Facts()
    kind = type(event)
    if fold := _FOLDS.get(kind):
        fold(facts, event, calendars)
    if facts.waits and (go_on := told.GO_ON.get(kind)):
        go_on(facts, event)
    if (owe := promises.FOLDS.get(kind)) and (facts.cursors.sla is not None or kind is e.SlaApplied):
        owe(facts, event, calendars)
    if event.conversation is not None:
        row = facts.conversation
        row.last_at, row.last_seq = event.at, event.seq
    return facts


def facts_of(events: Iterable[e.Event], calendars: Calendars) -> Facts:
    """The whole timeline of one conversation or agent, in order."""
    facts = NOTHING
    for event in events:
        facts = after(facts, event, calendars)
    return facts


def _presence(facts: Facts, event: e.AgentStatus, _: Calendars) -> None:
    if facts.presence:
        facts.presence[-1].to_at = event.at
    facts.presence.append(PresenceSpell(event.agent.id, event.status, event.slots, event.at))


_FOLDS: dict[type[e.Event], Callable[[Facts, Any, Calendars], None]] = {
    e.ConversationStarted: course.started,
    e.MessageSent: said.message,
    e.MessageRead: said.read,
    e.MessageDelivered: said.delivered,
    e.Queued: course.queued,
    e.HandedOff: course.handed_off,
    e.Assigned: work.assigned,
    e.Unassigned: work.unassigned,
    e.Transferred: work.transferred,
    e.Snoozed: course.snoozed,
    e.Unsnoozed: course.unsnoozed,
    e.Resolved: course.resolved,
    e.Reopened: course.reopened,
    e.WrapupEnded: work.wrapup_ended,
    e.WaitTold: told.told,
    e.VisitorLeft: course.left,
    e.VisitorReturned: course.returned,
    e.VisitorIdentified: course.identified,
    e.SurveySent: said.survey_sent,
    e.Rated: said.rated,
    e.MarkedSpam: course.marked_spam,
    e.UnmarkedSpam: course.unmarked_spam,
    e.Merged: course.merged,
    e.Tagged: course.tagged,
    e.NeedsSet: course.needs,
    e.AgentStatus: _presence,
}

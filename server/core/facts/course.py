"""The course of a conversation: from its start over queue and snoozing to its resolutions."""

from server.core import events as e

from . import work
from .rows import Absence, Facts, Hold, Resolution, TagSpell
from .spans import AWAY_FOR_GOOD, Calendars, added, business, is_offered, is_wanted

NOT_AN_END = ("spam", "duplicate", "merged")


def started(facts: Facts, event: e.ConversationStarted, _: Calendars) -> None:
    row = facts.conversation
    row.id, row.started_at = event.conversation or "", event.at
    row.site, row.visitor = event.site, event.visitor.id
    row.customer = event.customer or event.visitor.id
    row.team = event.team.id if event.team else None
    row.channel, row.origin, row.mode, row.test = event.channel, event.origin, event.mode, event.test
    _speaks(facts, event.language or event.locale)


def needs(facts: Facts, event: e.NeedsSet, _: Calendars) -> None:
    _speaks(facts, event.language)


def _speaks(facts: Facts, locale: str | None) -> None:
    if locale:
        facts.conversation.language = locale.replace("_", "-").split("-")[0].lower()


def queued(facts: Facts, event: e.Queued, _: Calendars) -> None:
    if event.team is not None:
        facts.conversation.team = event.team.id
    _wants_people(facts, event.at)


def handed_off(facts: Facts, event: e.HandedOff, _: Calendars) -> None:
    _wants_people(facts, event.at)


def _wants_people(facts: Facts, at: int) -> None:
    row = facts.conversation
    is_wanted(facts, at)
    is_offered(facts, at)
    if row.queued_at is None:
        row.queued_at = at
    if row.replied_at is None:
        row.handed_at = at


def snoozed(facts: Facts, event: e.Snoozed, _: Calendars) -> None:
    row = facts.conversation
    if row.resolved_at is not None or row.snoozed_at is not None:
        return
    work.rests(facts, event.at)
    facts.holds.append(Hold("snoozed", event.at))
    row.snoozed_at, facts.cursors.snoozed_reason = event.at, event.reason


def unsnoozed(facts: Facts, event: e.Unsnoozed, calendars: Calendars) -> None:
    _wakes(facts, event.at, calendars)
    work.goes_on(facts, event.at)


def _wakes(facts: Facts, at: int, calendars: Calendars) -> None:
    row, cursors = facts.conversation, facts.cursors
    if row.snoozed_at is None:
        return
    facts.holds[-1].to_at = at
    if cursors.snoozed_reason == "waiting_visitor":
        cursors.snoozed += at - row.snoozed_at
        more = business(facts, row.snoozed_at, at, calendars)
        cursors.snoozed_business = added(cursors.snoozed_business, more)
    row.snoozed_at = cursors.snoozed_reason = None


def resolved(facts: Facts, event: e.Resolved, calendars: Calendars) -> None:
    row, at = facts.conversation, event.at
    _wakes(facts, at, calendars)
    work.rests(facts, at)
    reason = _reason(facts, event)
    if reason == "abandoned":
        _gives_up(facts, at)
    stood = row.resolved_at is not None
    row.resolved_count += 1
    resolution = Resolution(row.resolved_count, at, reason, event.by.kind, _resolver(event))
    resolution.unanswered = _close_turn_unanswered(facts, at)
    resolution.counted = row.entered_at is not None and not stood
    resolution.ends_at = row.spoke_at if reason == "inactive" and row.spoke_at is not None else at
    if stood:
        resolution.enters = facts.resolutions[-1].enters
        facts.resolutions[-1].enters = False
    facts.resolutions.append(resolution)
    _stands(facts, resolution, event.reason == "visitor_ended", calendars)


def _gives_up(facts: Facts, at: int) -> None:
    row = facts.conversation
    if row.offered_at is not None and row.replied_at is None and row.gave_up_at is None:
        row.gave_up_at, row.gave_up_taken = at, row.taken_at is not None


def _reason(facts: Facts, event: e.Resolved) -> str:
    """A visitor who ends it was helped if he was answered and nothing of his was open."""
    if event.reason != "visitor_ended":
        return event.reason
    waits = bool(facts.turns) and facts.turns[-1].closed_at is None
    return "solved" if facts.conversation.replied_at is not None and not waits else "abandoned"


def _resolver(event: e.Resolved) -> str | None:
    return event.by.id if event.by.kind == "agent" else None


def _close_turn_unanswered(facts: Facts, at: int) -> bool:
    if not facts.turns or facts.turns[-1].closed_at is not None:
        return False
    facts.turns[-1].closed_at, facts.turns[-1].closed_by = at, "resolved"
    return True


def _stands(facts: Facts, resolution: Resolution, ended_by_visitor: bool, calendars: Calendars) -> None:
    row, cursors, at = facts.conversation, facts.cursors, resolution.at
    row.resolved_at, row.resolved_reason, row.resolved_by = at, resolution.reason, resolution.agent
    row.ended_by_visitor, row.ends_at = ended_by_visitor, resolution.ends_at
    row.closed, row.closed_business = cursors.closed, cursors.closed_business
    row.snoozed, row.snoozed_business = cursors.snoozed, cursors.snoozed_business
    begun = row.started_at if row.wrote_at is None else row.wrote_at
    row.business = business(facts, begun, at, calendars)
    row.ends_business = business(facts, begun, resolution.ends_at or at, calendars)
    if resolution.reason not in NOT_AN_END:
        row.ended_at = at
    if resolution.reason == "solved" and row.first_solved_at is None:
        row.first_solved_at, row.first_solved_by = at, resolution.agent
        row.first_business = row.business


def reopened(facts: Facts, event: e.Reopened, calendars: Calendars) -> None:
    row, cursors, at = facts.conversation, facts.cursors, event.at
    if row.resolved_at is None:
        return
    _no_longer_stand(facts, at)
    if row.first_solved_at is not None and row.first_reopened_at is None:
        row.first_reopened_at = at
    cursors.closed += at - row.resolved_at
    cursors.closed_business = added(cursors.closed_business, business(facts, row.resolved_at, at, calendars))
    row.resolved_at = row.resolved_reason = row.resolved_by = row.ends_at = None
    row.business = row.ends_business = row.closed_business = row.snoozed_business = None
    row.closed = row.snoozed = 0
    row.ended_by_visitor = False
    work.goes_on(facts, at)


def _no_longer_stand(facts: Facts, at: int) -> None:
    """The last resolution, and those before it that it only repeated."""
    for resolution in reversed(facts.resolutions):
        if resolution.reopened_at is not None:
            return
        resolution.reopened_at = at


def left(facts: Facts, event: e.VisitorLeft, _: Calendars) -> None:
    row = facts.conversation
    since = event.at if event.since is None else event.since
    waiting = row.replied_at is None or since < row.replied_at
    if not facts.absences or facts.absences[-1].returned_at is not None:
        facts.absences.append(Absence(since, waiting=waiting))
        if waiting and row.left_at is None:
            row.left_at = since
    if row.replied_at is not None and since < row.replied_at:
        row.late_to_absent = True


def returned(facts: Facts, event: e.VisitorReturned, _: Calendars) -> None:
    if facts.absences and facts.absences[-1].returned_at is None:
        facts.absences[-1].returned_at = event.at
        row = facts.conversation
        if row.left_at is not None and event.at - row.left_at <= AWAY_FOR_GOOD:
            row.left_at = None


def identified(facts: Facts, event: e.VisitorIdentified, _: Calendars) -> None:
    facts.conversation.customer = event.customer or facts.conversation.customer


def marked_spam(facts: Facts, _: e.MarkedSpam, __: Calendars) -> None:
    facts.conversation.spam = True


def unmarked_spam(facts: Facts, _: e.UnmarkedSpam, __: Calendars) -> None:
    facts.conversation.spam = False


def merged(facts: Facts, event: e.Merged, _: Calendars) -> None:
    facts.conversation.merged_into = event.into


def tagged(facts: Facts, event: e.Tagged, _: Calendars) -> None:
    current = {spell.tag: spell for spell in facts.tags if spell.until is None}
    for tag, spell in current.items():
        if tag not in event.tags:
            spell.until = event.at
    for tag in dict.fromkeys(event.tags):
        if tag not in current:
            facts.tags.append(TagSpell(tag, event.at))

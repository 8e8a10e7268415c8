"""Lengths on opening hours, and who counts as work for people: what several folds share."""

from collections.abc import Mapping

from server.core.hours import Calendar

from .rows import Facts

Calendars = Mapping[str, Calendar]

AWAY_FOR_GOOD = 60_000  # ms: who is back by then has waited on


def calendar_of(facts: Facts, at: int, calendars: Calendars) -> Calendar | None:
    """The team's hours if it has some, else the site's, as they stood at `at`."""
    row = facts.conversation
    for owner in (row.team, row.site):
        calendar = calendars.get(owner) if owner else None
        if calendar is not None and (held := calendar.in_force(at)) is not None:
            return held
    return None


def business(facts: Facts, a: int | None, b: int, calendars: Calendars) -> int | None:
    """Open ms from `a` to `b` by the calendar in force at `b`; None without a calendar or a beginning."""
    calendar = calendar_of(facts, b, calendars)
    if calendar is None or a is None:
        return None
    facts.conversation.calendar = calendar.id or None
    return calendar.business(a, b)


def added(total: int | None, more: int | None) -> int | None:
    return more if total is None else total if more is None else total + more


def is_wanted(facts: Facts, at: int) -> None:
    """People were asked for, or came by themselves, at `at`."""
    row = facts.conversation
    if row.asked_at is None:
        row.asked_at = at
    enters(facts, at)


def is_offered(facts: Facts, at: int) -> None:
    """It waits for people. What somebody had before, and what was offered once, is not offered again."""
    row = facts.conversation
    if row.offered_at is not None or row.taken_at is not None:
        return
    row.offered_at = at
    away = facts.absences[-1] if facts.absences and facts.absences[-1].returned_at is None else None
    row.left_at = away.left_at if away is not None and away.waiting else None


def enters(facts: Facts, at: int) -> None:
    """It becomes work for people, once it has both a question and nobody but people to answer it."""
    row = facts.conversation
    wanted = row.asked_at is not None or row.bot_at is None
    if row.entered_at is not None or row.wrote_at is None or not wanted:
        return
    row.entered_at = at
    if row.resolved_at is not None:
        row.entered_resolved = True
        facts.resolutions[-1].enters = True


def bot_takes_part(facts: Facts, at: int) -> None:
    """Nobody had asked for people: until somebody does, it is the bot's alone."""
    row = facts.conversation
    if row.bot_at is not None:
        return
    row.bot_at = at
    if row.asked_at is None:
        row.entered_at, row.entered_resolved, row.offered_at = None, False, None
        for resolution in facts.resolutions:
            resolution.counted = resolution.enters = False

"""What was said: messages, turns, first replies, ratings."""

import re

from server.core import events as e

from . import work
from .rows import Facts, Rating, Turn
from .spans import Calendars, bot_takes_part, business, enters, is_offered, is_wanted

RATING_WINDOW = 7 * 24 * 3_600_000  # ms after survey.sent
VISITOR_IDLE = 240_000  # ms: a longer pause before a visitor's message is nobody's work
AGENT_IDLE = 600_000  # ms
NPS_SCALES = ("0-10", "1-10", "0-100")  # what a recommendation is asked on; 0-10 where nothing else is said
_SCALE = re.compile(r"(\d+)-(\d+)")


def message(facts: Facts, event: e.MessageSent, calendars: Calendars) -> None:
    by = event.by.kind
    if not event.public or event.kind == "note":
        if by == "agent":
            _is_at_work(facts, event.at, AGENT_IDLE)
        return
    if by == "visitor":
        _has_the_last_word(facts, event, "visitor")
        _visitor_said(facts, event, calendars)
    elif e.is_human_reply(event):
        _has_the_last_word(facts, event, "reply")
        _human_said(facts, event, calendars)
    else:
        _has_the_last_word(facts, event, "other")
        if by == "bot":
            _bot_said(facts, event, calendars)


def _has_the_last_word(facts: Facts, event: e.MessageSent, whose: str) -> None:
    row = facts.conversation
    row.spoke_at, row.spoke_by, row.last_word = event.at, event.by.kind, whose
    row.last_word_read = row.last_word_delivered = row.rated_since = False
    facts.cursors.word_seq = event.seq


def _visitor_said(facts: Facts, event: e.MessageSent, calendars: Calendars) -> None:
    row, at = facts.conversation, event.at
    _said(facts, at, "visitor", None, VISITOR_IDLE)
    row.visitor_messages += 1
    row.followups += row.replied_at is not None
    if row.wrote_at is None:
        row.wrote_at = at
        _begins_anew(facts, at, calendars)
        enters(facts, at)
        if row.bot_at is None:
            # Nobody but people could answer: that is queueing, whether an event says so or not.
            is_offered(facts, at)
    if facts.turns and facts.turns[-1].closed_at is None:
        facts.turns[-1].last_at = at
    else:
        facts.turns.append(Turn(len(facts.turns) + 1, at, at))
        row.visitor_turns += 1


def _begins_anew(facts: Facts, at: int, calendars: Calendars) -> None:
    """It was ended before he had said a word: what that took counts from his first word all the same."""
    row = facts.conversation
    if row.resolved_at is not None:
        row.business = business(facts, at, row.resolved_at, calendars)
        row.ends_business = business(facts, at, row.ends_at or row.resolved_at, calendars)
    if row.first_solved_at is not None:
        row.first_business = business(facts, at, row.first_solved_at, calendars)


def _human_said(facts: Facts, event: e.MessageSent, calendars: Calendars) -> None:
    row, at, agent = facts.conversation, event.at, event.by.id or ""
    is_wanted(facts, at)
    work.takes(facts, agent, at, calendars)
    row.human_turns += facts.cursors.spoke != "agent"
    _said(facts, at, "agent", agent, AGENT_IDLE)
    row.human_messages += 1
    if row.wrote_at is not None and row.replied_at is None:
        _first_reply(facts, at, agent, calendars)
    if facts.turns and facts.turns[-1].closed_at is None:
        _close_turn(facts, at, agent, calendars)
    joins = agent not in facts.cursors.repliers
    if joins:
        facts.cursors.repliers.append(agent)
        row.agents += 1
    row.last_replier = agent
    work.replied(facts, agent, at, joins)


def _bot_said(facts: Facts, event: e.MessageSent, calendars: Calendars) -> None:
    row, at = facts.conversation, event.at
    if event.kind in ("text", "auto_ack") and row.wrote_at is not None and row.butler_at is None:
        row.butler_at = at
        row.butler_business = business(facts, row.wrote_at, at, calendars)
    if event.kind != "text":
        return
    bot_takes_part(facts, at)
    row.bot_messages += 1
    facts.messages.add(at, "bot")


def _said(facts: Facts, at: int, by: str, agent: str | None, idle: int) -> None:
    _is_at_work(facts, at, idle)
    facts.conversation.asks = by == "visitor"
    facts.cursors.spoke = by
    facts.messages.add(at, by, agent)


def _is_at_work(facts: Facts, at: int, idle: int) -> None:
    """What was written since the last thing that was, a note of the agents' among them."""
    before = facts.cursors.spoke_at
    if before is not None and at - before < idle:
        facts.conversation.active += at - before
    facts.cursors.spoke_at = at


def _first_reply(facts: Facts, at: int, agent: str, calendars: Calendars) -> None:
    row = facts.conversation
    row.replied_at, row.replied_by = at, agent
    row.reply_business = business(facts, row.wrote_at, at, calendars)
    handed = row.wrote_at if row.handed_at is None else max(row.handed_at, row.wrote_at or 0)
    row.handoff_business = business(facts, handed, at, calendars)
    row.gap_business = business(facts, row.butler_at, at, calendars)
    row.late_to_absent = bool(facts.absences) and facts.absences[-1].returned_at is None


def _close_turn(facts: Facts, at: int, agent: str, calendars: Calendars) -> None:
    turn = facts.turns[-1]
    turn.closed_at, turn.closed_by, turn.agent = at, "reply", agent
    turn.charged_at = max(turn.opened_at, facts.cursors.assigned_since.get(agent, turn.opened_at))
    took = turn.business = business(facts, turn.opened_at, at, calendars)
    # Most often he said it in one message, and somebody had it all along.
    alone, charged = turn.last_at == turn.opened_at, turn.charged_at == turn.opened_at
    turn.last_business = took if alone else business(facts, turn.last_at, at, calendars)
    turn.charged_business = took if charged else business(facts, turn.charged_at, at, calendars)


def read(facts: Facts, event: e.MessageRead, _: Calendars) -> None:
    if event.by.kind == "visitor":
        facts.conversation.read_at = event.at
        facts.conversation.last_word_read |= _reaches_the_last_word(facts, event.upto)


def delivered(facts: Facts, event: e.MessageDelivered, _: Calendars) -> None:
    if event.by.kind == "visitor":
        facts.conversation.last_word_delivered |= _reaches_the_last_word(facts, event.upto)


def _reaches_the_last_word(facts: Facts, upto: int | None) -> bool:
    return facts.conversation.last_word is not None and (upto is None or upto >= facts.cursors.word_seq)


def survey_sent(facts: Facts, event: e.SurveySent, _: Calendars) -> None:
    row = facts.conversation
    facts.ratings.append(
        Rating(
            event.kind,
            event.survey,
            event.scale,
            sent_at=event.at,
            agent=row.last_replier,
            assignee=row.assignee,
        )
    )


def rated(facts: Facts, event: e.Rated, _: Calendars) -> None:
    facts.conversation.rated_since = True
    rating = _asked(facts, event)
    if rating is None:
        row = facts.conversation
        rating = Rating(event.kind, event.survey, event.scale, agent=row.last_replier, assignee=row.assignee)
        facts.ratings.append(rating)
    late = rating.sent_at is not None and event.at - rating.sent_at > RATING_WINDOW
    counts = not late and _is_on_scale(event)
    if rating.rated_at is not None and not counts:
        return
    rating.rated_at, rating.score, rating.scale, rating.late = event.at, event.score, event.scale, late
    if counts:
        _supersede(facts, rating)


def _is_on_scale(event: e.Rated) -> bool:
    """0 is an answer only on a scale that begins with it. Scales that are not named by their ends are left
    to the figures.
    """
    bounds = _SCALE.fullmatch(event.scale)
    if bounds is None or event.kind == "servqual":
        return bool(event.score)
    low, high = int(bounds[1]), int(bounds[2])
    if event.kind == "nps" and event.scale not in NPS_SCALES:
        low, high = 0, 10
    return event.score is not None and low <= event.score <= high


def _asked(facts: Facts, event: e.Rated) -> Rating | None:
    """The survey that this answers: the one of that name, else the last of its kind."""
    for rating in reversed(facts.ratings):
        if rating.kind == event.kind and event.survey in ("", rating.survey):
            return rating
    return None


def _supersede(facts: Facts, newest: Rating) -> None:
    for rating in facts.ratings:
        if rating.kind == newest.kind:
            rating.superseded = rating is not newest

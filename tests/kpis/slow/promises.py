"""Promises a second time, from whole timelines: which clocks ran, by when, and what became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from server.core import events as e

from .lengths import MINUTE, business_ms, utc
from .talk import COUNTED, PENDING, Row, Talk
from .volume import backlog
from .waits import giving_up_of, leaving_of, offer_of

TARGETS = ("first_response", "next_response", "resolution")


@dataclass
class Clock:
    target: str
    start: int
    begun: int
    due: int
    stopped: int | None = None
    stands: int | None = None
    slack: int | None = None
    applied_due: int = 0
    void: bool = False
    over: bool = False


def clocks(talk: Talk) -> list[Clock]:
    applied = talk.where(lambda event: isinstance(event, e.SlaApplied))
    found: list[Clock] = []
    for i, until in zip(applied, [*applied[1:], None], strict=False):
        policy = talk.events[i]
        assert isinstance(policy, e.SlaApplied)
        for target in TARGETS:
            if seconds := getattr(policy, target):
                starts = _starts(talk, target, i, until)
                ran = [_run(talk, policy, target, seconds, i, start, until) for start in starts]
                found += _answers_anew(talk, ran) if target == "next_response" else ran
    return found


def _answers_anew(talk: Talk, ran: Sequence[Clock]) -> list[Clock]:
    """A run that was closed unanswered is answered with the next one. If it is late, both count."""
    found: list[Clock] = []
    for clock in ran:
        before = found[-1] if found else None
        unanswered = before is not None and not any(before.start < i < clock.start for i in talk.replies)
        if before is None or not unanswered:
            found.append(clock)
        elif before.due < clock.begun:
            before.stopped = before.stands = before.slack = None
            before.over, before.void = True, False
            found.append(clock)
    return found


def _starts(talk: Talk, target: str, i: int, until: int | None) -> list[int]:
    """Where clocks of that kind begin that ran at some time under the policy of position `i`."""
    runs = _runs(talk)
    if target != "next_response":
        runs = runs[:1]
        ends = talk.replies if target == "first_response" else talk.resolutions
        runs = [(first, next((end for end in ends if end > first), None)) for first, _ in runs]
        if target == "resolution" and runs and any(end < runs[0][0] for end in talk.resolutions):
            return []
    else:
        runs = runs[1:]
    return [first for first, end in runs if (end is None or end > i) and (until is None or first < until)]


def _runs(talk: Talk) -> list[tuple[int, int | None]]:
    """Each run of the visitor's messages: its first position, and that of the answer or closing after it."""
    ends = sorted([*talk.replies, *talk.resolutions])
    runs: list[tuple[int, int | None]] = []
    for said in talk.visitor_said:
        if not runs or (runs[-1][1] is not None and runs[-1][1] < said):
            runs.append((said, next((end for end in ends if end > said), None)))
    return runs


def _run(
    talk: Talk, policy: e.SlaApplied, target: str, seconds: int, i: int, start: int, until: int | None
) -> Clock:
    begun = talk.events[start].at
    due = _open_until(begun, seconds * 1000) if policy.calendar else begun + seconds * 1000
    clock = Clock(target, start, begun, due)
    since_policy = begun if target == "next_response" else policy.at
    length = seconds * 1000
    clock.applied_due = _open_until(since_policy, length) if policy.calendar else since_policy + length
    since, last = max(i, start), len(talk.events) if until is None else until
    stops = talk.resolutions if target == "resolution" else talk.replies
    stop = next((end for end in stops if since < end < last), None)
    if stop is not None:
        clock.stopped, clock.over = talk.events[stop].at, True
        clock.stands = _stands(talk, stop) if target == "resolution" else clock.stopped
        clock.slack = left(policy, clock)
    elif last < len(talk.events):
        clock.over = True
        clock.void = last == until and due >= talk.events[last].at
    return clock


def _stands(talk: Talk, stop: int) -> int | None:
    """When it was resolved for the last time, unless it is open again."""
    stands: int | None = None
    for event in talk.events[stop:]:
        if isinstance(event, e.Resolved) and stands is None:
            stands = event.at
        elif isinstance(event, e.Reopened):
            stands = None
    return stands


def left(policy: e.SlaApplied, clock: Clock) -> int:
    stopped = clock.stopped or 0
    if not policy.calendar:
        return clock.due - stopped
    return business_ms(stopped, clock.due) if stopped <= clock.due else -business_ms(clock.due, stopped)


def _open_until(start: int, length: int) -> int:
    """When so much of the tests' office hours has passed."""
    day = datetime.fromtimestamp(start / 1000, UTC).date() - timedelta(days=1)
    while True:
        for first, last in _openings(day):
            begins = max(first, start)
            if begins < last:
                if length <= last - begins:
                    return begins + length
                length -= last - begins
        day += timedelta(days=1)


def _openings(day: date) -> list[tuple[int, int]]:
    if day.weekday() not in (0, 1, 2, 4) or day == date(2026, 1, 6):
        return []
    halves = ((time(9), time(12, 30)), (time(13), time(17)))
    return [(utc(day, opens), utc(day, closes)) for opens, closes in halves]


def attainment(talk: Talk, options: Sequence[str], as_of: int) -> Iterator[Row]:
    for clock in clocks(talk):
        if not options or clock.target in options or not set(options) & set(TARGETS):
            if "from_applied" in options:
                clock.due = clock.applied_due
            verdict, kept = _judged(talk, clock, options, as_of)
            yield verdict, clock.begun, clock.begun, float(kept)


def _judged(talk: Talk, clock: Clock, options: Sequence[str], as_of: int) -> tuple[str, bool]:
    stop = clock.stands if "last" in options else clock.stopped
    kept = stop is not None and stop <= clock.due
    broken = not kept and (stop is not None or clock.due < as_of)
    reason = _out(talk, clock, kept, as_of, "abandoned_counts" in options)
    if reason == "abandoned" and "abandoned_counts" in options:
        return COUNTED, True
    if reason is not None:
        return reason, kept
    if "active_counts" in options:
        return COUNTED, not broken
    return COUNTED if kept or broken else PENDING, kept


def _out(talk: Talk, clock: Clock, kept: bool, as_of: int, at_last: bool = False) -> str | None:
    """`at_last`: who goes at the very last moment has gone in time, too."""
    if talk.not_for_people:
        return talk.not_for_people
    if clock.void:
        return "void"
    offered = offer_of(talk)
    if kept or clock.target != "first_response" or offered is None:
        return None
    if getattr(talk.events[0], "mode", "live") != "live":
        return None
    left, ended = leaving_of(talk, offered), talk.at(giving_up_of(talk, offered))
    gone = min([at for at in (left, ended) if at is not None], default=None)
    if gone is None or gone > clock.due or (gone == clock.due and not at_last):
        return None
    return PENDING if left is not None and ended is None and as_of <= left + MINUTE else "abandoned"


def slack(talk: Talk, options: Sequence[str], as_of: int) -> Iterator[Row]:
    for clock in clocks(talk):
        if options and clock.target not in options:
            continue
        kept = clock.stopped is not None and clock.stopped <= clock.due
        verdict = _out(talk, clock, kept, as_of)
        if verdict in (None, PENDING) and clock.stopped is None and clock.over:
            verdict = "never_stopped"
        if verdict is None:
            verdict = PENDING if clock.stopped is None else COUNTED
        left = None if clock.slack is None else clock.slack / 1000
        yield verdict, clock.stopped, clock.begun, left


def overdue(talks: Sequence[Talk], at: int) -> int:
    """Of the backlog at that instant, those with a promise that is late and nobody has kept."""
    found = 0
    for talk in talks:
        known = Talk([event for event in talk.events if event.at < at])
        late = known.events and any(not clock.over and clock.due < at for clock in clocks(known))
        found += bool(late) and talk.out is None and backlog([talk], at)
    return found

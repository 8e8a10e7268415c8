"""What supervisors should know at once: what is so now, and what of it is news."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from . import events as e
from .conversation import Conversation
from .events import Named
from .rules import Rules
from .surveys import SATISFIED_FROM, is_low

Kind = Literal["waiting", "wait", "sla_warned", "sla_breached", "low_rating"]

MINUTE = 60_000
QUIET = MINUTE  # ms: what comes back sooner is the same alert
SHOWN = 10 * MINUTE  # ms: as long as what has no end of its own is on the board


@dataclass(frozen=True, slots=True)
class Alert:
    """One of its `key` at a time. `at`: since when, ms; `value` and `limit` by kind: how many wait, and may;
    for how long somebody waits, and may, s; of promises, what is left of the time, ms, and the deadline of
    `target`, ms; of ratings, the score, and from which on somebody is satisfied. `visitor`: whose
    `conversation` it is.
    """

    key: str
    kind: Kind
    at: int
    value: int
    limit: int
    team: Named | None = None
    conversation: str | None = None
    target: str | None = None
    visitor: Named | None = None


def of_queue(waiting: Iterable[Conversation], rules: Mapping[str, Rules], now: int) -> dict[str, Alert]:
    """By key, where too many wait, or somebody too long, by the rules of his team."""
    counts: dict[str, int] = {}
    longest: dict[str, Conversation] = {}
    for conversation in waiting:
        team = conversation.team.id if conversation.team is not None else ""
        counts[team] = counts.get(team, 0) + 1
        if counts[team] == 1 or _since(conversation) < _since(longest[team]):
            longest[team] = conversation
    found = [
        alert
        for team, count in counts.items()
        if team in rules
        for alert in _of_team(count, longest[team], rules[team], now)
    ]
    return {alert.key: alert for alert in found}


def _since(conversation: Conversation) -> int:
    return conversation.queued_at or conversation.started_at


def _of_team(count: int, longest: Conversation, rules: Rules, now: int) -> Iterator[Alert]:
    team = longest.team
    name = team.id if team else ""
    wait = (now - _since(longest)) // 1000
    if rules.alert_waiting is not None and count > rules.alert_waiting:
        yield Alert(f"waiting:{name}", "waiting", now, count, rules.alert_waiting, team)
    if rules.alert_wait is not None and wait > rules.alert_wait:
        limit = rules.alert_wait
        yield Alert(f"wait:{name}", "wait", now, wait, limit, team, longest.id, visitor=longest.visitor)


def of_promises(open_ones: Iterable[Conversation], now: int) -> dict[str, Alert]:
    """By key, what was promised and is near, or late."""
    found = [
        _of_promise(conversation, target, deadline, now)
        for conversation in open_ones
        if conversation.sla is not None and conversation.sla.wanted and not conversation.test
        for target, deadline in conversation.sla.running.items()
    ]
    return {alert.key: alert for alert in found if alert is not None}


def _of_promise(conversation: Conversation, target: str, deadline: int, now: int) -> Alert | None:
    promised = conversation.sla
    if promised is None:
        return None
    if target in promised.breached:
        return promise_alert("sla_breached", conversation, target, deadline, now)
    near = promised.warn_before is not None and now >= deadline - promised.warn_before * 1000
    if near and target not in promised.warnings:
        return promise_alert("sla_warned", conversation, target, deadline, now)
    return None


def promise_alert(kind: Kind, conversation: Conversation, target: str, deadline: int, now: int) -> Alert:
    key = f"{kind}:{conversation.id}:{target}:{deadline}"
    left, team, visitor = deadline - now, conversation.team, conversation.visitor
    return Alert(key, kind, now, left, deadline, team, conversation.id, target, visitor)


def of_event(conversation: Conversation, event: e.Event) -> Alert | None:
    """What this event says supervisors should know; None: nothing."""
    if conversation.test:
        return None
    match event:
        case e.SlaWarned():
            return promise_alert("sla_warned", conversation, event.target, event.deadline, event.at)
        case e.SlaBreached():
            return promise_alert("sla_breached", conversation, event.target, event.deadline, event.at)
        case e.Rated(kind="csat", score=int(score)) if is_low(event.scale, score):
            key, limit = f"low_rating:{conversation.id}:{event.seq}", SATISFIED_FROM[event.scale]
            team, visitor = conversation.team, conversation.visitor
            return Alert(key, "low_rating", event.at, score, limit, team, conversation.id, visitor=visitor)
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """An alert that is on, or when it ended (ms)."""

    alert: Alert
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """`known` from now on; `begun`: what is to be told; `back`: too soon for that; `ended`: what is over."""

    known: dict[str, Known]
    begun: tuple[Alert, ...] = ()
    back: tuple[Alert, ...] = ()
    ended: tuple[Alert, ...] = ()


def step(known: Mapping[str, Known], holding: Mapping[str, Alert], now: int) -> Step:
    """Told once when it begins, and again only after it has been over for a while."""
    begun, back, ended, following = [], [], [], {}
    for key, alert in holding.items():
        before = known.get(key)
        if before is None or (before.ended_at is not None and now >= before.ended_at + QUIET):
            begun.append(alert)
            following[key] = Known(alert)
            continue
        if before.ended_at is not None:
            back.append(alert)
        following[key] = Known(replace(alert, at=before.alert.at))
    for key, before in known.items():
        if key in holding:
            continue
        if before.ended_at is None:
            ended.append(before.alert)
            following[key] = Known(before.alert, now)
        elif now < before.ended_at + QUIET:
            following[key] = before
    return Step(following, tuple(begun), tuple(back), tuple(ended))

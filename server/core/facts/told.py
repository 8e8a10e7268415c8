"""What who waits was told, and what became of it."""

from collections.abc import Callable
from typing import Any

from server.core import events as e

from .rows import Facts, ToldWait
from .spans import Calendars


def told(facts: Facts, event: e.WaitTold, _: Calendars) -> None:
    low, high = event.low, event.high
    facts.waits.append(ToldWait(event.at, event.position, low, high, event.p10, event.p90))


def _assigned(facts: Facts, event: e.Assigned) -> None:
    _is_served(facts, event.at)


def _transferred(facts: Facts, event: e.Transferred) -> None:
    if not event.team:
        _is_served(facts, event.at)


def _said(facts: Facts, event: e.MessageSent) -> None:
    if e.is_human_reply(event):
        _is_served(facts, event.at)
        for row in facts.waits:
            if row.replied_at is None and row.over_at is None:
                row.replied_at = event.at


def _resolved(facts: Facts, event: e.Resolved) -> None:
    for row in facts.waits:
        if row.replied_at is None and row.over_at is None:
            row.over_at = event.at


def _is_served(facts: Facts, at: int) -> None:
    for row in facts.waits:
        if row.served_at is None and row.over_at is None:
            row.served_at = at


# After each event since somebody was told a wait.
GO_ON: dict[type[e.Event], Callable[[Facts, Any], None]] = {
    e.Assigned: _assigned,
    e.Transferred: _transferred,
    e.MessageSent: _said,
    e.Resolved: _resolved,
}

"""What who waits was told, and what became of it."""

from server.core import events as e

from .rows import Facts, ToldWait
from .spans import Calendars


def told(facts: Facts, event: e.WaitTold, _: Calendars) -> None:
    low, high = event.low, event.high
    facts.waits.append(ToldWait(event.at, event.position, low, high, event.p10, event.p90))


def goes_on(facts: Facts, event: e.Event) -> None:
    """After each event since somebody was told a wait."""
    match event:
        case e.Assigned():
            _is_served(facts, event.at)
        case e.Transferred(team=False):
            _is_served(facts, event.at)
        case e.MessageSent() if e.is_human_reply(event):
            _is_served(facts, event.at)
            for row in facts.waits:
                if row.replied_at is None and row.over_at is None:
                    row.replied_at = event.at
        case e.Resolved():
            for row in facts.waits:
                if row.replied_at is None and row.over_at is None:
                    row.over_at = event.at


def _is_served(facts: Facts, at: int) -> None:
    for row in facts.waits:
        if row.served_at is None and row.over_at is None:
            row.served_at = at

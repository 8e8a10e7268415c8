"""The cast of the tests, and a Monday at nine."""

from server.core.events import (
    Assigned,
    ConversationStarted,
    Event,
    MessageSent,
    Named,
    Queued,
    Resolved,
    Sender,
)

NINE = 1_767_600_000_000  # Monday 2026-01-05 08:00 UTC: nine o'clock in Berlin
SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

VERA = Sender("visitor", "v_vera", "Vera")
ADA = Sender("agent", "a_ada", "Ada")
BEN = Sender("agent", "a_ben", "Ben")
BUTLER = Sender("bot", "butler", "Butler")
SUPPORT = Named("t_support", "Support")


def story(*events: Event, conversation: str = "c1") -> tuple[Event, ...]:
    """Numbers events that follow each other, each a second later unless it says when."""
    from msgspec.structs import replace

    numbered: list[Event] = []
    at = NINE
    for seq, event in enumerate(events, start=1):
        at = event.at or at + SECOND
        numbered.append(replace(event, conversation=conversation, seq=seq, at=at))
    return tuple(numbered)


def started(**more: object) -> ConversationStarted:
    values = {"by": VERA, "site": "s1", "visitor": Named("v_vera", "Vera"), "team": SUPPORT, **more}
    return ConversationStarted(**values)  # type: ignore[arg-type]


def vera_says(text: str = "Where is my order?", at: int = 0, **more: object) -> MessageSent:
    return MessageSent(by=VERA, text=text, at=at, **more)  # type: ignore[arg-type]


def ada_says(text: str = "Let me look.", at: int = 0, **more: object) -> MessageSent:
    return MessageSent(by=ADA, text=text, at=at, **more)  # type: ignore[arg-type]


def ben_says(text: str = "Ben here.", at: int = 0) -> MessageSent:
    return MessageSent(by=BEN, text=text, at=at)


def queued(at: int = 0, reason: str = "asked") -> Queued:
    return Queued(at=at, reason=reason)


def given_to_ada(at: int = 0) -> Assigned:
    return Assigned(agent=Named("a_ada", "Ada"), at=at)


def resolved_by_ada(at: int = 0) -> Resolved:
    return Resolved(by=ADA, at=at)

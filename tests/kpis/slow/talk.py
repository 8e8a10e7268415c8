"""One conversation, and plain questions about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.core import events as e
from server.core.events import Event

Row = tuple[str, int | None, int, float | None]
COUNTED, PENDING = "counted", "pending"


@dataclass
class Talk:
    """One conversation's events, and plain questions about them. Positions count from 0."""

    events: Sequence[Event]

    @property
    def start(self) -> int:
        return self.events[0].at

    def where(self, test: Callable[[Event], bool]) -> list[int]:
        return [i for i, event in enumerate(self.events) if test(event)]

    def at(self, position: int | None) -> int | None:
        return None if position is None else self.events[position].at

    # -- who said what --------------------------------------------------------------------------------------

    @property
    def visitor_said(self) -> list[int]:
        return self.where(lambda event: isinstance(event, e.MessageSent) and event.by.kind == "visitor")

    @property
    def replies(self) -> list[int]:
        return self.where(e.is_human_reply)

    @property
    def wrote(self) -> int | None:
        return next(iter(self.visitor_said), None)

    @property
    def replied(self) -> int | None:
        wrote = self.wrote
        return None if wrote is None else next((i for i in self.replies if i > wrote), None)

    def bot_said(self, *kinds: str) -> list[int]:
        return self.where(
            lambda event: isinstance(event, e.MessageSent) and event.by.kind == "bot" and event.kind in kinds
        )

    # -- who counts -----------------------------------------------------------------------------------------

    @property
    def asked(self) -> int | None:
        kinds = (e.Queued, e.HandedOff, e.Assigned, e.Transferred)
        return min([*self.where(lambda event: isinstance(event, kinds)), *self.replies], default=None)

    @property
    def joined(self) -> int | None:
        """The position at which it became work for people."""
        wrote, asked, bot = self.wrote, self.asked, next(iter(self.bot_said("text")), None)
        if wrote is None or (asked is None and bot is not None):
            return None
        if bot is None or asked is None or asked < bot:
            return wrote
        return max(wrote, asked)

    @property
    def out(self) -> str | None:
        marks = self.where(lambda event: isinstance(event, e.MarkedSpam | e.UnmarkedSpam))
        reason = self.reason
        if (marks and isinstance(self.events[marks[-1]], e.MarkedSpam)) or reason == "spam":
            return "spam"
        if getattr(self.events[0], "test", False):
            return "test"
        if self.where(lambda event: isinstance(event, e.Merged)) or reason == "merged":
            return "merged"
        if reason == "duplicate":
            return "duplicate"
        return "no_visitor_message" if self.wrote is None else None

    @property
    def not_for_people(self) -> str | None:
        return self.out or (None if self.joined is not None else "bot_only")

    # -- its course -----------------------------------------------------------------------------------------

    @property
    def status(self) -> list[int | None]:
        """After each event: the position of the resolution that stands, or None while it is open."""
        found: list[int | None] = []
        stands: int | None = None
        for i, event in enumerate(self.events):
            if isinstance(event, e.Resolved):
                stands = i
            elif isinstance(event, e.Reopened):
                stands = None
            found.append(stands)
        return found

    @property
    def standing(self) -> int | None:
        return self.status[-1]

    @property
    def resolutions(self) -> list[int]:
        return self.where(lambda event: isinstance(event, e.Resolved))

    @property
    def reason(self) -> str | None:
        return None if self.standing is None else self.reason_of(self.standing)

    def reason_of(self, position: int) -> str:
        event = self.events[position]
        assert isinstance(event, e.Resolved)
        if event.reason != "visitor_ended":
            return event.reason
        helped = self.replied is not None and self.replied < position
        return "solved" if helped and not self.waits(position) else "abandoned"

    def waits(self, before: int) -> bool:
        """Whether a visitor's message stands unanswered, and not closed by a resolution, at that position."""
        said = [i for i in self.visitor_said if i < before]
        closing = [i for i in (*self.replies, *self.resolutions) if i < before]
        return bool(said) and max(closing, default=-1) < said[-1]

    @property
    def ended(self) -> int | None:
        ends = [i for i in self.resolutions if self.reason_of(i) not in ("spam", "duplicate", "merged")]
        return ends[-1] if ends else None

    def last_word(self, before: int) -> int | None:
        said = self.where(lambda event: isinstance(event, e.MessageSent) and event.public)
        return max((i for i in said if i < before), default=None)

    def closed_before(self, position: int) -> list[tuple[int, int]]:
        """Spans between a resolution and its reopening."""
        spans = []
        for i in range(1, position):
            stood = self.status[i - 1]
            if stood is not None and self.status[i] is None:
                spans.append((self.events[stood].at, self.events[i].at))
        return spans

    @property
    def snoozes(self) -> list[int | None]:
        """After each event: the position of the snoozing that lasts."""
        found: list[int | None] = []
        lasts: int | None = None
        for i, event in enumerate(self.events):
            if isinstance(event, e.Snoozed) and lasts is None and self.status[i] is None:
                lasts = i
            elif isinstance(event, e.Unsnoozed | e.Resolved):
                lasts = None
            found.append(lasts)
        return found

    def waited_for_visitor(self, position: int) -> list[tuple[int, int]]:
        spans = []
        for i in range(1, position + 1):
            was, now = self.snoozes[i - 1], self.snoozes[i]
            if was is not None and now is None:
                snoozed = self.events[was]
                assert isinstance(snoozed, e.Snoozed)
                if snoozed.reason == "waiting_visitor":
                    spans.append((snoozed.at, self.events[i].at))
        return spans

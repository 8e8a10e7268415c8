"""One conversation as it is told: numbered event by event, under the desk's own rules, until it is now."""

from collections.abc import Callable, Sequence
from functools import partial

from server.core.actions import World
from server.core.conversation import NOT_STARTED, Conversation
from server.core.decide import numbered
from server.core.events import Event, Resolved
from server.desk.directory import Directory
from server.desk.ports import Butler
from server.desk.reactions import reactions

Moment = Callable[[int, Conversation], World]

NO_RULES = Directory()


class Tale:
    """`now`: what would come later has not happened yet. `moment` gives the world at a time, in ms."""

    def __init__(self, now: int, butler: Butler, moment: Moment) -> None:
        self.conversation = NOT_STARTED
        self.events: list[Event] = []
        self.at = 0
        self._now = now
        self._butler = butler
        self._moment = moment

    @property
    def has_reached_now(self) -> bool:
        return self.at > self._now

    def tell(self, at: int, *events: Event) -> None:
        """They happen together, and butler and survey react; time does not run backwards."""
        self.at = max(at, self.at)
        if self.has_reached_now:
            return
        fresh = self._add(events)
        while self._may_react(fresh) and (wanted := self._reactions(fresh)):
            fresh = self._add(wanted)

    def _may_react(self, fresh: Sequence[Event]) -> bool:
        """Asked first, for most of what happens is said between two people."""
        return self.conversation.agent is None or any(isinstance(event, Resolved) for event in fresh)

    def _reactions(self, fresh: Sequence[Event]) -> list[Event]:
        moment = partial(self._moment, self.at)
        return reactions(self.conversation, fresh, NO_RULES, moment, self._butler)

    def _add(self, events: Sequence[Event]) -> tuple[Event, ...]:
        self.conversation, fresh = numbered(self.conversation, events, self.at)
        self.events += fresh
        return fresh

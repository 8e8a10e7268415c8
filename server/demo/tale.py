"""One conversation as it is told: numbered event by event, under the desk's own rules, until it is now."""

from collections.abc import Callable

from server.core.actions import World
from server.core.conversation import NOT_STARTED, Conversation
from server.core.decide import numbered
from server.core.events import Event
from server.desk.ports import Butler
from server.desk.reactions import reactions

Moment = Callable[[int, Conversation], World]


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
        while wanted := reactions(self.conversation, fresh, self._world(), self._butler):
            fresh = self._add(wanted)

    def _world(self) -> World:
        """Whoever talks with a person does not ask the butler how things are."""
        talks = self.conversation.agent is not None
        return World(now=self.at) if talks else self._moment(self.at, self.conversation)

    def _add(self, events: tuple[Event, ...] | list[Event]) -> tuple[Event, ...]:
        self.conversation, fresh = numbered(self.conversation, events, self.at)
        self.events += fresh
        return fresh

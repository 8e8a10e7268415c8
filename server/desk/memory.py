"""The conversations that were at work lately: folded, so that a command need not read their timelines."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from server.core import facts as facts_
from server.core.conversation import NOT_STARTED, Conversation
from server.core.events import Event, MessageSent
from server.core.facts import Facts
from server.core.refusals import NotFound

from .floor import Floor
from .ports import Timeline

MOST = 5_000  # conversations
REMEMBERED_MESSAGES = 64  # of each


@dataclass(slots=True)
class Opened:
    """A conversation in memory. `said`: its latest messages by (sender, client's id), for quick repeats."""

    conversation: Conversation
    facts: Facts
    said: OrderedDict[tuple[str | None, str], MessageSent] = field(default_factory=OrderedDict)


def new() -> Opened:
    """One that does not exist yet."""
    return Opened(NOT_STARTED, facts_.NOTHING)


class Memory:
    """Whatever is not here is in the timeline; whatever may be of the past is forgotten."""

    def __init__(self, timeline: Timeline, floor: Floor) -> None:
        self._timeline = timeline
        self._floor = floor
        self._opened: OrderedDict[str, Opened] = OrderedDict()

    async def open(self, conversation: str) -> Opened:
        """Raises NotFound."""
        if (opened := self._opened.get(conversation)) is not None:
            self._opened.move_to_end(conversation)
            return opened
        stored = await self._timeline.stored(conversation)
        if stored is None:
            raise NotFound("no such conversation")
        opened = self._opened.setdefault(conversation, Opened(stored.conversation, stored.facts))
        if stored.conversation.status == "resolved" and not self._floor.last_told(conversation):
            self._floor.knows_closed(stored.conversation)
        self._forget_oldest()
        return opened

    def keep(self, opened: Opened, conversation: Conversation, events: Sequence[Event]) -> None:
        """How it stands after these events; its facts are there already."""
        opened.conversation = conversation
        for event in events:
            if isinstance(event, MessageSent) and event.id is not None:
                opened.said[event.by.id, event.id] = event
        while len(opened.said) > REMEMBERED_MESSAGES:
            opened.said.popitem(last=False)
        self._opened[conversation.id] = opened
        self._forget_oldest()

    def forget(self, conversation: str) -> None:
        self._opened.pop(conversation, None)

    def outlives(self, conversation: Conversation) -> None:
        """It stands like this: what is remembered of an earlier state is forgotten."""
        opened = self._opened.get(conversation.id)
        if opened is not None and opened.conversation.last_seq < conversation.last_seq:
            self.forget(conversation.id)

    def _forget_oldest(self) -> None:
        while len(self._opened) > MOST:
            self._opened.popitem(last=False)

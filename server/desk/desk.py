"""The desk: the one door through which a conversation changes. Decide, record, tell, react."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from server.core import facts as facts_
from server.core.actions import World
from server.core.conversation import NOT_STARTED, Conversation
from server.core.decide import numbered
from server.core.events import Event, MessageSent
from server.core.facts import Facts
from server.core.refusals import Conflict, NotFound, Refusal

from .directory import Directory
from .floor import Floor
from .ports import Append, Butler, Clock, Due, Taken, Tell, Timeline, VisitorRecord
from .reactions import reactions

Decide = Callable[[Conversation], Sequence[Event]]

TRIES = 5
MOST_REACTIONS = 8
CACHED = 5_000
REMEMBERED_MESSAGES = 64


@dataclass(slots=True)
class Opened:
    """A conversation in memory. `said`: its latest messages by (sender, client's id), for quick repeats."""

    conversation: Conversation
    facts: Facts
    said: OrderedDict[tuple[str | None, str], MessageSent] = field(default_factory=OrderedDict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """How the conversation stands, and what has just happened to it."""

    conversation: Conversation
    events: Sequence[Event]


class Desk:
    def __init__(
        self, timeline: Timeline, tell: Tell, butler: Butler, clock: Clock, directory: Directory, floor: Floor
    ) -> None:
        self.timeline = timeline
        self.tell = tell
        self.clock = clock
        self.directory = directory
        self.floor = floor
        self.changed = asyncio.Event()
        self.changes = 0
        self._butler = butler
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._opened: OrderedDict[str, Opened] = OrderedDict()

    async def start(self) -> None:
        for conversation in await self.timeline.open_ones():
            self.floor.put(conversation)

    def noticed(self, conversation: Conversation) -> None:
        """Another node has changed it: what is remembered of it here is of the past."""
        opened = self._opened.get(conversation.id)
        if opened is not None and opened.conversation.last_seq < conversation.last_seq:
            del self._opened[conversation.id]
        known = self.floor.open.get(conversation.id)
        if known is None or known.last_seq < conversation.last_seq:
            self.floor.put(conversation)
            self.notice_change()

    def notice_change(self) -> None:
        """Routing looks again, and boards are told."""
        self.changes += 1
        self.changed.set()

    def turn(self, visitor: str) -> AbstractAsyncContextManager[None]:
        """One turn at a time for all that happens to one visitor's conversations, first come, first served.

        Enter it before the first await of a command, so that a sender's order is kept.
        """
        return self._turns.setdefault(visitor, asyncio.Lock())

    async def conversation(self, conversation: str) -> Conversation:
        """As it stands. Raises NotFound."""
        if found := self.floor.open.get(conversation):
            return found
        return (await self._open(conversation)).conversation

    async def record(
        self,
        conversation: str,
        decide: Decide,
        *,
        starts: bool = False,
        due: Sequence[Due] = (),
        done: Sequence[Due] = (),
        visitor: VisitorRecord | None = None,
    ) -> Recorded:
        """Lets `decide` decide on the conversation as it stands, and makes it so. Call it within the turn.

        `starts`: it does not exist yet; Taken says that the visitor has opened another one elsewhere.
        Raises what `decide` raises, NotFound, NotStored, and SaidBefore for a message that was stored before.
        """
        for _ in range(TRIES):
            opened = Opened(NOT_STARTED, facts_.NOTHING) if starts else await self._open(conversation)
            before = opened.conversation
            try:
                decided = decide(before)
            except Refusal:
                if starts or not await self._is_overtaken(before):
                    raise
                continue
            if not decided:
                if not starts and await self._is_overtaken(before):
                    continue
                return Recorded(before, ())
            after, events = self._settled(*numbered(before, decided, self.clock()))
            try:
                opened.facts = self._facts_after(opened.facts, events)
                await self.timeline.append(Append(events, after, opened.facts, due, done, visitor))
            except Taken:
                self._opened.pop(conversation, None)
                if starts:
                    raise
                continue
            except BaseException:
                self._opened.pop(conversation, None)
                raise
            self._keep(opened, after, events)
            await self._say_so(before, after, events)
            return Recorded(after, events)
        raise Conflict("others were faster each time")

    def world(self, conversation: Conversation) -> World:
        """The moment, as this conversation's butler may know it."""
        now = self.clock()
        site = self.directory.sites.get(conversation.site)
        team = conversation.team.id if conversation.team else None
        calendar = self.directory.calendar_of(conversation.site, team)
        takers = self.floor.takers_of(team)
        is_open = calendar is None or calendar.is_open(now)
        return World(
            now=now,
            open=is_open,
            opens_at=None if is_open or calendar is None else calendar.opens_at(now),
            tz=site.tz if site else "UTC",
            takers=len(takers),
            free=sum(taker.taken < taker.slots for taker in takers),
            ahead=sum(other.team == conversation.team for other in self.floor.queue.values()),
            butler=site.butler if site else "Butler",
        )

    def said_before(self, conversation: str, sender: str | None, message: str) -> MessageSent | None:
        """The message that this sender's client stored under this id lately."""
        opened = self._opened.get(conversation)
        return opened.said.get((sender, message)) if opened else None

    async def _open(self, conversation: str) -> Opened:
        if (opened := self._opened.get(conversation)) is not None:
            self._opened.move_to_end(conversation)
            return opened
        stored = await self.timeline.stored(conversation)
        if stored is None:
            raise NotFound("no such conversation")
        opened = self._opened.setdefault(conversation, Opened(stored.conversation, stored.facts))
        self._forget_oldest()
        return opened

    async def _is_overtaken(self, known: Conversation) -> bool:
        """Another node was faster. Where nothing is appended, no lost race would show it."""
        stored = await self.timeline.stored(known.id)
        if stored is None or stored.conversation.last_seq == known.last_seq:
            return False
        self._opened.pop(known.id, None)
        return True

    def _forget_oldest(self) -> None:
        while len(self._opened) > CACHED:
            self._opened.popitem(last=False)

    def _settled(
        self, conversation: Conversation, events: tuple[Event, ...]
    ) -> tuple[Conversation, tuple[Event, ...]]:
        """With what butler and survey do about it, until they are quiet: all of it is one transaction."""
        fresh = events
        for _ in range(MOST_REACTIONS):
            wanted = reactions(conversation, fresh, self.world, self._butler)
            if not wanted:
                break
            conversation, fresh = numbered(conversation, wanted, self.clock())
            events += fresh
        return conversation, events

    def _facts_after(self, facts: Facts, events: Sequence[Event]) -> Facts:
        for event in events:
            facts = facts_.after(facts, event, self.directory.calendars)
        return facts

    def _keep(self, opened: Opened, conversation: Conversation, events: Sequence[Event]) -> None:
        opened.conversation = conversation
        for event in events:
            if isinstance(event, MessageSent) and event.id is not None:
                opened.said[event.by.id, event.id] = event
        while len(opened.said) > REMEMBERED_MESSAGES:
            opened.said.popitem(last=False)
        self._opened[conversation.id] = opened
        self._forget_oldest()
        self.floor.put(conversation)

    async def _say_so(self, before: Conversation, after: Conversation, events: Sequence[Event]) -> None:
        await self.tell.events(after, events)
        await self.tell.state(before, after)
        self.notice_change()


def first_answer(stored: Event, text: str, choice: str | None) -> MessageSent:
    """What was stored under the same id, if it is the same message. Raises Conflict if it is not."""
    if not isinstance(stored, MessageSent) or (stored.text, stored.choice) != (text, choice):
        raise Conflict("this id was used for another message")
    return stored

"""The desk: the one door through which a conversation changes. Decide, record, tell, react."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

import structlog

from server.core import facts as facts_
from server.core.actions import World
from server.core.conversation import Conversation
from server.core.decide import numbered
from server.core.events import Event
from server.core.facts import Facts
from server.core.refusals import Conflict, Refusal

from .directory import Directory
from .floor import Floor
from .later import deadlines
from .memory import Memory, Opened, new
from .nodes.unsure import Unsure
from .outside import outgoing
from .ports import Butler, Chance, Clock, Due, Outdated, SaidBefore, Taken, Tell, Timeline, VisitorRecord
from .queue.topics import untold
from .queue.waits import READ_AT_START, Waits
from .reactions import reactions
from .turns import Turns
from .wishes import Decide, Recorded, Said, Spoken, Wish, answer, append_of, settle

log = structlog.get_logger()

TRIES = 5
MOST_REACTIONS = 8
SHOWN_AT_ONCE = 200  # events of a conversation that nobody here has heard of


Hears = Callable[[Conversation, Sequence[Event]], None]


class Desk:
    def __init__(
        self,
        timeline: Timeline,
        tell: Tell,
        butler: Butler,
        clock: Clock,
        directory: Directory,
        floor: Floor,
        mail_after: int | None = None,
        chance: Chance = secrets.token_urlsafe,
    ) -> None:
        """`mail_after`: ms after which an unseen answer is mailed; None: no mail goes out from here.
        `chance`: what ids and tokens are made of.
        """
        self.timeline = timeline
        self.tell = tell
        self.clock = clock
        self.directory = directory
        self.floor = floor
        self.mail_after = mail_after
        self.chance = chance
        self.changed = asyncio.Event()
        self.listeners: list[Hears] = []
        self.changes = 0
        self.has_others = False  # other nodes on the same database
        self._butler = butler
        self._turns: Turns[Wish] = Turns(self._carry_out)
        self._memory = Memory(timeline, floor)
        self.unsure = Unsure(timeline, self._found_out)
        self.waits = Waits(floor, directory, clock)

    async def start(self) -> None:
        for conversation in await self.timeline.open_ones():
            self.floor.put(conversation)
        self.waits.remembers(await self.timeline.ended_lately(READ_AT_START))

    def noticed(self, conversation: Conversation) -> None:
        """Another node has changed it: what is remembered of it here is of the past."""
        self._memory.outlives(conversation)
        if self.floor.last_told(conversation.id) < conversation.last_seq:
            if conversation.status == "resolved" and conversation.id in self.floor.open:
                self.waits.hears(conversation)
            self.floor.put(conversation)
            self.notice_change()

    async def takes_in(self, stored: Conversation, events: Sequence[Event] | None = None) -> None:
        """What others have stored is told here, each number once and in order, of what nobody here has heard
        of the latest. Call it within the turn.

        `events`: what is to be told, if it was read already.
        """
        if self.unsure:
            # What is not told yet of what this node stored itself comes first.
            await self.unsure.finds(stored)
        told = self.floor.last_told(stored.id)
        if told >= stored.last_seq:
            return
        if events is None:
            after = told or stored.last_seq - SHOWN_AT_ONCE
            events = (await self.timeline.events_after({stored.id: after}))[stored.id]
        before = self.floor.open.get(stored.id, stored)
        self.noticed(stored)
        await self._say_so(before, stored, [event for event in events if told < event.seq <= stored.last_seq])

    def notice_change(self) -> None:
        """Routing looks again, and boards are told."""
        self.changes += 1
        self.changed.set()

    def turn(self, visitor: str) -> AbstractAsyncContextManager[None]:
        """One turn at a time for all that happens to one visitor's conversations, first come, first served.

        Enter it before the first await of a command, so that a sender's order is kept.
        """
        return self._turns.alone(visitor)

    def join(self, visitor: str, conversation: str, wish: Wish) -> None:
        """Lines up for a turn that the wish may share with its neighbours: for what comes often."""
        self._turns.join(visitor, conversation, wish)

    async def joined(
        self,
        visitor: str,
        conversation: str,
        decide: Decide,
        said: Said | None = None,
        fence: int | None = None,
    ) -> Recorded:
        """The same, awaited. Raises as `record` does."""
        done: asyncio.Future[Wish] = asyncio.get_running_loop().create_future()
        answered = partial(settle, done)
        self.join(visitor, conversation, Wish(decide, said, answered, fence=fence))
        return (await done).result()

    async def conversation(self, conversation: str) -> Conversation:
        """As it stands. Raises NotFound."""
        if found := self.floor.open.get(conversation):
            return found
        return (await self._memory.open(conversation)).conversation

    async def record(
        self,
        conversation: str,
        decide: Decide,
        *,
        starts: bool = False,
        said: Said | None = None,
        due: Sequence[Due] = (),
        done: Sequence[Due] = (),
        visitor: VisitorRecord | None = None,
        fence: int | None = None,
    ) -> Recorded:
        """Lets `decide` decide on the conversation as it stands, and makes it so. Call it within the turn.

        `starts`: it does not exist yet; Taken says that the visitor has opened another one elsewhere.
        `said`: it is this message; if it is stored already, that is the outcome.
        `fence`: see Append; Outdated says that the lease is another node's.
        Raises what `decide` raises, NotFound, NotStored, and Conflict for another message of the same id.
        """
        wish = Wish(decide, said, starts=starts, due=due, done=done, visitor=visitor, fence=fence)
        await self._carry_out(conversation, [wish])
        return wish.result()

    def world(self, conversation: Conversation) -> World:
        """The moment, as this conversation's butler may know it."""
        now = self.clock()
        site = self.directory.sites.get(conversation.site)
        team = conversation.team.id if conversation.team else None
        calendar = self.directory.calendar_of(conversation.site, team)
        is_open = calendar is None or calendar.is_open(now)
        self.floor.looks(now)
        serving = self.floor.serving(team)
        takers, free = self.floor.online(serving), self.floor.free(serving)
        # Only who is answered the first time is told how long it takes; later his widget says it.
        tells = is_open and takers and not free and conversation.said in ((), ("topic",))
        return World(
            now=now,
            open=is_open,
            opens_at=None if is_open or calendar is None else calendar.opens_at(now),
            tz=site.tz if site else "UTC",
            takers=takers,
            free=free,
            ahead=self.floor.ahead_of(team),
            wait=self.waits.told_next(conversation) if tells else None,
            full=self.waits.is_shut(team),
            asks_email=self.mail_after is not None,
            butler=site.butler if site else "Butler",
            topics=untold(self.directory, conversation),
        )

    async def _carry_out(self, conversation: str, wishes: list[Wish]) -> None:
        """Decides on them in order and stores what follows in one transaction. Gives each its outcome."""
        try:
            await self._tried(conversation, wishes)
        except (SaidBefore, Outdated) as problem:
            if len(wishes) > 1:
                # It is the one's problem, not that of those who share the turn.
                for wish in wishes:
                    await self._carry_out(conversation, [wish])
            elif isinstance(problem, SaidBefore):
                wishes[0].was_done_before(problem.event)
            else:
                wishes[0].fails(problem)
        except BaseException as problem:
            for wish in wishes:
                wish.fails(problem)
            if not isinstance(problem, Exception):
                raise

    async def _tried(self, conversation: str, wishes: list[Wish]) -> None:
        starts = wishes[0].starts
        for _ in range(TRIES):
            opened = new() if starts else await self._memory.open(conversation)
            before = opened.conversation
            if self.unsure:
                await self.unsure.finds(before)
            if self.floor.last_told(conversation) < before.last_seq:
                await self.takes_in(before)
            after, events = self._decided(opened, wishes)
            if not events:
                # Nothing is appended, so no lost race would show that another node was faster.
                if not starts and await self._is_overtaken(before):
                    continue
                answer(wishes, before)
                return
            try:
                opened.facts = self._facts_after(opened.facts, events)
                append = append_of(events, after, opened.facts, wishes)
                append.before = None if starts else before
                append.outbox = outgoing.of(after, events, self.directory, self.mail_after)
                append.due = (*append.due, *deadlines.of(after, events, self.directory))
                await self.timeline.append(append)
            except Taken:
                self._memory.forget(conversation)
                if starts:
                    raise
                continue
            except BaseException as problem:
                self._memory.forget(conversation)
                if not isinstance(problem, SaidBefore):
                    self.unsure.add(after.id, before)
                raise
            self._memory.keep(opened, after, events)
            self.floor.put(after)
            if after.status == "resolved" != before.status:
                self.waits.learns(opened.facts)
            answer(wishes, after)
            await self._say_so(before, after, events)
            self.tell.changed(after)
            return
        raise Conflict("others were faster each time")

    def _decided(self, opened: Opened, wishes: list[Wish]) -> tuple[Conversation, tuple[Event, ...]]:
        conversation = opened.conversation
        all_events: tuple[Event, ...] = ()
        fresh: dict[tuple[str | None, str], Spoken] = {}
        for wish in wishes:
            wish.begins()
            said = wish.said
            first = (opened.said.get(said.key) or fresh.get(said.key)) if said else None
            try:
                if said is not None and first is not None:
                    wish.message = said.first_answer(first)
                    continue
                decided = wish.decide(conversation)
            except Refusal as refusal:
                wish.problem = refusal
                continue
            conversation, wish.events = self._settled(*numbered(conversation, decided, self.clock()))
            all_events += wish.events
            if said is not None:
                wish.message = fresh[said.key] = wish.said_now()
        return conversation, all_events

    async def _is_overtaken(self, known: Conversation) -> bool:
        """Another node was faster. Where nothing is appended, no lost race would show it."""
        stored = await self.timeline.stored(known.id)
        if stored is None or stored.conversation.last_seq == known.last_seq:
            return False
        self._memory.forget(known.id)
        return True

    def _settled(
        self, conversation: Conversation, events: tuple[Event, ...]
    ) -> tuple[Conversation, tuple[Event, ...]]:
        """With what butler and survey do about it, until they are quiet: all of it is one transaction."""
        fresh = events
        for _ in range(MOST_REACTIONS):
            wanted = reactions(conversation, fresh, self.directory, self.world, self._butler)
            if not wanted:
                break
            conversation, fresh = numbered(conversation, wanted, self.clock())
            events += fresh
        return conversation, events

    def _facts_after(self, facts: Facts, events: Sequence[Event]) -> Facts:
        for event in events:
            facts = facts_.after(facts, event, self.directory.calendars_ever)
        return facts

    async def _found_out(self, before: Conversation, after: Conversation, events: Sequence[Event]) -> None:
        self.noticed(after)
        await self._say_so(before, after, events)

    async def _say_so(self, before: Conversation, after: Conversation, events: Sequence[Event]) -> None:
        for hears in self.listeners:
            hears(after, events)
        told = events[0].seq - 1 if events else before.last_seq
        try:
            for event in events:
                await self.tell.events(after, (event,))
                told = event.seq
            await self.tell.state(before, after)
            self.unsure.is_told(after)
        except BaseException as problem:
            # It is stored, so the rest is told at the next look.
            self.unsure.add(after.id, before, told)
            if not isinstance(problem, Exception):
                raise
            log.exception("not_told", conversation=after.id)
        self.notice_change()

"""Carries out what is in the outbox: each errand once, tried again for a day and a half, then given up.

A letter is handed to the mail server first and noted as sent afterwards. If the process ends between the two,
it goes out a second time, with the same Message-ID. That is the one window which SMTP leaves open.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from typing import NamedTuple, Protocol

import structlog

from server import links
from server.core import letters
from server.core.conversation import Conversation
from server.core.events import ConversationStarted, Event, MessageSent
from server.core.letters import Answer, Letter
from server.core.refusals import NotFound
from server.desk.desk import Desk
from server.desk.directory import Site
from server.desk.outside import alerts
from server.desk.outside.alerts import ALERT_MAIL, AlertLetter
from server.desk.outside.errands import (
    LETTER,
    Envelope,
    Errand,
    NotSent,
    Outbox,
    Unreachable,
    address_of,
)
from server.desk.ports import VisitorRecord

log = structlog.get_logger()

MINUTE = 60_000
HOUR = 60 * MINUTE
AGAIN_AFTER = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR)
JITTER = 0.2


class Counter(Protocol):
    """A connection to the mail server."""

    @property
    def is_open(self) -> bool: ...
    async def sends(self, letter: Letter, now: int) -> None:
        """Raises NotSent."""
        ...

    async def warns(self, letter: AlertLetter, now: int) -> None:
        """Raises NotSent."""
        ...

    async def closes(self) -> None: ...


class Post(Protocol):
    async def opens(self) -> Counter:
        """Raises Unreachable."""
        ...


class Draft(NamedTuple):
    """A letter as it would be written now, and up to which number it covers the answers."""

    letter: Letter
    upto: int
    envelope: Envelope


def again_at(attempts: int, now: int, chance: float) -> int | None:
    """When to try again after so many failures (ms); None: not any more. `chance` from 0 to 1."""
    if attempts > len(AGAIN_AFTER):
        return None
    return now + int(AGAIN_AFTER[attempts - 1] * (1 - JITTER + 2 * JITTER * chance))


class Letters:
    """`public_url`: where people reach us, for links; `chance` gives numbers from 0 to 1."""

    def __init__(
        self, desk: Desk, outbox: Outbox, post: Post, public_url: str, chance: Callable[[], float]
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._post = post
        self._public_url = public_url
        self._chance = chance
        self._work: asyncio.Task[None] | None = None
        self._stops = False

    async def look(self) -> None:
        """Carries out what is due. Cancelled, it still brings the letter at hand to its end."""
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._look(), name="letters")
        await asyncio.shield(self._work)

    async def stop(self, within: float) -> None:
        """Returns once the letter at hand is out and noted, or after so many seconds."""
        self._stops = True
        if self._work is not None:
            await asyncio.wait([self._work], timeout=within)

    async def _look(self) -> None:
        """Over one connection. While there is none, nobody waits for one twice."""
        counter: Counter | None = None
        down: Unreachable | None = None
        try:
            for errand in await self._outbox.claim(self._desk.clock(), LETTER, ALERT_MAIL):
                if self._stops:
                    await self._outbox.releases(errand)
                    continue
                if down is not None:
                    await self._failed(errand, down)
                    continue
                try:
                    counter = await self._carry_out(errand, counter)
                except Unreachable as problem:
                    counter, down = None, problem
                    await self._failed(errand, problem)
        finally:
            if counter is not None:
                await counter.closes()

    async def _carry_out(self, errand: Errand, counter: Counter | None) -> Counter | None:
        """Raises Unreachable."""
        try:
            if errand.kind == ALERT_MAIL:
                return await self._warns(errand, counter)
            draft = await self._draft(errand)
            if draft is None:
                await self._outbox.drop([errand])
                return counter
            # First the connection: as long as there is none, nothing is fixed, and later answers join in.
            if counter is None or not counter.is_open:
                counter = await self._post.opens()
            await self._hands_over(errand, draft, counter)
        except Unreachable:
            raise
        except NotSent as problem:
            await self._failed(errand, problem)
        return counter

    async def _warns(self, errand: Errand, counter: Counter | None) -> Counter | None:
        """An alert to one address. Raises NotSent."""
        now = self._desk.clock()
        letter = alerts.letter(errand, self._desk.directory, self._public_url, now)
        if letter is None:
            await self._outbox.drop([errand])
            return counter
        if counter is None or not counter.is_open:
            counter = await self._post.opens()
        try:
            await counter.warns(letter, now)
        except NotSent as problem:
            await self._failed(errand, problem)
            return counter
        await self._outbox.sent(errand)
        log.info("alert_sent", run=errand.run)
        return counter

    async def _hands_over(self, errand: Errand, draft: Draft, counter: Counter) -> None:
        letter, upto, envelope = draft
        handed = await self._outbox.hands_over(errand, upto, envelope, self._desk.clock())
        if handed is None:
            return
        try:
            await counter.sends(letter, self._desk.clock())
        except NotSent as problem:
            await self._failed(handed, problem)
            return
        await self._outbox.sent(handed)
        log.info("letter_sent", run=handed.run)

    async def _failed(self, errand: Errand, problem: NotSent) -> None:
        now = self._desk.clock()
        at = None if problem.for_good else again_at(errand.attempts + 1, now, self._chance())
        await self._outbox.fails(errand, str(problem), at)
        log.warning("letter_not_sent", run=errand.run, reason=str(problem), given_up=at is None)

    async def _draft(self, errand: Errand) -> Draft | None:
        """None: there is nothing to write. Raises NotSent for an address that nobody can write to."""
        try:
            conversation = await self._desk.conversation(errand.subject)
        except NotFound:
            return None
        record = await self._desk.timeline.visitor(conversation.visitor.id)
        site = self._desk.directory.sites.get(conversation.site)
        if record is None or site is None:
            return None
        given = await address_of(self._desk.timeline, record, conversation.id)
        handed = [one for one in await self._outbox.handed(conversation.id) if one.run != errand.run]
        earlier = [one for one in handed if not errand.upto or one.upto < errand.upto]
        after = max((one.upto for one in earlier), default=0)
        tail = await self._tail(conversation, after)
        answers = letters.unseen(conversation, tail, after, errand.upto or None)
        if given is None or not answers:
            return None
        if (to := letters.one_address(given)) is None:
            raise NotSent("this address cannot be written to", for_good=True)
        letter = Letter(
            run=errand.run,
            to=to,
            site=site.name,
            locale=record.locale or conversation.locale or site.locale,
            answers=tuple(Answer(event.by.name or site.name, event.text, event.at) for event in answers),
            link=self._link(site, conversation, to),
            tz=site.tz,
            brand=site.look.get("brand"),
            question=await self._question(conversation, record, to),
            earlier=tuple(one.run for one in earlier),
        )
        return Draft(letter, answers[-1].seq, await self._envelope(conversation, to))

    async def _tail(self, conversation: Conversation, after: int) -> list[Event]:
        begin = letters.begins_after(conversation, after)
        return await self._desk.timeline.events(conversation.id, begin)

    def _link(self, site: Site, conversation: Conversation, to: str) -> str:
        expires = self._desk.clock() + letters.LINK_LIVES
        return f"{self._public_url}/c/{links.signed(site, conversation.id, to, expires)}"

    async def _question(self, conversation: Conversation, record: VisitorRecord, to: str) -> str | None:
        """His own last words: only to an address that is his for certain, so that nobody mails through us."""
        if record.verified != to or not conversation.visitor_seq:
            return None
        events = await self._desk.timeline.events(conversation.id, conversation.visitor_seq - 1, 1)
        return next((event.text for event in events if isinstance(event, MessageSent)), None) or None

    async def _envelope(self, conversation: Conversation, to: str) -> Envelope:
        started = await self._desk.timeline.events(conversation.id, 0, 1)
        origin = next((event.address for event in started if isinstance(event, ConversationStarted)), None)
        return Envelope(self._keyed(to.lower()), self._keyed(origin) if origin else None)

    def _keyed(self, text: str) -> str:
        key = str(self._desk.directory.settings.get("address_key"))
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()

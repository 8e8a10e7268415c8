"""What a visitor's widget may send. It is read here and done at the desk."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server import links
from server.core.decide.visitor import Message
from server.core.events import DetailsGiven, MessageSent, Page, VisitorIdentified
from server.core.refusals import Invalid, NotFound, RateLimited
from server.core.text import clean
from server.desk import arrival
from server.desk import visitor as desk_
from server.desk.arrival import Hello
from server.desk.desk import Desk
from server.desk.floor import Guest
from server.desk.people import needs
from server.limits import Limiter, admit_all
from server.origins import Origins

from . import commands as c
from .answering import Answer, Answering, Outcome, Soon, Verb, shaped
from .identity import vouched


@dataclass(frozen=True, slots=True)
class Limits:
    """`commands` of one visitor, `of_address` of all behind one; `connects` of those; how many at a time."""

    commands: Limiter
    of_address: Limiter
    connects: Limiter
    at_once: int


class VisitorNamespace(Answering[Guest]):
    def __init__(self, desk: Desk, limits: Limits, origins: Origins) -> None:
        super().__init__("/visitor", limits.commands)
        self._desk = desk
        self._limits = limits
        # A whole shop's visitors come back at once after a restart: they queue here, people at work do not.
        self._entering = asyncio.Semaphore(limits.at_once)
        self._origins = origins
        self._addresses: dict[str, str] = {}
        self._pages: dict[str, Page | None] = {}
        self.verbs = {
            "say": Verb(c.VisitorSay, self._say),
            "catch_up": Verb(c.CatchUp, self._catch_up),
            "details": Verb(c.Details, self._details),
            "identify": Verb(c.Identify, self._identify),
            "attributes": Verb(c.Attributes, self._attributes),
            "consent": Verb(c.Consent, self._consent),
            "page": Verb(c.PageSeen, self._page),
            "ask_human": Verb(c.Nothing, self._ask_human),
            "typing": Verb(c.Typing, self._typing),
            "read": Verb(c.Read, self._read),
            "end": Verb(c.Nothing, self._end),
            "rate": Verb(c.Rate, self._rate),
        }

        self.soon = {"say": Soon(c.read_say, self._goes_on, self._say_soon)}

    def key_of(self, who: Guest) -> str:
        return who.id

    def admit(self, sid: str, who: Guest, now: float) -> float | None:
        address = self._addresses.get(sid, "")
        return admit_all(((self._limits.commands, who.id), (self._limits.of_address, address)), now)

    async def enter(self, sid: str, environ: dict[str, Any], auth: object) -> Guest:
        hello: c.VisitorHello = shaped(c.VisitorHello, (auth if auth is not None else {},))
        site = self._desk.directory.site_by_key(hello.site)
        if site is None:
            raise NotFound("no such site")
        self._origins.must_be_one_of(environ, site.origins)
        page = _page(hello.page)
        link = links.opened(self._desk.directory.sites, hello.token, self._desk.clock())
        address = self._origins.address_of(environ)
        said = Hello(site, hello.token, hello.locale, page, address, link, hello.team, hello.topic)

        async def subscribe(visitor: str) -> None:
            self.must_not_be_banned(visitor)
            await self.enter_room(sid, visitor)

        address = self._origins.network_of(environ)
        self._must_not_come_too_often(address)
        async with self._entering:
            guest, welcome = await arrival.arrives(self._desk, said, sid, subscribe)
        self._pages[sid] = page
        self._addresses[sid] = address
        await self.emit("welcome", welcome, to=sid)
        return guest

    async def leave(self, sid: str, who: Guest) -> None:
        self._pages.pop(sid, None)
        self._addresses.pop(sid, None)
        await arrival.leaves(self._desk, who, sid)

    def _must_not_come_too_often(self, address: str) -> None:
        retry_after = self._limits.connects.admit(address, time.monotonic())
        if retry_after is not None:
            raise RateLimited(retry_after)

    async def _say(self, sid: str, guest: Guest, say: c.VisitorSay) -> Answer:
        topic = needs.chosen(self._desk, guest, say.topic)
        page = self._pages.get(sid)
        return _stored(await desk_.says(self._desk, guest, _message(say), page, topic))

    def _goes_on(self, guest: Guest) -> bool:
        return desk_.goes_on(self._desk, guest) is not None

    def _say_soon(self, _: str, guest: Guest, say: c.VisitorSay, told: Callable[[Outcome], None]) -> None:
        def answered(outcome: MessageSent | BaseException) -> None:
            told(outcome if isinstance(outcome, BaseException) else _stored(outcome))

        desk_.says_soon(self._desk, guest, _message(say), answered)

    async def _catch_up(self, _: str, guest: Guest, ask: c.CatchUp) -> Answer:
        return await desk_.catches_up(self._desk, guest, ask.conversation, ask.after)

    async def _details(self, _: str, guest: Guest, given: c.Details) -> Answer:
        details = DetailsGiven(
            name=c.name_of(given.name),
            email=given.email,
            phone=c.name_of(given.phone),
            fields=c.fields_of(given.fields),
        )
        await desk_.gives_details(self._desk, guest, details)
        return {}

    async def _identify(self, _: str, guest: Guest, claim: c.Identify) -> Answer:
        customer = vouched(guest.site, claim, self._desk.clock())
        identified = VisitorIdentified(
            customer=customer,
            name=c.name_of(claim.name),
            email=claim.email,
            fields=c.fields_of(claim.fields),
        )
        return {"token": await desk_.is_identified(self._desk, guest, identified)}

    async def _attributes(self, _: str, guest: Guest, attributes: dict[str, Any]) -> Answer:
        if fields := c.fields_of(attributes):
            await desk_.sets_attributes(self._desk, guest, fields)
        return {}

    async def _consent(self, _: str, guest: Guest, consent: c.Consent) -> Answer:
        await desk_.consents(self._desk, guest, consent.tracking)
        return {}

    async def _page(self, sid: str, guest: Guest, seen: c.PageSeen) -> Answer:
        page = _page(seen)
        self._pages[sid] = page
        if page is not None:
            await desk_.views(self._desk, guest, page)
        return {}

    async def _ask_human(self, sid: str, guest: Guest, _: c.Nothing) -> Answer:
        conversation = await desk_.asks_for_a_person(self._desk, guest, self._pages.get(sid))
        return {"conversation": conversation}

    async def _typing(self, _: str, guest: Guest, typing: c.Typing) -> Answer:
        text = clean(typing.text) if typing.text else None
        await desk_.types(self._desk, guest, typing.on, text)
        return {}

    async def _read(self, _: str, guest: Guest, read: c.Read) -> Answer:
        await desk_.reads(self._desk, guest, read.seq)
        return {}

    async def _end(self, _: str, guest: Guest, __: c.Nothing) -> Answer:
        return {"seq": await desk_.ends(self._desk, guest)}

    async def _rate(self, _: str, guest: Guest, rate: c.Rate) -> Answer:
        comment = c.comment_of(rate.comment)
        await desk_.rates(self._desk, guest, rate.conversation, rate.score, comment)
        return {}


def _message(say: c.VisitorSay) -> Message:
    text = c.text_of(say.text) if say.choice is None or say.text is not None else ""
    return Message(say.id.lower(), text, say.choice)


def _stored(said: MessageSent) -> Answer:
    return {"conversation": said.conversation, "seq": said.seq, "at": said.at}


def _page(seen: c.PageSeen | None) -> Page | None:
    if seen is None:
        return None
    if not seen.url.lower().startswith(("http://", "https://")):
        raise Invalid("url must begin with http:// or https://")
    return Page(clean(seen.url), clean(seen.title or "") or None, clean(seen.referrer or "") or None)

"""What a visitor's widget may send. It is read here and done at the desk."""

from typing import Any

from server.core.decide.visitor import Message
from server.core.events import DetailsGiven, Page, VisitorIdentified
from server.core.refusals import Invalid, NotFound
from server.core.text import clean
from server.desk import arrival
from server.desk import visitor as desk_
from server.desk.arrival import Hello
from server.desk.desk import Desk
from server.desk.floor import Guest
from server.limits import Limiter
from server.origins import Origins

from . import commands as c
from .answering import Answer, Answering, Verb, shaped
from .identity import vouched


class VisitorNamespace(Answering[Guest]):
    def __init__(self, desk: Desk, limiter: Limiter, origins: Origins) -> None:
        super().__init__("/visitor", limiter)
        self._desk = desk
        self._origins = origins
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

    def key_of(self, who: Guest) -> str:
        return who.id

    async def enter(self, sid: str, environ: dict[str, Any], auth: object) -> Guest:
        hello: c.VisitorHello = shaped(c.VisitorHello, (auth if auth is not None else {},))
        site = self._desk.directory.site_by_key(hello.site)
        if site is None:
            raise NotFound("no such site")
        self._origins.must_be_one_of(environ, site.origins)
        page = _page(hello.page)
        said = Hello(site, hello.token, hello.locale, page, self._origins.address_of(environ))

        async def subscribe(visitor: str) -> None:
            self.must_not_be_banned(visitor)
            await self.enter_room(sid, visitor)

        guest, welcome = await arrival.arrives(self._desk, said, sid, subscribe)
        self._pages[sid] = page
        await self.emit("welcome", welcome, to=sid)
        return guest

    async def leave(self, sid: str, who: Guest) -> None:
        self._pages.pop(sid, None)
        await arrival.leaves(self._desk, who, sid)

    async def _say(self, sid: str, guest: Guest, say: c.VisitorSay) -> Answer:
        text = c.text_of(say.text) if say.choice is None or say.text is not None else ""
        message = Message(say.id.lower(), text, say.choice)
        said = await desk_.says(self._desk, guest, message, self._pages.get(sid))
        return {"conversation": said.conversation, "seq": said.seq, "at": said.at}

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


def _page(seen: c.PageSeen | None) -> Page | None:
    if seen is None:
        return None
    if not seen.url.lower().startswith(("http://", "https://")):
        raise Invalid("url must begin with http:// or https://")
    return Page(clean(seen.url), clean(seen.title or "") or None, clean(seen.referrer or "") or None)

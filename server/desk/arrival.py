"""How a visitor comes and goes: who he is, and the first thing that his widget is told."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.core.audience import visitor_sees
from server.core.conversation import NOT_STARTED, Conversation
from server.core.decide import visitor as decide
from server.core.decide.visitor import DAY
from server.core.events import Event, Page
from server.core.ids import in_order
from server.core.surveys import bounds_of, look_of
from server.core.text import reduced_address

from . import states
from .desk import Desk
from .directory import Site
from .floor import Guest
from .outside.errands import Link, address_of, fingerprint
from .people.opening import opening
from .ports import Due, VisitorRecord
from .queue.places import place_of

TOKEN_LIVES = 60 * DAY
TOUCH_EVERY = DAY
LEFT_AFTER = 30_000  # ms without a connection
SHOWN_AT_FIRST = 200

Welcome = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hello:
    """What a widget says when it connects. `address` is the whole one; it is reduced before it is kept.
    `link`: he comes by a letter, with its link for a token.
    """

    site: Site
    token: str | None = None
    locale: str | None = None
    page: Page | None = None
    address: str = ""
    link: Link | None = None
    team: str | None = None
    topic: str | None = None


async def arrives(
    desk: Desk, hello: Hello, socket: str, subscribe: Callable[[str], Awaitable[None]]
) -> tuple[Guest, Welcome]:
    """Lets him in, known or new; gives who he is and the `welcome` of his socket.

    `subscribe` is called within his turn, so that nothing happens between the snapshot and the first event.
    """
    record, token = await _recognised(desk, hello)
    async with desk.turn(record.id):
        guest = desk.floor.guests.setdefault(record.id, Guest(record, hello.site))
        guest.sockets.add(socket)
        guest.asked = hello.team if hello.team in desk.directory.teams else None
        guest.topic = hello.site.topic(hello.topic)
        guest.address = reduced_address(hello.address, hello.site.address)
        try:
            # First: what is new of it here, everybody else is told; he himself, by his welcome.
            conversation = await current(desk, guest)
            await subscribe(guest.id)
            if hello.link is not None and token == hello.link.text:
                await _proves_address(desk, guest, hello.link)
                conversation = await current(desk, guest)
            conversation = await _returns(desk, guest, conversation)
            return guest, await _welcome(desk, guest, conversation, token)
        except BaseException:
            # He was not let in, so nobody will say that he has left.
            _is_gone(desk, guest, socket)
            raise


async def leaves(desk: Desk, guest: Guest, socket: str) -> None:
    """One of his sockets is gone; after the last he counts as gone, unless he is back within the grace."""
    if not _is_gone(desk, guest, socket):
        return
    conversation = desk.floor.open.get(guest.conversation or "")
    if conversation is not None and conversation.visitor_left_at is None:
        await desk.timeline.set_due(left(conversation, desk.clock()))


async def begin_graces_anew(desk: Desk) -> None:
    """The clock was set back, or the server ended before it could say who was gone."""
    now = desk.clock()
    gone = [
        left(conversation, now)
        for conversation in desk.floor.open.values()
        if conversation.visitor.id not in desk.floor.guests and conversation.visitor_left_at is None
    ]
    await asyncio.gather(*(desk.timeline.set_due(due) for due in gone))


def left(conversation: Conversation, now: int) -> Due:
    return Due(f"visitor_left:{conversation.id}", now + LEFT_AFTER, "visitor_left", conversation.id)


def _is_gone(desk: Desk, guest: Guest, socket: str) -> bool:
    guest.sockets.discard(socket)
    if not guest.sockets:
        desk.floor.guests.pop(guest.id, None)
    return not guest.sockets


async def _returns(desk: Desk, guest: Guest, conversation: Conversation) -> Conversation:
    if desk.has_others and len(guest.sockets) == 1 and conversation.id in desk.floor.open:
        # He may come from another node, where he counts as gone before long.
        await desk.timeline.set_due(left(conversation, desk.clock()))
    if conversation.visitor_left_at is None:
        return conversation
    return (await desk.record(conversation.id, decide.returns)).conversation


async def current(desk: Desk, guest: Guest) -> Conversation:
    """The open one, or the last one while it can still be reopened or rated; else none."""
    if guest.conversation is None:
        last = await desk.timeline.last_of(guest.id)
        if last is None:
            return NOT_STARTED
        guest.conversation = last.id
        if last.status != "resolved":
            # Another node stored it, or this one without hearing that it did: nobody here knows of it yet.
            await desk.takes_in(last)
    conversation = await desk.conversation(guest.conversation)
    now = desk.clock()
    usable = decide.can_be_reopened(conversation, now) or decide.can_be_rated(conversation, now)
    return conversation if usable else NOT_STARTED


def service(desk: Desk, guest: Guest, team: str | None = None) -> dict[str, Any]:
    """Whether there is anybody for him (in the team, if one is named), and whether mail reaches him.

    Its hours: see `opening`; `at` is the server's clock, ms. `busy`: people are there, but one more
    would wait too long for them; `slow`: he may wait, but it would take more than ten minutes.
    """
    team = team or guest.team
    now = desk.clock()
    desk.floor.looks(now)
    hours = opening(desk.directory.calendar_of(guest.site.id, team), now)
    serving = desk.floor.serving(team)
    online = hours["open"] and desk.floor.is_on_duty(serving)
    busy = online and desk.waits.is_shut(serving)
    told = {"online": online and not busy, "mail": desk.mail_after is not None}
    if busy:
        told["busy"] = True
    elif online and desk.waits.is_slow(serving):
        told["slow"] = True
    return {**hours, "at": now, **told}


def lasting(found: dict[str, Any]) -> dict[str, Any]:
    """A service without the time at which it was asked."""
    return {name: value for name, value in found.items() if name != "at"}


def survey(conversation: Conversation, now: int, site: Site | None) -> dict[str, Any] | None:
    """The questions that he may answer now. `look`: stars, smileys or thumbs."""
    if not decide.can_be_rated(conversation, now):
        return None
    scale = conversation.survey_scale
    low, high = bounds_of(scale)
    look = look_of(scale, site.rating if site else "stars")
    question = {"id": "csat", "kind": "csat", "text": None, "min": low, "max": high, "look": look}
    return {"survey": conversation.survey, "conversation": conversation.id, "questions": [question]}


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


async def _recognised(desk: Desk, hello: Hello) -> tuple[VisitorRecord, str]:
    now = desk.clock()
    found = None
    if hello.link is not None:
        found = await _by_link(desk, hello.site, hello.link)
    elif hello.token:
        found = await desk.timeline.visitor_by_token(hello.site.id, hashed(hello.token), now - TOKEN_LIVES)
    if found is not None and hello.token is not None:
        if found.last_seen_at < now - TOUCH_EVERY:
            found.last_seen_at = now
            await desk.timeline.keep_visitor(found)
        return found, hello.token
    token = new_token(desk)
    new = VisitorRecord(
        id=f"v_{in_order(now, desk.chance(12))}",
        site=hello.site.id,
        token_hash=hashed(token),
        locale=hello.locale,
        first_seen_at=now,
        last_seen_at=now,
    )
    await desk.timeline.keep_visitor(new)
    return new, token


async def _by_link(desk: Desk, site: Site, link: Link) -> VisitorRecord | None:
    """Whose conversation it is, as long as the address that the letter went to is his."""
    stored = await desk.timeline.stored(link.conversation)
    if stored is None or stored.conversation.site != site.id or link.site.id != site.id:
        return None
    record = await desk.timeline.visitor(stored.conversation.visitor.id)
    if record is None:
        return None
    address = await address_of(desk.timeline, record, link.conversation)
    return record if address is not None and fingerprint(address) == link.address else None


async def _proves_address(desk: Desk, guest: Guest, link: Link) -> None:
    """Who opens what was mailed there reads what is mailed there."""
    address = await address_of(desk.timeline, guest.record, link.conversation)
    if address is not None and fingerprint(address) == link.address and guest.record.verified != address:
        record = replace(guest.record, email=address, verified=address)
        await desk.timeline.keep_visitor(record)
        guest.record = record


def new_token(desk: Desk) -> str:
    return desk.chance(32)


async def _welcome(desk: Desk, guest: Guest, conversation: Conversation, token: str) -> Welcome:
    site = guest.site
    events: Sequence[Event] = []
    if conversation.exists:
        events = await desk.timeline.last_events(conversation.id, SHOWN_AT_FIRST)
    known = conversation.exists
    offered = service(desk, guest)
    guest.service = guest.service or lasting(offered)
    asked = survey(conversation, desk.clock(), site)
    return {
        "v": 1,
        "visitor": {
            "id": guest.id,
            "name": guest.record.name,
            "known": [name for name in ("name", "email", "phone") if getattr(guest.record, name)],
            "tracking": guest.record.tracking,
        },
        "token": token,
        "site": {
            "id": site.id,
            "name": site.name,
            "locale": site.locale,
            "look": dict(site.look),
            "texts": dict(site.texts),
            "tz": site.tz,
            "tracking": site.tracking,
            "typing_preview": site.typing_preview,
            "topics": [{"id": topic.id, "label": topic.label} for topic in site.topics],
        },
        "butler": {"name": site.butler, "avatar": None},
        "service": offered,
        "conversation": states.for_visitor(conversation, desk.floor) if known else None,
        "events": [states.event_for_visitor(event) for event in events if visitor_sees(event)],
        "upto": conversation.last_seq,
        "queue": place_of(desk, conversation) if known else None,
        **({"survey": asked} if asked else {}),
    }

"""How a visitor comes and goes: who he is, and the first thing that his widget is told."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from server.core.audience import visitor_sees
from server.core.conversation import NOT_STARTED, Conversation
from server.core.decide import visitor as decide
from server.core.decide.visitor import DAY
from server.core.events import Event, Page
from server.core.text import reduced_address

from . import states
from .desk import Desk
from .directory import Site
from .floor import Guest
from .ports import Due, VisitorRecord

TOKEN_LIVES = 60 * DAY
TOUCH_EVERY = DAY
LEFT_AFTER = 30_000  # ms without a connection
SHOWN_AT_FIRST = 200

Welcome = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hello:
    """What a widget says when it connects. `address` is the whole one; it is reduced before it is kept."""

    site: Site
    token: str | None = None
    locale: str | None = None
    page: Page | None = None
    address: str = ""


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
        guest.address = reduced_address(hello.address, hello.site.address)
        await subscribe(guest.id)
        conversation = await current(desk, guest)
        if conversation.visitor_left_at is not None:
            recorded = await desk.record(conversation.id, decide.returns)
            conversation = recorded.conversation
        return guest, await _welcome(desk, guest, conversation, token)


async def leaves(desk: Desk, guest: Guest, socket: str) -> None:
    """One of his sockets is gone; after the last he counts as gone, unless he is back within the grace."""
    guest.sockets.discard(socket)
    if guest.sockets:
        return
    desk.floor.guests.pop(guest.id, None)
    conversation = desk.floor.open.get(guest.conversation or "")
    if conversation is not None and conversation.visitor_left_at is None:
        now = desk.clock()
        await desk.timeline.set_due(
            Due(f"visitor_left:{conversation.id}", now + LEFT_AFTER, "visitor_left", conversation.id)
        )


async def current(desk: Desk, guest: Guest) -> Conversation:
    """The open one, or the last one while it can still be reopened or rated; else none."""
    if guest.conversation is None:
        stored = await desk.timeline.last_of(guest.id)
        if stored is None:
            return NOT_STARTED
        guest.conversation = stored.conversation.id
    conversation = await desk.conversation(guest.conversation)
    now = desk.clock()
    usable = decide.can_be_reopened(conversation, now) or decide.can_be_rated(conversation, now)
    return conversation if usable else NOT_STARTED


def service(desk: Desk, site: Site) -> dict[str, Any]:
    calendar = desk.directory.calendar_of(site.id, site.team)
    now = desk.clock()
    if calendar is None or calendar.is_open(now):
        return {"open": True, "online": bool(desk.floor.takers_of(site.team))}
    return {"open": False, "online": False, "opens_at": calendar.opens_at(now)}


def survey(conversation: Conversation, now: int) -> dict[str, Any] | None:
    """The questions that he may answer now."""
    if not decide.can_be_rated(conversation, now):
        return None
    low, high = decide.scale_of("1-5")
    question = {"id": "csat", "kind": "csat", "text": None, "min": low, "max": high}
    return {"survey": conversation.survey, "conversation": conversation.id, "questions": [question]}


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


async def _recognised(desk: Desk, hello: Hello) -> tuple[VisitorRecord, str]:
    now = desk.clock()
    found = None
    if hello.token:
        found = await desk.timeline.visitor_by_token(hello.site.id, hashed(hello.token), now - TOKEN_LIVES)
    if found is not None and hello.token is not None:
        if found.last_seen_at < now - TOUCH_EVERY:
            found.last_seen_at = now
            await desk.timeline.keep_visitor(found)
        return found, hello.token
    token = new_token()
    new = VisitorRecord(
        id=f"v_{secrets.token_urlsafe(16)}",
        site=hello.site.id,
        token_hash=hashed(token),
        locale=hello.locale,
        first_seen_at=now,
        last_seen_at=now,
    )
    await desk.timeline.keep_visitor(new)
    return new, token


def new_token() -> str:
    return secrets.token_urlsafe(32)


async def _welcome(desk: Desk, guest: Guest, conversation: Conversation, token: str) -> Welcome:
    site = guest.site
    events: Sequence[Event] = []
    if conversation.exists:
        events = await desk.timeline.last_events(conversation.id, SHOWN_AT_FIRST)
    known = conversation.exists
    asked = survey(conversation, desk.clock())
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
        },
        "butler": {"name": site.butler, "avatar": None},
        "service": service(desk, site),
        "conversation": states.for_visitor(conversation, desk.floor) if known else None,
        "events": [states.event_for_visitor(event) for event in events if visitor_sees(event)],
        "upto": conversation.last_seq,
        "queue": {"position": desk.floor.position(conversation), "wait": None} if known else None,
        **({"survey": asked} if asked else {}),
    }

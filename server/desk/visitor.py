"""What a visitor may do. Which conversation it touches follows from who he is, never from what he sends."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from server.core import events as e
from server.core.audience import visitor_sees
from server.core.conversation import Conversation
from server.core.decide import visitor as decide
from server.core.decide.visitor import Message
from server.core.events import Event, Named, Page, Sender
from server.core.refusals import NotFound

from . import states
from .arrival import current, hashed, new_token, service
from .desk import Desk, Recorded, first_answer
from .floor import Guest
from .ports import SaidBefore, Taken, VisitorRecord

MOST_EVENTS = 500


async def says(desk: Desk, guest: Guest, message: Message, page: Page | None = None) -> Event:
    """His message, once, however often it is sent. Gives the event that it is stored as."""
    async with desk.turn(guest.id):
        if guest.conversation and (first := desk.said_before(guest.conversation, guest.id, message.id)):
            return first_answer(first, message.text, message.choice)
        try:
            recorded = await _in_current(
                desk,
                guest,
                lambda conversation, opening: decide.says(
                    conversation,
                    _sender(guest),
                    message,
                    opening=opening,
                    agent_here=_agent_here(desk, conversation),
                ),
                page,
            )
        except SaidBefore as said:
            return first_answer(said.event, message.text, message.choice)
        return next(event for event in recorded.events if event.id == message.id)


async def asks_for_a_person(desk: Desk, guest: Guest, page: Page | None = None) -> str:
    """Gives the conversation that is open now."""
    async with desk.turn(guest.id):
        recorded = await _in_current(
            desk,
            guest,
            lambda conversation, opening: decide.asks_for_a_person(conversation, _sender(guest), opening),
            page,
        )
        return recorded.conversation.id


async def catches_up(desk: Desk, guest: Guest, conversation: str, after: int) -> dict[str, Any]:
    """What he may see of one of his conversations after the number `after`, at most 500 events."""
    async with desk.turn(guest.id):
        found = await his(desk, guest, conversation)
        events = await desk.timeline.events(conversation, after, MOST_EVENTS, visible=True)
    return {"conversation": states.for_visitor(found, desk.floor), **_page_of(events, found, MOST_EVENTS)}


async def gives_details(desk: Desk, guest: Guest, details: e.DetailsGiven) -> None:
    """What he says of himself; it goes into the open conversation too, for who answers it."""
    async with desk.turn(guest.id):
        record = replace(
            guest.record,
            name=details.name or guest.record.name,
            email=details.email or guest.record.email,
            phone=details.phone or guest.record.phone,
            fields={**guest.record.fields, **(details.fields or {})},
        )
        await _keeps(desk, guest, record, details)


async def is_identified(desk: Desk, guest: Guest, identified: e.VisitorIdentified) -> str:
    """The host site vouches for him. Gives a new token; the old one is void."""
    async with desk.turn(guest.id):
        token = new_token()
        record = replace(
            guest.record,
            token_hash=hashed(token),
            customer=identified.customer,
            name=identified.name or guest.record.name,
            email=identified.email or guest.record.email,
            fields={**guest.record.fields, **(identified.fields or {})},
        )
        await _keeps(desk, guest, record, identified)
        return token


async def sets_attributes(desk: Desk, guest: Guest, fields: dict[str, str]) -> None:
    await gives_details(desk, guest, e.DetailsGiven(by=_sender(guest), fields=fields))


async def consents(desk: Desk, guest: Guest, tracking: bool) -> None:
    async with desk.turn(guest.id):
        record = replace(guest.record, tracking=tracking)
        await desk.timeline.keep_visitor(record)
        guest.record = record


async def views(desk: Desk, guest: Guest, page: Page) -> None:
    """A later page; kept only where the site or he himself allows it."""
    async with desk.turn(guest.id):
        allowed = guest.site.tracking or guest.record.tracking
        if allowed and guest.conversation:
            await desk.record(guest.conversation, lambda c: decide.views(c, _sender(guest), page))


async def types(desk: Desk, guest: Guest, on: bool, text: str | None) -> None:
    """Tells those who follow; the text only where the site's widget says that it is seen."""
    async with desk.turn(guest.id):
        conversation = _open_one(desk, guest)
        shown = {"text": text} if text and guest.site.typing_preview else {}
        by = {"kind": "visitor", "id": guest.id, "name": guest.record.name}
        typing = {"conversation": conversation.id, "by": by, "on": on, **shown}
        await desk.tell.followers(conversation.id, "typing", typing)


async def reads(desk: Desk, guest: Guest, upto: int) -> None:
    async with desk.turn(guest.id):
        conversation = _open_one(desk, guest)
        await desk.record(conversation.id, lambda c: decide.reads(c, _sender(guest), upto))


async def ends(desk: Desk, guest: Guest) -> int:
    async with desk.turn(guest.id):
        conversation = _open_one(desk, guest)
        recorded = await desk.record(conversation.id, lambda c: decide.ends(c, _sender(guest)))
        return recorded.events[0].seq


async def rates(desk: Desk, guest: Guest, conversation: str, score: int, comment: str | None) -> None:
    async with desk.turn(guest.id):
        await his(desk, guest, conversation)
        await desk.record(
            conversation, lambda c: decide.rates(c, _sender(guest), score, comment, desk.clock())
        )


async def his(desk: Desk, guest: Guest, conversation: str) -> Conversation:
    """NotFound for what is not his, as for what does not exist."""
    found = await desk.conversation(conversation)
    if found.visitor.id != guest.id:
        raise NotFound("no such conversation")
    return found


def _page_of(events: Sequence[Event], conversation: Conversation, limit: int) -> dict[str, Any]:
    more = len(events) >= limit
    return {
        "events": [states.event_for_visitor(event) for event in events if visitor_sees(event)],
        "upto": events[-1].seq if more else conversation.last_seq,
        **({"more": True} if more else {}),
    }


Choose = Callable[[Conversation, Sequence[Event]], Sequence[Event]]


async def _in_current(desk: Desk, guest: Guest, choose: Choose, page: Page | None) -> Recorded:
    """Into his open or reopenable conversation; else into a new one, unless he opened one on another node."""
    for _ in range(3):
        conversation = await current(desk, guest)
        if decide.can_be_reopened(conversation, desk.clock()):
            return await desk.record(conversation.id, lambda c: choose(c, ()))
        new = f"c_{secrets.token_urlsafe(16)}"
        opening = _opening(desk, guest, new, page)
        try:
            recorded = await desk.record(new, partial(_opened_by, choose, opening), starts=True)
        except Taken:
            guest.conversation = None
            continue
        guest.conversation = new
        return recorded
    raise NotFound("no open conversation")


def _opened_by(choose: Choose, opening: Sequence[Event], conversation: Conversation) -> Sequence[Event]:
    return choose(conversation, opening)


def _opening(desk: Desk, guest: Guest, new: str, page: Page | None) -> list[Event]:
    site, record = guest.site, guest.record
    is_live = service(desk, site)["online"]
    mode: Literal["live", "offline"] = "live" if is_live else "offline"
    started = e.ConversationStarted(
        conversation=new,
        by=_sender(guest),
        site=site.id,
        visitor=Named(guest.id, guest.record.name),
        team=desk.directory.team_named(site.team),
        customer=guest.record.customer,
        mode=mode,
        locale=guest.record.locale,
        page=page,
        address=guest.address,
    )
    if not (record.name or record.email or record.phone):
        return [started]
    known = e.DetailsGiven(by=_sender(guest), name=record.name, email=record.email, phone=record.phone)
    return [started, known]


async def _keeps(
    desk: Desk, guest: Guest, record: VisitorRecord, event: e.DetailsGiven | e.VisitorIdentified
) -> None:
    is_open = guest.conversation is not None and guest.conversation in desk.floor.open
    if is_open and guest.conversation is not None:
        said = replace(event, by=_sender(guest))
        await desk.record(guest.conversation, lambda c: decide.gives_details(c, said), visitor=record)
    else:
        await desk.timeline.keep_visitor(record)
    guest.record = record


def _sender(guest: Guest) -> Sender:
    return Sender("visitor", guest.id, guest.record.name)


def _agent_here(desk: Desk, conversation: Conversation) -> bool:
    return conversation.agent is None or desk.floor.is_here(conversation.agent.id)


def _open_one(desk: Desk, guest: Guest) -> Conversation:
    conversation = desk.floor.open.get(guest.conversation or "")
    if conversation is None:
        raise NotFound("no open conversation")
    return conversation

"""What a visitor may do. Which conversation it touches follows from who he is, never from what he sends."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from msgspec import structs

from server.core import events as e
from server.core.audience import visitor_sees
from server.core.conversation import Conversation
from server.core.decide import visitor as decide
from server.core.decide.visitor import Message
from server.core.events import Event, MessageSent, Named, Page, Sender
from server.core.ids import in_order
from server.core.refusals import NotFound, Refusal

from . import states
from .arrival import current, hashed, new_token, service
from .desk import Desk
from .directory import Topic
from .floor import Guest
from .people import needs
from .people.needs import Needs
from .people.staying import is_here
from .ports import Taken, VisitorRecord
from .wishes import Recorded, Said, Wish, written_in

MOST_EVENTS = 500


async def says(
    desk: Desk, guest: Guest, message: Message, page: Page | None = None, topic: Topic | None = None
) -> MessageSent:
    """His message, once, however often it is sent. Gives the event that it is stored as.

    `topic`: what he says that it is about, in case it opens a conversation.
    """
    said = Said(guest.id, message.id, message.text, message.choice)
    if (conversation := goes_on(desk, guest)) is not None:
        decided = partial(_says_on, desk, guest, message)
        try:
            recorded = await desk.joined(guest.id, conversation, decided, said)
            return written_in(recorded)
        except _GoesOnElsewhere:
            pass
    async with desk.turn(guest.id):
        recorded = await _in_current(desk, guest, partial(_says, desk, guest, message), page, said, topic)
        return written_in(recorded)


def says_soon(
    desk: Desk, guest: Guest, message: Message, told: Callable[[MessageSent | BaseException], None]
) -> None:
    """The same without waiting, where the conversation `goes_on`: `told` gets the event, or the problem."""

    def answered(wish: Wish) -> None:
        if isinstance(wish.problem, _GoesOnElsewhere):
            later = asyncio.ensure_future(says(desk, guest, message))
            later.add_done_callback(lambda done: told(done.exception() or done.result()))
        else:
            told(wish.problem or written_in(wish))

    said = Said(guest.id, message.id, message.text, message.choice)
    conversation = goes_on(desk, guest) or ""
    desk.join(guest.id, conversation, Wish(partial(_says_on, desk, guest, message), said, answered))


def goes_on(desk: Desk, guest: Guest) -> str | None:
    """The conversation that his next word goes into, while it is open."""
    return guest.conversation if guest.conversation in desk.floor.open else None


async def asks_for_a_person(desk: Desk, guest: Guest, page: Page | None = None) -> str:
    """Gives the conversation that is open now."""
    async with desk.turn(guest.id):
        recorded = await _in_current(
            desk,
            guest,
            lambda conversation, opening: decide.asks_for_a_person(
                conversation, _sender(guest), opening, agent_here=is_here(desk, conversation)
            ),
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
        token = new_token(desk)
        record = replace(
            guest.record,
            token_hash=hashed(token),
            customer=identified.customer,
            name=identified.name or guest.record.name,
            email=identified.email or guest.record.email,
            verified=identified.email or guest.record.verified,
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


class _GoesOnElsewhere(Refusal):
    """While this waited for its turn, the conversation ended for good: the next word opens a new one."""


def _says_on(desk: Desk, guest: Guest, message: Message, conversation: Conversation) -> Sequence[Event]:
    if not decide.can_be_reopened(conversation, desk.clock()):
        raise _GoesOnElsewhere
    return _says(desk, guest, message, conversation, ())


def _says(
    desk: Desk, guest: Guest, message: Message, conversation: Conversation, opening: Sequence[Event]
) -> Sequence[Event]:
    here = is_here(desk, conversation)
    return decide.says(conversation, _sender(guest), message, opening=opening, agent_here=here)


async def _in_current(
    desk: Desk,
    guest: Guest,
    choose: Choose,
    page: Page | None,
    said: Said | None = None,
    topic: Topic | None = None,
) -> Recorded:
    """Into his open or reopenable conversation; else into a new one, unless he opened one on another node."""
    for _ in range(3):
        conversation = await current(desk, guest)
        if decide.can_be_reopened(conversation, desk.clock()):
            return await desk.record(conversation.id, lambda c: choose(c, ()), said=said)
        new = f"c_{in_order(desk.clock(), desk.chance(12))}"
        opening = _opening(desk, guest, new, page, needs.of_new(desk, guest, topic))
        try:
            recorded = await desk.record(new, partial(_opened_by, choose, opening), starts=True, said=said)
        except Taken:
            guest.conversation = None
            continue
        if recorded.conversation.exists:
            guest.conversation = new
        return recorded
    raise NotFound("no open conversation")


def _opened_by(choose: Choose, opening: Sequence[Event], conversation: Conversation) -> Sequence[Event]:
    return choose(conversation, opening)


def _opening(desk: Desk, guest: Guest, new: str, page: Page | None, wants: Needs) -> list[Event]:
    site, record = guest.site, guest.record
    is_live = service(desk, guest, wants.team)["online"]
    mode: Literal["live", "offline"] = "live" if is_live else "offline"
    started = e.ConversationStarted(
        conversation=new,
        by=_sender(guest),
        site=site.id,
        visitor=Named(guest.id, guest.record.name),
        team=desk.directory.team_named(wants.team),
        skills=wants.skills,
        language=wants.language,
        customer=guest.record.customer,
        mode=mode,
        locale=guest.record.locale,
        page=page,
        address=guest.address,
    )
    if not (record.name or record.email or record.phone or record.fields):
        return [started]
    known = e.DetailsGiven(
        by=_sender(guest),
        name=record.name,
        email=record.email,
        phone=record.phone,
        fields=record.fields or None,
    )
    return [started, known]


async def _keeps(
    desk: Desk, guest: Guest, record: VisitorRecord, event: e.DetailsGiven | e.VisitorIdentified
) -> None:
    is_open = guest.conversation is not None and guest.conversation in desk.floor.open
    if is_open and guest.conversation is not None:
        said = structs.replace(event, by=_sender(guest))
        await desk.record(guest.conversation, lambda c: decide.gives_details(c, said), visitor=record)
    else:
        await desk.timeline.keep_visitor(record)
    guest.record = record


def _sender(guest: Guest) -> Sender:
    return Sender("visitor", guest.id, guest.record.name)


def _open_one(desk: Desk, guest: Guest) -> Conversation:
    conversation = desk.floor.open.get(guest.conversation or "")
    if conversation is None:
        raise NotFound("no open conversation")
    return conversation

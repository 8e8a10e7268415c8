"""Conversations as lists, states, events and transcripts; visitors; colleagues; the queue."""

import html
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from server.core.audience import visitor_sees
from server.core.conversation import Conversation
from server.core.events import Event, MessageSent
from server.core.refusals import Invalid, NotFound
from server.core.text import clean
from server.desk import agent as desk_
from server.desk import states, supervisor
from server.desk.back_office import Wanted
from server.desk.board import Part
from server.desk.directory import Person
from server.desk.floor import AgentPresence

from .calls import Call
from .described import FOOT, HEAD
from .paging import page

FILTERS = ("view", "status", "site", "team", "agent", "visitor", "cursor", "limit")


async def conversations(call: Call) -> dict[str, Any]:
    query = {name: clean(value) for name, value in call.request.query.items()}
    limit = call.whole("limit", 50, 1, 200)
    names = ("view", "status", "site", "team", "agent", "visitor")
    wanted = Wanted(**{name: query[name] for name in names if name in query})
    if wanted.status not in (None, "open", "snoozed", "resolved"):
        raise Invalid("status must be open, snoozed or resolved")
    found, following = await call.parts.kept.lists.conversations(
        call.person, wanted, query.get("cursor") or None, limit
    )
    floor = call.parts.desk.floor
    return {"items": [states.for_agents(one, floor) for one in found], "next": following}


async def conversation(call: Call) -> dict[str, Any]:
    found = await desk_.open_to(call.parts.desk, call.person, call.path("id"))
    return states.for_agents(found, call.parts.desk.floor)


async def events(call: Call) -> dict[str, Any]:
    after = call.whole("after", 0, 0, 2**53)
    opened = await supervisor.opens(call.parts.desk, call.person, call.path("id"), after)
    return {name: opened[name] for name in ("events", "upto", "more") if name in opened}


async def transcript(call: Call) -> web.Response:
    """What was said. A visitor gets his own, without notes."""
    found = await _his_or_open_to(call)
    for_visitor = call.caller.person is None
    lines = [
        (event.at, _speaker(event), event.text)
        async for event in _messages(call, found)
        if not for_visitor or visitor_sees(event)
    ]
    if call.path("kind") == "txt":
        text = "\n".join(f"[{_time(at)}] {who}: {said}" for at, who, said in lines)
        return web.Response(text=text + "\n", content_type="text/plain", charset="utf-8")
    rows = "".join(
        f"<li><time>{_time(at)}</time> <b>{html.escape(who)}</b>: <span>{html.escape(said)}</span></li>"
        for at, who, said in lines
    )
    page = (
        f"{HEAD.format(f'Conversation {html.escape(found.id)}')}"
        f"<h1>Conversation with {html.escape(found.visitor.name or 'a visitor')}</h1><ol>{rows}</ol>{FOOT}"
    )
    return web.Response(text=page, content_type="text/html", charset="utf-8")


async def visitor(call: Call) -> dict[str, Any]:
    """For whoever may see one of his conversations."""
    parts = call.parts
    record = await parts.kept.timeline.visitor(call.path("id"))
    if record is None or not await parts.kept.lists.sees_visitor(call.person, record.id):
        raise NotFound("no such visitor")
    return {
        "id": record.id,
        "name": record.name,
        "email": record.email,
        "phone": record.phone,
        "fields": record.fields,
        "locale": record.locale,
        "verified": record.customer is not None,
        "customer": record.customer,
        "first_seen_at": record.first_seen_at,
        "last_seen_at": record.last_seen_at,
        "online": record.id in parts.desk.floor.guests,
    }


async def colleagues(call: Call) -> dict[str, Any]:
    """Whom one may transfer to: who is employed, and what teams there are."""
    directory, floor = call.parts.kept.directory, call.parts.desk.floor

    def shown(person: Person) -> dict[str, Any]:
        presence = floor.agents.get(person.id) or AgentPresence(person.id)
        return {
            "id": person.id,
            "name": person.name,
            "status": presence.status,
            "reason": presence.reason,
            "since": presence.since,
            "slots": person.slots,
            "taken": floor.taken(person.id),
            "skills": sorted(person.skills),
            "teams": [states.named(directory.team_named(team)) for team in sorted(person.teams)],
        }

    people = [person for person in directory.people.values() if not person.disabled]
    teams = sorted(directory.teams.values(), key=lambda team: (team.name, team.id))
    return {
        **page(call, people, lambda person: (person.name, person.id), shown),
        "teams": [states.named(team.named) for team in teams],
    }


async def queue(call: Call) -> dict[str, Any]:
    """Raises Invalid for no such site or team."""
    directory, query = call.parts.kept.directory, call.request.query
    part = Part(query.get("site") or None, query.get("team") or None)
    if part.site not in (None, *directory.sites) or part.team not in (None, *directory.teams):
        raise Invalid("there is no such site or team")
    return await call.parts.board(part)


async def _his_or_open_to(call: Call) -> Conversation:
    if (person := call.caller.person) is not None:
        found = await desk_.open_to(call.parts.desk, person, call.path("id"))
        await supervisor.is_kept(call.parts.desk, person, found, "conversation.transcript")
        return found
    found = await call.parts.desk.conversation(call.path("id"))
    if found.visitor.id != call.caller.visitor:
        raise NotFound("no such conversation")
    return found


async def _messages(call: Call, found: Conversation) -> Any:  # noqa: ANN401  (an async iterator of MessageSent)
    after = 0
    while said := await call.parts.kept.timeline.events(found.id, after):
        for event in said:
            if isinstance(event, MessageSent):
                yield event
        after = said[-1].seq


def _speaker(event: Event) -> str:
    kind = {"visitor": "Visitor", "bot": "Butler", "agent": "Agent", "system": "System"}[event.by.kind]
    note = " (note)" if isinstance(event, MessageSent) and event.kind == "note" else ""
    return (event.by.name or kind) + note


def _time(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

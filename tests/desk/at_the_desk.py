"""What routing's tests do with a shop's desk: people come, write, leave, and time passes."""

from typing import Any
from uuid import uuid4

from server.core.decide.visitor import Message
from server.core.events import Assigned, Event, Offered, OfferLapsed, Queued, Routed, Unassigned
from server.desk import agent, visitor
from server.desk.later import overdue
from server.desk.queue import routing
from tests.desk.conftest import Shop


async def by_rules(shop: Shop, **rules: Any) -> str:
    """The team's, from now on. Gives the team."""
    team = next(iter(shop.kept.directory.teams.values()))
    await shop.kept.people.change_team(team.id, {"rules": {**team.rules.to_dict(), **rules}})
    return team.id


async def hired(shop: Shop, *names: str, **changes: Any) -> None:
    for name in names:
        person = await shop.kept.people.add_person(f"{name}@shop.example", name, "agent")
        if changes:
            await shop.kept.people.change_person(person.id, changes)


async def changed(shop: Shop, name: str, **changes: Any) -> None:
    await shop.kept.people.change_person(shop.person(name).id, changes)


async def online(shop: Shop, *names: str) -> None:
    for name in names:
        await shop.presences.sets(shop.person(name), "online")


async def writes(shop: Shop, name: str = "Vera", text: str = "Where is my order?") -> str:
    """He is a minute later than the one before. Gives the conversation."""
    shop.clock.now += 60_000
    said = await visitor.says(shop.desk, shop.guest(name), Message(str(uuid4()), text))
    assert said.conversation is not None
    return said.conversation


async def answers(shop: Shop, name: str, conversation: str) -> None:
    await agent.says(shop.desk, shop.person(name), conversation, Message(str(uuid4()), "Let me look."))


async def writes_and_is_given(shop: Shop, name: str = "Vera") -> str | None:
    """To whom."""
    conversation = await writes(shop, name)
    await routing.look(shop.desk)
    return owner(shop, conversation)


def owner(shop: Shop, conversation: str) -> str | None:
    found = shop.desk.floor.open[conversation].agent
    return found.name if found else None


async def later(shop: Shop, ms: int) -> None:
    """And whatever is due by then happens."""
    shop.clock.now += ms
    for due in await shop.kept.timeline.claim_due(shop.clock.now):
        await overdue.look(shop.desk, shop.presences, due)
    await routing.look(shop.desk)


async def happened(shop: Shop, conversation: str) -> list[Event]:
    return await shop.kept.timeline.events(conversation)


async def last_reasons(shop: Shop) -> dict[str, Any]:
    """Why the last one was given to whom."""
    return [event for event in shop.screens.told if isinstance(event, Routed)][-1].reasons


def what_routing_did(events: list[Event]) -> list[str]:
    told = (Routed, Assigned, Offered, OfferLapsed, Unassigned, Queued)
    return [event.type for event in events if isinstance(event, told)]

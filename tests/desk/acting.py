"""What tests of a desk without sockets do again and again."""

from uuid import uuid4

from server.core.conversation import Conversation
from server.core.decide.visitor import Message
from server.core.events import Event
from server.desk import agent, visitor
from server.desk.later import overdue
from tests.desk.conftest import Shop


def message(text: str = "Where is my order?") -> Message:
    return Message(str(uuid4()), text)


async def opened(shop: Shop, name: str = "Vera") -> str:
    said = await visitor.says(shop.desk, shop.guest(name), message())
    return said.conversation or ""


async def answered(shop: Shop, by: str = "Ada") -> str:
    """Vera asks, and is answered."""
    conversation = await opened(shop)
    await agent.says(shop.desk, shop.person(by), conversation, message("It left yesterday."))
    return conversation


async def online(shop: Shop, *names: str) -> None:
    for name in names:
        await shop.presences.sets(shop.person(name), "online")
        await shop.presences.arrives(shop.person(name), f"socket of {name}")


async def rules(shop: Shop, **changed: object) -> None:
    """The team's, of which the shop's conversations are."""
    await shop.kept.people.change_team(shop.site.team or "", {"rules": changed})


async def later(shop: Shop, seconds: float) -> None:
    """Moves the clock, and looks at what comes due meanwhile, each at its time."""
    until = shop.clock.now + round(seconds * 1000)
    while due := await shop.kept.timeline.claim_due(until):
        for one in sorted(due, key=lambda one: one.at):
            shop.clock.now = max(shop.clock.now, one.at)
            await overdue.look(shop.desk, shop.presences, one)
    shop.clock.now = until


def stands(shop: Shop, conversation: str) -> Conversation:
    return shop.desk.floor.open[conversation]


async def happened(shop: Shop, conversation: str, kind: type[Event]) -> list[Event]:
    return [event for event in await shop.kept.timeline.events(conversation) if isinstance(event, kind)]

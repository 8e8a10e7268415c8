"""Whoever tells what is stored is interrupted, or fails: the rest is told at the next look, and only that."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot import butler
from server.core.conversation import Conversation
from server.core.decide.visitor import Message
from server.core.events import Event
from server.core.refusals import NotStored
from server.desk import agent, visitor
from server.desk.desk import Desk
from server.desk.floor import Floor
from server.desk.ports import Append
from tests.desk.conftest import Shop
from tests.fakes import Screens


@dataclass
class StoppingScreens(Screens):
    """They stand still, or break, before event number `stops_at` is shown."""

    stops_at: int = 3
    breaks: bool = False
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None:
        for event in events:
            if event.seq == self.stops_at:
                self.stops_at = 0
                self.stopped.set()
                if self.breaks:
                    raise RuntimeError("a screen is broken")
                await asyncio.Event().wait()
            await super().events(conversation, [event])


@pytest.fixture(params=[False, True], ids=["interrupted", "failing"])
def screens(request: pytest.FixtureRequest, sqlite_shop: Shop) -> StoppingScreens:
    sqlite_shop.desk.tell = sqlite_shop.screens = StoppingScreens(breaks=request.param)
    return sqlite_shop.screens


@pytest_asyncio.fixture
async def untold(sqlite_shop: Shop, screens: StoppingScreens) -> Conversation:
    """Stored here; only its first two events were told. Another node has the same database."""
    says = asyncio.ensure_future(
        visitor.says(sqlite_shop.desk, sqlite_shop.guest(), Message(str(uuid4()), "Where is my order?"))
    )
    await screens.stopped.wait()
    if not screens.breaks:
        says.cancel()
    await asyncio.wait([says])
    return await stored(sqlite_shop, screens.told[0].conversation or "")


async def test_who_was_not_told_is_told_at_the_next_look(
    sqlite_shop: Shop, screens: StoppingScreens, untold: Conversation
) -> None:
    assert [event.seq for event in screens.told] == [1, 2]
    await sqlite_shop.desk.unsure.look(sqlite_shop.desk.turn)
    events = await sqlite_shop.kept.timeline.events(untold.id)
    assert screens.told == events
    assert screens.states[-1].last_seq == events[-1].seq
    await sqlite_shop.desk.unsure.look(sqlite_shop.desk.turn)
    assert screens.told == events


@pytest_asyncio.fixture
async def there(sqlite_shop: Shop, untold: Conversation) -> Desk:
    here = sqlite_shop.desk
    other = Desk(here.timeline, Screens(), butler.decide, here.clock, here.directory, Floor(here.directory))
    await other.start()
    return other


async def stored(shop: Shop, conversation: str) -> Conversation:
    found = await shop.kept.timeline.stored(conversation)
    assert found is not None
    return found.conversation


async def test_what_was_not_told_comes_before_what_another_node_stored_since(
    sqlite_shop: Shop, screens: StoppingScreens, untold: Conversation, there: Desk
) -> None:
    here = sqlite_shop.desk
    await agent.takes(there, sqlite_shop.person("Ada"), untold.id)
    async with here.turn(untold.visitor.id):
        await here.takes_in(await stored(sqlite_shop, untold.id))
    assert screens.told == await sqlite_shop.kept.timeline.events(untold.id)


async def test_what_another_node_stores_while_it_is_looked_up_is_told_once(
    sqlite_shop: Shop, screens: StoppingScreens, untold: Conversation, there: Desk
) -> None:
    here = sqlite_shop.desk
    await agent.takes(there, sqlite_shop.person("Ada"), untold.id)
    async with here.turn(untold.visitor.id):
        # It was read before Ada took it, its events afterwards.
        await here.unsure.finds(untold)
        assert screens.told[-1].seq == untold.last_seq
        await here.takes_in(await stored(sqlite_shop, untold.id))
    assert screens.told == await sqlite_shop.kept.timeline.events(untold.id)


class LostAnswers:
    """A timeline whose first answer is lost: it has stored what it was given, and nobody hears of it."""

    def __init__(self, timeline: Any) -> None:
        self._timeline = timeline
        self._answers = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._timeline, name)

    async def append(self, append: Append) -> None:
        await self._timeline.append(append)
        if not self._answers:
            self._answers = True
            raise NotStored("gone after the commit")


async def test_when_she_tries_again_everybody_is_told_what_was_stored_the_first_time(
    sqlite_shop: Shop,
) -> None:
    desk = sqlite_shop.desk
    desk.timeline = LostAnswers(desk.timeline)
    first = Message(str(uuid4()), "Where is my order?")
    with pytest.raises(NotStored):
        await visitor.says(desk, sqlite_shop.guest(), first)
    assert sqlite_shop.screens.told == []
    said = await visitor.says(desk, sqlite_shop.guest(), first)
    assert sqlite_shop.screens.told == await sqlite_shop.kept.timeline.events(said.conversation or "")

"""What happens while routing gives something to somebody."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from server.core.events import (
    Event,
    NeedsSet,
    Resolved,
)
from server.desk import agent
from server.desk.ports import Append, Timeline
from server.desk.queue import routing
from tests.desk.at_the_desk import (
    changed,
    happened,
    online,
    owner,
    what_routing_did,
    writes,
)
from tests.desk.conftest import Shop


class Slow:
    """A store in which something happens while the first append is on its way."""

    def __init__(self, timeline: Timeline, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self._timeline, self._meanwhile = timeline, [meanwhile]

    async def append(self, append: Append) -> None:
        if self._meanwhile:
            await self._meanwhile.pop()()
        await self._timeline.append(append)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._timeline, name)


async def test_who_goes_offline_while_he_is_given_something_does_not_keep_it(sqlite_shop: Shop) -> None:
    shop, ada = sqlite_shop, sqlite_shop.person("Ada")
    await online(shop, "Ada")
    conversation = await writes(shop)
    slow = Slow(shop.desk.timeline, lambda: shop.presences.sets(ada, "offline"))
    shop.desk.timeline = cast(Timeline, slow)
    await routing.look(shop.desk)
    assert what_routing_did(await happened(shop, conversation))[-3:] == ["assigned", "unassigned", "queued"]
    assert owner(shop, conversation) is None and shop.desk.floor.open[conversation].in_front


async def meanwhile_in_his_turn(shop: Shop, conversation: str, *happens: Event) -> None:
    """Routing has chosen already, and waits for Vera's turn."""
    async with shop.desk.turn(shop.guest().id):
        looking = asyncio.create_task(routing.look(shop.desk))
        for _ in range(10):
            await asyncio.sleep(0)
        await shop.desk.record(conversation, lambda _: happens)
    await looking


async def test_what_needs_somebody_else_by_then_is_not_given_to_whom_was_chosen(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    await changed(shop, "Ben", skills={"refunds": 1})
    await online(shop, "Ada", "Ben")
    await agent.takes(shop.desk, shop.person("Ben"), await writes(shop, "Wim"))
    conversation = await writes(shop)
    await meanwhile_in_his_turn(shop, conversation, NeedsSet(skills=("refunds",)))
    assert owner(shop, conversation) == "Ben"


async def test_what_is_over_by_then_is_given_to_nobody(sqlite_shop: Shop) -> None:
    await online(sqlite_shop, "Ada")
    conversation = await writes(sqlite_shop)
    await meanwhile_in_his_turn(sqlite_shop, conversation, Resolved())
    assert "assigned" not in what_routing_did(await happened(sqlite_shop, conversation))


async def test_routing_shares_a_turn_with_what_the_visitor_says_meanwhile(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation = await writes(shop)
    await asyncio.gather(routing.look(shop.desk), *(writes(shop, text=f"And {n}?") for n in range(5)))
    events = await happened(shop, conversation)
    assert owner(shop, conversation) == "Ada"
    assert [event.seq for event in events] == list(range(1, len(events) + 1))

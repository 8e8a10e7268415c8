"""Nodes on one PostgreSQL: who routes, who is connected where, and what becomes of a node that dies."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import asyncpg
import pytest

from server.core.conversation import Conversation
from server.core.decide.visitor import Message
from server.core.events import Assigned
from server.core.refusals import NotStored
from server.desk import arrival, visitor
from server.desk.later import overdue
from server.desk.nodes.elsewhere import Elsewhere
from server.desk.nodes.membership import Nodes
from server.desk.ports import Due, Outdated
from server.desk.presence import GRACE
from server.desk.queue import routing
from server.store.nodes import Lives, StoredNodes
from tests.desk.conftest import Shop
from tests.house import WITHIN

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

SHORT = Lives(node=1_000, lease=1_000)  # ms: a beat on a busy machine takes its time


def node(shop: Shop, name: str, lives: Lives | None = None) -> Nodes:
    registry = StoredNodes(shop.kept.database, shop.kept.timeline.writer, name, lives)
    return Nodes(shop.desk, shop.presences, registry)


async def beaten(*nodes: Nodes) -> None:
    """Twice each: they find each other, then say who is connected to them."""
    for one in (*nodes, *nodes):
        await one.beat()


async def until(it_is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN):
        while not await it_is_so():
            pass


async def waiting(shop: Shop, name: str = "Vera") -> Conversation:
    """In the queue."""
    said = await visitor.says(shop.desk, shop.guest(name), Message(str(uuid4()), "Hello"))
    assert said.conversation is not None
    await visitor.asks_for_a_person(shop.desk, shop.guest(name))
    return await shop.desk.conversation(said.conversation)


async def test_a_lease_that_a_frozen_node_clings_to_keeps_nobody_from_writing(
    shop: Shop, other_shop: Shop, database_url: str
) -> None:
    here, there = node(shop, "here", Lives(lease=1)), node(other_shop, "there")
    await beaten(here, there)
    frozen = await asyncpg.connect(database_url)
    async with frozen.transaction():
        await frozen.execute("SELECT fence FROM leases WHERE name = 'routing' FOR SHARE")
        with pytest.raises(NotStored):
            await there.beat()
        await waiting(other_shop, "Vera")
    await there.beat()
    await frozen.close()


async def test_of_two_nodes_one_routes_and_the_other_as_soon_as_it_leaves(
    shop: Shop, other_shop: Shop
) -> None:
    here, there = node(shop, "here"), node(other_shop, "there")
    await beaten(here, there)
    assert (here.may_route, there.may_route) == (True, False)
    await here.leave()
    await there.beat()
    assert there.may_route


async def test_a_node_that_is_alone_routes_again_after_it_was_taken_for_dead(shop: Shop) -> None:
    here = node(shop, "here", Lives(node=0, lease=0))
    await here.beat()
    first = here.fence
    await here.beat()
    assert here.may_route
    assert here.fence == first


async def test_what_was_decided_under_a_lease_that_is_lost_is_not_written(
    shop: Shop, other_shop: Shop
) -> None:
    here, there = node(shop, "here", SHORT), node(other_shop, "there", SHORT)
    conversation = await waiting(shop)
    await shop.presences.sets(shop.person("Ada"), "online")
    await here.beat()

    async def takes_over() -> bool:
        await there.beat()
        return there.may_route

    await until(takes_over)
    with pytest.raises(Outdated):
        await routing.look(shop.desk, here.fence)
    events = await shop.kept.timeline.events(conversation.id)
    assert not [event for event in events if isinstance(event, Assigned)]
    await here.beat()
    assert not here.may_route


async def test_who_routes_gives_what_another_node_put_in_the_queue(shop: Shop, other_shop: Shop) -> None:
    here, there = node(shop, "here"), node(other_shop, "there")
    await beaten(here, there)
    elsewhere = Elsewhere(shop.desk, shop.presences)
    await elsewhere.start()
    await other_shop.presences.sets(other_shop.person("Ada"), "online")
    conversation = await waiting(other_shop)
    await elsewhere.look()
    await routing.look(shop.desk, here.fence)
    assert shop.desk.floor.open[conversation.id].agent == shop.person("Ada").named


async def test_nobody_counts_as_gone_who_is_connected_to_another_node(shop: Shop, other_shop: Shop) -> None:
    here, there = node(shop, "here"), node(other_shop, "there")
    ada = shop.person("Ada")
    await shop.presences.sets(ada, "online")
    conversation = await waiting(shop)
    await shop.presences.arrives(ada, "here")
    await beaten(here, there)
    await other_shop.presences.arrives(other_shop.person("Ada"), "there")
    other_shop.guest()
    await shop.presences.leaves(ada, "here")
    await arrival.leaves(shop.desk, shop.guest(), "Vera")
    await beaten(here, there)
    assert sorted(await due(shop, here)) == ["agent_gone", "visitor_left"]
    assert shop.desk.floor.presence(ada.id).status == "online"
    assert (await shop.desk.conversation(conversation.id)).visitor_left_at is None


async def test_who_comes_sooner_than_the_news_of_him_brings_it_for_all_who_are_there(
    shop: Shop, other_shop: Shop
) -> None:
    conversation = await waiting(shop)
    await arrival.current(other_shop.desk, other_shop.guest())
    assert other_shop.screens.told == await shop.kept.timeline.events(conversation.id)


async def test_an_agent_at_another_node_is_given_conversations(shop: Shop, other_shop: Shop) -> None:
    here, there = node(shop, "here"), node(other_shop, "there")
    ada = shop.person("Ada")
    await shop.presences.sets(ada, "online")
    await shop.presences.leaves(ada, "lost")
    await other_shop.presences.arrives(other_shop.person("Ada"), "there")
    conversation = await waiting(shop)
    await routing.look(shop.desk, here.fence)
    assert shop.desk.floor.open[conversation.id].agent is None
    await beaten(here, there)
    await here.beat()
    await routing.look(shop.desk, here.fence)
    assert shop.desk.floor.open[conversation.id].agent == ada.named


async def test_whether_somebody_is_gone_is_not_known_before_every_node_has_said_who_is_there(
    shop: Shop, other_shop: Shop
) -> None:
    here, there = node(shop, "here"), node(other_shop, "there")
    other_shop.guest()
    await here.beat()
    await there.beat()
    assert await here.held_elsewhere("visitor", "v_vera") is None
    await there.beat()
    assert await here.held_elsewhere("visitor", "v_vera") is True
    other_shop.desk.floor.guests.clear()
    await there.beat()
    assert await here.held_elsewhere("visitor", "v_vera") is False


async def test_those_of_a_node_that_died_are_gone_after_the_grace(shop: Shop, other_shop: Shop) -> None:
    here, there = node(shop, "here"), node(other_shop, "there", SHORT)
    ada = other_shop.person("Ada")
    await other_shop.presences.sets(ada, "online")
    conversation = await waiting(shop)
    await other_shop.presences.arrives(ada, "there")
    shop.desk.floor.guests.clear()
    other_shop.guest()
    await here.beat()
    await there.beat()
    await there.beat()

    async def is_buried() -> bool:
        await here.beat()
        return not shop.desk.has_others

    await until(is_buried)
    await Elsewhere(shop.desk, shop.presences).look()
    assert sorted(await due(shop, here)) == ["agent_gone", "visitor_left"]
    assert shop.desk.floor.presence(ada.id).status == "offline"
    assert (await shop.desk.conversation(conversation.id)).visitor_left_at is not None


async def test_a_node_that_was_taken_for_dead_says_again_who_is_there(shop: Shop, other_shop: Shop) -> None:
    here, there = node(shop, "here"), node(other_shop, "there", SHORT)
    other_shop.guest()
    await here.beat()
    await there.beat()
    await there.beat()

    async def is_buried() -> bool:
        await here.beat()
        return not shop.desk.has_others

    await until(is_buried)
    for one in (there, here, there):
        await one.beat()
    assert await here.held_elsewhere("visitor", "v_vera") is True


async def due(shop: Shop, nodes: Nodes) -> list[str]:
    """Carries out what is due after the grace; gives the kinds."""
    shop.clock.now += GRACE + 1
    claimed: list[Due] = await shop.kept.timeline.claim_due(shop.clock.now)
    for one in claimed:
        await overdue.look(shop.desk, shop.presences, one, nodes)
    return [one.kind for one in claimed]

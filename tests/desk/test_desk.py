"""Decide, record, tell, react, on both databases and on two nodes."""

import asyncio
from uuid import uuid4

import pytest

from server.core.decide.visitor import Message
from server.core.events import Assigned, MessageSent, Queued
from server.core.refusals import Conflict, NotFound
from server.desk import agent, visitor
from server.desk.later import overdue
from server.desk.nodes.elsewhere import Elsewhere
from server.desk.people import hand_over
from server.desk.presence import GRACE
from server.desk.queue import routing
from tests.desk.conftest import Shop


def message(text: str = "Where is my order?") -> Message:
    return Message(str(uuid4()), text)


async def opened(shop: Shop) -> str:
    conversation = (await visitor.says(shop.desk, shop.guest(), message())).conversation
    assert conversation is not None
    return conversation


async def test_the_butlers_answer_is_in_the_same_turn_as_what_it_answers(shop: Shop) -> None:
    await visitor.says(shop.desk, shop.guest(), message())
    said = [event for event in shop.screens.told if isinstance(event, MessageSent)]
    assert [event.by.kind for event in said[:2]] == ["visitor", "bot"]
    assert len(shop.screens.states) == 1
    assert shop.kept.timeline.writer.tally.items >= 1


async def test_everybody_is_told_what_is_stored_and_nothing_else(shop: Shop) -> None:
    conversation = await opened(shop)
    ada = shop.person("Ada")
    await agent.takes(shop.desk, ada, conversation)
    await agent.says(shop.desk, ada, conversation, message("It left yesterday."))
    stored = await shop.kept.timeline.events(conversation)
    assert stored == shop.screens.told
    assert [event.seq for event in stored] == list(range(1, len(stored) + 1))


async def test_what_is_refused_is_neither_stored_nor_told(shop: Shop) -> None:
    conversation = await opened(shop)
    await agent.takes(shop.desk, shop.person("Ada"), conversation)
    told = list(shop.screens.told)
    with pytest.raises(Conflict) as refused:
        await agent.takes(shop.desk, shop.person("Ben"), conversation)
    assert refused.value.details["owner"] == {"id": shop.person("Ada").id, "name": "Ada"}
    with pytest.raises(NotFound):
        await agent.takes(shop.desk, shop.person("Ben"), "c_nowhere")
    assert shop.screens.told == told
    assert await shop.kept.timeline.events(conversation) == told


async def test_of_two_nodes_that_write_at_once_the_slower_looks_again_and_decides_anew(
    shop: Shop, other_shop: Shop
) -> None:
    conversation = await opened(shop)
    both = [(of, of.person("Ada")) for of in (shop, other_shop)]
    for number in range(10):
        await asyncio.gather(
            *(agent.says(of.desk, ada, conversation, message(f"{number}")) for of, ada in both)
        )
    stored = await shop.kept.timeline.events(conversation)
    assert [event.seq for event in stored] == list(range(1, len(stored) + 1))
    spoken = [event.text for event in stored if isinstance(event, MessageSent) and event.by.kind == "agent"]
    assert spoken == [f"{number}" for number in range(10) for _ in range(2)]
    assert sum(isinstance(event, Assigned) for event in stored) == 1


async def test_of_two_who_take_on_two_nodes_one_wins(shop: Shop, other_shop: Shop) -> None:
    for name in ("Vera", "Wanda", "Willy"):
        said = await visitor.says(shop.desk, shop.guest(name), message())
        results = await asyncio.gather(
            agent.takes(shop.desk, shop.person("Ada"), said.conversation or ""),
            agent.takes(other_shop.desk, other_shop.person("Ben"), said.conversation or ""),
            return_exceptions=True,
        )
        assert sorted(type(result).__name__ for result in results) == ["Conflict", "int"]


async def test_first_messages_on_two_nodes_join_one_conversation(shop: Shop, other_shop: Shop) -> None:
    said = await asyncio.gather(
        visitor.says(shop.desk, shop.guest(), message("From here")),
        visitor.says(other_shop.desk, other_shop.guest(), message("From there")),
    )
    assert said[0].conversation == said[1].conversation
    assert len(await shop.kept.timeline.open_ones()) == 1


async def test_nothing_is_refused_for_how_things_stood_before_another_node_was_faster(
    shop: Shop, other_shop: Shop
) -> None:
    conversation = await opened(shop)
    ada, ben = shop.person("Ada"), other_shop.person("Ben")
    await agent.says(shop.desk, ada, conversation, message("Hello"))
    await hand_over.transfers(other_shop.desk, ada, conversation, ben.id, None, None)
    await agent.tags(other_shop.desk, ben, conversation, ["vip"])
    await agent.resolves(other_shop.desk, ben, conversation, "solved")
    await visitor.rates(shop.desk, shop.guest(), conversation, 5, None)
    await agent.reopens(shop.desk, ada, conversation)
    await agent.tags(other_shop.desk, ben, conversation, [])
    await agent.tags(shop.desk, ada, conversation, ["vip"])
    assert (await shop.kept.timeline.open_ones())[0].tags == ("vip",)


async def test_a_message_that_was_stored_before_a_restart_gets_its_first_answer(
    shop: Shop, other_shop: Shop
) -> None:
    once = message("Once")
    first = await visitor.says(shop.desk, shop.guest(), once)
    again = await visitor.says(other_shop.desk, other_shop.guest(), once)
    assert (again.conversation, again.seq, again.at) == (first.conversation, first.seq, first.at)
    with pytest.raises(Conflict):
        await visitor.says(other_shop.desk, other_shop.guest(), Message(once.id, "Twice"))


async def test_routing_gives_each_waiter_to_one_agent_and_nobody_more_than_his_slots(shop: Shop) -> None:
    for name in ("Ada", "Ben"):
        await shop.presences.sets(shop.person(name), "online")
    for number in range(10):
        await visitor.says(shop.desk, shop.guest(f"Visitor{number}"), message())
    await routing.look(shop.desk)
    floor = shop.desk.floor
    assert [floor.taken(shop.person(name).id) for name in ("Ada", "Ben")] == [4, 4]
    assert len(floor.queue) == 2


async def test_another_node_learns_of_what_it_was_not_told(shop: Shop, other_shop: Shop) -> None:
    elsewhere = Elsewhere(other_shop.desk, other_shop.presences)
    await elsewhere.start()
    conversation = await opened(shop)
    await shop.presences.sets(shop.person("Ada"), "online")
    await agent.takes(shop.desk, shop.person("Ada"), conversation)
    await elsewhere.look()
    floor = other_shop.desk.floor
    assert floor.open[conversation].agent == shop.person("Ada").named
    assert floor.presence(shop.person("Ada").id).status == "online"
    await agent.resolves(shop.desk, shop.person("Ada"), conversation, "solved")
    await elsewhere.look()
    assert conversation not in floor.open


async def test_an_agent_who_is_gone_for_the_grace_gives_back_once_on_whichever_node(
    shop: Shop, other_shop: Shop
) -> None:
    ada = shop.person("Ada")
    await shop.presences.sets(ada, "online")
    await shop.presences.arrives(ada, "socket")
    conversation = await opened(shop)
    await agent.takes(shop.desk, ada, conversation)
    await visitor.says(shop.desk, shop.guest(), message("Are you there?"))
    await shop.presences.leaves(ada, "socket")
    now = shop.clock.now = shop.clock.now + GRACE + 1
    claimed = await asyncio.gather(*(of.kept.timeline.claim_due(now) for of in (shop, other_shop)))
    assert [due.kind for batch in claimed for due in batch] == ["agent_gone"]
    for due in (due for batch in claimed for due in batch):
        await overdue.look(shop.desk, shop.presences, due)
    back = [event for event in shop.screens.told if isinstance(event, Queued)]
    assert [event.reason for event in back if event.reason == "agent_gone"] == ["agent_gone"]
    assert shop.desk.floor.open[conversation].in_front


async def test_a_desk_that_is_opened_again_knows_what_is_open(shop: Shop, other_shop: Shop) -> None:
    conversation = await opened(shop)
    await other_shop.desk.start()
    assert other_shop.desk.floor.open == {conversation: shop.desk.floor.open[conversation]}

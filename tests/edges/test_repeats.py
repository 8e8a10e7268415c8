"""The same message again (TRUST S49): one row, one answer, whoever asks how often, and on whichever node."""

import asyncio
from uuid import uuid4

from tests.edges.nodes import another_node
from tests.house import Running

ANSWER = ("conversation", "seq", "at")


async def test_a_hundred_copies_at_once_are_one_message(patient_house_on_each: Running) -> None:
    house = patient_house_on_each
    vera = await house.vera()
    message = {"id": str(uuid4()), "text": "Once"}
    answers = await asyncio.gather(*(vera.call("say", message) for _ in range(100)))
    assert all(answer == answers[0] and answer["ok"] for answer in answers)
    caught = await vera.call("catch_up", {"conversation": answers[0]["conversation"], "after": 0})
    assert [e["id"] for e in caught["events"]].count(message["id"]) == 1
    assert [e["id"] for e in vera.events()].count(message["id"]) == 1


async def test_an_agents_ids_are_his_own_in_each_conversation(house_on_each: Running) -> None:
    house = house_on_each
    vera, wanda = await house.vera(), await house.vera()
    hers = [(await one.say("Hello"))["conversation"] for one in (vera, wanda)]
    ada, ben = await house.agent(house.ada), await house.agent(house.ben)
    same = str(uuid4())
    said = [
        await agent.call("say", {"conversation": conversation, "id": same, "text": "Hello"})
        for agent in (ada, ben)
        for conversation in hers
    ]
    assert all(answer["ok"] for answer in said)
    assert len({(n % 2, answer["seq"]) for n, answer in enumerate(said)}) == 4
    again = await ada.call("say", {"conversation": hers[0], "id": same, "text": "Hello"})
    assert again == said[0]
    other = await ada.call("say", {"conversation": hers[0], "id": same, "text": "Another text"})
    assert other["error"]["code"] == "conflict"
    note = await ada.call("note", {"conversation": hers[0], "id": same, "text": "Another kind"})
    assert note["error"]["code"] == "conflict"


async def test_a_visitor_may_use_an_id_that_somebody_else_used(house: Running) -> None:
    vera, wanda = await house.vera(), await house.vera()
    message = {"id": str(uuid4()), "text": "Hello"}
    one, two = await vera.call("say", message), await wanda.call("say", message)
    assert one["ok"] and two["ok"]
    assert one["conversation"] != two["conversation"]


async def test_a_repeat_on_another_node_gets_the_first_answer_and_reopens_nothing(
    house_on_each: Running,
) -> None:
    vera = await house_on_each.vera()
    token = (await vera.heard("welcome"))["token"]
    message = {"id": str(uuid4()), "text": "Once"}
    first = await vera.call("say", message)
    ada = await house_on_each.agent(house_on_each.ada)
    await ada.call("take", {"conversation": first["conversation"]})
    await ada.call("resolve", {"conversation": first["conversation"], "reason": "solved"})
    async with another_node(house_on_each) as second:
        there = await second.vera(token)
        assert await there.call("say", message) == first
        other = await there.call("say", {**message, "text": "Twice"})
        assert other["error"]["code"] == "conflict"
        state = await there.call("catch_up", {"conversation": first["conversation"], "after": 0})
        assert state["conversation"]["status"] == "resolved"


async def test_the_same_message_on_two_nodes_at_once_is_stored_once(house_on_each: Running) -> None:
    vera = await house_on_each.vera()
    await vera.say("Hello")
    token = (await vera.heard("welcome"))["token"]
    async with another_node(house_on_each) as second:
        there = await second.vera(token)
        for number in range(10):
            message = {"id": str(uuid4()), "text": f"Number {number}"}
            here, elsewhere = await asyncio.gather(vera.call("say", message), there.call("say", message))
            assert here == elsewhere
            assert here["ok"]

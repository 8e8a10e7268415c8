"""Order under load, on both databases: as sent, for everybody, however uneven the store is."""

import asyncio
import random

from server.desk.ports import Append
from tests.house import Client, Running

FOR_A_THOUSAND = 30.0  # s: each is a commit of its own when one person sends them all


def unevenly(house: Running) -> None:
    """The store takes its time, another one for each append."""
    timeline, chance = house.house.desk.timeline, random.Random(7)
    at_once = timeline.append

    async def slowly(append: Append) -> None:
        for _ in range(chance.randrange(20)):
            await asyncio.sleep(0)
        await at_once(append)

    timeline.append = slowly  # type: ignore[method-assign]


async def answered(house: Running, vera: Client, ada: Client) -> str:
    vera.within = ada.within = FOR_A_THOUSAND
    assert (await ada.call("status", {"status": "online"}))["ok"]
    conversation = str((await vera.say("Hello"))["conversation"])
    assert (await ada.call("take", {"conversation": conversation}))["ok"]
    return conversation


def texts(client: Client, kind: str) -> list[str]:
    said = [event for event in client.events() if event["type"] == "message.sent"]
    return [event["text"] for event in said if event["by"]["kind"] == kind]


async def test_a_thousand_messages_back_to_back_arrive_in_the_order_sent(
    patient_house_on_each: Running,
) -> None:
    house = patient_house_on_each
    vera, ada = await house.vera(), await house.agent(house.ada)
    await answered(house, vera, ada)
    unevenly(house)
    sent = [f"message {n}" for n in range(1_000)]
    acks = await asyncio.gather(*(vera.say(text) for text in sent))
    numbers = [ack["seq"] for ack in acks]
    assert numbers == sorted(set(numbers))
    await ada.event("message.sent", lambda e: e["text"] == "message 999")
    await vera.event("message.sent", lambda e: e["text"] == "message 999")
    assert texts(ada, "visitor")[-1_000:] == sent
    assert texts(vera, "visitor")[-1_000:] == sent


async def test_two_tabs_and_an_agent_at_once_are_seen_in_one_order_by_all(
    patient_house_on_each: Running,
) -> None:
    house = patient_house_on_each
    one, ada = await house.vera(), await house.agent(house.ada)
    two = await house.vera((await one.heard("welcome"))["token"])
    conversation = await answered(house, one, ada)
    two.within = FOR_A_THOUSAND
    unevenly(house)
    await asyncio.gather(
        *(one.say(f"one {n}") for n in range(100)),
        *(two.say(f"two {n}") for n in range(100)),
        *(ada.say(f"ada {n}", conversation=conversation) for n in range(100)),
    )
    last = (await ada.say("done", conversation=conversation))["seq"]
    for client in (one, two, ada):
        await client.event("message.sent", lambda e: e["seq"] == last)
        numbers = [event["seq"] for event in client.events()]
        assert numbers == sorted(set(numbers))
    assert texts(one, "visitor") == texts(two, "visitor") == ["Hello", *texts(ada, "visitor")][-201:]
    for tab in ("one", "two"):
        hers = [text for text in texts(ada, "visitor") if text.startswith(tab)]
        assert hers == [f"{tab} {n}" for n in range(100)]


async def test_what_was_sent_while_away_is_caught_up_page_by_page(patient_house_on_each: Running) -> None:
    house = patient_house_on_each
    vera, ada = await house.vera(), await house.agent(house.ada)
    token = (await vera.heard("welcome"))["token"]
    conversation = await answered(house, vera, ada)
    await vera.disconnect()
    sent = [f"message {n}" for n in range(600)]
    await asyncio.gather(*(ada.say(text, conversation=conversation) for text in sent))

    back = await house.vera(token)
    welcome = await back.heard("welcome")
    assert len(welcome["events"]) == 200
    caught: list[str] = []
    pages, upto = 0, 0
    while True:
        page = await back.call("catch_up", {"conversation": conversation, "after": upto})
        caught += [e["text"] for e in page["events"] if e["by"]["kind"] == "agent" and "text" in e]
        pages, upto = pages + 1, page["upto"]
        if not page.get("more"):
            break
    assert (pages, caught) == (2, sent)
    assert upto == welcome["upto"]

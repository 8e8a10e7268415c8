"""F17: an agent's connection dies. After a grace, those who wait for him go to the head of the queue."""

import asyncio
from typing import Any

import pytest

from server.desk.presence import GRACE
from tests.faults.proxy import proxied
from tests.faults.waiting import LONG, until
from tests.house import Client, Running

Told = list[dict[str, Any]]


async def waiting_for_ada(house: Running, through: str = "") -> tuple[Client, Client, str]:
    straight, house.url = house.url, through or house.url
    ada = await house.agent(house.ada)
    house.url = straight
    await ada.call("status", {"status": "online"})
    vera = await house.vera()
    conversation = (await vera.say("Where is my order?"))["conversation"]
    await vera.event("assigned")
    return ada, vera, conversation


def is_missed(house: Running) -> bool:
    return not house.house.floor.presence(house.ada.id).sockets


def about_agents(vera: Client) -> list[str]:
    kinds = ("assigned", "unassigned", "queued", "transferred")
    return [event["type"] for event in vera.events() if event["type"] in kinds]


async def test_back_within_the_grace_she_keeps_what_she_had(house: Running) -> None:
    ada, vera, conversation = await waiting_for_ada(house)
    told = about_agents(vera)
    await ada.disconnect()
    await house.later(GRACE - 1_000)
    back = await house.agent(house.ada)
    await house.later(GRACE + 1_000)
    inbox = await back.heard("inbox")
    assert inbox["me"]["status"] == "online"
    assert [one["id"] for one in inbox["conversations"]] == [conversation]
    assert (await back.say("I was in the lift.", conversation=conversation))["ok"]
    await vera.event("message.sent", lambda event: event["text"] == "I was in the lift.")
    assert about_agents(vera) == told


async def test_nobody_new_is_given_to_her_while_she_is_away(house: Running) -> None:
    ada, vera, _ = await waiting_for_ada(house)
    await ada.disconnect()
    await until(lambda: is_missed(house))
    other = await house.vera()
    await other.say("And mine?")
    await other.event("queued")
    # Routing has looked at all that has changed once it has given the next one to Ben.
    ben = await house.agent(house.ben)
    await ben.call("status", {"status": "online"})
    assert (await other.event("assigned"))["agent"]["name"] == "Ben"
    await house.agent(house.ada)
    third = await house.vera()
    await third.say("Mine too?")
    assert (await third.event("assigned"))["agent"]["name"] in ("Ada", "Ben")
    assert about_agents(vera) == ["queued", "assigned"]


async def test_after_the_grace_it_goes_to_the_head_of_the_queue_and_the_visitor_is_told_once(
    house: Running,
) -> None:
    ada, vera, conversation = await waiting_for_ada(house)
    await ada.disconnect()
    await until(lambda: is_missed(house))
    earlier = await house.vera()
    other = (await earlier.say("I wait as well."))["conversation"]
    await earlier.event("queued")
    await house.later(GRACE + 1)
    await vera.event("queued", lambda event: event["reason"] == "agent_gone")
    await house.later(GRACE + 1)
    assert about_agents(vera) == ["queued", "assigned", "unassigned", "queued"]
    ben = await house.agent(house.ben)
    queue = [one["id"] for one in (await ben.heard("inbox"))["queue"]]
    assert queue == [conversation, other]

    await ben.call("status", {"status": "online"})
    given = await vera.event("assigned", lambda event: event["agent"]["name"] == "Ben")
    assert given["seq"] > 1
    back = await house.agent(house.ada)
    inbox = await back.heard("inbox")
    assert inbox["me"]["status"] == "offline"
    assert (await back.call("take", {"conversation": conversation}))["error"]["owner"]["name"] == "Ben"


@pytest.mark.parametrize("answered", [True, False], ids=["answered", "waiting"])
async def test_what_she_had_answered_stays_hers_until_the_visitor_writes(
    house: Running, answered: bool
) -> None:
    ada, vera, conversation = await waiting_for_ada(house)
    if answered:
        await ada.say("It left yesterday.", conversation=conversation)
    told = about_agents(vera)
    await ada.disconnect()
    await until(lambda: is_missed(house))
    await house.later(GRACE + 1)
    if answered:
        assert about_agents(vera) == told
        await vera.say("Thank you, and the other one?")
    await vera.event("queued", lambda event: event["reason"] == "agent_gone")
    assert about_agents(vera) == [*told, "unassigned", "queued"]


async def test_a_connection_that_goes_silent_is_found_by_the_ping(house: Running) -> None:
    """Nothing is closed, nothing arrives any more: a laptop whose network is gone."""
    eio = house.house.sio.eio
    # Vera, whom a busy machine holds up, is not missed.
    eio.ping_interval, eio.ping_timeout = 0.3, 3
    async with proxied(int(house.url.rpartition(":")[2])) as proxy:
        ada, vera, _ = await waiting_for_ada(house, through=proxy.url)
        proxy.hold()
        await until(lambda: is_missed(house))
        await house.later(GRACE + 1)
        left = await vera.event("unassigned")
        assert left["reason"] == "agent_gone"
        proxy.release()
        await asyncio.wait_for(ada.disconnect(), LONG)

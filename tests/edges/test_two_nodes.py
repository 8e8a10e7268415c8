"""Two server processes on one PostgreSQL, joined by Valkey: who writes at one is heard at the other."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio

from server.clock import wall_clock
from server.store.kept import Kept
from tests.house import Client
from tests.our_server import StartServer
from tests.real_servers import FreshDatabase


@dataclass(frozen=True, slots=True)
class Furnished:
    site: str
    ada: str
    sam: str


async def furnished(url: str) -> Furnished:
    kept = Kept(url, wall_clock)
    await kept.start()
    site = await kept.people.add_site("Shop", ["https://shop.example"])
    tokens = []
    for name, role in (("Ada", "agent"), ("Sam", "supervisor")):
        person = await kept.people.add_person(f"{name}@shop.example", name, role)
        tokens.append((await kept.accounts.add_token(person.id, "test"))[1])
    await kept.stop()
    return Furnished(site.key, *tokens)


@dataclass(frozen=True, slots=True)
class Talk:
    """Vera and Sam are connected to one node, Ada, who has the conversation, to the other."""

    vera: Client
    ada: Client
    sam: Client
    conversation: str


@pytest_asyncio.fixture
async def talk(
    start_server: StartServer, fresh_database: FreshDatabase, redis_url: str
) -> AsyncIterator[Talk]:
    url = await fresh_database()
    known = await furnished(url)
    joined = ("--database-url", url, "--redis-url", redis_url)
    here, there = await asyncio.gather(start_server(*joined), start_server(*joined))
    vera, ada, sam = Client("/visitor"), Client("/agent"), Client("/supervisor")
    vera.within = ada.within = sam.within = 20
    await vera.connect(here.url, {"site": known.site})
    await ada.connect(there.url, {"token": known.ada})
    await sam.connect(here.url, {"token": known.sam})

    assert (await ada.call("status", {"status": "online"}))["ok"]
    conversation = (await vera.say("Is anybody there?"))["conversation"]
    assert (await vera.event("assigned"))["agent"]["name"] == "Ada"
    await ada.heard("conversation", lambda state: state["id"] == conversation)
    assert (await ada.call("open", {"conversation": conversation}))["ok"]
    yield Talk(vera, ada, sam, conversation)
    for client in (vera, ada, sam):
        await client.disconnect()


async def test_visitor_and_agent_on_two_nodes_talk_in_order(talk: Talk) -> None:
    vera, ada, sam, conversation = talk.vera, talk.ada, talk.sam, talk.conversation
    assert (await sam.call("watch", {"conversation": conversation}))["ok"]

    for number in range(8):
        await vera.say(f"vera {number}")
        await ada.say(f"ada {number}", conversation=conversation)
    for client in (vera, ada, sam):
        await client.event("message.sent", lambda e: e["text"] == "ada 7")
        numbers = [event["seq"] for event in client.events() if event["conversation"] == conversation]
        assert numbers == sorted(set(numbers))
    caught = await vera.call("catch_up", {"conversation": conversation, "after": 0})
    spoken = [e["text"] for e in caught["events"] if e.get("kind") == "text"]
    assert spoken[1:] == [f"{who} {n}" for n in range(8) for who in ("vera", "ada")]

    assert (await ada.call("resolve", {"conversation": conversation, "reason": "solved"}))["ok"]
    assert (await vera.heard("survey"))["conversation"] == conversation
    assert (await vera.call("rate", {"conversation": conversation, "score": 5}))["ok"]
    await sam.event("rated")


async def test_what_is_written_at_one_node_is_heard_at_the_other_at_once(talk: Talk) -> None:
    async def hears(text: str) -> float:
        begun = time.monotonic()
        await talk.vera.say(text)
        await talk.ada.event("message.sent", lambda event: event.get("text") == text)
        return time.monotonic() - begun

    took = [await hears(f"vera {number}") for number in range(15)]
    # The look once a second alone would take half a second or more. A quarter of them has to be quicker, so
    # that it does not matter when the machine has other things to do.
    assert sorted(took)[3] < 0.3


async def test_who_types_at_one_node_is_seen_typing_at_the_other(talk: Talk) -> None:
    assert (await talk.vera.call("typing", {"on": True}))["ok"]
    assert (await talk.ada.heard("typing"))["on"] is True
    assert (await talk.ada.call("typing", {"conversation": talk.conversation, "on": True}))["ok"]
    assert (await talk.vera.heard("typing"))["on"] is True


async def test_a_supervisor_at_one_node_reaches_the_agent_at_the_other(talk: Talk) -> None:
    assert (await talk.sam.call("watch", {"conversation": talk.conversation}))["ok"]
    word = {"conversation": talk.conversation, "id": "00000000-0000-4000-8000-000000000001", "text": "canary"}
    assert (await talk.sam.call("whisper", word))["ok"]
    assert (await talk.ada.event("whispered"))["text"] == "canary"
    board = await talk.sam.heard("board")
    ada = next(agent["id"] for agent in board["agents"] if agent["name"] == "Ada")
    wish = {"agent": ada, "status": "away", "note": "Have some tea."}
    assert (await talk.sam.call("status", wish))["ok"]
    told = await talk.ada.event("agent.status", lambda event: event["status"] == "away")
    assert (told["by"]["name"], told["note"]) == ("Sam", "Have some tea.")
    assert "canary" not in str(talk.vera.told)

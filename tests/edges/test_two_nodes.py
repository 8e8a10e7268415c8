"""Two server processes on one PostgreSQL, joined by Valkey: who writes at one is heard at the other."""

import asyncio
from dataclasses import dataclass

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


async def test_visitor_and_agent_on_two_nodes_talk_in_order(
    start_server: StartServer, fresh_database: FreshDatabase, redis_url: str
) -> None:
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
    for client in (vera, ada, sam):
        await client.disconnect()

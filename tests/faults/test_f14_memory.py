"""F14: what a server holds at rest does not depend on how many have been there, however they left."""

import asyncio
import json
import os
import time
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from server.desk import memory
from tests.faults.at_rest import grown, held, objects
from tests.faults.curve import Curve
from tests.faults.line import Line
from tests.faults.server_under_test import Server, UnderTest
from tests.faults.waiting import until
from tests.house import Running, running_house
from tests.houses import NO_LIMITS
from tests.raw_socket import raw_socket
from tests.trust.siege import status_of

WITHIN = 90.0  # s: what has not come by then never will
VISITS = 15  # a round, of each kind
ROUNDS = 4
POLL = "/socket.io/?EIO=4&transport=polling"


async def a_chat(house: Running) -> None:
    """From hello to resolved, by people who say goodbye."""
    vera = await house.vera(page={"url": "https://shop.example/kettles"})
    ada = await house.agent(house.ada)
    conversation = (await vera.say("Hello"))["conversation"]
    there = {"conversation": conversation}
    assert (await ada.call("take", there))["ok"]
    await vera.call("typing", {"on": True})
    await ada.say("Hello to you", **there)
    await vera.call("read", {"seq": 4})
    assert (await ada.call("resolve", there))["ok"]
    await vera.disconnect()
    await ada.disconnect()
    house._clients.clear()


async def a_cut(house: Running) -> None:
    """Gone in the middle of a word, without a goodbye."""
    async with raw_socket(house.url) as raw:
        await raw.join("/visitor", {"site": house.site.key})
        for number in range(3):
            say = ["say", {"id": str(uuid4()), "text": "Hello"}]
            await raw.send(f"42/visitor,{number}{json.dumps(say)}")
        raw.abort()


async def a_slammed_door(house: Running) -> None:
    """Gone before he is let in."""
    async with raw_socket(house.url) as raw:
        await raw.send(f"40/visitor,{json.dumps({'site': house.site.key})}")
        raw.abort()


async def a_poller(house: Running) -> None:
    """Connects by polling, and never asks again."""
    async with aiohttp.ClientSession() as http:
        async with http.get(house.url + POLL) as answer:
            session = json.loads((await answer.text())[1:])["sid"]
        join = f"40/visitor,{json.dumps({'site': house.site.key})}"
        async with http.post(f"{house.url}{POLL}&sid={session}", data=join) as answer:
            assert answer.status == 200


async def a_refusal(house: Running) -> None:
    async with raw_socket(house.url) as raw:
        assert (await raw.join("/agent", {"token": "guessed"})).startswith("44")
        assert (await raw.join("/visitor", {"site": "none"})).startswith("44")


async def rubbish(house: Running) -> None:
    async with raw_socket(house.url) as raw:
        await raw.join("/visitor", {"site": house.site.key})
        for _ in range(12):
            await raw.send("42/visitor,rubbish")
        await raw.closed()


VISITORS = (a_chat, a_cut, a_slammed_door, a_poller, a_refusal, rubbish)


async def rest(house: Running) -> None:
    """Every conversation is done with, the last one is gone, and what is told later has been told."""
    sio, states = house.house.sio, house.house.announcer._states
    ada = await house.agent(house.ada)
    for conversation in list(house.house.floor.open):
        for command in ("take", "resolve"):
            answer = await ada.call(command, {"conversation": conversation})
            assert answer["ok"], answer
    await house.close()
    house._clients.clear()
    await until(lambda: not sio.eio.sockets and not len(sio.door) and not states._waiting, what="rest")
    await house.house.places.tell()


async def test_nothing_stays_of_those_who_have_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3 * VISITS)
    url = f"sqlite:///{tmp_path / 'house.db'}"
    async with running_house(url, **{**NO_LIMITS, "join_timeout": 10}) as house:
        # A client that is gone without a word is missed sooner than in the street; one that a busy machine
        # holds up is not.
        house.house.sio.eio.ping_interval, house.house.sio.eio.ping_timeout = 0.5, 3
        found = []
        for _ in range(ROUNDS):
            for one in VISITORS:
                await asyncio.gather(*(one(house) for _ in range(VISITS)))
            await rest(house)
            found.append((held(house.house), objects()))
        # Caches are full after the second round.
        (first, before), (last, after) = found[1], found[-1]
        # A database may keep a file or two more open.
        assert last.pop("files") <= first.pop("files") + 2
        assert last == first
        assert grown(before, after, by=(ROUNDS - 2) * VISITS // 2) == {}


MESSAGES = 5  # a visit
AT_ONCE = 20
LEAST = 50 * (MESSAGES + 1)  # messages, however long they take: a curve of few visits says nothing
POOL = 20  # files: connections to a database that stay open


async def visits(
    server: Server, agent: Line, http: aiohttp.ClientSession, ends: float, done: list[int]
) -> None:
    """One after the other: in, a few messages, an answer, resolved, and gone without a word."""
    while time.monotonic() < ends or done[0] < LEAST:
        line = Line("/visitor", lambda *_: None)
        await line.open(http, server.url, {"site": server.cast.site}, WITHIN)
        said: dict[str, object] = {}
        for _ in range(MESSAGES):
            said = await line.call("say", {"id": str(uuid4()), "text": "Where is my kettle?"}, WITHIN)
        there = {"conversation": said["conversation"]}
        await agent.call("take", there, WITHIN)
        await agent.call("say", {**there, "id": str(uuid4()), "text": "On its way."}, WITHIN)
        await agent.call("resolve", there, WITHIN)
        await line.close()
        done[0] += MESSAGES + 1


def is_remembered(curve: Curve) -> bool:
    """Whether as many conversations as are ever remembered were there before the first look."""
    return 0.4 * curve.points[-1][1] > memory.MOST * (MESSAGES + 1)


async def watched(server: Server, curve: Curve, done: list[int]) -> None:
    assert server.process is not None
    process = Path(f"/proc/{server.process.pid}")
    while True:
        curve.add(done[0], status_of(server.process.pid, "VmRSS"), len(list((process / "fd").iterdir())))
        await asyncio.sleep(0.25)


async def test_memory_stays_as_it_is_however_many_have_been_there(
    under_test: UnderTest, tmp_path: Path, database_kind: str
) -> None:
    server = await under_test(agents=1)
    seconds = float(os.environ.get("CHAT_BUTLER_FAULTS_SECONDS", 8))
    curve, done = Curve(), [0]
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        agent = Line("/agent", lambda *_: None)
        await agent.open(http, server.url, {"token": server.cast.agents[0].token}, WITHIN)
        watching = asyncio.create_task(watched(server, curve, done))
        ends = time.monotonic() + seconds
        await asyncio.gather(*(visits(server, agent, http, ends, done) for _ in range(AT_ONCE)))
        await agent.close()
        await asyncio.sleep(0.5)
    watching.cancel()
    folder = os.environ.get("CHAT_BUTLER_FAULTS_CURVES")
    curve.write(Path(folder) if folder else tmp_path, f"memory-{database_kind}")
    early, late = curve.memory(0.4, 0.6), curve.memory(0.8, 1)
    # Once as many conversations as are ever remembered were there, nothing may grow.
    assert late < early * (1.05 if is_remembered(curve) else 1.2), f"{early:.0f} kB, then {late:.0f} kB"
    assert curve.points[-1][3] <= curve.points[0][3] + POOL, "files"

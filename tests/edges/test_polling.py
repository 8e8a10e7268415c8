"""Behind a proxy that lets no websocket through (TRUST F12): all by polling, and a flush loses nothing."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import aiohttp

from tests.house import WITHIN, Client, Running

BETWEEN = "\x1e"


class Poller:
    """Engine.IO long polling by hand; `flush` posts many packets in one body."""

    def __init__(self, url: str) -> None:
        self._address = f"{url}/socket.io/?EIO=4&transport=polling"
        self._http = aiohttp.ClientSession()
        self.packets: list[str] = []

    async def __aenter__(self) -> "Poller":
        opened = (await self._get())[0]
        self._address += f"&sid={json.loads(opened[1:])['sid']}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def flush(self, packets: list[str]) -> int:
        async with self._http.post(self._address, data=BETWEEN.join(packets).encode()) as answer:
            return answer.status

    async def until(self, count: int, begins: str) -> list[str]:
        async def polled() -> list[str]:
            while True:
                found = [packet for packet in self.packets if packet.startswith(begins)]
                if len(found) >= count:
                    return found
                self.packets += await self._get()

        return await asyncio.wait_for(polled(), WITHIN * 4)

    async def _get(self) -> list[str]:
        async with self._http.get(self._address) as answer:
            return (await answer.text()).split(BETWEEN)


def said(number: int, text: str) -> str:
    return f"42/visitor,{number}{json.dumps(['say', {'id': str(uuid4()), 'text': text}])}"


async def test_forty_messages_typed_offline_arrive_in_one_flush_each_once_and_in_order(
    patient_house: Running,
) -> None:
    texts = [f"message {n}" for n in range(40)]
    async with Poller(patient_house.url) as poller:
        await poller.flush([f"40/visitor,{json.dumps({'site': patient_house.site.key})}"])
        await poller.until(1, "40/visitor")
        assert await poller.flush([said(number, text) for number, text in enumerate(texts)]) == 200
        acks = [answer_of(packet) for packet in await poller.until(40, "43/visitor")]
    assert all(ack["ok"] for ack in acks)
    conversation = acks[0]["conversation"]
    events = await patient_house.house.kept.timeline.events(conversation)
    assert [e.text for e in events if e.type == "message.sent" and e.by.kind == "visitor"] == texts  # type: ignore[attr-defined]


def answer_of(packet: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(packet[packet.index("[") :])[0]
    return answer


async def test_without_a_websocket_a_chat_goes_both_ways(house: Running) -> None:
    async with Poller(house.url) as poller:
        await poller.flush([f"40/visitor,{json.dumps({'site': house.site.key})}"])
        await poller.until(1, "40/visitor")
        await poller.flush([said(1, "Hello over polling")])
        conversation = answer_of((await poller.until(1, "43/visitor,1["))[0])["conversation"]
        ada = await house.agent(house.ada)
        there = {"conversation": conversation}
        await ada.call("take", there)
        await ada.say("Hello back", **there)
        told = await poller.until(4, '42/visitor,["event"')
        while not any("Hello back" in packet for packet in told):
            told = await poller.until(len(told) + 1, '42/visitor,["event"')


async def test_an_upgrade_to_websocket_in_the_middle_loses_nothing(patient_house: Running) -> None:
    vera = Client("/visitor")
    hello = {"site": patient_house.site.key}
    await vera.connect(patient_house.url, hello, transports=["polling", "websocket"])
    texts = [f"message {n}" for n in range(40)]
    acks = await asyncio.gather(*(vera.say(text) for text in texts))
    caught = await vera.call("catch_up", {"conversation": acks[0]["conversation"], "after": 0})
    hers = [
        e["text"] for e in caught["events"] if e["type"] == "message.sent" and e["by"]["kind"] == "visitor"
    ]
    assert hers == texts
    await vera.disconnect()

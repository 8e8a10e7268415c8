"""Agents whose browsers read slowly or not at all (F13): cut off, and they catch up; nobody else notices."""

import asyncio
import contextlib
import json
import socket
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from tests.faults.line import Line
from tests.faults.waiting import until
from tests.our_server import StartServer
from tests.trust.siege import NO_LIMITS, Siege, besieged

pytestmark = pytest.mark.alone

AGENTS = 50
MESSAGES = 1_500
TEXT = "Nobody reads this. " * 500  # under 10,000 characters
WITHIN = 90.0  # s: what has not come by then never will
SLOWLY = 1_024  # bytes a second
PONG = "3"
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: shop.example\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


class SlowAgent:
    """Looks at a conversation with a tiny buffer, then reads `a_second` bytes a second. Says that he is there
    all the while: it is not the ping that is to find him, however long this takes.
    """

    def __init__(self, siege: Siege, a_second: int) -> None:
        self._siege = siege
        self._a_second = a_second
        self.hurries = asyncio.Event()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self._socket.setblocking(False)

    async def open(self, conversation: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self._socket, ("127.0.0.1", self._siege.server.port))
        await self._says(UPGRADE)
        await self._hears(b"101")
        await self._says(text_frame(f"40/agent,{json.dumps({'token': self._siege.token})}"))
        await self._hears(b"40/agent")
        await self._says(text_frame(f"42/agent,1{json.dumps(['open', {'conversation': conversation}])}"))
        await self._hears(b'43/agent,1[{"ok":true')
        self._staying = asyncio.create_task(self._stays())

    async def until_cut_off(self) -> int:
        """Reads as slowly as it does, until `hurries` is set; gives how many bytes it had in all."""
        loop, had = asyncio.get_running_loop(), 0
        try:
            while piece := await loop.sock_recv(self._socket, self._at_once()):
                had += len(piece)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.hurries.wait(), 0.25)
        except ConnectionError:
            pass
        return had

    def _at_once(self) -> int:
        return 65_536 if self.hurries.is_set() else self._a_second // 4

    async def close(self) -> None:
        self._staying.cancel()
        await asyncio.gather(self._staying, return_exceptions=True)
        self._socket.close()

    async def _stays(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                await self._says(text_frame(PONG))
                await asyncio.sleep(5)

    async def _says(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._socket, data)

    async def _hears(self, words: bytes) -> None:
        heard = b""
        async with asyncio.timeout(WITHIN):
            while words not in heard:
                piece = await asyncio.get_running_loop().sock_recv(self._socket, 65_536)
                assert piece, f"cut off before {words!r}, after {heard[-200:]!r}"
                heard += piece


def text_frame(text: str) -> bytes:
    """As clients send it (RFC 6455, 5.2), with a mask that changes nothing."""
    size = len(text)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + bytes(4) + text.encode()


class Loud:
    """A visitor who writes long messages, and the agent who follows him properly."""

    def __init__(self, siege: Siege) -> None:
        self.seen: list[int] = []
        self._siege = siege
        self._visitor = Line("/visitor", lambda *_: None)
        self._agent = Line("/agent", self._heard)

    async def begin(self, http: aiohttp.ClientSession) -> str:
        await self._visitor.open(http, self._siege.url, {"site": self._siege.site}, WITHIN)
        said = await self.say()
        await self._agent.open(http, self._siege.url, {"token": self._siege.token}, WITHIN)
        await self._agent.call("take", {"conversation": said["conversation"]}, WITHIN)
        return str(said["conversation"])

    async def say(self) -> dict[str, Any]:
        answer = await self._visitor.call("say", {"id": str(uuid4()), "text": TEXT}, WITHIN)
        assert answer["ok"]
        return answer

    async def close(self) -> None:
        await self._visitor.close()
        await self._agent.close()

    def _heard(self, event: str, payload: Any) -> None:
        if event == "event" and payload.get("seq"):
            self.seen.append(payload["seq"])


def cut_off(siege: Siege) -> int:
    return siege.server.log.read_text().count('"slow_consumer"')


async def test_fifty_agents_who_do_not_read_are_cut_off_and_catch_up(
    start_server: StartServer, tmp_path: Path
) -> None:
    async with besieged(start_server, tmp_path, **NO_LIMITS) as siege, aiohttp.ClientSession() as http:
        loud = Loud(siege)
        conversation = await loud.begin(http)
        agents = [SlowAgent(siege, SLOWLY if number % 2 else 4) for number in range(AGENTS)]
        await asyncio.gather(*(agent.open(conversation) for agent in agents))
        before, peak = siege.rss(), 0
        reading = [asyncio.create_task(agent.until_cut_off()) for agent in agents]
        said = 0
        while cut_off(siege) < AGENTS and said < MESSAGES:
            for _ in range(20):
                await loud.say()
            said += 20
            peak = max(peak, siege.rss())
        assert cut_off(siege) == AGENTS, f"{cut_off(siege)} of {AGENTS} after {said} messages"
        assert peak - before < 50_000
        for agent in agents:
            agent.hurries.set()
        had = await asyncio.wait_for(asyncio.gather(*reading), WITHIN)
        assert max(had) < said * len(TEXT), "none of them had all of it"
        await until(lambda: len(loud.seen) >= said)
        await catches_up(siege, http, conversation, loud.seen)
        for agent in agents:
            await agent.close()
        await loud.close()


async def catches_up(siege: Siege, http: aiohttp.ClientSession, conversation: str, seen: list[int]) -> None:
    """One of those who were cut off comes back, and reads all that the others have seen, by number."""
    back = Line("/agent", lambda *_: None)
    await back.open(http, siege.url, {"token": siege.token}, WITHIN)
    found: list[int] = []
    more = True
    while more:
        ask = {"conversation": conversation, "after": found[-1] if found else 0}
        answer = await back.call("open", ask, WITHIN)
        found += [event["seq"] for event in answer["events"]]
        more = answer.get("more", False)
    assert found == list(range(1, found[-1] + 1))
    assert set(seen) <= set(found)
    await back.close()

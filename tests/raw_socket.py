"""A websocket that says exactly what a test wants it to say, and keeps every byte that it is sent."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.house import WITHIN


class RawSocket:
    """`heard` is all that came, as it came. Use it with `raw_socket` below."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.heard: list[str] = []
        self._ws = ws
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def send(self, frame: str | bytes) -> None:
        await (self._ws.send_bytes(frame) if isinstance(frame, bytes) else self._ws.send_str(frame))

    async def join(self, namespace: str, auth: dict[str, Any]) -> str:
        """Gives the frame that answers: `40…` (welcome to the namespace) or `44…` (refused)."""
        await self.send(f"40{namespace},{json.dumps(auth)}")
        return await self.until(lambda frame: frame[:2] in ("40", "44"))

    async def call(self, namespace: str, number: int, body: str) -> Any:
        """Sends an event whose JSON array is `body`, as it stands; gives what acknowledges it."""
        await self.send(f"42{namespace},{number}{body}")
        return await self.answer(namespace, number)

    async def answer(self, namespace: str, number: int) -> Any:
        begins = f"43{namespace},{number}["
        frame = await self.until(lambda frame: frame.startswith(begins))
        return json.loads(frame[len(begins) - 1 :])[0]

    async def until(self, such: Callable[[str], bool]) -> str:
        async def found() -> str:
            while True:
                self._news.clear()
                for frame in self.heard:
                    if such(frame):
                        return frame
                if self._reading.done():
                    raise ConnectionError(f"closed with {self._ws.close_code}")
                await self._news.wait()

        return await asyncio.wait_for(found(), WITHIN)

    async def closed(self) -> int | None:
        """Waits until the server has closed it; gives the code."""
        await asyncio.wait_for(asyncio.shield(self._reading), WITHIN)
        return self._ws.close_code

    async def close(self) -> None:
        await self._ws.close()
        await self._reading

    def abort(self) -> None:
        """Without a farewell."""
        connection = self._ws._response.connection
        if connection is not None and connection.transport is not None:
            connection.transport.abort()

    async def _read(self) -> None:
        async for message in self._ws:
            if message.data == "2":
                await self._ws.send_str("3")
            else:
                self.heard.append(message.data)
            self._news.set()
        self._news.set()


@asynccontextmanager
async def raw_socket(url: str, *, at: str | None = None, **headers: str) -> AsyncIterator[RawSocket]:
    """`at`: an address of this machine that it comes from."""
    connector = aiohttp.TCPConnector(local_addr=(at, 0) if at else None)
    address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
    async with (
        aiohttp.ClientSession(headers=headers, connector=connector) as session,
        session.ws_connect(address, max_msg_size=0) as ws,
    ):
        raw = RawSocket(ws)
        try:
            yield raw
        finally:
            await raw.close()

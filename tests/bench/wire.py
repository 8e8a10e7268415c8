"""Engine.IO and Socket.IO framed by hand over one websocket: a client that costs little."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson


class Socket:
    """One namespace. `on_event(name, payload)` is called for what the server sends."""

    def __init__(self, namespace: str, on_event: Callable[[str, Any], None]) -> None:
        self._namespace = namespace
        self._on_event = on_event
        self._acks: dict[int, Callable[[Any], None]] = {}
        self._next = 0
        self._joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, session: aiohttp.ClientSession, url: str, auth: dict[str, Any]) -> None:
        address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        self._ws = await session.ws_connect(address, compress=0, max_msg_size=0)
        self._reading = asyncio.create_task(self._read(orjson.dumps(auth).decode()))
        await asyncio.wait_for(self._joined, 30)

    async def send(self, command: str, payload: Any, on_ack: Callable[[Any], None]) -> None:
        number = self._next
        self._next += 1
        self._acks[number] = on_ack
        body = orjson.dumps([command, payload]).decode()
        await self._ws.send_str(f"42{self._namespace},{number}{body}")

    async def call(self, command: str, payload: Any) -> Any:
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        await self.send(command, payload, answered.set_result)
        return await asyncio.wait_for(answered, 30)

    async def close(self) -> None:
        await self._ws.close()
        self._reading.cancel()

    async def _read(self, auth: str) -> None:
        async for message in self._ws:
            await self._take(message.data, auth)

    async def _take(self, data: str, auth: str) -> None:
        kind = data[:2]
        if kind == "42":
            name, payload = orjson.loads(data[data.index(",") + 1 :])[:2]
            self._on_event(name, payload)
        elif kind == "43":
            start = data.index(",") + 1
            bracket = data.index("[", start)
            self._acks.pop(int(data[start:bracket]))(orjson.loads(data[bracket:])[0])
        elif data == "2":
            await self._ws.send_str("3")
        elif data[0] == "0":
            await self._ws.send_str(f"40{self._namespace},{auth}")
        elif kind == "40":
            self._joined.set_result(None)
        elif kind == "44":
            self._joined.set_exception(RuntimeError(data))

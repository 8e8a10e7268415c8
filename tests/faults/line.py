"""One websocket to one namespace, framed by hand: cheap, and it says at once when the connection is gone."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

Heard = Callable[[str, Any], None]


class Gone(ConnectionError):
    """The connection is lost, or was never made."""


async def end(*tasks: asyncio.Task[None]) -> None:
    """Cancels until they are done: a wait_for whose answer comes in the same moment swallows it once."""
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=0.5)


class Line:
    """`heard(event, payload)` is called for what the server sends. `silent_after` in seconds: without a byte
    for so long, a ping included, it counts as gone. `gone` is set when it is, and `why` says what ended it.
    """

    def __init__(self, namespace: str, heard: Heard, silent_after: float = 25) -> None:
        self.gone = asyncio.Event()
        self.why = ""
        self._namespace = namespace
        self._heard = heard
        self._silent_after = silent_after
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._next = 0
        self._joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reading: asyncio.Task[None] | None = None
        self._ws: Any = None

    async def open(
        self, session: aiohttp.ClientSession, url: str, auth: dict[str, Any], within: float
    ) -> None:
        """Connected and let in. Raises Gone, with the server's words where it refused."""
        address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        try:
            async with asyncio.timeout(within):
                self._ws = await session.ws_connect(address, compress=0, max_msg_size=0)
                self._reading = asyncio.create_task(self._read(orjson.dumps(auth).decode()))
                await self._joined
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            await self.close()
            raise Gone(str(problem) or type(problem).__name__) from None

    async def send(self, command: str, payload: Any) -> asyncio.Future[Any]:
        """Sent when it returns; what it gives is the acknowledgement, or raises Gone."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self.gone.is_set():
            answer.set_exception(Gone("closed"))
            return answer
        self._next += 1
        self._acks[self._next] = answer
        body = orjson.dumps([command, payload]).decode()
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):
            await self._ws.send_str(f"42{self._namespace},{self._next}{body}")
        return answer

    async def call(self, command: str, payload: Any, within: float) -> dict[str, Any]:
        """Raises Gone, and TimeoutError."""
        answer = await asyncio.wait_for(await self.send(command, payload), within)
        assert isinstance(answer, dict)
        return answer

    def give_up(self, why: str) -> None:
        """It counts as gone from now on."""
        self.why = self.why or why
        self.gone.set()

    async def close(self) -> None:
        """Without a farewell. Raises what went wrong in the one who listens, if anything did."""
        self._lost("left")
        if self._reading is None:
            return
        await end(self._reading)
        ended = None if self._reading.cancelled() else self._reading.exception()
        response = self._ws._response
        if response.connection is not None and response.connection.transport is not None:
            response.connection.transport.abort()
        if isinstance(ended, Exception) and not isinstance(ended, Gone):
            raise ended

    async def leave(self) -> None:
        """As a tab that is closed: with a farewell."""
        if self._ws is not None:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await self._ws.close()
        await self.close()

    async def _read(self, auth: str) -> None:
        why = "a mistake of ours"
        try:
            while True:
                message = await self._ws.receive(self._silent_after)
                if message.type is not aiohttp.WSMsgType.TEXT:
                    why = f"{message.type.name} {self._ws.close_code} from the server"
                    return
                await self._take(message.data, auth)
        except TimeoutError:
            why = f"silent for {self._silent_after:g} s"
        except (Gone, aiohttp.ClientError, OSError) as problem:
            why = str(problem) or type(problem).__name__
        finally:
            self._lost(why)

    async def _take(self, data: str, auth: str) -> None:
        kind = data[:2]
        if kind == "42":
            name, *payload = orjson.loads(data[data.index(",") + 1 :])
            self._heard(name, payload[0] if payload else None)
        elif kind == "43":
            start = data.index(",") + 1
            bracket = data.index("[", start)
            answer = self._acks.pop(int(data[start:bracket]), None)
            if answer is not None and not answer.done():
                answer.set_result(orjson.loads(data[bracket:])[0])
        elif data == "2":
            await self._ws.send_str("3")
        elif data[0] == "0":
            await self._ws.send_str(f"40{self._namespace},{auth}")
        elif kind == "40" and not self._joined.done():
            self._joined.set_result(None)
        elif kind == "44" and not self._joined.done():
            self._joined.set_exception(Gone(data))
        elif kind == "41":
            raise Gone("sent away")

    def _lost(self, why: str) -> None:
        self.give_up(why)
        waiting = [one for one in (self._joined, *self._acks.values()) if not one.done()]
        for one in waiting:
            one.set_exception(Gone("connection lost"))
            one.exception()
        self._acks.clear()

"""The Socket.IO server as we need it: what python-socketio does by itself and must not is closed here."""

import asyncio
import contextlib
import json
import re
from typing import Any

import orjson
import socketio
import structlog
from aiohttp.web import WebSocketResponse
from engineio import payload
from engineio.async_drivers import aiohttp as driver

from .prompt import Prompt, TextPacket, install

log = structlog.get_logger()

PING_EVERY = 15
PING_TIMEOUT = 10
LARGEST_FRAME = 100_000  # bytes
MOST_UNREADABLE = 10
FAREWELL = 1.0  # s: what is queued for a client may still go out when it is cut off
RESERVED = ("connect", "disconnect", "connect_error")

# A client that flushes what it held back over polling sends more packets at once than the 16 that are taken
# by default; the rest would be dropped without a word.
payload.Payload.max_decode_packets = 500

_EVENT = re.compile(r"^2(?:(/[^,]*),)?(\d+)\[")


class Json:
    """orjson for the packets; what it does not read (lone surrogates) json reads, to be answered properly."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:  # noqa: ANN401
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:  # noqa: ANN401
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            try:
                return json.loads(text, parse_constant=_refused)
            except RecursionError as problem:
                raise ValueError("nested too deeply") from problem


class WithoutDeflate(driver.WebSocket):
    """permessage-deflate costs 100 kB a connection; chat messages are too small to gain from it."""

    async def __call__(self, environ: dict[str, Any]) -> WebSocketResponse:
        request = environ["aiohttp.request"]
        self._sock = WebSocketResponse(max_msg_size=self.server.max_http_buffer_size, compress=False)
        self.handler.__self__.websocket = self._sock
        await self._sock.prepare(request)
        self.environ = environ
        await self.handler(self)
        return self._sock

    async def send(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            await self._sock.send_bytes(message)
        else:
            await self._sock.send_str(message)


class Server(socketio.AsyncServer):
    """Answers what it cannot read, and closes on what it does not speak (binary packets)."""

    def __init__(self, client_manager: socketio.AsyncManager | None = None) -> None:
        super().__init__(
            async_mode="aiohttp",
            client_manager=client_manager or Prompt(),
            serializer=TextPacket,
            json=Json,
            # Origins differ a site, and the site is only known at CONNECT: checked there (origins.py).
            cors_allowed_origins="*",
            cors_credentials=False,
            ping_interval=PING_EVERY,
            ping_timeout=PING_TIMEOUT,
            max_http_buffer_size=LARGEST_FRAME,
            http_compression=False,
            always_connect=False,
        )
        install()
        self.eio._async = {**self.eio._async, "websocket": WithoutDeflate}
        self._unreadable: dict[str, int] = {}

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:  # noqa: ANN401
        if isinstance(data, bytes) or data[:1] in ("5", "6"):
            await self.cut(eio_sid)
            return
        try:
            await super()._handle_eio_message(eio_sid, data)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as problem:
            log.info("unreadable_packet", problem=type(problem).__name__)
            await self._answer_unreadable(eio_sid, data)

    async def _answer_unreadable(self, eio_sid: str, data: str) -> None:
        self._unreadable[eio_sid] = self._unreadable.get(eio_sid, 0) + 1
        asked = _EVENT.match(data)
        if asked is None or self._unreadable[eio_sid] >= MOST_UNREADABLE:
            await self.cut(eio_sid)
            return
        await self._refuse(
            eio_sid, asked[1], int(asked[2][:15]), "invalid", "this is not JSON that can be read"
        )

    async def _handle_event(self, eio_sid: str, namespace: str | None, number: int | None, data: Any) -> None:  # noqa: ANN401
        """A client's event that is called as the library calls its own would be taken for one of those."""
        if not isinstance(data[0], str):
            await self._refuse(eio_sid, namespace, number, "invalid", "a command's name is a string")
        elif data[0] in RESERVED:
            await self._refuse(eio_sid, namespace, number, "unknown_event", f"no such command: {data[0]}")
        else:
            await super()._handle_event(eio_sid, namespace, number, data)

    async def _refuse(
        self, eio_sid: str, namespace: str | None, number: int | None, code: str, message: str
    ) -> None:
        if number is None:
            return
        answer = {"ok": False, "error": {"code": code, "message": message}}
        await self._send_packet(
            eio_sid,
            self.packet_class(socketio.packet.ACK, namespace=namespace or "/", id=number, data=[answer]),
        )

    async def cut(self, eio_sid: str) -> None:
        """Ends a connection. Engine.io only asks the client to close, and who goes on sending would stay."""
        socket = self.eio.sockets.pop(eio_sid, None)
        if socket is None:
            return
        await socket.close(wait=False)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(socket.queue.join(), FAREWELL)
        websocket = getattr(socket, "websocket", None)
        if websocket is not None:
            await websocket.close()

    async def close_room_sockets(self, room: str) -> None:
        """Closes the connections, here, of whoever of /agent is in the room; not only their namespace."""
        for _, eio_sid in list(self.manager.get_participants("/agent", room)):
            await self.cut(eio_sid)

    async def ping_bus(self) -> None:
        """Raises when there is a bus to other nodes, and it does not answer."""
        redis = getattr(self.manager, "redis", None)
        if redis is not None:
            await redis.ping()

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self._unreadable.pop(eio_sid, None)
        await super()._handle_eio_disconnect(eio_sid, reason)


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")

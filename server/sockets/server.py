"""The Socket.IO server as we need it: what python-socketio does by itself and must not is closed here."""

import asyncio
import contextlib
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
import socketio
import structlog
from aiohttp import web
from engineio import payload
from engineio.async_drivers import aiohttp as driver

from .answering import Answer, Answering
from .door import Door
from .engine import Engine
from .frames import Told
from .prompt import Prompt, TextPacket, install

log = structlog.get_logger()

PING_EVERY = 15
PING_TIMEOUT = 10
LARGEST_FRAME = 100_000  # bytes
MOST_UNREADABLE = 10
MOST_ODD = 200  # packets that are no commands of somebody who is in
FAREWELL = 1.0  # s: what is queued for a client may still go out when it is cut off
RESERVED = ("connect", "disconnect", "connect_error")

# A client that flushes what it held back over polling sends more packets at once than the 16 that are taken
# by default; the rest would be dropped without a word.
payload.Payload.max_decode_packets = 500


EVENT = str(socketio.packet.EVENT)
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

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request = environ["aiohttp.request"]
        self._sock = web.WebSocketResponse(
            max_msg_size=self.server.max_http_buffer_size, compress=False, timeout=FAREWELL
        )
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

    eio: Engine

    def __init__(
        self,
        door: Door,
        login_of: Callable[[web.Request], str | None],
    ) -> None:
        super().__init__(
            async_mode="aiohttp",
            client_manager=Prompt(),
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
        self.eio.at_once = self._at_once
        self.eio.door, self.eio.begun_by, self.eio.login_of = door, self._begun_by, login_of
        self.door = door
        door.cut = self._soon_cut
        self._unreadable: dict[str, int] = {}
        self._odd: dict[str, int] = {}
        self._cutting: set[asyncio.Task[None]] = set()

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        self.door.comes(eio_sid, environ["aiohttp.request"])

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:  # noqa: ANN401
        """One at a time for each namespace. Who is gone before he is let in must not stay behind."""
        name = namespace or "/"
        if not self.door.asks(eio_sid, name):
            return
        try:
            await super()._handle_connect(eio_sid, namespace, data)
        finally:
            self.door.answered(eio_sid, name, self._joined(eio_sid))
        if eio_sid not in self.environ:
            await self._handle_disconnect(eio_sid, name, self.reason.TRANSPORT_CLOSE)

    async def _handle_disconnect(
        self, eio_sid: str, namespace: str | None, reason: str | None = None
    ) -> None:
        await super()._handle_disconnect(eio_sid, namespace, reason)
        self.door.answered(eio_sid, namespace or "/", self._joined(eio_sid))

    def _joined(self, eio_sid: str) -> list[str]:
        found = ((name, self.manager.sid_from_eio_sid(eio_sid, name)) for name in self.namespace_handlers)
        return [name for name, sid in found if sid and self.manager.is_connected(sid, name)]

    def _begun_by(self, eio_sid: str) -> web.Request | None:
        found: web.Request | None = self.environ.get(eio_sid, {}).get("aiohttp.request")
        return found

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:  # noqa: ANN401
        if isinstance(data, bytes) or data[:1] in ("5", "6") or self._is_one_too_many(eio_sid, data):
            await self.cut(eio_sid)
            return
        try:
            await super()._handle_eio_message(eio_sid, data)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as problem:
            log.info("unreadable_packet", problem=type(problem).__name__)
            await self._answer_unreadable(eio_sid, data)

    def _is_one_too_many(self, eio_sid: str, data: str) -> bool:
        """Commands are counted with whoever sends them; all else is rare, and so is what nobody sends."""
        if data[:1] == EVENT and not self.door.is_nameless(eio_sid):
            return False
        self._odd[eio_sid] = self._odd.get(eio_sid, 0) + 1
        return self._odd[eio_sid] > MOST_ODD

    async def _answer_unreadable(self, eio_sid: str, data: str) -> None:
        self._unreadable[eio_sid] = self._unreadable.get(eio_sid, 0) + 1
        asked = _EVENT.match(data)
        if asked is None or self._unreadable[eio_sid] >= MOST_UNREADABLE:
            await self.cut(eio_sid)
            return
        await self._refuse(
            eio_sid, asked[1], int(asked[2][:15]), "invalid", "this is not JSON that can be read"
        )

    def _at_once(self, eio_sid: str, text: str) -> bool:
        """A command that is often sent is carried out where it is read; False: it goes the usual way.

        `text` is a Socket.IO event of a namespace with an acknowledgement, as it came.
        """
        comma = text.find(",", 2, 40)
        bracket = text.find("[", comma + 1, comma + 20)
        name, number = text[2:comma], text[comma + 1 : bracket]
        handler = self.namespace_handlers.get(name)
        if not isinstance(handler, Answering) or not (number.isascii() and number.isdecimal()):
            return False
        event = text[bracket + 2 : text.find('"', bracket + 2, bracket + 20)]
        if event not in handler.soon:
            return False
        sid = self.manager.sid_from_eio_sid(eio_sid, name)
        if sid is None or not self.manager.is_connected(sid, name):
            return False
        acknowledge = partial(self._acknowledge, eio_sid, name, number)
        return handler.at_once(event, sid, text[bracket:], acknowledge)

    def _acknowledge(self, eio_sid: str, namespace: str, number: str, answer: Answer) -> None:
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None:
            socket.lay_in(Told(socketio.packet.ACK, namespace, [answer], number))

    async def _handle_event(self, eio_sid: str, namespace: str | None, number: int | None, data: Any) -> None:  # noqa: ANN401
        """A client's event that is called as the library calls its own would be taken for one of those."""
        if not isinstance(data[0], str):
            await self._refuse(eio_sid, namespace, number, "invalid", "a command's name is a string")
        elif data[0] in RESERVED:
            await self._refuse(eio_sid, namespace, number, "unknown_event", f"no such command: {data[0]}")
        else:
            self._line_up(eio_sid, namespace or "/")
            await super()._handle_event(eio_sid, namespace, number, data)

    def _line_up(self, eio_sid: str, namespace: str) -> None:
        """The library begins each command as a task, a moment later: nothing may overtake it until then."""
        handler = self.namespace_handlers.get(namespace)
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        if isinstance(handler, Answering) and sid and self.manager.is_connected(sid, namespace):
            handler.lines_up(sid)

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
        if websocket is not None and websocket.prepared:
            await websocket.close()

    def _soon_cut(self, eio_sid: str) -> None:
        task = asyncio.ensure_future(self.cut(eio_sid))
        self._cutting.add(task)
        task.add_done_callback(self._cutting.discard)

    async def close_room_sockets(self, room: str) -> None:
        """Closes the connections, here, of whoever of /agent is in the room; not only their namespace."""
        for _, eio_sid in list(self.manager.get_participants("/agent", room)):
            await self.cut(eio_sid)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self._unreadable.pop(eio_sid, None)
        self._odd.pop(eio_sid, None)
        await super()._handle_eio_disconnect(eio_sid, reason)
        self.door.leaves(eio_sid)


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")

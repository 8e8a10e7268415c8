"""What goes out: packets that are encoded once for all who get them, and what waits before a client.

A client that does not read is cut off here, and catches up by number when it is back.
"""

import asyncio
from functools import cache
from struct import Struct
from typing import Any

import orjson
import structlog
from aiohttp import web
from engineio import packet as engine

log = structlog.get_logger()

MOST_UNREAD = 1_000_000  # bytes
LIGHTEST = 1_000  # bytes that a packet counts for at least, where packets wait one by one

_TEXT_FRAME = 0x81  # the only one of its message, text
_SHORT = Struct(">BB").pack
_MIDDLE = Struct(">BBH").pack
_LONG = Struct(">BBQ").pack


class Told(engine.Packet):
    """A packet, encoded once for all who get it: as text, and as the websocket frame that carries it."""

    def __init__(self, kind: int, namespace: str, data: Any, number: str = "") -> None:  # noqa: ANN401
        """A Socket.IO packet. `data` is its whole payload; `number` of what it acknowledges."""
        # What the library does first is to look for bytes in it.
        self.packet_type, self.binary, self.data = engine.MESSAGE, False, None
        self.encode_cache: str | None = None
        self._text = _place(kind, namespace) + number.encode() + orjson.dumps(data)
        self.frame = frame_of(self._text)

    def encode(self, b64: bool = False) -> str:
        if self.encode_cache is None:
            self.encode_cache = self._text.decode()
        return self.encode_cache


@cache
def _place(kind: int, namespace: str) -> bytes:
    """With what a packet of this kind begins. Namespaces are ours, so there are few."""
    return f"{engine.MESSAGE}{kind}{'' if namespace == '/' else f'{namespace},'}".encode()


def frame_of(text: bytes) -> bytes:
    """RFC 6455, 5.2, as servers send it: whole, unmasked."""
    size = len(text)
    if size < 126:
        return _SHORT(_TEXT_FRAME, size) + text
    if size < 65_536:
        return _MIDDLE(_TEXT_FRAME, 126, size) + text
    return _LONG(_TEXT_FRAME, 127, size) + text


class Outgoing:
    """Stands where engine.io has a queue and a task to empty it: a moment's packets go out in one write."""

    def __init__(self, websocket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self._websocket = websocket
        self._transport = transport
        self._frames: list[bytes] = []
        self._largest = 0

    def lay(self, frame: bytes) -> None:
        if not self._frames:
            asyncio.get_running_loop().call_soon(self._flush)
        self._frames.append(frame)

    def put_nowait(self, pkt: engine.Packet | None) -> None:
        if pkt is not None:
            self.lay(frame_of(pkt.encode().encode()))

    async def put(self, pkt: engine.Packet | None) -> None:
        self.put_nowait(pkt)

    async def join(self) -> None:
        """Until the client's side has taken what was sent."""
        self._flush()
        await self._websocket._req.protocol._drain_helper()  # type: ignore[union-attr]

    def _flush(self) -> None:
        frames, self._frames = self._frames, []
        if not frames or self._websocket.closed or self._transport.is_closing():
            return
        unread = self._transport.get_write_buffer_size()
        if unread > MOST_UNREAD + self._largest:
            log.warning("slow_consumer", unread=unread)
            # At once: whoever does not read would not read a farewell either.
            self._transport.abort()
            return
        whole = frames[0] if len(frames) == 1 else b"".join(frames)
        # A long answer may be more than is ever left unread: he gets the time to read that one.
        self._largest = max(self._largest if unread else 0, len(whole))
        self._transport.write(whole)


class Waiting(asyncio.Queue[engine.Packet | None]):
    """Packets that wait to be fetched by polling, and how many bytes they are."""

    unread = 0

    def _put(self, pkt: engine.Packet | None) -> None:
        self.unread += _weight(pkt)
        super()._put(pkt)

    def _get(self) -> engine.Packet | None:
        pkt = super()._get()
        self.unread -= _weight(pkt)
        return pkt


def _weight(pkt: engine.Packet | None) -> int:
    size = len(pkt.frame) if isinstance(pkt, Told) else len(getattr(pkt, "data", None) or "")
    return max(LIGHTEST, size)

"""Engine.IO, Socket.IO and websocket framed by hand on a bare transport: a client that costs little.

Masks are zero, which the protocol allows: the server undoes them all the same, and the client is spared it.
"""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import orjson

PATIENCE = 120  # s
SHORT = 126  # payloads below it have their length in the second byte
HEAD = b"\x81\xfe"  # one whole text frame, masked, its length in two bytes
UNMASKED = b"\0\0\0\0"
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def framed(payload: bytes) -> bytes:
    size = len(payload)
    if size < SHORT:
        return bytes((0x81, 0x80 | size)) + UNMASKED + payload
    return HEAD + size.to_bytes(2, "big") + UNMASKED + payload


class Wire(asyncio.Protocol):
    """One namespace over one websocket. `on_event(name, payload)` is called for what the server sends."""

    def __init__(self, namespace: str, on_event: Callable[[str, Any], None] = lambda *_: None) -> None:
        self.namespace = namespace.encode()
        self.on_event = on_event
        self._rest = b""
        self._upgraded = False
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._next = 0
        self._joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, address: tuple[str, int], auth: dict[str, Any]) -> None:
        """Returns once the namespace has let us in; raises RuntimeError with its answer if it does not."""
        self._auth = orjson.dumps(auth)
        self._address = address
        await asyncio.get_running_loop().create_connection(lambda: self, *address)
        await asyncio.wait_for(self._joined, PATIENCE)

    def number(self) -> int:
        self._next += 1
        return self._next - 1

    def call(self, command: str, payload: Any) -> asyncio.Future[Any]:
        """Sends at once; the future gets the acknowledgement."""
        number = self.number()
        answered = self._acks[number] = asyncio.get_running_loop().create_future()
        body = orjson.dumps([command, payload])
        self.transport.write(framed(b"42%s,%d%s" % (self.namespace, number, body)))
        return answered

    def abort(self) -> None:
        self.transport.abort()

    # -- asyncio.Protocol ---------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        host, port = self._address
        self.transport.write(UPGRADE.format(host=host, port=port).encode())

    def connection_lost(self, problem: Exception | None) -> None:
        for waiting in (self._joined, *self._acks.values()):
            if not waiting.done():
                waiting.set_exception(ConnectionError(f"the server hung up: {problem}"))
                waiting.exception()

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        if not self._upgraded:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            self._upgraded = head.startswith(b"HTTP/1.1 101")
            if not self._upgraded:
                self._refuse(head)
                return
        self._rest = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        """Hands on each whole frame; gives back what is left."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == SHORT:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size > SHORT:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if (stop := start + size) > end or start > end:
                break
            if data[at] & 15 == 1:
                self.heard(data[start:stop])
            at = stop
        return data[at:]

    # -- Engine.IO and Socket.IO --------------------------------------------------------------------------

    def heard(self, frame: bytes) -> None:
        """One Engine.IO packet."""
        kind = frame[:2]
        if kind == b"42":
            name, payload = orjson.loads(frame[frame.index(b",") + 1 :])[:2]
            self.on_event(name, payload)
        elif kind == b"43":
            start = frame.index(b",") + 1
            bracket = frame.index(b"[", start)
            answered = self._acks.pop(int(frame[start:bracket]))
            if not answered.done():
                answered.set_result(orjson.loads(frame[bracket:])[0])
        elif kind == b"2":
            self.transport.write(framed(b"3"))
        elif frame[:1] == b"0":
            self.transport.write(framed(b"40%s,%s" % (self.namespace, self._auth)))
        elif kind == b"40":
            self._joined.set_result(None)
        elif kind == b"44":
            self._refuse(frame)

    def _refuse(self, said: bytes) -> None:
        if not self._joined.done():
            self._joined.set_exception(RuntimeError(said.decode(errors="replace")))

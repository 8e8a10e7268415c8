"""python-socketio's hot path without a task and a timer for each packet: the same wire, about twice as fast.

Overrides private methods of python-socketio 5.18 and python-engineio 4.15 (pinned in pyproject.toml); a test
holds them to the behaviour of the stock classes.
"""

import asyncio
import contextlib
from typing import Any

import structlog
from engineio import async_socket, exceptions
from engineio import packet as engine
from socketio import AsyncManager, AsyncRedisManager, packet

log = structlog.get_logger()

# A client that does not read is cut off here, and catches up by number when it is back.
LONGEST_QUEUE = 1_000  # packets


class TextPacket(packet.Packet):
    """We send no bytes, so nobody need look for any in each message."""

    uses_binary_events = False

    @classmethod
    def data_is_binary(cls, _: object) -> bool:
        return False


class Prompt(AsyncManager):
    """Encodes a broadcast once, and lays it straight into each recipient's queue."""

    async def emit(
        self,
        event: str,
        data: Any,  # noqa: ANN401
        namespace: str,
        room: Any = None,  # noqa: ANN401
        skip_sid: Any = None,  # noqa: ANN401
        callback: Any = None,  # noqa: ANN401
        to: Any = None,  # noqa: ANN401
        **more: Any,  # noqa: ANN401
    ) -> None:
        room = to or room
        if callback is not None or isinstance(data, tuple):
            await super().emit(event, data, namespace, room, skip_sid, callback, **more)
            return
        if namespace not in self.rooms:
            return
        recipients = list(self.get_participants(namespace, room))
        if not recipients:
            return
        body = [event] if data is None else [event, data]
        text = self.server.packet_class(packet.EVENT, namespace=namespace, data=body).encode()
        told = engine.Packet(engine.MESSAGE, text)
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        for sid, eio_sid in recipients:
            if sid not in skipped and (socket := self.server.eio.sockets.get(eio_sid)) is not None:
                socket.lay_in(told)


class PromptRedis(AsyncRedisManager, Prompt):
    """The same with other nodes told through Redis."""


class Socket(async_socket.AsyncSocket):
    """Waits on its queue and its websocket directly; who is gone is found by the ping alone."""

    connected: bool
    upgraded: bool
    # Set by the driver that makes it; None over polling.
    websocket: Any = None

    def lay_in(self, told: engine.Packet) -> None:
        if self.closed or self.closing:
            return
        if self.queue.qsize() >= LONGEST_QUEUE:
            log.warning("slow_consumer", queued=self.queue.qsize())
            self.cut_off()
            return
        self.queue.put_nowait(told)

    def cut_off(self) -> None:
        """At once: whoever does not read would not read a farewell either."""
        request = getattr(self.websocket, "_req", None)
        if request is not None and request.transport is not None:
            request.transport.abort()
        else:
            _keep(self.close(wait=False, abort=True, reason="slow_consumer"))

    async def send(self, pkt: engine.Packet) -> None:
        if await self.check_ping_timeout():
            self.queue.put_nowait(pkt)

    async def poll(self) -> list[engine.Packet]:
        if not self.upgraded:
            found: list[engine.Packet] = await super().poll()
            return found
        first = await self.queue.get()
        self.queue.task_done()
        packets = []
        while first is not None:
            packets.append(first)
            if self.queue.empty():
                return packets
            first = self.queue.get_nowait()
            self.queue.task_done()
        if packets:
            self.queue.put_nowait(None)
        return packets

    async def _websocket_handler(self, ws: Any) -> None:  # noqa: ANN401
        if self.connected:
            # An upgrade from polling begins with a probe: the stock way knows the steps.
            await super()._websocket_handler(ws)
            return
        self.connected = self.upgraded = True
        writing = asyncio.ensure_future(self._write(ws))
        try:
            await self._read(ws)
        finally:
            self.queue.put_nowait(None)
            await asyncio.gather(writing, return_exceptions=True)
            await self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)

    async def _read(self, ws: Any) -> None:  # noqa: ANN401
        while True:
            try:
                text = await ws.wait()
            except OSError:
                return
            if text is None:
                return
            try:
                await self.receive(engine.Packet(encoded_packet=text))
            except exceptions.SocketIsClosedError:
                return
            except (exceptions.UnknownPacketError, ValueError, IndexError):
                log.info("unreadable_frame")
                return

    async def _write(self, ws: Any) -> None:  # noqa: ANN401
        with contextlib.suppress(OSError):
            while packets := await self.poll():
                for told in packets:
                    await ws.send(told.encode())
        await ws.close()


def install() -> None:
    """engine.io makes its sockets by this name."""
    async_socket.AsyncSocket = Socket


_running: set[asyncio.Future[Any]] = set()


def _keep(closing: Any) -> None:  # noqa: ANN401
    task = asyncio.ensure_future(closing)
    _running.add(task)
    task.add_done_callback(_running.discard)

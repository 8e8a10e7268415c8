"""python-socketio's hot path without a task, timer and queue for each packet: the same wire, much faster.

Overrides private methods of python-socketio 5.18 and python-engineio 4.15 (pinned in pyproject.toml);
tests/edges/test_stock_behaviour.py holds them to the behaviour of the stock classes.
"""

import asyncio
from itertools import count
from typing import Any

import structlog
from aiohttp import web
from engineio import async_socket, exceptions
from engineio import packet as engine
from socketio import AsyncManager, packet

from .frames import MOST_UNREAD, Outgoing, Told, Waiting

log = structlog.get_logger()

AT_ONCE = 64  # frames of a connection that are read before others have their turn

COMMAND = f"{engine.MESSAGE}{packet.EVENT}"


class TextPacket(packet.Packet):
    """We send no bytes, so nobody need look for any in each message."""

    uses_binary_events = False

    @classmethod
    def data_is_binary(cls, _: object) -> bool:
        return False


class Prompt(AsyncManager):
    """Encodes a broadcast once, and lays it straight before each recipient.

    Knows who is in which rooms: looked for in all of them, a farewell would cost as much as there are guests.
    """

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **more)
        self._rooms_of: dict[str, set[str | None]] = {}

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault(sid, set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        rooms = self._rooms_of.get(sid, set())
        rooms.discard(room)
        if not rooms:
            self._rooms_of.pop(sid, None)

    def basic_disconnect(self, sid: str, namespace: str, **_: object) -> None:
        for room in list(self._rooms_of.get(sid, ())):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

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
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        recipients = [eio for sid, eio in self.get_participants(namespace, room) if sid not in skipped]
        if recipients:
            body = [event] if data is None else [event, data]
            self._lay_before(recipients, Told(packet.EVENT, namespace, body))

    def tell(self, event: str, data: Any, namespace: str, room: str | list[str]) -> None:  # noqa: ANN401
        """`emit`, without waiting."""
        if isinstance(room, list):
            recipients = [eio for _, eio in self.get_participants(namespace, room)]
        else:
            members = self.rooms.get(namespace, {}).get(room)
            # As the library reads them; bidict's own view costs more than to encode a message.
            recipients = list(members._fwdm.values()) if members else []
        if recipients:
            self._lay_before(recipients, Told(packet.EVENT, namespace, [event, data]))

    def _lay_before(self, recipients: list[str], told: Told) -> None:
        sockets = self.server.eio.sockets
        for eio_sid in recipients:
            if (socket := sockets.get(eio_sid)) is not None:
                socket.lay_in(told)


class Socket(async_socket.AsyncSocket):
    """Reads its websocket directly and writes without a task; who is gone is found by the ping alone."""

    connected: bool
    upgraded: bool
    queue: Any
    last_ping: float | None
    # Set by the driver that makes it; None over polling.
    websocket: web.WebSocketResponse | None = None
    _next_ping: asyncio.TimerHandle | None = None

    def schedule_ping(self) -> None:
        """By a timer: a task that sleeps would hold all of a closed connection until it wakes up."""
        if self.last_ping:
            self.last_ping = None
            self.server.awake.begin()
            loop = asyncio.get_running_loop()
            self._next_ping = loop.call_later(self.server.ping_interval, self._ping)

    def _ping(self) -> None:
        if not (self.closed or self.closing):
            self.last_ping = self.server.awake.seconds
            self._put(engine.Packet(engine.PING))

    async def check_ping_timeout(self) -> bool:
        """As the stock one, by another time: neither a clock that is set nor our standing still cuts off."""
        if self.closed:
            raise exceptions.SocketIsClosedError
        server = self.server
        if not self.last_ping or server.awake.seconds - self.last_ping <= server.ping_timeout:
            return True
        await self.close(wait=False, abort=False, reason=server.reason.PING_TIMEOUT)
        return False

    def lay_in(self, told: Told) -> None:
        if self.closed or self.closing:
            return
        if isinstance(self.queue, Outgoing):
            self.queue.lay(told.frame)
        else:
            self._put(told)

    async def send(self, pkt: engine.Packet) -> None:
        if await self.check_ping_timeout():
            self._put(pkt)

    def _put(self, pkt: engine.Packet) -> None:
        if isinstance(self.queue, Waiting) and self.queue.unread >= MOST_UNREAD:
            log.warning("slow_consumer", unread=self.queue.unread)
            self._abort()
        else:
            self.queue.put_nowait(pkt)

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        if self._next_ping is not None:
            self._next_ping.cancel()
        await super().close(wait, abort, reason)
        if reason == self.server.reason.PING_TIMEOUT:
            # Nobody is at the other end: its websocket would be waited on until TCP gives up.
            self._abort()

    def _abort(self) -> None:
        if (transport := self._transport()) is not None:
            transport.abort()
        elif not self.closed:
            _keep(self.close(wait=False, abort=True, reason="slow_consumer"))

    def _transport(self) -> asyncio.Transport | None:
        request = None if self.websocket is None else self.websocket._req
        return None if request is None else request.transport

    async def poll(self) -> list[engine.Packet]:
        if not self.upgraded:
            found: list[engine.Packet] = await super().poll()
            return found
        first = await self.queue.get()
        self.queue.task_done()
        packets: list[engine.Packet] = []
        while first is not None:
            packets.append(first)
            if self.queue.empty():
                return packets
            first = self.queue.get_nowait()
            self.queue.task_done()
        if packets:
            self.queue.put_nowait(None)
        return packets

    async def handle_post_request(self, environ: dict[str, Any]) -> None:
        """What cannot be read ends the session: answered with 200, as it would be, it vanishes."""
        try:
            await super().handle_post_request(environ)
        except (ValueError, LookupError, OSError, web.RequestPayloadError) as problem:
            log.info("unreadable_post", problem=type(problem).__name__)
            raise exceptions.UnknownPacketError from problem

    async def _websocket_handler(self, ws: Any) -> None:  # noqa: ANN401
        transport = self._transport()
        if self.connected or self.websocket is None or transport is None:
            # An upgrade from polling begins with a probe: the stock way knows the steps.
            await super()._websocket_handler(ws)
            return
        self.connected = self.upgraded = True
        early, self.queue = self.queue, Outgoing(self.websocket, transport)
        while not early.empty():
            self.queue.put_nowait(early.get_nowait())
        try:
            await self._read(ws)
        finally:
            await ws.close()
            await self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)

    async def _read(self, ws: Any) -> None:  # noqa: ANN401
        at_once = self.server.at_once
        for number in count(1):
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
            try:
                text = await ws.wait()
            except OSError:
                return
            if text is None:
                return
            if text[:2] == COMMAND and at_once(self.sid, text):
                continue
            try:
                await self.receive(engine.Packet(encoded_packet=text))
            except exceptions.SocketIsClosedError:
                return
            except (exceptions.UnknownPacketError, ValueError, IndexError):
                log.info("unreadable_frame")
                return


def install() -> None:
    """engine.io makes its sockets by this name."""
    async_socket.AsyncSocket = Socket


_running: set[asyncio.Future[Any]] = set()


def _keep(closing: Any) -> None:  # noqa: ANN401
    task = asyncio.ensure_future(closing)
    _running.add(task)
    task.add_done_callback(_running.discard)

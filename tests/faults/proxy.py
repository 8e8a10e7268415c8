"""A TCP proxy before a server, that cuts, drops, delays and loses: the network at its worst.

    async with proxied(server.port) as proxy:       # clients use proxy.url
        proxy.deaf = True                           # what the server says is dropped; what it hears, it hears
        proxy.cut()                                 # connections end at once, as with RST
        proxy.hold()  … proxy.release()             # a dead network: bytes wait, nobody is told, none lost
        proxy.closed = True                         # new connections are refused at once
        proxy.delay = lambda: rng.uniform(0.2, 0.4) # seconds, for each piece, order kept

`proxy.links` are the connections, oldest first; each has `deaf`, `held` and `cut()` of its own. `proxy.watch`
is called with (link, from_server, bytes) for each piece before it is passed on; it may cut the link: then the
piece is not passed on.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

PIECE = 65_536

Watch = Callable[["Link", bool, bytes], None]


class Link:
    """One connection through the proxy."""

    def __init__(self, proxy: "Proxy", near: asyncio.StreamWriter) -> None:
        self.deaf = False
        self.number = proxy.made
        self._proxy = proxy
        self._near = near
        self._far: asyncio.StreamWriter | None = None
        self._open = asyncio.Event()
        self._open.set()
        self.cut_off = False

    @property
    def held(self) -> bool:
        return not self._open.is_set()

    @held.setter
    def held(self, held: bool) -> None:
        (self._open.clear if held else self._open.set)()

    def cut(self) -> None:
        """Both ends are reset, and what is on its way is lost."""
        self.cut_off = True
        self._open.set()
        for end in (self._near, self._far):
            if end is not None:
                end.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, port: int) -> None:
        far_reader, self._far = await asyncio.open_connection("127.0.0.1", port)
        there = asyncio.create_task(self._pass(reader, self._far, from_server=False))
        back = asyncio.create_task(self._pass(far_reader, self._near, from_server=True))
        try:
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.cut()
            there.cancel()
            back.cancel()
            await asyncio.gather(there, back, return_exceptions=True)

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_server: bool
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                await self._slowly()
                if self._proxy.watch is not None:
                    self._proxy.watch(self, from_server, piece)
                if self.cut_off:
                    return
                if not (from_server and (self.deaf or self._proxy.deaf)):
                    writer.write(piece)
                    await writer.drain()

    async def _slowly(self) -> None:
        if (delay := self._proxy.delay) is not None:
            await asyncio.sleep(delay())
        await self._open.wait()


class Proxy:
    def __init__(self, port: int) -> None:
        self.target = port
        self.deaf = False
        self.closed = False
        self.delay: Callable[[], float] | None = None
        self.watch: Watch | None = None
        self.links: list[Link] = []
        self.made = 0
        self._held = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        for link in list(self.links):
            link.cut()

    def hold(self) -> None:
        self._held = True
        for link in self.links:
            link.held = True

    def release(self) -> None:
        self._held = False
        for link in self.links:
            link.held = False

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.closed:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.made += 1
        link = Link(self, writer)
        link.held = self._held
        self.links.append(link)
        try:
            await link.carry(reader, self.target)
        except OSError:
            link.cut()
        finally:
            self.links.remove(link)
            self._tasks.discard(task)


@asynccontextmanager
async def proxied(port: int) -> AsyncIterator[Proxy]:
    proxy = Proxy(port)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()

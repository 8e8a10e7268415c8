"""A whole house for tests: real database, real sockets, people of the cast, a clock that is set by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import socketio
from aiohttp import web
from socketio import packet

from server.app import House
from server.clock import wall_clock
from server.desk.directory import Person, Site
from server.settings import Settings
from server.store.kept import Kept
from tests.furnished import Making, furnished
from tests.prepared import hash_of, prepared

WITHIN = 30.0  # s: the machine may be busy with other tests
PASSWORD = "correct horse battery"


@dataclass
class SetClock:
    """The real time, moved forwards by what a test says."""

    ahead: int = 0

    def __call__(self) -> int:
        return wall_clock() + self.ahead


@dataclass
class Running:
    """A started house. `site` carries the widget; Ada and Ben are agents, Sam supervises."""

    house: House
    url: str
    clock: SetClock
    site: Site
    ada: Person
    ben: Person
    sam: Person
    tokens: dict[str, str]
    _clients: list["Client"] = field(default_factory=list)

    async def vera(self, token: str | None = None, **hello: Any) -> "Client":
        """A visitor's socket, welcomed."""
        auth = {"site": self.site.key, **({"token": token} if token else {}), **hello}
        client = await self._connected("/visitor", auth)
        await client.heard("welcome")
        return client

    async def agent(self, person: Person) -> "Client":
        client = await self._connected("/agent", {"token": self.tokens[person.id]})
        await client.heard("inbox")
        return client

    async def supervisor(self) -> "Client":
        client = await self._connected("/supervisor", {"token": self.tokens[self.sam.id]})
        await client.heard("board")
        return client

    async def later(self, ms: int) -> None:
        """Moves the clock and lets what is due by then happen."""
        self.clock.ahead += ms
        await self.house.look_overdue()

    async def close(self) -> None:
        for client in self._clients:
            await client.disconnect()

    async def _connected(self, namespace: str, auth: dict[str, Any]) -> "Client":
        client = Client(namespace)
        self._clients.append(client)
        await client.connect(self.url, auth)
        return client


class BrowsersJson:
    """Text as it is, in UTF-8, as JSON.stringify writes it."""

    loads = staticmethod(json.loads)
    dumps = staticmethod(partial(json.dumps, ensure_ascii=False))


class OwnPacket(packet.Packet):  # type: ignore[misc]
    """With JSON of its own: the server's choice would be the whole process's."""

    json = BrowsersJson


class Client:
    """One socket; keeps all that it hears, in order."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.within = WITHIN
        self.told: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self._sio = socketio.AsyncClient(reconnection=False, serializer=OwnPacket)
        self._sio.on("*", self._hear, namespace=namespace)

    async def connect(self, url: str, auth: dict[str, Any], **more: Any) -> None:
        more = {"transports": ["websocket"], **more}
        await self._sio.connect(url, namespaces=[self.namespace], auth=auth, wait_timeout=WITHIN, **more)

    async def call(self, command: str, *payload: Any) -> dict[str, Any]:
        """Sends a command, and gives its acknowledgement."""
        data = payload[0] if len(payload) == 1 else payload or None
        answer = await self._sio.call(command, data, namespace=self.namespace, timeout=self.within)
        assert isinstance(answer, dict)
        return answer

    async def say(self, text: str, **more: Any) -> dict[str, Any]:
        return await self.call("say", {"id": str(uuid4()), "text": text, **more})

    async def heard(
        self, event: str, such: Callable[[Any], bool] = lambda _: True, after: int = 0
    ) -> dict[str, Any]:
        """The first of that name (and kind) among all it was told from `after` on; waits for it."""

        async def found() -> dict[str, Any]:
            while True:
                self._news.clear()
                for name, payload in self.told[after:]:
                    if name == event and such(payload):
                        return dict(payload)
                await self._news.wait()

        return await asyncio.wait_for(found(), self.within)

    async def event(self, kind: str, such: Callable[[Any], bool] = lambda _: True) -> dict[str, Any]:
        return await self.heard("event", lambda payload: payload["type"] == kind and such(payload))

    def events(self) -> list[dict[str, Any]]:
        return [payload for name, payload in self.told if name == "event"]

    @property
    def is_connected(self) -> bool:
        return bool(self._sio.connected)

    @property
    def sid(self) -> str:
        """By which the server knows it."""
        return str(self._sio.get_sid(self.namespace))

    async def disconnect(self) -> None:
        await self._sio.disconnect()

    async def _hear(self, event: str, *payload: Any) -> None:
        self.told.append((event, payload[0] if payload else None))
        self._news.set()


async def shop(kept: Kept) -> dict[str, str]:
    """The site, Ada, Ben and Sam; gives their tokens."""
    await kept.people.add_site("Shop", ["https://shop.example"])
    add = partial(kept.people.add_person, password_hash=hash_of(PASSWORD))
    ada = await add("ada@shop.example", "Ada", "agent")
    ben = await add("ben@shop.example", "Ben", "agent")
    sam = await add("sam@shop.example", "Sam", "supervisor")
    return {person.id: (await kept.accounts.add_token(person.id, "test"))[1] for person in (ada, ben, sam)}


@asynccontextmanager
async def running_house(url: str, making: Making = shop, /, **settings: Any) -> AsyncIterator[Running]:
    """`making`: who is there; among them the people of the shop."""
    clock = SetClock()
    house = House(Settings(database_url=await prepared(url), **settings), clock)
    house.reports.start = _with_the_first_question  # type: ignore[method-assign]
    runner = web.AppRunner(house.app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    tokens = await furnished(house.kept, making)
    running = _with_all(house, f"http://127.0.0.1:{runner.addresses[0][1]}", clock, tokens)
    try:
        yield running
    finally:
        await running.close()
        await runner.cleanup()


async def _with_the_first_question() -> None:
    """The reporting process takes a second to begin; most tests ask it nothing."""


def _with_all(house: House, url: str, clock: SetClock, tokens: dict[str, str]) -> Running:
    directory = house.kept.directory
    named = {directory.people[person].name: directory.people[person] for person in tokens}
    site = next(site for site in directory.sites.values() if site.name == "Shop")
    return Running(house, url, clock, site, named["Ada"], named["Ben"], named["Sam"], tokens)


Wait = Callable[[], Awaitable[None]]

"""A server process with a site and agents, and clients of it."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from server.clock import wall_clock
from server.store.kept import Kept
from tests.faults.waiting import LONG, until
from tests.house import Client
from tests.houses import NO_LIMITS
from tests.our_server import RunningServer

UNSOUND = Path(__file__).with_name("unsound.py")
UNLIMITED = {f"CHAT_BUTLER_{name.upper()}": str(value) for name, value in NO_LIMITS.items()}


@dataclass(slots=True)
class Shop:
    """`url` is the database's. Close it before the server is stopped."""

    server: RunningServer
    url: str
    site: str
    tokens: list[str]
    clients: list[Client] = field(default_factory=list)
    folder: Path = Path()

    async def vera(self, token: str | None = None) -> Client:
        vera = await self._connected("/visitor", {"site": self.site, **({"token": token} if token else {})})
        await vera.heard("welcome")
        return vera

    async def agent(self, number: int = 0) -> Client:
        agent = await self._connected("/agent", {"token": self.tokens[number]})
        await agent.heard("inbox")
        await agent.call("status", {"status": "online"})
        return agent

    async def control(self, name: str, text: str | None = "") -> None:
        """Puts a file into the folder that a server in bad surroundings reads; None takes it away."""
        file = self.folder / name
        await asyncio.to_thread(file.unlink if text is None else partial(file.write_text, text))

    async def happened(self) -> dict[str, float]:
        """How late that server's event loop was, in ms, and how often what went wrong."""
        written = self.folder / "lag.json"
        await until(written.exists)
        found: dict[str, float] = json.loads(await asyncio.to_thread(written.read_text))
        return found

    async def close(self) -> None:
        await asyncio.gather(*(client.disconnect() for client in self.clients))

    async def _connected(self, namespace: str, auth: dict[str, object]) -> Client:
        client = Client(namespace)
        client.within = LONG
        self.clients.append(client)
        await client.connect(self.server.url, auth)
        return client


@asynccontextmanager
async def unsound_shop(folder: Path, url: str, **faults: Any) -> AsyncIterator[Shop]:
    """In the bad surroundings of tests/faults/unsound.py; `faults` are of its `Unsound`."""
    site, tokens = await furnished(url)
    async with opened(folder, url, site, tokens, **faults) as shop:
        yield shop


@asynccontextmanager
async def opened(folder: Path, url: str, site: str, tokens: list[str], **faults: Any) -> AsyncIterator[Shop]:
    control = folder / "control"
    os.mkdir(control)
    env = {"CHAT_BUTLER_UNSOUND": json.dumps({"control": str(control), **faults}), **UNLIMITED}
    words = ("--database-url", url)
    server = RunningServer(folder / "server", words, env, program=UNSOUND, command=())
    shop = Shop(server, url, site, tokens, folder=control)
    try:
        await server.start()
        yield shop
    finally:
        await shop.close()
        await server.gone()
        print(await asyncio.to_thread(server.log.read_text))  # noqa: T201


async def furnished(url: str, agents: int = 3) -> tuple[str, list[str]]:
    """The site's key, and the agents' tokens."""
    kept = Kept(url, wall_clock)
    await kept.start()
    site = await kept.people.add_site("Shop", ["https://shop.example"])
    tokens = []
    for number in range(agents):
        person = await kept.people.add_person(f"agent{number}@shop.example", f"Agent {number}", "agent")
        tokens.append((await kept.accounts.add_token(person.id, "test"))[1])
    await kept.stop()
    return site.key, tokens


def message(text: str) -> dict[str, str]:
    return {"id": str(uuid4()), "text": text}


async def until_acknowledged(client: Client, said: dict[str, str]) -> int:
    """Tries as a client does, with the same id, while the storage is out of order; gives how often."""
    tries, deadline = 1, time.monotonic() + LONG
    while not (answer := await client.call("say", said))["ok"]:
        assert answer["error"]["code"] == "storage"
        assert time.monotonic() < deadline, f"not acknowledged in {tries} tries"
        tries += 1
        await asyncio.sleep(0.05)
    return tries

"""A furnished database and a real server process on it, which can be killed, stopped, frozen and restarted.

    async def test_x(under_test: UnderTest) -> None:             # once on SQLite, once on PostgreSQL
        server = await under_test(agents=3, slots=20)            # Server: furnished, running
        await server.kill(); await server.start()                # the same port and data
        server.freeze(); server.thaw()                           # SIGSTOP, SIGCONT
        server.cast.site, server.cast.agents                     # for clients
        server.database_url, server.log                          # for the dump and the checker

`under_test(..., options=("--redis-url", …), env={…}, script=Path)`: `script` is a Python file that is run
instead of `chat-butler`, with the same words (see failing_server.py). `under_test(beside=server, …)` is
another process on the same database. The fixture comes from tests/faults/conftest.py.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio

from server.clock import wall_clock
from server.settings import sqlite_url
from server.store.kept import Kept
from tests.forked import PROGRAM, Process, started
from tests.houses import NO_LIMITS
from tests.our_server import until_it_is_ready
from tests.real_servers import NEVER, free_port

# A load client is one address and few people: what protects against floods would only slow it down.
UNLIMITED = {f"CHAT_BUTLER_{name.upper()}": str(value) for name, value in NO_LIMITS.items()}
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Agent:
    id: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Cast:
    """`site` is the widget's key."""

    site: str
    agents: tuple[Agent, ...]
    supervisor: Agent


@dataclass(slots=True)
class Server:
    database_url: str
    cast: Cast
    log: Path
    options: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    script: Path | None = None
    port: int = field(default_factory=free_port)
    process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> "Server":
        """Returns when /readyz says yes."""
        words = ["serve", "--database-url", self.database_url, "--port", str(self.port), *self.options]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **UNLIMITED, **self.env}
        with self.log.open("ab") as out:
            self.process = await asyncio.to_thread(started, words, env, out, self.script or PROGRAM)
        await asyncio.to_thread(until_it_is_ready, self.url, self.process, self.log)
        return self

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    async def stop(self, within: float = NEVER) -> int:
        """SIGTERM. Gives the exit code."""
        return await self._end(signal.SIGTERM, within)

    async def kill(self) -> int:
        """SIGKILL, as a power cut would."""
        return await self._end(signal.SIGKILL, NEVER)

    async def ended(self, within: float = NEVER) -> int:
        """Waits until it has ended by itself; gives the exit code."""
        assert self.process is not None, "not started"
        return await asyncio.to_thread(self.process.wait, within)

    def freeze(self) -> None:
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send(signal.SIGCONT)

    def send(self, sign: int) -> None:
        assert self.process is not None, "not started"
        self.process.send_signal(sign)

    def words_of_log(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    async def _end(self, sign: int, within: float) -> int:
        self.send(sign)
        return await self.ended(within)


UnderTest = Callable[..., Awaitable[Server]]


async def furnished(url: str, agents: int = 3, slots: int = 50) -> Cast:
    """One site, so many agents of one team, and Sam who supervises."""
    kept = Kept(url, wall_clock)
    await kept.start()
    try:
        site = await kept.people.add_site("Shop", ["https://shop.example"])
        people = [await _hired(kept, f"Agent {number}", "agent", slots) for number in range(agents)]
        sam = await _hired(kept, "Sam", "supervisor", slots)
        return Cast(site.key, tuple(people), sam)
    finally:
        await kept.stop()


async def _hired(kept: Kept, name: str, role: str, slots: int) -> Agent:
    email = f"{name.replace(' ', '').lower()}@shop.example"
    person = await kept.people.add_person(email, name, role, slots=slots)
    return Agent(person.id, name, (await kept.accounts.add_token(person.id, "test"))[1])


@pytest_asyncio.fixture
async def under_test(database_url: str, tmp_path: Path) -> AsyncIterator[UnderTest]:
    """See above. Runs the test on SQLite and on PostgreSQL; all servers are ended with it, logs are shown."""
    async with servers(database_url, tmp_path) as start:
        yield start


@pytest_asyncio.fixture
async def under_test_on_sqlite(tmp_path: Path) -> AsyncIterator[UnderTest]:
    """For faults that have nothing to do with the database."""
    async with servers(sqlite_url(tmp_path / "data"), tmp_path) as start:
        yield start


@asynccontextmanager
async def servers(database_url: str, folder: Path) -> AsyncIterator[UnderTest]:
    running: list[Server] = []

    async def start(
        *,
        agents: int = 3,
        slots: int = 50,
        options: tuple[str, ...] = (),
        env: dict[str, str] | None = None,
        script: Path | None = None,
        beside: Server | None = None,
    ) -> Server:
        cast = beside.cast if beside else await furnished(database_url, agents, slots)
        log = folder / f"server{len(running)}.log"
        server = Server(database_url, cast, log, options, env or {}, script)
        running.append(server)
        return await server.start()

    try:
        yield start
    finally:
        for server in running:
            if server.running:
                server.thaw()
                await server.kill()
            print(f"--- log of {server.url}\n{server.words_of_log()}")  # noqa: T201

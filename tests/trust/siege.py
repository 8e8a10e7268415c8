"""A real server under attack, while honest visitors talk with their agent."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from server.clock import wall_clock
from server.settings import sqlite_url
from server.store.kept import Kept
from tests.faults.dump import Dump, dumped
from tests.our_server import RunningServer, StartServer
from tests.raw_socket import RawSocket, raw_socket

ATTACKERS = "127.0.0.3"  # honest ones have another address
NO_LIMITS: dict[str, Any] = {
    name: 1_000_000
    for name in (
        "visitor_burst",
        "visitor_rate",
        "address_burst",
        "address_rate",
        "address_connections",
        "connect_burst",
        "connect_rate",
        "agent_burst",
        "agent_rate",
    )
}
PATIENCE = 0.5  # s of an idle machine: the 99th percentile that honest ones may have to wait
VISITORS = 20


@dataclass(slots=True)
class Siege:
    """`site` and `token` are for attackers: a site's key, and the token of an agent who has turned."""

    server: RunningServer
    database: str
    site: str
    token: str
    before: int = 0
    fared: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def session(self) -> aiohttp.ClientSession:
        """An attacker's."""
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, local_addr=(ATTACKERS, 0)))

    def raw_socket(self) -> AbstractAsyncContextManager[RawSocket]:
        return raw_socket(self.url, at=ATTACKERS)

    async def connection(self, at: str = ATTACKERS) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Bare TCP."""
        return await asyncio.open_connection("127.0.0.1", self.server.port, local_addr=(at, 0))

    def grown(self) -> int:
        """kB more than before the attack."""
        return self.rss() - self.before

    def cpu(self) -> float:
        """Seconds that the server has computed."""
        assert self.server.process is not None
        ticks = Path(f"/proc/{self.server.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def rss(self) -> int:
        """kB of memory that the server has."""
        assert self.server.process is not None
        return status_of(self.server.process.pid, "VmRSS")

    async def everything(self) -> Dump:
        return await dumped(self.database)

    async def nothing_of_attackers(self) -> None:
        """What is stored is of honest visitors, and of those who answer them."""
        found = await self.everything()
        strangers = {c.visitor for c in found.conversations} - set(self.fared["visitors"])
        assert not strangers, f"conversations of attackers: {strangers}"

    def log_says_no(self, *words: str) -> None:
        text = self.server.log.read_text(errors="replace")
        for word in words:
            assert word not in text, text[text.index(word) - 500 :][:3000]

    def must_have_been_quick(self) -> None:
        waits = sorted(self.fared["said"])
        worst = waits[min(len(waits) - 1, len(waits) * 99 // 100)]
        print(  # noqa: T201 (shown when the test fails)
            f"honest: {len(waits)} messages, p99 {1000 * worst:.0f} ms, worst {1000 * waits[-1]:.0f} ms"
        )
        assert self.fared["failures"] == []
        assert len(self.fared["read"]) == len(waits), "the agent has read each"
        assert worst / self.fared["slowness"] < PATIENCE


def status_of(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise KeyError(name)


@asynccontextmanager
async def besieged(
    start_server: StartServer, folder: Path, database: str | None = None, *, lasting: float = 2, **env: Any
) -> AsyncIterator[Siege]:
    """Inside, attack. It lasts some seconds at least, so that there is something to measure. Leaving it fails
    unless honest ones were served in time, the server lives, and its log knows of no fault.
    """
    data = folder / "siege"
    url = database or sqlite_url(data)
    site, own, token, turned = await _furnished(url)
    options = ("--database-url", database) if database else ()
    settings = {f"CHAT_BUTLER_{name.upper()}": str(value) for name, value in env.items()}
    server = await start_server(*options, data=data, env=settings)
    siege = Siege(server, url, site, turned)
    honest = await _honest(server.url, own, token)
    siege.before = siege.rss()
    ends = time.monotonic() + lasting
    try:
        yield siege
        await asyncio.sleep(max(0, ends - time.monotonic()))
        said, _ = await asyncio.wait_for(honest.communicate(b""), 30)
    finally:
        if honest.returncode is None:
            honest.kill()
            await honest.wait()
    siege.fared = json.loads(said.splitlines()[-1])
    await still_lives(server)
    siege.must_have_been_quick()
    siege.log_says_no("Traceback", "command_failed", "request_failed")


async def still_lives(server: RunningServer) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/healthz") as answer:
        assert answer.status == 200


async def _furnished(url: str) -> tuple[str, str, str, str]:
    """Keys of the attackers' site and of the honest ones', and the tokens of two agents."""
    kept = Kept(url, wall_clock)
    await kept.start()
    try:
        sites = [
            (await kept.people.add_site(name, ["https://shop.example"])).key for name in ("Alley", "Shop")
        ]
        ada = await kept.people.add_person("ada@shop.example", "Ada", "agent")
        mallory = await kept.people.add_person("mallory@shop.example", "Mallory", "agent")
        tokens = [(await kept.accounts.add_token(person.id, "test"))[1] for person in (ada, mallory)]
    finally:
        await kept.stop()
    return sites[0], sites[1], tokens[0], tokens[1]


async def _honest(url: str, site: str, token: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.trust.honest", stdin=pipe, stdout=pipe, limit=2**24
    )
    assert process.stdin is not None
    assert process.stdout is not None
    orders = {"url": url, "site": site, "token": token, "visitors": VISITORS}
    process.stdin.write(json.dumps(orders).encode() + b"\n")
    await process.stdin.drain()
    assert (await asyncio.wait_for(process.stdout.readline(), 60)).strip() == b"begun"
    return process

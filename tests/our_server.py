"""`chat-butler serve` as a real process, for tests that stop it, kill it or start several."""

import asyncio
import os
import signal
import subprocess
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio

from tests.forked import PROGRAM, Process, started
from tests.real_servers import NEVER, free_port, until


@dataclass(slots=True)
class RunningServer:
    """`chat-butler serve` with a data folder of its own; it can be stopped, killed and started again."""

    data: Path
    options: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: Process | None = None
    program: str | Path = PROGRAM
    command: tuple[str, ...] = ("serve",)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.data.name}.log"

    async def start(self) -> "RunningServer":
        """Returns when /readyz says yes. Fails the test, with the log, when it ends or is never there."""
        words = [*self.command, "--data", str(self.data), "--port", str(self.port), *self.options]
        env = {**os.environ, "PYTHONUNBUFFERED": "1", **self.env}
        with self.log.open("ab") as out:
            self.process = await asyncio.to_thread(started, words, env, out, self.program)
        await asyncio.to_thread(until_it_is_ready, self.url, self.process, self.log)
        return self

    async def stop(self, within: float = NEVER) -> int:
        """SIGTERM. Gives the exit code; a server that does not end within so many seconds is an error."""
        return await self._end(signal.SIGTERM, within)

    async def kill(self) -> int:
        """SIGKILL, as a power cut would."""
        return await self._end(signal.SIGKILL, NEVER)

    async def gone(self) -> None:
        """Stops it, if it runs; it does not outlive this whatever happens."""
        if self.process is None or self.process.poll() is not None:
            return
        try:
            await self.stop()
        except subprocess.TimeoutExpired:
            await self.kill()
            raise

    async def _end(self, sign: int, within: float) -> int:
        assert self.process is not None, "not started"
        self.process.send_signal(sign)
        return await asyncio.to_thread(self.process.wait, within)


StartServer = Callable[..., Awaitable[RunningServer]]


@pytest_asyncio.fixture
async def start_server(tmp_path: Path) -> AsyncIterator[StartServer]:
    """`await start_server("--option", ..., data=folder, env={...})` gives a RunningServer.

    All are ended with the test. Their logs are printed, and so shown when the test fails.
    """
    servers: list[RunningServer] = []

    async def start(
        *options: str, data: Path | None = None, env: dict[str, str] | None = None
    ) -> RunningServer:
        server = RunningServer(data or tmp_path / f"server{len(servers)}", options, env or {})
        servers.append(server)
        return await server.start()

    yield start
    for server in servers:
        if server.process and server.process.poll() is None:
            await server.kill()
        if server.log.exists():
            print(f"--- log of {server.url}\n{server.log.read_text(errors='replace')}")  # noqa: T201


def until_it_is_ready(url: str, process: Process, log: Path) -> None:
    def answers() -> bool:
        with urllib.request.urlopen(f"{url}/readyz", timeout=30) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)

    until(answers, process, log)

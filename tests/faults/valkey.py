"""A Valkey (or Redis) of a test's own, which can be stopped, killed, paused, flushed and spoken to."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.sockets.bus import CHANNEL
from tests.faults.stopwatch import Stopwatch
from tests.real_servers import free_port, until_it_listens, valkey_program


@dataclass(slots=True)
class Valkey:
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> "Valkey":
        program = valkey_program()
        if program is None:
            pytest.fail("no Valkey or Redis: use ./dev test, or apt-get install redis-server", pytrace=False)
        words = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        log = self.folder / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(words, stdout=out, stderr=out)  # noqa: ASYNC220, S603 (a fork is short)
        await asyncio.to_thread(until_it_listens, self.port, self.process, log)
        return self

    async def kill(self) -> None:
        """Every connection is reset, and new ones are refused until it is started again."""
        assert self.process is not None, "not started"
        self.process.kill()
        await asyncio.to_thread(self.process.wait, 5)

    async def ask(self, *command: Any) -> Any:
        async with Redis.from_url(self.url) as redis:
            return await redis.execute_command(*command)  # type: ignore[no-untyped-call]

    async def listeners(self) -> int:
        """How many nodes listen; 0 too while it cannot be asked."""
        try:
            answer: list[Any] = await self.ask("PUBSUB", "NUMSUB", CHANNEL)
        except (RedisError, OSError):
            return 0
        return int(answer[1])

    async def until_heard_by(self, nodes: int, within: float) -> None:
        """Fails when so many do not listen within so many seconds of an idle machine."""
        watch = Stopwatch()
        while (now := await self.listeners()) != nodes:
            assert watch.seconds < within, f"{now} of {nodes} nodes listen after {within:g} s"
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[Valkey]:
    folder = tmp_path / "valkey"
    os.mkdir(folder)
    started = await Valkey(folder).start()
    yield started
    await started.kill()
    shutil.rmtree(folder, ignore_errors=True)

"""A PostgreSQL that waits for its disk, as one in use does, on the core of the client."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bench import machine
from tests.bench.furnished import Furnished, furnished
from tests.real_servers import DURABLE, beside, postgres_programs, running_postgres, sql, temporary_folder


@dataclass(slots=True)
class Postgres:
    """`pid` is its first process; the others are its children."""

    url: str
    pid: int
    version: str
    _numbers: "count[int]" = field(default_factory=count)

    def house(self, pairs: int) -> Furnished:
        """A new database, furnished."""
        name = f"house_{next(self._numbers)}"
        asyncio.run(sql(self.url, f"CREATE DATABASE {name}"))
        return furnished(beside(self.url, name), pairs)


@contextmanager
def durable() -> Iterator[Postgres]:
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("no PostgreSQL: use ./dev bench, or apt-get install postgresql")
    with temporary_folder() as folder, running_postgres(programs, folder, DURABLE) as port:
        pid = int((folder / "cluster" / "postmaster.pid").read_text().split()[0])
        for one in (pid, *machine.children(pid)):
            with suppress(ProcessLookupError):
                os.sched_setaffinity(one, {machine.CLIENT_CORE})
        yield Postgres(f"postgresql://postgres@127.0.0.1:{port}/postgres", pid, _version(programs))


def _version(programs: Path) -> str:
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[2]

"""A PostgreSQL of one's own, which a test may stop as it likes and start again on the same data."""

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.real_servers import (
    as_nobody,
    free_port,
    plain,
    postgres_programs,
    reachable_by_nobody,
    takes_connections,
    temporary_folder,
    until,
)

# The machine goes on running, so what was handed to it counts as written; what was not is lost.
SETTINGS = ("fsync=off", "synchronous_commit=on", "full_page_writes=off")
Mode = Literal["fast", "immediate"]
SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}


class Postgres:
    def __init__(self, programs: Path, base: Path, connections: int) -> None:
        self.url = ""
        self._programs = reachable_by_nobody(programs, base)
        self._base = base
        self._port = free_port()
        self._settings = (*SETTINGS, f"max_connections={connections}", "superuser_reserved_connections=2")
        self._options: dict[str, Any] = {"cwd": base, "env": plain(base), **as_nobody(base)}
        self._process: subprocess.Popen[bytes] | None = None
        self._make()

    def start(self) -> None:
        """Returns when it takes connections."""
        words: list[str | Path] = [self._programs / "postgres", "-D", self._base / "cluster"]
        words += ["-h", "127.0.0.1", "-p", str(self._port), "-k", self._base]
        words += [word for setting in self._settings for word in ("-c", setting)]
        log = self._base / "log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **self._options
            )
        until(lambda: takes_connections(self._programs, self._port), self._process, log)

    def stop(self, mode: Mode) -> None:
        """`fast`: connections are ended, all is written; `immediate`: as in a crash."""
        assert self._process is not None, "not started"
        self._process.send_signal(SIGNALS[mode])
        self._process.wait(20)

    def _make(self) -> None:
        self._base.chmod(0o755)
        initdb: list[str | Path] = [self._programs / "initdb", "-D", self._base / "cluster", "-U", "postgres"]
        initdb += ["-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        made = subprocess.run(initdb, capture_output=True, text=True, **self._options)  # noqa: S603
        assert made.returncode == 0, made.stdout + made.stderr
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"


@contextlib.contextmanager
def postgres(connections: int = 100) -> Iterator[Postgres]:
    """Started; ended and forgotten afterwards."""
    programs = postgres_programs()
    if programs is None:
        pytest.fail("no PostgreSQL: use ./dev test, or apt-get install postgresql", pytrace=False)
    with temporary_folder() as folder:
        made = Postgres(programs, folder, connections)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")

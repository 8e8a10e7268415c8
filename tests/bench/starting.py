"""How long a process takes until it is ready, on the server's core."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench import machine
from tests.bench.furnished import Furnished
from tests.bench.machine import PATIENCE, SERVER_CORE
from tests.bench.run import Run
from tests.bench.sides import PROGRAM

EVERY = 0.002  # s, between two looks whether it is ready
# Says that it is done, and waits to be told to end, so that its end is not in the figure.
BARE = "import sys\nfor name in sys.argv[1:]: __import__(name)\nprint(flush=True)\nsys.stdin.read()"


def serving(house: Furnished) -> Run:
    """`serve`, until /readyz says yes. In ms."""
    port = machine.free_port()
    words = [PROGRAM, "serve", "--data", str(house.data), "--port", str(port)]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        log = Path(folder) / "log"
        busy, begun = machine.busy(), time.perf_counter()
        with machine.running(words, log) as process:
            machine.until_answered(f"http://127.0.0.1:{port}/readyz", process, log, EVERY)
            return _found(begun, busy, process.pid)


def importing(modules: Sequence[str]) -> Run:
    """A bare Python that imports them, in their order. In ms."""
    busy, begun = machine.busy(), time.perf_counter()
    with _bare(modules) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return _found(begun, busy, process.pid)


@contextmanager
def _bare(modules: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", BARE, *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=machine.surroundings(),
        preexec_fn=machine.on_core(SERVER_CORE),
    )
    try:
        yield process
    finally:
        process.communicate(timeout=PATIENCE)


def _found(begun: float, busy: float, pid: int) -> Run:
    took = time.perf_counter() - begun
    used = machine.cpu_of_family(pid)
    foreign = max(0.0, machine.busy() - busy - used) / took
    return {"start_ms": 1000 * took, "cpu_ms": 1000 * used, "server_cpu": used / took, "foreign_cpu": foreign}


def packages_in_use(house: Furnished) -> list[str]:
    """The modules of others that `serve` has loaded once it is ready, in the order of their use."""
    words = [sys.executable, "-m", "tests.bench.modules", str(house.data)]
    env = machine.surroundings()
    said = subprocess.run(words, capture_output=True, text=True, check=True, env=env).stdout
    return said.strip().splitlines()[-1].split()

"""How much of a bare relay's throughput is left once everything is durable, checked and folded."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import machine, table
from tests.bench.furnished import Furnished, furnished
from tests.bench.machine import CALM, CLIENT_CORE, SERVER_CORE

PAIRS = 50
OUTSTANDING = 4
WARM_UP = 1.5  # s
PROGRAM = str(Path(sys.executable).parent / "chat-butler")
# The load is one visitor's hundreds of messages a second; the limits are not what is measured.
RAISED = {
    "CHAT_BUTLER_VISITOR_BURST": "1000000",
    "CHAT_BUTLER_VISITOR_RATE": "1000000",
    "CHAT_BUTLER_AGENT_BURST": "1000000",
    "CHAT_BUTLER_AGENT_RATE": "1000000",
}

Run = dict[str, Any]


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Both sides in turn, `--runs` times; prints the table, gives medians and ratios."""
    runs: dict[str, list[Run]] = {"stock relay": [], "chat butler": []}
    with tempfile.TemporaryDirectory() as folder:
        house = furnished(Path(folder) / "house", PAIRS)
        for _ in range(options.runs):
            runs["stock relay"].append(_stock(options.seconds))
            runs["chat butler"].append(_ours(house, options.seconds))
    found = {name: _medians(of) for name, of in runs.items()}
    ours, stock = found["chat butler"], found["stock relay"]
    ratios = {
        "per_second": ours["per_second"] / stock["per_second"],
        "per_cpu": stock["server_us"] / ours["server_us"],
    }
    if not options.json:
        print(table.shown(found, ratios, PAIRS, OUTSTANDING, options))
    return {"sides": found, "ratios": ratios}


def _stock(seconds: float) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        port, log = machine.free_port(), Path(folder) / "log"
        words = [sys.executable, "-m", "tests.bench.stock_relay", str(port)]
        with _running(words, port, log, {}) as process:
            orders = {
                "agents": [{"room": f"room {n}", "agent": True} for n in range(PAIRS)],
                "visitors": [{"room": f"room {n}", "agent": False} for n in range(PAIRS)],
            }
            return _loaded(process.pid, port, seconds, orders)


def _ours(house: Furnished, seconds: float) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        data = shutil.copytree(house.data, Path(folder) / "data")
        port, log = machine.free_port(), Path(folder) / "log"
        words = [PROGRAM, "serve", "--data", str(data), "--port", str(port)]
        with _running(words, port, log, RAISED) as process:
            orders = {
                "agents": [{"token": token} for token in house.tokens],
                "visitors": [{"site": house.site} for _ in range(PAIRS)],
            }
            return _loaded(process.pid, port, seconds, orders)


@contextmanager
def _running(
    words: list[str], port: int, log: Path, env: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    process = machine.pinned(words, SERVER_CORE, log, env)
    try:
        machine.wait_until_open(port, process, log)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _loaded(server: int, port: int, seconds: float, orders: dict[str, Any]) -> Run:
    asked = {
        **orders,
        "url": f"http://127.0.0.1:{port}",
        "pairs": PAIRS,
        "outstanding": OUTSTANDING,
        "seconds": seconds,
        "warm_up": WARM_UP,
    }
    client = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load", str(CLIENT_CORE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdin is not None and client.stdout is not None
    client.stdin.write(json.dumps(asked) + "\n")
    client.stdin.flush()
    _must_be(client.stdout.readline(), "begin")
    before, busy, own = machine.cpu_of(server), machine.busy(), machine.cpu_of(os.getpid())
    mine = machine.cpu_of(client.pid)
    _must_be(client.stdout.readline(), "end")
    used, worked = machine.cpu_of(server) - before, machine.busy() - busy
    theirs = machine.cpu_of(client.pid) - mine + machine.cpu_of(os.getpid()) - own
    run: Run = json.loads(client.stdout.readline())
    client.wait(20)
    run["per_second"] = run["acked"] / run["seconds"]
    run["server_us"] = 1e6 * used / max(1, run["acked"])
    run["server_cpu"] = used / run["seconds"]
    run["foreign_cpu"] = max(0.0, worked - used - theirs) / run["seconds"]
    return run


def _must_be(line: str, word: str) -> None:
    if line.strip() != word:
        raise RuntimeError(f"the load client did not {word}: {line!r}")


def _medians(runs: list[Run]) -> Run:
    names = ("per_second", "server_us", "server_cpu", "client_cpu", "foreign_cpu", "refused")
    found: Run = {name: median(run[name] for run in runs) for name in names}
    found["runs"] = [round(run["per_second"]) for run in runs]
    found["disturbed"] = sum(run["foreign_cpu"] > CALM for run in runs)
    found["lost"] = sum(run["acked"] - run["delivered"] for run in runs)
    for what in ("ack_ms", "delivery_ms"):
        found[what] = {p: median(run[what][p] for run in runs) for p in ("p50", "p99")}
    return found

"""One run: a load client against one side, and what both processors did meanwhile."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench import machine
from tests.bench.machine import CLIENT_CORE
from tests.bench.sides import Side
from tests.bench.size import Size

Run = dict[str, Any]


class Client:
    """A client process that takes its orders from us and says how far it is."""

    def __init__(self, module: str, orders: dict[str, Any]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{module}", str(CLIENT_CORE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.tell(json.dumps(orders))

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def must_say(self, word: str) -> None:
        line = self._line()
        if line != word:
            raise RuntimeError(f"the load client should say {word}, and said {line!r}")

    def result(self) -> Run:
        found: Run = json.loads(self._line())
        return found

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def client(module: str, orders: dict[str, Any]) -> Iterator[Client]:
    started = Client(module, orders)
    try:
        yield started
    finally:
        # Whoever waits for our next word ends when there will be none.
        assert started.process.stdin is not None
        started.process.stdin.close()
        started.process.wait(machine.PATIENCE)


class Meter:
    """Seconds of CPU of the server, of the client, and of the rest, from when it is made until `read`."""

    def __init__(self, side: Side, client: int) -> None:
        self._side = side
        self._client = client
        self._before = self._now()

    def _now(self) -> tuple[float, float, float, float]:
        server, client = machine.cpu_of(self._side.pid), machine.cpu_of(self._client)
        # Its own children are the process that makes figures.
        beside = sum(machine.cpu_of_family(pid) for pid in self._side.beside)
        beside += machine.cpu_of_family(self._side.pid) - server
        return server, beside, client, machine.busy()

    def read(self) -> dict[str, float]:
        server, beside, client, all_ = (b - a for a, b in zip(self._before, self._now(), strict=True))
        return {
            "server": server,
            "beside": beside,
            "client": client,
            "foreign": max(0.0, all_ - server - beside - client),
        }


def loaded(side: Side, size: Size, rate: float | None = None) -> Run:
    """Everybody talks: as much as goes, or `rate` messages a second. Seconds, ms, us and cores."""
    orders = {
        "port": side.port,
        "agents": side.agents,
        "visitors": side.visitors,
        "outstanding": size.outstanding,
        "seconds": size.seconds,
        "warm_up": size.warm_up,
        "rate": rate,
        "end": side.is_ours,
    }
    with client("load", orders) as load:
        load.must_say("begin")
        meter = Meter(side, load.process.pid)
        load.must_say("end")
        used = meter.read()
        run = load.result()
    took, acked = run["seconds"], max(1, run["acked"])
    run["per_second"] = run["acked"] / took
    run["ack_p50"], run["ack_p99"] = run["ack_ms"]["p50"], run["ack_ms"]["p99"]
    run["delivery_p50"], run["delivery_p99"] = run["delivery_ms"]["p50"], run["delivery_ms"]["p99"]
    run["server_us"] = 1e6 * used["server"] / acked
    run["beside_us"] = 1e6 * used["beside"] / acked
    for name in ("server", "client", "foreign"):
        run[f"{name}_cpu"] = used[name] / took
    run["wrong"] = wrong(run, side)
    return run


def wrong(run: Run, side: Side) -> list[str]:
    """What ours may not do; a relay's faults are only shown."""
    if not side.is_ours:
        return []
    found = [f"{run[name]} {name}" for name in ("refused", "lost", "doubled", "disordered") if run[name]]
    if run["echoed"] != run["said"]:
        found.append(f"{run['said']} said, {run['echoed']} given back to their sender")
    if not run["settled"]:
        found.append("some were never acknowledged")
    return found

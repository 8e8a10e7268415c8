"""Seconds of a machine that has nothing else to do: what is promised in seconds is promised there."""

import threading
import time
from pathlib import Path


class Stopwatch:
    """Runs from when it is made: `assert watch.seconds < 5`.

    Where Linux says for how long this thread ran, and for how long it was ready and had to wait for a
    processor, time counts for the less the longer it waited: on a machine that is busy with something else,
    everything takes longer by as much, here and in the servers that are tested. On an idle one these are
    plain seconds.
    """

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._ran, self._waited = scheduled()

    @property
    def seconds(self) -> float:
        return (time.monotonic() - self._begun) / self.slowness

    @property
    def slowness(self) -> float:
        """How many times longer things take than alone; at least 1."""
        ran, waited = scheduled()
        ran, waited = ran - self._ran, waited - self._waited
        return 1 + waited / ran if ran > 0 else 1.0


def scheduled() -> tuple[float, float]:
    """Seconds that this thread ran, and that it was ready while others had the processors."""
    try:
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text()
    except OSError:
        return 0.0, 0.0
    ran, waited, _ = told.split()
    return int(ran) / 1e9, int(waited) / 1e9

"""Waiting for something to be so."""

import asyncio
import time
from collections.abc import Callable

LONG = 90.0  # s: what has not come by then never will, however busy the machine is


async def until(it_is_so: Callable[[], bool], within: float = LONG, what: str = "it to be so") -> None:
    """Looks a hundred times a second. Fails when it has not come to that within so many seconds."""
    deadline = time.monotonic() + within
    while not it_is_so():
        assert time.monotonic() < deadline, f"waited {within:g} s for {what}"
        await asyncio.sleep(0.01)


async def gone_by(seconds: float) -> None:
    """For what is to last so long in the long form."""
    end = time.monotonic() + seconds
    await until(lambda: time.monotonic() >= end, within=seconds + LONG)

"""Time as it passes for connections: next to none while this process stands still."""

import asyncio
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()

TICK = 0.5  # s
MOST = 1.0  # s: what is counted between two ticks, however late the second one is
WORTH_SAYING = 5.0  # s


class Awake:
    """A server that is frozen, or that others keep from the processor, has not read what clients answered
    meanwhile: it would send them all away, and all would come back at once.
    """

    def __init__(self, is_wanted: Callable[[], bool]) -> None:
        """Goes for as long as it `is_wanted`, once it has begun."""
        self._is_wanted = is_wanted
        self._counted = 1.0
        self._ticked = time.monotonic()
        self._next: asyncio.TimerHandle | None = None

    @property
    def seconds(self) -> float:
        """Since some moment; never 0, never less than before."""
        return self._counted + min(time.monotonic() - self._ticked, MOST)

    def begin(self) -> None:
        if self._next is None:
            self._tick()

    def _tick(self) -> None:
        now = time.monotonic()
        if self._next is not None and (late := now - self._ticked - TICK) > WORTH_SAYING:
            log.warning("stood_still", seconds=round(late, 1))
        self._counted, self._ticked = self.seconds, now
        wanted = self._is_wanted()
        self._next = asyncio.get_running_loop().call_later(TICK, self._tick) if wanted else None

"""The live board: told to supervisors when a figure has changed, at most once a second."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog

from server.desk.board import board
from server.desk.desk import Desk

log = structlog.get_logger()

# The day's figures beside the floor's; the butler's and people's first response are two.
TODAY = ("frt_butler", "frt", "art", "resolution_time", "aht", "interactions", "csat", "volume", "backlog")
AT_ONCE = 1.0  # s
LOOK_ANYWAY = 60_000  # ms: a day ends, a wait grows, though nothing happens

Figures = dict[str, Any]


class Reports(Protocol):
    """The reporting process."""

    async def today(self, kpis: tuple[str, ...], now: int, tz: str) -> Figures:
        """Answers as GET /kpis/{id} gives them, by id, for the local day that holds `now` (ms)."""
        ...


class LiveBoard:
    """Remembers what was told; a look without news costs nothing."""

    def __init__(self, desk: Desk, reports: Reports, watched: Callable[[], bool]) -> None:
        self._desk = desk
        self._reports = reports
        self._watched = watched
        self._told = -1
        self._told_at = 0

    async def now(self) -> dict[str, Any]:
        return board(self._desk, await self._figures())

    async def first(self) -> dict[str, Any]:
        """For somebody who begins to watch: at once, if need be without figures, which then follow."""
        try:
            return await asyncio.wait_for(self.now(), AT_ONCE)
        except TimeoutError:
            self._told = -1
            return board(self._desk)

    async def tell(self, tell: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Level-triggered: whoever watches gets the floor and the day as they stand, if they have changed."""
        now = self._desk.clock()
        changes = self._desk.changes
        if not self._watched() or (changes == self._told and now < self._told_at + LOOK_ANYWAY):
            return
        self._told, self._told_at = changes, now
        await tell(await self.now())

    async def _figures(self) -> Figures:
        sites = self._desk.directory.sites.values()
        tz = min(sites, key=lambda site: site.name).tz if sites else "UTC"
        try:
            return await self._reports.today(TODAY, self._desk.clock(), tz)
        except Exception:
            # The floor is worth showing even while the figures are not to be had.
            log.exception("no_figures")
            return {}

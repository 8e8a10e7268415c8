"""The live board: told to supervisors when a figure has changed, at most once a second."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog

from server.desk.board import WHOLE, Part, board
from server.desk.desk import Desk

log = structlog.get_logger()

# The day's figures beside the floor's; the butler's and people's first response are two.
TODAY = (
    "frt_butler",
    "frt",
    "art",
    "service_level",
    "sla_attainment",
    "abandonment",
    "wait_kept",
    "resolution_time",
    "aht",
    "interactions",
    "csat",
    "volume",
    "backlog",
    "backlog_overdue",
)
AT_ONCE = 1.0  # s
LOOK_ANYWAY = 60_000  # ms: a day ends, a wait grows, though nothing happens
USUAL_FOR = 300_000  # ms: what is usual by now changes slowly, and is much to work out
MOST_PARTS = 50  # whose usual figures are remembered

Figures = dict[str, Any]


class Reports(Protocol):
    """The reporting process."""

    async def today(
        self,
        kpis: tuple[str, ...],
        now: int,
        tz: str,
        part: Part = WHOLE,
        targets: Mapping[str, float | None] | None = None,
    ) -> Figures:
        """Answers as GET /kpis/{id} gives them, by id, for the local day that holds `now` (ms)."""
        ...

    async def usual(self, kpis: tuple[str, ...], now: int, tz: str, part: Part = WHOLE) -> Figures:
        """By id, the mean of the last four same weekdays, each up to the same time of day."""
        ...


class LiveBoard:
    """Remembers what was told; a look without news costs nothing."""

    def __init__(
        self, desk: Desk, reports: Reports, watched: Callable[[], bool], alerts: Callable[[], list[Figures]]
    ) -> None:
        self._desk = desk
        self._reports = reports
        self._watched = watched
        self._alerts = alerts
        self._told = -1
        self._told_at = 0
        self._usual: dict[Part, tuple[int, Figures]] = {}
        self._asking: asyncio.Task[Figures] | None = None

    async def now(self, part: Part = WHOLE) -> dict[str, Any]:
        today = await self._today(part)
        return board(self._desk, today, self._alerts(), await self._usual_by_now(part), part)

    async def first(self) -> dict[str, Any]:
        """For somebody who begins to watch: at once, if need be without figures, which then follow."""
        try:
            return await asyncio.wait_for(self._as_known(), AT_ONCE)
        except TimeoutError:
            self._told = -1
            return board(self._desk, None, self._alerts())

    async def tell(self, tell: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Level-triggered: whoever watches gets the floor and the day as they stand, if they have changed."""
        now = self._desk.clock()
        changes = self._desk.changes
        if not self._watched() or (changes == self._told and now < self._told_at + LOOK_ANYWAY):
            return
        self._told, self._told_at = changes, now
        await tell(await self._as_known())

    async def stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _as_known(self) -> dict[str, Any]:
        """What is usual follows once it is known: the floor does not wait for it."""
        today = await self._today(WHOLE)
        at, usual = self._usual.get(WHOLE, (-USUAL_FOR, {}))
        is_old = self._desk.clock() >= at + USUAL_FOR
        if is_old and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._usual_by_now(WHOLE), name="usual")
            self._asking.add_done_callback(self._is_known)
        return board(self._desk, today, self._alerts(), usual)

    def _is_known(self, asked: asyncio.Task[Figures]) -> None:
        if not asked.cancelled() and asked.result():
            self._told = -1

    async def _today(self, part: Part) -> Figures:
        targets: Any = self._desk.directory.settings.get("targets")
        try:
            return await self._reports.today(TODAY, self._desk.clock(), self._zone(part), part, targets)
        except Exception as problem:
            # The floor is worth showing even while the figures are not to be had.
            log.error("no_figures", problem=f"{type(problem).__name__}: {problem}")
            return {}

    async def _usual_by_now(self, part: Part) -> Figures:
        now = self._desk.clock()
        known = self._usual.get(part)
        if known is not None and now < known[0] + USUAL_FOR:
            return known[1]
        try:
            found = await self._reports.usual(TODAY, now, self._zone(part), part)
        except Exception as problem:
            log.error("no_usual_figures", problem=f"{type(problem).__name__}: {problem}")
            found = {}
        if len(self._usual) >= MOST_PARTS:
            self._usual.clear()
        self._usual[part] = now, found
        return found

    def _zone(self, part: Part) -> str:
        sites = self._desk.directory.sites
        if part.site is not None and part.site in sites:
            return sites[part.site].tz
        return min(sites.values(), key=lambda site: site.name).tz if sites else "UTC"

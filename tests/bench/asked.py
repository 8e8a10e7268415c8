"""Figures asked of a reporting process as the server asks it: over its pipe, with a look for what is new."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from server.core.kpis.asking.ask import Ask
from server.core.kpis.catalogue import CATALOGUE
from server.store.reports import NotReady, Reports
from tests.bench import machine, years
from tests.bench.years import DAY

# All that have rows here: none comes from elsewhere, such as money.
FIGURES = (
    "frt", "frt_butler", "time_to_take_charge", "art", "resolution_time", "aht", "interactions",
    "resolution_rate", "transfer_rate", "fcr", "volume", "backlog", "csat", "service_level", "asa",
    "abandonment", "wait_kept", "sla_attainment", "sla_slack", "occupancy", "concurrency",
)  # fmt: skip
# As one page of the console shows them.
PAGE = ("frt", "art", "service_level", "asa", "abandonment", "sla_attainment", "volume", "csat")
MONTHS, YEARS = 90 * DAY, years.WEEKS * years.WEEK
TIMES = 5


def by_agent_and_day(kpi: str) -> Ask:
    """Over 90 days; by team and day where nobody is credited."""
    entry = CATALOGUE[kpi]
    by = ("agent" if entry.by_agent else "team", "day")
    attribution = entry.attributions[0]
    return Ask(kpi, years.END, "UTC", years.END - MONTHS, years.END, attribution=attribution, by=by)


def by_week(kpi: str) -> Ask:
    """Over two years."""
    attribution = CATALOGUE[kpi].attributions[0]
    return Ask(kpi, years.END, "UTC", years.FIRST, years.END, attribution=attribution, by=("week",))


def by_day(kpi: str) -> Ask:
    attribution = CATALOGUE[kpi].attributions[0]
    return Ask(kpi, years.END, "UTC", years.END - MONTHS, years.END, attribution=attribution, by=("day",))


def with_reports(url: str, folder: Path | None, work: Callable[[Reports], Coroutine[Any, Any, Any]]) -> Any:
    """The process is ready, and has copied what there is."""

    async def run() -> Any:
        reports = Reports(url, folder)
        try:
            while True:
                try:
                    await reports.figure(by_day("volume"))
                    return await work(reports)
                except NotReady:
                    continue
        finally:
            await reports.stop()

    return asyncio.run(run())


def times(runs: int) -> int:
    """That each question is asked: 5 in the usual three runs, once where it is enough to see it answered."""
    return min(2 * runs - 1, TIMES)


async def each(
    reports: Reports, asks: Mapping[str, Ask], tell: Callable[[], None], times: int = TIMES
) -> dict[str, float]:
    """Of each question the median of some times, ms; the first, which reads from disk, is not one of them."""
    found = {}
    for name, ask in asks.items():
        await _answer(reports, ask)
        found[name] = median([await _took(_answer(reports, ask)) for _ in range(times)])
        tell()
    return found


async def together(reports: Reports, asks: Sequence[Ask]) -> float:
    """Until the last of a page's figures is there, ms."""
    await asyncio.gather(*(_answer(reports, ask) for ask in asks))
    return median(
        [await _took(asyncio.gather(*(_answer(reports, ask) for ask in asks))) for _ in range(TIMES)]
    )


def memory_of(reports: Reports) -> float:
    """Of its process, MiB."""
    return machine.rss_of(reports.process_id) / 2**20 if reports.process_id else 0.0


async def _answer(reports: Reports, ask: Ask) -> bytes:
    """As GET /kpis hands it on: thousands of groups are taken apart by nobody on the way."""
    return await reports.written(ask, {})


async def _took(work: Any) -> float:
    begun = time.perf_counter()
    await work
    return (time.perf_counter() - begun) * 1000

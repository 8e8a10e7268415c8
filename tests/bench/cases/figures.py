"""How long any single figure takes, with two years of a large desk behind it."""

from typing import Any

from server.store.reports import Reports
from tests.bench import asked, plain_sql
from tests.bench.case import Case, Found, Tell
from tests.bench.size import Size
from tests.bench.years_kept import kept_copy, kept_years

MONTHS, YEARS = "90 days by agent and day", "2 years by week"
WITHIN = {MONTHS: 100.0, YEARS: 300.0}  # ms


def measure(size: Size, tell: Tell) -> Found:
    house = kept_years(size.conversations, size.pairs, tell)
    folder = kept_copy(house)
    found = asked.with_reports(house.url, folder, lambda reports: asked_of(reports, size, tell))
    notes = [
        *plain_sql.beside(house.url, folder, found[MONTHS]["frt"]),
        f"{size.conversations:,} conversations",
    ]
    return told(found, WITHIN, notes)


async def asked_of(reports: Reports, size: Size, tell: Tell) -> dict[str, Any]:
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        tell(done, 2 * len(asked.FIGURES))

    times = asked.times(size.runs)
    asks = {MONTHS: asked.by_agent_and_day, YEARS: asked.by_week}
    found: dict[str, Any] = {
        name: await asked.each(reports, {kpi: ask(kpi) for kpi in asked.FIGURES}, one_more, times)
        for name, ask in asks.items()
    }
    return {**found, "memory": asked.memory_of(reports)}


def told(found: dict[str, Any], within: dict[str, float], notes: list[str]) -> Found:
    """The ratio is that of the slowest figure to what it may take."""
    sides = {name: _side(found[name], found["memory"]) for name in within}
    each = [
        f"{name}: {', '.join(f'{kpi} {ms:.0f}' for kpi, ms in found[name].items())} ms" for name in within
    ]
    return Found(
        ratio=max(sides[name]["slowest_ms"] / most for name, most in within.items()),
        sides=sides,
        runs={name: sorted(round(ms, 1) for ms in found[name].values()) for name in within},
        notes=[*each, *notes],
    )


def _side(figures: dict[str, float], memory: float) -> dict[str, float]:
    ordered = sorted(figures.values())
    return {"middle_ms": ordered[len(ordered) // 2], "slowest_ms": ordered[-1], "reports_mib": memory}


CASE = Case(
    "figures",
    "the slowest figure of 1,000,000 conversations, against 100 ms (90 days by agent and day; 2 years: 300)",
    measure,
    reach=1.0,
    more_is_better=False,
)

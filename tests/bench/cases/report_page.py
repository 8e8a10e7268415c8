"""How long a whole page of figures takes that is asked for at once."""

from typing import Any

from server.store.reports import Reports
from tests.bench import asked
from tests.bench.case import Case, Found, Tell
from tests.bench.size import Size
from tests.bench.years_kept import kept_copy, kept_years

TOGETHER, ALONE = "all at once", "one after the other"
WITHIN = 300.0  # ms


def measure(size: Size, tell: Tell) -> Found:
    house = kept_years(size.conversations, size.pairs, tell)
    sides = asked.with_reports(house.url, kept_copy(house), lambda reports: _asked(reports, tell))
    note = f"{', '.join(asked.PAGE)}: 90 days by day, of {size.conversations:,} conversations"
    return Found(
        ratio=sides[TOGETHER]["page_ms"] / WITHIN,
        sides=sides,
        runs={name: [round(side["page_ms"], 1)] for name, side in sides.items()},
        notes=[note],
    )


async def _asked(reports: Reports, tell: Tell) -> dict[str, Any]:
    asks = {kpi: asked.by_day(kpi) for kpi in asked.PAGE}
    single = await asked.each(reports, asks, lambda: tell(1, 2))
    page = await asked.together(reports, list(asks.values()))
    memory = asked.memory_of(reports)
    return {
        TOGETHER: {"page_ms": page, "reports_mib": memory},
        ALONE: {"page_ms": sum(single.values()), "reports_mib": memory},
    }


CASE = Case(
    "page",
    "a report page of 8 figures over 90 days of 1,000,000 conversations, against 300 ms",
    measure,
    reach=1.0,
    more_is_better=False,
)

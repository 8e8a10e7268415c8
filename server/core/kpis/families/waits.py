"""Whether what visitors were told about their wait came true."""

from typing import Any

import polars as pl

from ..kpi import Kpi
from ..statistics.summaries import distribution, mean, proportion
from ..words import as_of, col, countable, in_seconds, seconds

told, low, high, p10, p90 = (col(name) for name in ("told_at", "low", "high", "p10", "p90"))
served, over = col("served"), col("over_at")

# As long as it has lasted so far, if nobody has come yet.
lasted = pl.coalesce(served, over, as_of) - told


def _judged(least: pl.Expr, most: pl.Expr) -> dict[str, Any]:
    """Undecided is a wait that ended otherwise, or lasts, while what was told could still come true."""
    late = (lasted > most).fill_null(False)
    enough = most.is_null() & (lasted >= least)
    open_ = served.is_null() & ~late & ~enough
    return {
        "value": (lasted >= least) & ~late,
        "leave_out": (*countable, ("gone_before", open_ & over.is_not_null())),
        "pending": open_ & over.is_null(),
    }


inside = (lasted >= p10) & (lasted <= p90)
is_known = served.is_not_null() | (lasted > p90)

wait_kept = Kpi(
    "wait_kept",
    rows="waits",
    summary=proportion,
    when=told,
    cohort=told,
    waiting=told,
    terms={"served": col("served_at")},
    beside={
        "early": (served.is_not_null() & (lasted < low)).sum(),
        "late": (lasted > high).fill_null(False).sum(),
        "unrounded": 100 * pl.when(is_known).then(inside).mean(),
    },
    options={
        "unrounded": _judged(p10, p90),
        "reply": {"terms": {"served": col("replied_at")}},
    },
    **_judged(low, high),
)

expected_wait = Kpi(
    "expected_wait",
    rows="waits",
    summary=distribution,
    value=in_seconds(p90),
    when=told,
    cohort=told,
    leave_out=countable,
    beside={"served_mean": mean(seconds(told, served)), "served": served.count()},
    terms={"served": col("served_at")},
    options={"p10": {"value": in_seconds(p10)}},
)

KPIS = (wait_kept, expected_wait)

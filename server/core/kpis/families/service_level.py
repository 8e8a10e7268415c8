"""Whether promises were kept: what service levels said, and when it happened. By the policy's own clock."""

import polars as pl

from ..kpi import Kpi
from ..statistics.summaries import proportion, slack
from ..words import as_of, by_people, col
from .queue import AWAY_FOR_GOOD

TARGETS = ("first_response", "next_response", "resolution")

target, begun, due = col("target"), col("begun_at"), col("due")
stopped, stop = col("stopped_at"), col("stop")

kept = (stop <= due).fill_null(False)
passed = stop.is_null() & col("paused_at").is_null() & (due < as_of)
broken = (stop > due).fill_null(False) | passed.fill_null(False)

# Whoever waits for the first answer and goes before it is due has not been kept waiting too long.
went_at = col("went_at")
may_return = ~col("gave_up") & (as_of <= went_at + AWAY_FOR_GOOD).fill_null(False)
may_go = (target == "first_response") & ~kept
went_early = may_go & (went_at < due).fill_null(False)
went_in_time = may_go & (went_at <= due).fill_null(False)
# Whoever went before it was due left it unbroken, where that counts; what is open still is, where that does.
gone_counts, open_counts = col("gone_counts"), col("open_counts")
spared = went_in_time & gone_counts
void = ("void", col("void_at").is_not_null())
abandoned = ("abandoned", went_early & ~may_return)

TERMS = {"stop": stopped, "due": col("deadline_at")}
ONLY = {name: {"among": target == name} for name in TARGETS}


sla_attainment = Kpi(
    "sla_attainment",
    rows="promises",
    summary=proportion,
    value=kept | spared | (open_counts & ~broken),
    when=begun,
    cohort=begun,
    credit="agent",
    leave_out=(*by_people, void, ("abandoned", went_early & ~may_return & ~gone_counts)),
    pending=(spared & may_return) | (went_early & ~gone_counts) | ~(kept | broken | spared | open_counts),
    waiting=begun,
    beside={"met": col("value").sum(), "breached": (~col("value")).sum()},
    terms={**TERMS, "gone_counts": pl.lit(False), "open_counts": pl.lit(False)},
    options={
        **ONLY,
        "all": {"per": "every"},
        "abandoned_counts": {"terms": {"gone_counts": pl.lit(True)}},
        "from_applied": {"terms": {"due": col("applied_due")}},
        "active_counts": {"terms": {"open_counts": pl.lit(True)}},
        "last": {"terms": {"stop": pl.when(target == "resolution").then("stands_at").otherwise(stopped)}},
    },
)

sla_slack = Kpi(
    "sla_slack",
    rows="promises",
    summary=slack,
    value=col("slack") / 1000,
    when=stopped,
    cohort=begun,
    credit="agent",
    leave_out=(
        *by_people,
        void,
        abandoned,
        ("never_stopped", stopped.is_null() & col("over_at").is_not_null()),
        ("no_deadline", stopped.is_not_null() & due.is_null()),
    ),
    pending=went_early | stopped.is_null(),
    waiting=begun,
    terms=TERMS,
    options=ONLY,
)

KPIS = (sla_attainment, sla_slack)

"""How long people wait until somebody is there for them, and how many do not wait that long. Live only.

One offer a conversation: it is queued while nobody has it. Each row is answered, or abandoned, or still
waits, or was closed by somebody else before either.
"""

from typing import Any

import polars as pl

from ..kpi import Kpi, Within
from ..statistics import summaries
from ..statistics.summaries import proportion
from ..words import (
    as_of,
    by_people,
    col,
    human,
    is_live,
    is_resolved,
    offered,
    replied,
    seconds,
    started,
    taken,
    wrote,
)

AWAY_FOR_GOOD = 60_000  # ms
SHORT = 5  # s: who leaves that soon had not begun to wait
WITHIN = (10, 20, 30, 60, 120, 300)  # s
TARGET = 20  # s

left, gave_up = col("left_at"), col("gave_up_at")
served, gone, within = col("served_at"), col("gone_at"), col("within")

# An absence that began a minute ago or less may end yet.
may_return = left.is_not_null() & gave_up.is_null() & (as_of <= left + AWAY_FOR_GOOD)

REPLY = {"served_at": replied, "gone_at": pl.min_horizontal(left, gave_up)}
ASSIGNMENT = {
    "served_at": taken,
    "gone_at": pl.min_horizontal(
        pl.when(taken.is_null() | (left < taken)).then(left), pl.when(~col("gave_up_taken")).then(gave_up)
    ),
}
by_wait = {
    "wait=answered": {},
    "wait=assigned": {"terms": ASSIGNMENT},
}

abandoned = gone.is_not_null()
answered = served.is_not_null() & ~abandoned
waits = ~answered & ~abandoned & ~is_resolved
closed = ~answered & ~abandoned & is_resolved
wait = seconds(offered, served).clip(lower_bound=0)
wait_in_vain = seconds(offered, gone).clip(lower_bound=0)
in_time = answered & (wait <= within)
gone_in_time = abandoned & (wait_in_vain <= within)
gone_at_once = abandoned & (wait_in_vain < SHORT)
waits_in_time = waits & (seconds(offered, as_of) <= within)

queued = pl.coalesce(offered, wrote, started)
in_queue = (*by_people, ("offline", ~is_live), ("not_queued", offered.is_null()))


def _served_within(seconds: float) -> dict[str, Any]:
    return {"terms": {"within": pl.lit(seconds)}}


def _undecided(rows: pl.Expr) -> pl.Expr:
    return rows | (may_return & abandoned)


def _counts(rows_of: Within) -> dict[str, Any]:
    """What became of all that were offered in the period."""
    mine = rows_of(queued).filter(col("out").is_null(), human, is_live, offered.is_not_null())
    lost = abandoned & ~may_return
    counts = mine.select(
        offered=pl.len(),
        answered=answered.sum(),
        waiting=waits.sum(),
        abandoned=lost.sum(),
        short_abandons=(gone_at_once & lost).sum(),
        # Whole ms, so that the order of rows cannot be seen in the sum.
        vain=(gone - offered).clip(lower_bound=0).filter(lost).sum(),
    )
    found = counts.collect().row(0, named=True)
    vain = found.pop("vain")
    return {**found, "abandoned_mean_wait": vain / found["abandoned"] / 1000 if found["abandoned"] else None}


asa = Kpi(
    "asa",
    rows="conversations",
    summary=summaries.waits,
    value=wait,
    when=queued,
    cohort=queued,
    credit="taken_by",
    leave_out=(*in_queue, ("closed_unanswered", closed), ("abandoned", abandoned & ~may_return)),
    pending=_undecided(waits),
    waiting=offered,
    companions=_counts,
    terms=REPLY,
    options=by_wait,
)

abandonment = Kpi(
    "abandonment",
    rows="conversations",
    summary=proportion,
    value=abandoned,
    when=queued,
    cohort=queued,
    leave_out=in_queue,
    # Who still waits was offered, too, and has not given up.
    pending=may_return & abandoned,
    waiting=offered,
    companions=_counts,
    terms=REPLY,
    options={
        **by_wait,
        "without_short": {"also": (("short_abandon", gone_at_once & ~may_return),)},
    },
)

service_level = Kpi(
    "service_level",
    rows="conversations",
    summary=proportion,
    value=in_time,
    when=queued,
    cohort=queued,
    leave_out=(
        *in_queue,
        ("closed_unanswered", closed),
        ("abandoned_in_time", gone_in_time & ~may_return),
    ),
    pending=_undecided(waits_in_time),
    waiting=offered,
    companions=_counts,
    terms={**REPLY, "within": pl.lit(TARGET)},
    options={
        "formula=1": {
            "value": in_time | gone_in_time,
            "leave_out": (*in_queue, ("closed_unanswered", closed)),
        },
        "formula=2": {
            "leave_out": (
                *in_queue,
                ("closed_unanswered", closed),
                ("abandoned", abandoned & ~may_return),
            ),
            "pending": _undecided(waits),
        },
        "formula=3": {"leave_out": (*in_queue, ("closed_unanswered", closed))},
        "formula=4": {},
        "formula=5": {
            "value": in_time | gone_at_once,
            "leave_out": (*in_queue, ("closed_unanswered", closed)),
        },
        **by_wait,
        **{f"within={seconds}": _served_within(seconds) for seconds in WITHIN},
    },
    measured={"within": _served_within},
)

KPIS = (service_level, asa, abandonment)

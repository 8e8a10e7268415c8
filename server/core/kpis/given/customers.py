"""Who stays, who goes, who buys again, who brings others. Rows are customers, merged ones under one name."""

from typing import Any

import polars as pl

from .. import given
from ..asking.ask import Ask
from ..families.volume import begun
from ..kpi import Kpi
from ..statistics.summaries import Aggregates, proportion
from ..tables import Frames
from ..words import col, wrote

DAY = 86_400_000  # ms
WINDOWS = (30, 90, 180, 365)  # days in which somebody who has bought is still a customer

there_first, there_last, at = col("in_s"), col("in_e"), col("at")
nobody = pl.lit(None, pl.String)
no_conversation = pl.lit("", pl.String)


def _window(ask: Ask) -> int | None:
    """Without a contract, in ms: how long a purchase makes a customer."""
    days = [option.partition("=")[2] for option in ask.options if option.startswith("window=")]
    return int(days[0]) * DAY if days else None


def _there(frames: Frames, ask: Ask, instant: int) -> pl.LazyFrame:
    """Each active customer once, in the column `visitor`."""
    window = _window(ask)
    if window is None:
        rows = given.active(given.rows(frames, "relations"), instant)
    else:
        bought = pl.col("at")
        rows = given.rows(frames, "purchases").filter(bought < instant, bought >= instant - window)
    return rows.select(visitor=given.canonical(frames, ask)).unique(maintain_order=True)


def at_both_ends(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Whoever is a customer when the period begins or when it ends, and which of the two."""
    end = given.until(ask)
    first = _there(frames, ask, end if ask.since is None else ask.since)
    if ask.since is None:
        first = first.clear()
    first = first.with_columns(in_s=pl.lit(True))
    last = _there(frames, ask, end).with_columns(in_e=pl.lit(True))
    both = first.join(last, on="visitor", how="full", coalesce=True, maintain_order="left_right")
    # What is counted at the end of the period belongs to it.
    return both.with_columns(
        col("in_s", "in_e").fill_null(False), conversation=no_conversation, at=pl.lit(end - 1)
    )


def _net(v: pl.Expr) -> Aggregates:
    """How many fewer there are, whoever they are; `n`: customers at either end."""
    first, last = there_first.sum().cast(pl.Int64), there_last.sum().cast(pl.Int64)
    return {"value": pl.when(first > 0).then(100 * (first - last) / first), "n": v.count()}


_EDGES: dict[str, Any] = {
    "rows": "relations",
    "source": "relations",
    "made": at_both_ends,
    "when": at,
    "cohort": at,
}
_WINDOWS = {f"window={days}": {"source": "purchases"} for days in WINDOWS}
_new = (("new", ~there_first),)

crr = Kpi("crr", summary=proportion, value=there_last, leave_out=_new, options=_WINDOWS, **_EDGES)
ccr = Kpi(
    "ccr",
    summary=proportion,
    value=~there_last,
    leave_out=_new,
    options={"net": {"summary": _net, "value": there_first, "leave_out": ()}, **_WINDOWS},
    **_EDGES,
)


def _known(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Each customer once: the earliest of what was merged says since when, and where from."""
    rows = given.rows(frames, "customers").with_columns(visitor=given.canonical(frames, ask))
    rows = rows.with_columns(referred_by=given.canonical(frames, ask, "referred_by"))
    first = rows.sort("since", "customer", nulls_last=True).unique(
        "visitor", keep="first", maintain_order=True
    )
    return first.with_columns(conversation=no_conversation, at=col("since"))


def newcomers(frames: Frames, ask: Ask) -> pl.LazyFrame:
    return _known(frames, ask).filter(given.in_period(col("since"), ask))


def referrers(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Who is a customer when the period ends, and whether somebody came through him within it."""
    came = newcomers(frames, ask).filter(col("source") == "referral")
    brought = came.select(visitor="referred_by", brought=pl.lit(True)).drop_nulls().unique()
    there = _there(frames, ask, given.until(ask)).join(
        brought, on="visitor", how="left", maintain_order="left"
    )
    end = pl.lit(given.until(ask) - 1)
    return there.with_columns(col("brought").fill_null(False), conversation=no_conversation, at=end)


def of_referred(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Conversations, and where their customers come from."""
    rows = frames["conversations"].with_columns(canonical=given.canonical(frames, ask))
    known = _known(frames, ask).select(canonical="visitor", source="source")
    return rows.join(known, on="canonical", how="left", maintain_order="left")


referral = Kpi(
    "referral",
    rows="customers",
    source="customers",
    made=newcomers,
    summary=proportion,
    value=col("source").eq_missing(pl.lit("referral")),
    when=at,
    cohort=at,
    options={
        "participation": {"made": referrers, "value": col("brought")},
        "chat_share": {
            "made": of_referred,
            "when": wrote,
            "cohort": begun,
            "leave_out": (("*", col("out")),),
        },
    },
)


def buyers(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Who bought in the period, and how often; dated by his last purchase."""
    bought = given.rows(frames, "purchases").filter(given.in_period(col("at"), ask))
    bought = bought.with_columns(visitor=given.canonical(frames, ask))
    found = bought.group_by("visitor", maintain_order=True).agg(purchases=pl.len(), at=col("at").max())
    return found.with_columns(conversation=no_conversation)


repeat_rate = Kpi(
    "repeat_rate",
    rows="purchases",
    source="purchases",
    made=buyers,
    summary=proportion,
    value=col("purchases") >= 2,
    when=at,
    cohort=at,
)

KPIS = (crr, ccr, referral, repeat_rate)

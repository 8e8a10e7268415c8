"""Where visitors come from: which channel most of them choose."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..kpi import Kpi
from ..statistics.summaries import Aggregates
from ..words import col, countable, wrote
from .volume import begun

counts = col("reason").is_null()


def _counted(v: pl.Expr) -> Aggregates:
    return {"value": v.count(), "n": v.count(), "channels": col("channel").value_counts().implode()}


def _ranked(stats: dict[str, Any], _: Ask, __: Mapping[str, Any], ___: pl.DataFrame) -> dict[str, Any]:
    """`ranking`: each channel and its share in percent, the greatest first, equal ones by name. `value` is
    the share of the first, `preferred` its name, `tied` those that have as many.
    """
    n = stats["n"]
    found = {row["channel"]: row["count"] for row in stats.pop("channels")}
    ranked = sorted(found, key=lambda channel: (-found[channel], channel))
    most = found[ranked[0]] if ranked else 0
    return {
        **stats,
        "value": 100 * most / n if n else None,
        "preferred": ranked[0] if ranked else None,
        "tied": [channel for channel in ranked if found[channel] == most],
        "ranking": [[channel, 100 * found[channel] / n] for channel in ranked],
    }


def _one_each(rows: pl.DataFrame) -> pl.DataFrame:
    """Each customer is his last conversation on the channel that he chose most often, among equal ones the
    one that he chose last.
    """
    mine = rows.filter(counts).select("customer", "channel", "at", "conversation").sort("at", "conversation")
    by_channel = mine.group_by("customer", "channel").agg(
        pl.len().alias("chosen"), col("at", "conversation").last()
    )
    best = (
        by_channel.sort("chosen", "at", "conversation").group_by("customer").agg(col("conversation").last())
    )
    is_best = col("conversation").is_in(best["conversation"].implode())
    other = pl.when(counts & ~is_best).then(pl.lit("same_customer")).otherwise("reason")
    return rows.with_columns(reason=other)


preferred_channel = Kpi(
    "preferred_channel",
    rows="conversations",
    summary=_counted,
    value=wrote,
    when=wrote,
    cohort=begun,
    leave_out=countable,
    finished=_ranked,
    options={"by_customer": {"judged": _one_each, "needs": ("customer",)}},
)

KPIS = (preferred_channel,)

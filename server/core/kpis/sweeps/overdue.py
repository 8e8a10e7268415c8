"""From when to when a conversation of the backlog had a promise whose deadline had passed."""

from collections.abc import Sequence

import polars as pl

from . import open_spells
from .open_spells import FOR_EVER

Step = tuple[pl.LazyFrame, pl.Expr, pl.Expr, str]


def spells(steps: Sequence[Step], promises: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of (conversation, from_at, to_at), which do not overlap; what lasts has no end.

    `steps`: into the backlog and out of it; `promises`: of the same conversations.
    """
    over = pl.col("over_at").fill_null(FOR_EVER)
    runs = pl.col("paused_at").is_null()
    late = promises.filter(runs, pl.col("deadline_at") < over)
    both = late.join(open_spells.opened(steps), on="conversation").with_columns(
        from_at=pl.max_horizontal("deadline_at", "opens_at"), to_at=pl.min_horizontal(over, "closes_at")
    )
    return _merged(both.filter(pl.col("from_at") < pl.col("to_at")))


def steps(found: pl.LazyFrame) -> list[Step]:
    """Where they become overdue, and where they no longer are."""
    ended = found.filter(pl.col("to_at") < FOR_EVER)
    up, down = pl.lit(1, pl.Int64), pl.lit(-1, pl.Int64)
    return [(found, pl.col("from_at"), up, "entered"), (ended, pl.col("to_at"), down, "resolved")]


def _merged(rows: pl.LazyFrame) -> pl.LazyFrame:
    ordered = rows.sort("conversation", "from_at")
    before = pl.col("to_at").cum_max().shift(1).over("conversation")
    apart = ordered.with_columns(new=(pl.col("from_at") > before).fill_null(True))
    spell = pl.col("new").cast(pl.Int64).cum_sum().over("conversation").alias("spell")
    merged = apart.with_columns(spell).group_by("conversation", "spell")
    ends = pl.col("to_at").max()
    found = merged.agg(pl.col("from_at").min(), pl.when(ends < FOR_EVER).then(ends).alias("to_at"))
    return found.select("from_at", "to_at", "conversation").sort("conversation", "from_at")

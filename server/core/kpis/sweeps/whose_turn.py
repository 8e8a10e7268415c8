"""From when to when it was whose turn: what was open by who had it, who had spoken last, and what slept."""

import polars as pl

from .open_spells import FOR_EVER

STATES = ("unassigned", "waiting_agent", "waiting_visitor", "snoozed")
_WHAT = ("open", "held", "asleep", "waits")


def spells(opened: pl.LazyFrame, holds: pl.LazyFrame, turns: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of (conversation, state, from_at, to_at), which do not overlap; what lasts is open for ever.

    `opened` as `open_spells.opened`; holds and turns of the same conversations. What began and ended within
    one instant is none, so the order within an instant does not matter.
    """
    asleep = pl.col("kind") == "snoozed"
    marks = [
        *_marks(opened, "opens_at", "closes_at", "open"),
        *_marks(holds.filter(~asleep), "from_at", "to_at", "held"),
        *_marks(holds.filter(asleep), "from_at", "to_at", "asleep"),
        *_marks(turns, "opened_at", "closed_at", "waits"),
    ]
    steps = pl.concat(marks).group_by("conversation", "at").agg(pl.col(_WHAT).sum())
    now = steps.sort("conversation", "at").with_columns(pl.col(_WHAT).cum_sum().over("conversation") > 0)
    known = now.select("conversation", _state().alias("state"), from_at="at")
    is_new = pl.col("state").ne_missing(pl.col("state").shift(1)).over("conversation")
    ends = pl.col("from_at").shift(-1).over("conversation").fill_null(FOR_EVER)
    found = known.filter(is_new).with_columns(to_at=ends)
    return found.filter(pl.col("state").is_not_null()).select("conversation", "state", "from_at", "to_at")


def _state() -> pl.Expr:
    return (
        pl.when(~pl.col("open"))
        .then(None)
        .when(pl.col("asleep"))
        .then(pl.lit("snoozed"))
        .when(~pl.col("held"))
        .then(pl.lit("unassigned"))
        .when(pl.col("waits"))
        .then(pl.lit("waiting_agent"))
        .otherwise(pl.lit("waiting_visitor"))
    )


def _marks(rows: pl.LazyFrame, begins: str, ends: str, what: str) -> list[pl.LazyFrame]:
    """One more of it from `begins` on, one less from `ends` on, if it ever does."""
    found = []
    for at, step in ((begins, 1), (ends, -1)):
        counts = {name: pl.lit(step if name == what else 0, pl.Int64) for name in _WHAT}
        marked = rows.select("conversation", at=pl.col(at), **counts)
        found.append(marked.filter(pl.col("at") < FOR_EVER))
    return found

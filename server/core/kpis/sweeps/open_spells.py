"""Each time that a conversation was in the backlog: from when to when, and with what part in a period."""

from collections.abc import Sequence

import polars as pl

Step = tuple[pl.LazyFrame, pl.Expr, pl.Expr, str]

FOR_EVER = 2**62  # ms


def of(steps: Sequence[Step]) -> pl.LazyFrame:
    """Rows of (conversation, from_at, to_at); what lasts is open for ever."""
    return opened(steps).rename({"opens_at": "from_at", "closes_at": "to_at"})


def touch(within: tuple[int, int]) -> pl.Expr:
    """Whether it was open when the period began, or was opened in it."""
    first, last = within
    return (pl.col("from_at") < last) & (pl.col("to_at") >= first)


def part(within: tuple[int, int]) -> pl.Expr:
    """Its part inside the period, ms."""
    first, last = within
    ends, begins = pl.col("to_at").clip(upper_bound=last), pl.col("from_at").clip(lower_bound=first)
    return (ends - begins).clip(lower_bound=0).alias("part")


def moves(conversations: pl.LazyFrame, resolutions: pl.LazyFrame) -> list[Step]:
    """Where people's conversations enter the backlog and leave it. Both of none that do not count."""
    again = resolutions.filter(pl.col("reopened_at").is_not_null())
    up, down = pl.lit(1, pl.Int64), pl.lit(-1, pl.Int64)
    return [
        (conversations.filter(~pl.col("entered_resolved")), pl.col("entered_at"), up, "entered"),
        (again.filter(pl.col("enters")), pl.col("reopened_at"), up, "entered"),
        (again.filter(pl.col("counted")), pl.col("reopened_at"), up, "reopened"),
        (resolutions.filter(pl.col("counted")), pl.col("at"), down, "resolved"),
    ]


def opened(steps: Sequence[Step]) -> pl.LazyFrame:
    """When each was open: what opened it the n-th time, and the resolution that ended that."""
    ups = [_numbered_by(rows, at, "opens_at") for rows, at, _, what in steps if what != "resolved"]
    downs = [_numbered_by(rows, at, "closes_at") for rows, at, _, what in steps if what == "resolved"]
    opened, closed = (
        pl.concat(parts)
        .sort("conversation", "order")
        .with_columns(n=pl.int_range(pl.len()).over("conversation"))
        .drop("order")
        for parts in (ups, downs)
    )
    joined = opened.join(closed, on=["conversation", "n"], how="left")
    return joined.with_columns(pl.col("closes_at").fill_null(FOR_EVER)).drop("n")


def _numbered_by(rows: pl.LazyFrame, at: pl.Expr, name: str) -> pl.LazyFrame:
    """In the order of resolutions, for two instants do not tell which was first."""
    order = pl.col("no") if "no" in rows.collect_schema().names() else pl.lit(0, pl.Int64)
    return rows.select("conversation", at.alias(name), order.alias("order"))

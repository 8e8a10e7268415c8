"""What the summaries of `ranks.VALUES` do, of lengths that are whole ms, and by both clocks."""

import polars as pl

from .laid import GROUP, Edges, Laid, in_name, laid
from .ranks import in_seconds
from .summaries import Summary, middle

CLOCKS = ("wall", "business")


def told(
    rows: pl.DataFrame,
    groups: pl.Series | None,
    clock: str,
    edges: Edges,
    summary: Summary,
    known: dict[str, Laid],
    *,
    both: bool,
) -> pl.DataFrame | None:
    """By group, what the summary says of the clock's column, `wall_ms` or `business_ms`, and how many lie
    between `edges`; with `both` clocks' medians and means, too. None: not in this way. `known`: by clock what
    has been laid for groups of the same rows, and where all are told as one is looked up.
    """
    lengths = {name: rows[f"{name}_ms"] for name in (CLOCKS if both else (clock,))}
    mine = told = _of(groups, clock, lengths[clock], known, summary, edges)
    if told is None or mine is None:
        return None
    for name in lengths if both else ():
        found = mine if name == clock else _other(groups, name, lengths[name], known)
        if found is None:
            return None
        beside = found.select(GROUP, pl.col("p50").alias(name), pl.col("mean").alias(f"{name}_mean"))
        # Mostly both clocks know the same groups.
        if beside[GROUP].equals(told[GROUP]):
            told = told.hstack(beside.drop(GROUP))
        else:
            told = told.join(beside, on=GROUP, how="full", coalesce=True)
    # A length is known by the one clock and not by the other.
    return told.with_columns(pl.col("n", *map(in_name, edges)).fill_null(0))


def _of(
    groups: pl.Series | None,
    clock: str,
    lengths: pl.Series,
    known: dict[str, Laid],
    summary: Summary,
    edges: Edges | None = None,
) -> pl.DataFrame | None:
    if groups is None and clock in known:
        return known[clock].as_one(summary, edges)
    one = laid(groups, lengths, edges)
    if one is not None and groups is not None and one.is_worth_it:
        known[clock] = one
    return None if one is None else one.by_group(summary, edges)


def _other(
    groups: pl.Series | None, clock: str, lengths: pl.Series, known: dict[str, Laid]
) -> pl.DataFrame | None:
    """The other clock, of which only the middle is told."""
    is_sorted = groups is not None or clock in known
    return _of(groups, clock, lengths, known, middle) if is_sorted else _middle(lengths)


def _middle(lengths: pl.Series) -> pl.DataFrame:
    """The same of their middle, without groups: nothing need be sorted for it."""
    known = lengths.drop_nulls()
    if known.is_empty():
        return pl.DataFrame(schema={GROUP: pl.Int64, "p50": pl.Float64, "mean": pl.Float64})
    middle = in_seconds(pl.Series([known.median()], dtype=pl.Float64))
    return pl.DataFrame({GROUP: [0], "p50": middle, "mean": [known.sum() / (known.len() * 1000)]})

"""Distributions of many groups at once: group and length are sorted as one number, and then only looked up.

It gives what the summaries of `VALUES` do, of lengths that are whole ms.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from ..words import in_seconds
from .summaries import LEAST_CI, LEAST_P90, LEAST_P95, Summary, Z, distribution, slack, waits

SPAN = 2**40  # ms, 34 years: longer than any length
GROUPS = 2**22
Stats = dict[str, Any]
Edges = Mapping[str, tuple[float, float | None]]

_first, _n = pl.col("first"), pl.col("n")
_last, _end = _n - 1, _first + _n


def fits(groups: pl.Series | None, lengths: pl.Series) -> bool:
    """Whether both go into one number."""
    longest, last = lengths.max(), 0 if groups is None else groups.max()
    if longest is None or last is None:
        return True
    return longest - _least(lengths) < SPAN and last < GROUPS  # type: ignore[operator]


def _least(lengths: pl.Series) -> int:
    """What is taken off every length, so that none is negative."""
    shortest: Any = lengths.min()
    return min(0, shortest or 0)


def distributions(
    groups: pl.Series | None, lengths: pl.Series, edges: Edges | None = None, summary: Summary = distribution
) -> dict[int, Stats]:
    """By the number of the group; without groups all are one, 0. In s. Lengths that are null do not count.
    `edges`: of intervals, in s, of which it says how many lengths lie in them.
    """
    least = _least(lengths)
    placed = lengths - least if least else lengths
    packed = (placed if groups is None else groups.cast(pl.Int64) * SPAN + placed).drop_nulls().sort()
    sums = (packed & (SPAN - 1)).cum_sum()
    ordered = pl.lit(packed)
    # In one go: to ask for one thing after the other takes longer than to look all of them up.
    places = _runs(packed).with_columns(**_PLACES)
    found = places.with_columns(
        ((ordered.gather(_first + pl.col(name)) & (SPAN - 1)) + least).alias(name) for name in _PLACES
    )
    # What was summed up before a group begins is none of its own.
    ends = pl.lit(sums).gather(_end - 1)
    found = found.with_columns(sum=ends - ends.shift(1, fill_value=0) + _n * least)
    told = found.select("group", **_told(summary), **_inside(ordered, edges or {}, least)).collect()
    numbers, *columns = (column.to_list() for column in told)
    names = told.columns[1:]
    return {
        group: dict(zip(names, row, strict=True))
        for group, row in zip(numbers, zip(*columns, strict=True), strict=True)
    }


def _runs(packed: pl.Series) -> pl.LazyFrame:
    """Of each group where it begins, and how many it has."""
    last = -1 if packed.is_empty() else packed[-1] // SPAN
    groups = pl.LazyFrame({"group": pl.int_range(0, last + 2, eager=True)})
    runs = groups.with_columns(first=_place(pl.lit(packed), pl.col("group") * SPAN))
    return runs.with_columns(n=_first.shift(-1) - _first).filter(pl.col("n") > 0)


def _place(ordered: pl.Expr, of: pl.Expr) -> pl.Expr:
    return ordered.search_sorted(of).cast(pl.Int64)


def _inside(ordered: pl.Expr, edges: Edges, least: int) -> dict[str, pl.Expr]:
    """How many of each group lie in each interval: they lie in order, so its ends are looked up."""
    begins = pl.col("group") * SPAN
    at = {
        edge: _place(ordered, begins + (int(edge * 1000) - least))
        for both in edges.values()
        for edge in both
        if edge is not None
    }
    return {
        in_name(name): (_end if high is None else at[high]) - at[low] for name, (low, high) in edges.items()
    }


def in_name(name: str) -> str:
    """What the number of those in an interval is called, beside all else that is told."""
    return f"in {name}"


def _rank(share: float) -> pl.Expr:
    """Where the quantile lies among the ranks, from 0; it seldom is a whole number."""
    return _last * share


def _half(width: pl.Expr) -> pl.Expr:
    return Z * width.sqrt() / 2


# Which ranks of a group are looked up: the quantiles' neighbours, the interval's ends, and the last.
_PLACES: dict[str, pl.Expr] = {
    name: place.cast(pl.Int64)
    for name, place in {
        "mid": _rank(0.5).floor(),
        "mid_next": pl.min_horizontal(_rank(0.5).floor() + 1, _last),
        "p90_low": _rank(0.9).floor(),
        "p90_next": pl.min_horizontal(_rank(0.9).floor() + 1, _last),
        "p95_low": _rank(0.95).floor(),
        "p95_next": pl.min_horizontal(_rank(0.95).floor() + 1, _last),
        "low": (_n / 2 - _half(_n)).floor().clip(lower_bound=1) - 1,
        "high": pl.min_horizontal(_n, (_n / 2 + 1 + _half(_n)).ceil()) - 1,
        "bottom": _n * 0,
        "top": _last,
    }.items()
}


def _between(low: str, high: str, share: float) -> pl.Expr:
    """Type 7: linear between ranks."""
    step = pl.col(high) - pl.col(low)
    return in_seconds(pl.col(low) + step * (_rank(share) - _rank(share).floor()))


_TOLD: dict[str, pl.Expr] = {
    "n": _n,
    "mean": pl.col("sum") / (_n * 1000),
    "p50": _between("mid", "mid_next", 0.5),
    "p90": pl.when(_n >= LEAST_P90).then(_between("p90_low", "p90_next", 0.9)),
    "p95": pl.when(_n >= LEAST_P95).then(_between("p95_low", "p95_next", 0.95)),
    "min": in_seconds(pl.col("bottom")),
    "max": in_seconds(pl.col("top")),
    "ci_low": pl.when(_n >= LEAST_CI).then(in_seconds(pl.col("low"))),
    "ci_high": pl.when(_n >= LEAST_CI).then(in_seconds(pl.col("high"))),
}
# Whose lengths are told in this way, and which of these is the value.
VALUES: Mapping[Summary, str] = {distribution: "p50", waits: "mean", slack: "mean"}
NOTHING: Stats = dict.fromkeys(_TOLD) | {"n": 0}


def _told(summary: Summary) -> dict[str, pl.Expr]:
    """What the summary tells, by its names and in their order."""
    value = _TOLD[VALUES[summary]]
    return {name: value if name == "value" else _TOLD[name] for name in summary(pl.col("value"))}


CLOCKS = ("wall", "business")
BOTH = ("wall", "wall_mean", "business", "business_mean")


def told(
    rows: pl.DataFrame, groups: pl.Series | None, clock: str, edges: Edges, summary: Summary, *, both: bool
) -> dict[int, Stats] | None:
    """By group, what the summary says of the clock's column, `wall_ms` or `business_ms`, and how many lie
    between `edges`; with `both` clocks' medians and means, too. None: not in this way.
    """
    wanted = {name: rows[f"{name}_ms"] for name in (CLOCKS if both else (clock,))}
    if not all(fits(groups, one) for one in wanted.values()):
        return None
    found = {
        name: distributions(groups, one, edges if name == clock else None, summary)
        for name, one in wanted.items()
    }
    mine = found[clock]
    if not both:
        return mine
    nothing = {name: NOTHING.get(name) for name in _told(summary)} | {in_name(name): 0 for name in edges}
    return {
        number: {**mine.get(number, nothing), **_both(*(one.get(number, NOTHING) for one in found.values()))}
        for number in found["wall"].keys() | found["business"].keys()
    }


def _both(wall: Stats, business: Stats) -> Stats:
    return {
        "wall": wall["p50"],
        "wall_mean": wall["mean"],
        "business": business["p50"],
        "business_mean": business["mean"],
    }

"""Distributions of many groups at once: group and length are sorted as one number, and then only looked up.

It gives what the summaries of `VALUES` do, of lengths that are whole ms.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from ..words import in_seconds
from .summaries import LEAST_CI, LEAST_P90, LEAST_P95, Summary, Z, distribution, middle, slack, waits

SPAN = 2**40  # ms, 34 years: longer than any length
GROUPS = 2**22
GROUP = "group"
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
) -> pl.DataFrame:
    """A row a `group` that has any, by its number; without groups all are one, 0. In s. Lengths that are null
    do not count. `edges`: of intervals, in s, of which it says how many lengths lie in them.
    """
    least = _least(lengths)
    placed = lengths - least if least else lengths
    packed = (placed if groups is None else groups.cast(pl.Int64) * SPAN + placed).drop_nulls().sort()
    # Those of one group alone need not be told apart.
    sums = pl.Series([packed.sum()]) if groups is None else (packed & (SPAN - 1)).cum_sum()
    ordered = pl.lit(packed)
    wanted = _places(summary)
    places = _runs(packed, _marks(edges or {}), least).with_columns(**wanted)
    found = places.with_columns(
        ((ordered.gather(_first + pl.col(name)) & (SPAN - 1)) + least).alias(name) for name in wanted
    )
    # What was summed up before a group begins is none of its own.
    ends = pl.lit(sums).gather(_end - 1 if groups is not None else _end * 0)
    found = found.with_columns(sum=ends - ends.shift(1, fill_value=0) + _n * least)
    return found.select(GROUP, **_told(summary), **_inside(edges or {}))


def _marks(edges: Edges) -> list[float]:
    """All ends of these intervals, in s, once each and in their order."""
    return sorted({end for both in edges.values() for end in both if end is not None})


def _runs(packed: pl.Series, marks: Sequence[float], least: int) -> pl.DataFrame:
    """Of each group where it begins, how many it has, and where in it each mark lies.

    All are looked up in the order in which they lie: what one step has read is still near for the next.
    """
    count = 1 if packed.is_empty() else packed[-1] // SPAN + 2
    within = [0, *(int(mark * 1000) - least for mark in marks)]
    every = pl.int_range(0, count * len(within), eager=True)
    groups, marked = every // len(within), pl.Series(within, dtype=pl.Int64).gather(every % len(within))
    places = packed.search_sorted(groups * SPAN + marked).cast(pl.Int64)
    found = pl.DataFrame(
        {
            GROUP: pl.int_range(0, count, eager=True),
            "first": places.gather_every(len(within)),
            **{_mark(mark): places.gather_every(len(within), place) for place, mark in enumerate(marks, 1)},
        }
    )
    return found.with_columns(n=_first.shift(-1) - _first).filter(pl.col("n") > 0)


def _mark(mark: float) -> str:
    return f"at {mark}"


def _inside(edges: Edges) -> dict[str, pl.Expr]:
    """How many of each group lie in each interval: they lie in order, so the ends' places say it."""
    return {
        in_name(name): (_end if high is None else pl.col(_mark(high))) - pl.col(_mark(low))
        for name, (low, high) in edges.items()
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
VALUES: Mapping[Summary, str] = {distribution: "p50", waits: "mean", slack: "mean", middle: "p50"}


@cache
def _told(summary: Summary) -> dict[str, pl.Expr]:
    """What the summary tells, by its names and in their order."""
    value = _TOLD[VALUES[summary]]
    return {name: value if name == "value" else _TOLD[name] for name in summary(pl.col("value"))}


@cache
def _places(summary: Summary) -> dict[str, pl.Expr]:
    """Those that are looked up for it."""
    named = {name for one in _told(summary).values() for name in one.meta.root_names()}
    return {name: place for name, place in _PLACES.items() if name in named}


CLOCKS = ("wall", "business")


def told(
    rows: pl.DataFrame, groups: pl.Series | None, clock: str, edges: Edges, summary: Summary, *, both: bool
) -> pl.DataFrame | None:
    """By group, what the summary says of the clock's column, `wall_ms` or `business_ms`, and how many lie
    between `edges`; with `both` clocks' medians and means, too. None: not in this way.
    """
    wanted = {name: rows[f"{name}_ms"] for name in (CLOCKS if both else (clock,))}
    if not all(fits(groups, one) for one in wanted.values()):
        return None
    mine = told = distributions(groups, wanted[clock], edges, summary)
    if not both:
        return mine
    for name, lengths in wanted.items():
        if name == clock:
            found = mine
        else:
            found = distributions(groups, lengths, summary=middle) if groups is not None else _middle(lengths)
        beside = found.select(GROUP, pl.col("p50").alias(name), pl.col("mean").alias(f"{name}_mean"))
        told = told.join(beside, on=GROUP, how="full", coalesce=True)
    # A length is known by the one clock and not by the other.
    return told.with_columns(pl.col("n", *map(in_name, edges)).fill_null(0))


def _middle(lengths: pl.Series) -> pl.DataFrame:
    """What `distributions` says of their middle, without groups: nothing need be sorted for it."""
    found = pl.DataFrame({GROUP: 0, "p50": lengths.median(), "sum": lengths.sum(), "n": lengths.count()})
    found = found.select(GROUP, p50=in_seconds(pl.col("p50")), mean=pl.col("sum") / (_n * 1000), n=_n)
    return found.filter(_n > 0).drop("n")

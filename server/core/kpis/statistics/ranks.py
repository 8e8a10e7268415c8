"""What summaries say of lengths that lie in order: which ranks of a group are looked up, and what these tell.

It is what the summaries of `VALUES` say. In ms are only the lengths of the ranks.
"""

from collections.abc import Mapping
from functools import cache

import polars as pl

from ..words import in_seconds
from .summaries import LEAST_CI, LEAST_P90, LEAST_P95, Summary, Z, distribution, middle, slack, waits

Edges = Mapping[str, tuple[float, float | None]]

# Of a group: where it begins, and how many it has.
first, n = pl.col("first"), pl.col("n")
last, end = n - 1, first + n


def _rank(share: float) -> pl.Expr:
    """Where the quantile lies among the ranks, from 0; it seldom is a whole number."""
    return last * share


def _half(width: pl.Expr) -> pl.Expr:
    return Z * width.sqrt() / 2


# Which ranks of a group are looked up: the quantiles' neighbours, the interval's ends, and the last.
_PLACES: dict[str, pl.Expr] = {
    name: place.cast(pl.Int64)
    for name, place in {
        "mid": _rank(0.5).floor(),
        "mid_next": pl.min_horizontal(_rank(0.5).floor() + 1, last),
        "p90_low": _rank(0.9).floor(),
        "p90_next": pl.min_horizontal(_rank(0.9).floor() + 1, last),
        "p95_low": _rank(0.95).floor(),
        "p95_next": pl.min_horizontal(_rank(0.95).floor() + 1, last),
        "low": (n / 2 - _half(n)).floor().clip(lower_bound=1) - 1,
        "high": pl.min_horizontal(n, (n / 2 + 1 + _half(n)).ceil()) - 1,
        "bottom": n * 0,
        "top": last,
    }.items()
}


def _between(low: str, high: str, share: float) -> pl.Expr:
    """Type 7: linear between ranks."""
    step = pl.col(high) - pl.col(low)
    return in_seconds(pl.col(low) + step * (_rank(share) - _rank(share).floor()))


_TOLD: dict[str, pl.Expr] = {
    "n": n,
    "mean": pl.col("sum") / (n * 1000),
    "p50": _between("mid", "mid_next", 0.5),
    "p90": pl.when(n >= LEAST_P90).then(_between("p90_low", "p90_next", 0.9)),
    "p95": pl.when(n >= LEAST_P95).then(_between("p95_low", "p95_next", 0.95)),
    "min": in_seconds(pl.col("bottom")),
    "max": in_seconds(pl.col("top")),
    "ci_low": pl.when(n >= LEAST_CI).then(in_seconds(pl.col("low"))),
    "ci_high": pl.when(n >= LEAST_CI).then(in_seconds(pl.col("high"))),
}
# Whose lengths are told in this way, and which of these is the value.
VALUES: Mapping[Summary, str] = {distribution: "p50", waits: "mean", slack: "mean", middle: "p50"}


@cache
def told(summary: Summary) -> dict[str, pl.Expr]:
    """What the summary tells, by its names and in their order."""
    value = _TOLD[VALUES[summary]]
    return {name: value if name == "value" else _TOLD[name] for name in summary(pl.col("value"))}


@cache
def places(summary: Summary) -> dict[str, pl.Expr]:
    """Those that are looked up for it."""
    named = {name for one in told(summary).values() for name in one.meta.root_names()}
    return {name: place for name, place in _PLACES.items() if name in named}


def at_mark(at: float) -> str:
    """The column of the place that this many s have in a group."""
    return f"at {at}"


def inside(edges: Edges) -> dict[str, pl.Expr]:
    """How many of each group lie in each interval: they lie in order, so the ends' places say it."""
    return {
        in_name(name): (end if high is None else pl.col(at_mark(high))) - pl.col(at_mark(low))
        for name, (low, high) in edges.items()
    }


def in_name(name: str) -> str:
    """What the number of those in an interval is called, beside all else that is told."""
    return f"in {name}"

"""What summaries say of lengths that lie in order: which ranks of a group are looked up, and what these tell.

It is what the summaries of `VALUES` say, reckoned with columns instead of expressions: of a few groups, or
a few thousand, it takes longer to plan those than to work them out. Each group is a row.
"""

from collections.abc import Callable, Mapping
from functools import cache

import polars as pl

from .summaries import LEAST_CI, LEAST_P90, LEAST_P95, Summary, Z, distribution, middle, slack, waits

# From how many a group has to the rank, from 0, that is looked up.
Place = Callable[[pl.Series], pl.Series]
# `n`, `sum`, and of each place the length that is there; in ms.
Known = Mapping[str, pl.Series]
Told = Callable[[Known], pl.Series]


def in_seconds(ms: pl.Series) -> pl.Series:
    """As `words.in_seconds` divides, to the last digit."""
    return ms / (ms * 0 + 1000)


def _rank(n: pl.Series, share: float) -> pl.Series:
    """Where the quantile lies among the ranks, from 0; it seldom is a whole number."""
    return (n - 1) * share


def _below(share: float) -> Place:
    return lambda n: _rank(n, share).cast(pl.Int64)


def _above(share: float) -> Place:
    return lambda n: _lesser(_rank(n, share).cast(pl.Int64) + 1, n - 1)


def _lesser(some: pl.Series, others: pl.Series) -> pl.Series:
    return some.zip_with(some < others, others)


def _half(n: pl.Series) -> pl.Series:
    return Z * n.sqrt() / 2


# The quantiles' neighbours, the ends of the interval, the first and the last.
_PLACES: dict[str, Place] = {
    "mid": _below(0.5),
    "mid_next": _above(0.5),
    "p90_low": _below(0.9),
    "p90_next": _above(0.9),
    "p95_low": _below(0.95),
    "p95_next": _above(0.95),
    "low": lambda n: (n / 2 - _half(n)).floor().clip(1).cast(pl.Int64) - 1,
    "high": lambda n: _lesser((n / 2 + 1 + _half(n)).ceil().cast(pl.Int64), n) - 1,
    "bottom": lambda n: n * 0,
    "top": lambda n: n - 1,
}


def _between(low: str, high: str, share: float) -> Told:
    """Type 7: linear between ranks."""

    def told(known: Known) -> pl.Series:
        rank = _rank(known["n"], share)
        step = known[high] - known[low]
        return in_seconds(known[low] + step * (rank - rank.floor()))

    return told


def _of(place: str) -> Told:
    return lambda known: in_seconds(known[place])


def _from(least: int, told: Told) -> Told:
    """Null for groups that have fewer."""

    def of_enough(known: Known) -> pl.Series:
        found = told(known)
        return found.zip_with(known["n"] >= least, found.clear(found.len()))

    return of_enough


# What is told, the places that it needs, and how it is told of them.
_TOLD: dict[str, tuple[tuple[str, ...], Told]] = {
    "n": ((), lambda known: known["n"]),
    "mean": ((), lambda known: known["sum"] / (known["n"] * 1000)),
    "p50": (("mid", "mid_next"), _between("mid", "mid_next", 0.5)),
    "p90": (("p90_low", "p90_next"), _from(LEAST_P90, _between("p90_low", "p90_next", 0.9))),
    "p95": (("p95_low", "p95_next"), _from(LEAST_P95, _between("p95_low", "p95_next", 0.95))),
    "min": (("bottom",), _of("bottom")),
    "max": (("top",), _of("top")),
    "ci_low": (("low",), _from(LEAST_CI, _of("low"))),
    "ci_high": (("high",), _from(LEAST_CI, _of("high"))),
}
# Whose lengths are told in this way, and which of these is the value.
VALUES: Mapping[Summary, str] = {distribution: "p50", waits: "mean", slack: "mean", middle: "p50"}


@cache
def _names(summary: Summary) -> dict[str, str]:
    """What the summary tells, in its order, and which of `_TOLD` that is."""
    value = VALUES[summary]
    return {name: value if name == "value" else name for name in summary(pl.col("value"))}


@cache
def places(summary: Summary) -> dict[str, Place]:
    """Those that are looked up for it."""
    needed = {place for name in _names(summary).values() for place in _TOLD[name][0]}
    return {name: place for name, place in _PLACES.items() if name in needed}


def told(summary: Summary, known: Known) -> dict[str, pl.Series]:
    """What the summary says, by its names and in their order; in s."""
    names = _names(summary)
    found = {name: _TOLD[name][1](known) for name in set(names.values())}
    return {name: found[one] for name, one in names.items()}

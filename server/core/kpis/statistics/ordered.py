"""Distributions of many groups at once: group and length are sorted as one number, and then only looked up.

It gives what the summaries of `VALUES` do, of lengths that are whole ms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from ..words import in_seconds
from .summaries import LEAST_CI, LEAST_P90, LEAST_P95, Summary, Z, distribution, middle, slack, waits

SPAN = 2**40  # ms, 34 years: longer than any length
GROUPS = 2**22
GROUP = "group"
WORTH = 5_000  # lengths a group
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


@dataclass(frozen=True, slots=True)
class Laid:
    """Lengths that lie in order, group by group: what is told of them is only looked up. `places`: of each
    group where it begins, how many it has, their sum and its marks.
    """

    packed: pl.Series
    least: int
    places: pl.DataFrame

    def by_group(self, summary: Summary = distribution, edges: Edges | None = None) -> pl.DataFrame:
        """A row a `group` that has any, by its number. In s. `edges`: of intervals, in s, of which it says
        how many lengths lie in them.
        """
        wanted, packed = _places(summary), pl.lit(self.packed)
        found = self.places.with_columns(**wanted).with_columns(
            ((packed.gather(_first + pl.col(name)) & (SPAN - 1)) + self.least).alias(name) for name in wanted
        )
        return _shown(found, summary, edges)

    def as_one(self, summary: Summary = distribution, edges: Edges | None = None) -> pl.DataFrame:
        """The same of all of them together, as group 0, without sorting them once more."""
        marks = [name for name in self.places.columns if name not in (GROUP, "first", "n", "sum")]
        one = self.places.select(
            pl.lit(0).alias(GROUP),
            pl.lit(0).alias("first"),
            pl.col("n", "sum").sum(),
            *((pl.col(mark) - _first).sum() for mark in marks),
        ).head(self.places.height)
        ranks = one.select(**_places(summary))
        lengths = pl.DataFrame(
            [self._of_ranks(rank) for rank in ranks.iter_rows()], ranks.schema, orient="row"
        )
        return _shown(one.hstack(lengths), summary, edges)

    @property
    def is_worth_it(self) -> bool:
        """Whether all together are told sooner in this way: each step of the search asks each group."""
        return self.packed.len() >= WORTH * self.places.height

    def _of_ranks(self, ranks: Sequence[int]) -> list[int]:
        """How long those of these ranks among all are: how many are no longer, each group says."""
        begins = self.places[GROUP] * SPAN
        before = int(self.places["first"].sum())
        low, high = [0] * len(ranks), [self._longest()] * len(ranks)
        while low != high:
            middle = [sum(both) // 2 for both in zip(low, high, strict=True)]
            places = self.packed.search_sorted(pl.concat([begins + length + 1 for length in middle]))
            for nth, rank in enumerate(ranks):
                mine = places.slice(nth * begins.len(), begins.len()).cast(pl.Int64)
                if int(mine.sum()) - before > rank:
                    high[nth] = middle[nth]
                else:
                    low[nth] = middle[nth] + 1
        return [length + self.least for length in low]

    def _longest(self) -> int:
        last = self.places.select((pl.lit(self.packed).gather(_end - 1) & (SPAN - 1)).max())
        return int(last.item())


def laid(groups: pl.Series | None, lengths: pl.Series, edges: Edges | None = None) -> Laid:
    """Without groups all are one, 0. Lengths that are null do not count. `edges`: as it will be asked."""
    least = _least(lengths)
    placed = lengths - least if least else lengths
    packed = (placed if groups is None else groups.cast(pl.Int64) * SPAN + placed).drop_nulls().sort()
    places = _runs(packed, _marks(edges or {}), least)
    return Laid(packed, least, places.with_columns(sum=_sums(packed, groups is None) + _n * least))


def _sums(packed: pl.Series, is_one: bool) -> pl.Expr:
    """Of each group, in ms; those of one alone need not be told apart."""
    if is_one:
        return pl.lit(packed.sum())
    # What was summed up before a group begins is none of its own.
    ends = pl.lit((packed & (SPAN - 1)).cum_sum()).gather(_end - 1)
    return ends - ends.shift(1, fill_value=0)


def _shown(found: pl.DataFrame, summary: Summary, edges: Edges | None) -> pl.DataFrame:
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
    wanted = {name: rows[f"{name}_ms"] for name in (CLOCKS if both else (clock,))}
    is_known = groups is None and bool(known)
    if not is_known and not all(fits(groups, one) for one in wanted.values()):
        return None
    mine = told = _of(groups, clock, wanted[clock], known, summary, edges)
    if not both:
        return mine
    for name, lengths in wanted.items():
        found = mine if name == clock else _other(groups, name, lengths, known)
        beside = found.select(GROUP, pl.col("p50").alias(name), pl.col("mean").alias(f"{name}_mean"))
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
) -> pl.DataFrame:
    if groups is None and clock in known:
        return known[clock].as_one(summary, edges)
    one = laid(groups, lengths, edges)
    if groups is not None and one.is_worth_it:
        known[clock] = one
    return one.by_group(summary, edges)


def _other(groups: pl.Series | None, clock: str, lengths: pl.Series, known: dict[str, Laid]) -> pl.DataFrame:
    """The other clock, of which only the middle is told."""
    is_sorted = groups is not None or clock in known
    return _of(groups, clock, lengths, known, middle) if is_sorted else _middle(lengths)


def _middle(lengths: pl.Series) -> pl.DataFrame:
    """The same of their middle, without groups: nothing need be sorted for it."""
    found = pl.DataFrame({GROUP: 0, "p50": lengths.median(), "sum": lengths.sum(), "n": lengths.count()})
    found = found.select(GROUP, p50=in_seconds(pl.col("p50")), mean=pl.col("sum") / (_n * 1000), n=_n)
    return found.filter(_n > 0).drop("n")

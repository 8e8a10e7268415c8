"""Lengths of many groups in order: group and length are sorted as one number, and then only looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from .ranks import Edges, at_mark, end, first, inside, n, places, told
from .summaries import Summary, distribution

SPAN = 2**40  # ms, 34 years: longer than any length
GROUPS = 2**22
GROUP = "group"
LARGE = 5_000  # lengths of a group


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
        wanted, packed = places(summary), pl.lit(self.packed)
        found = self.places.with_columns(**wanted).with_columns(
            ((packed.gather(first + pl.col(name)) & (SPAN - 1)) + self.least).alias(name) for name in wanted
        )
        return _shown(found, summary, edges)

    def as_one(self, summary: Summary = distribution, edges: Edges | None = None) -> pl.DataFrame:
        """The same of all of them together, as group 0, without sorting them once more."""
        marks = [name for name in self.places.columns if name not in (GROUP, "first", "n", "sum")]
        one = self.places.select(
            pl.lit(0).alias(GROUP),
            pl.lit(0).alias("first"),
            pl.col("n", "sum").sum(),
            *((pl.col(mark) - first).sum() for mark in marks),
        ).head(self.places.height)
        ranks = one.select(**places(summary))
        lengths = pl.DataFrame(
            [self._of_ranks(rank) for rank in ranks.iter_rows()], ranks.schema, orient="row"
        )
        return _shown(one.hstack(lengths), summary, edges)

    @property
    def is_worth_it(self) -> bool:
        """Whether all together are told sooner in this way: each step of the search asks each group."""
        return _are_large(self.packed, self.places)

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
        last = self.places.select((pl.lit(self.packed).gather(end - 1) & (SPAN - 1)).max())
        return int(last.item())


def laid(groups: pl.Series | None, lengths: pl.Series, edges: Edges | None = None) -> Laid | None:
    """Without groups all are one, 0. Lengths that are null do not count. `edges`: as it will be asked. None:
    group and length do not go into one number.
    """
    least, longest = _reach(lengths)
    last: Any = None if groups is None else groups.max()
    if longest - least >= SPAN or (last or 0) >= GROUPS:
        return None
    placed = lengths - least if least else lengths
    packed = (placed if groups is None else groups.cast(pl.Int64) * SPAN + placed).drop_nulls().sort()
    places = _runs(packed, _marks(edges or {}), least)
    return Laid(packed, least, places.with_columns(sum=_sums(packed, places) + n * least))


def _reach(lengths: pl.Series) -> tuple[int, int]:
    """What is taken off every length, so that none is negative, and the longest."""
    shortest: Any = lengths.min()
    longest: Any = lengths.max()
    return min(0, shortest or 0), longest or 0


def _sums(packed: pl.Series, places: pl.DataFrame) -> pl.Expr:
    """Of each group, in ms. Large ones are summed up one by one: the processor's cache holds each."""
    if _are_large(packed, places):
        runs = places.select("first", "n").iter_rows()
        return pl.lit(pl.Series([(packed.slice(*run) & (SPAN - 1)).sum() for run in runs], dtype=pl.Int64))
    # What was summed up before a group begins is none of its own.
    ends = pl.lit((packed & (SPAN - 1)).cum_sum()).gather(end - 1)
    return ends - ends.shift(1, fill_value=0)


def _are_large(packed: pl.Series, places: pl.DataFrame) -> bool:
    return packed.len() >= LARGE * places.height


def _shown(found: pl.DataFrame, summary: Summary, edges: Edges | None) -> pl.DataFrame:
    return found.select(GROUP, **told(summary), **inside(edges or {}))


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
            **{at_mark(mark): places.gather_every(len(within), place) for place, mark in enumerate(marks, 1)},
        }
    )
    return found.with_columns(n=first.shift(-1) - first).filter(n > 0)

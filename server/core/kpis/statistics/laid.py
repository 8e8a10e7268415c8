"""Lengths of many groups in order: group and length are sorted as one number, and then only looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from .ranks import places, told
from .summaries import Summary, distribution

SPAN = 2**40  # ms, 34 years: longer than any length
GROUPS = 2**22
GROUP = "group"
LARGE = 5_000  # lengths of a group
Edges = Mapping[str, tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class Laid:
    """Lengths that lie in order, group by group: what is told of them is only looked up. Of each group: where
    it begins, how many it has, their sum in ms, and the places of its marks, by s.
    """

    packed: pl.Series
    least: int
    groups: pl.Series
    first: pl.Series
    n: pl.Series
    sums: pl.Series
    marks: Mapping[float, pl.Series]

    def by_group(self, summary: Summary = distribution, edges: Edges | None = None) -> pl.DataFrame:
        """A row a `group` that has any, by its number. In s. `edges`: of intervals, in s, of which it says
        how many lengths lie in them.
        """
        lengths = {
            name: (self.packed[self.first + place(self.n)] & (SPAN - 1)) + self.least
            for name, place in places(summary).items()
        }
        known = {"n": self.n, "sum": self.sums, **lengths}
        inside = _inside(edges or {}, self.first + self.n, self.marks)
        return pl.DataFrame({GROUP: self.groups, **told(summary, known), **inside})

    def as_one(self, summary: Summary = distribution, edges: Edges | None = None) -> pl.DataFrame:
        """The same of all of them together, as group 0, without sorting them once more."""
        if self.packed.is_empty():
            return self.by_group(summary, edges)
        n, wanted = _only(self.packed.len()), places(summary)
        ranks = [place(n)[0] for place in wanted.values()]
        lengths = dict(zip(wanted, map(_only, self._of_ranks(ranks)), strict=True))
        known = {"n": n, "sum": _only(int(self.sums.sum())), **lengths}
        marks = {mark: _only(int((place - self.first).sum())) for mark, place in self.marks.items()}
        return pl.DataFrame({GROUP: _only(0), **told(summary, known), **_inside(edges or {}, n, marks)})

    @property
    def is_worth_it(self) -> bool:
        """Whether all together are told sooner in this way: each step of the search asks each group."""
        return _are_large(self.packed, self.groups)

    def _of_ranks(self, ranks: Sequence[int]) -> list[int]:
        """How long those of these ranks among all are: how many are no longer, each group says."""
        begins, before = self.groups * SPAN, int(self.first.sum())
        longest: Any = (self.packed[self.first + self.n - 1] & (SPAN - 1)).max()
        low, high = [0] * len(ranks), [longest] * len(ranks)
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


def laid(by: pl.Series | None, lengths: pl.Series, edges: Edges | None = None) -> Laid | None:
    """`by`: the number of each one's group; without, all are one, 0. Lengths that are null do not count.
    `edges`: as it will be asked. None: group and length do not go into one number.
    """
    least, longest = _reach(lengths)
    last: Any = None if by is None else by.max()
    if longest - least >= SPAN or (last or 0) >= GROUPS:
        return None
    placed = lengths - least if least else lengths
    packed = (placed if by is None else by.cast(pl.Int64) * SPAN + placed).drop_nulls().sort()
    marks = _marks(edges or {})
    groups, first, n, *marked = _runs(packed, marks, least)
    sums = _sums(packed, first, n) + n * least
    return Laid(packed, least, groups, first, n, sums, dict(zip(marks, marked, strict=True)))


def _reach(lengths: pl.Series) -> tuple[int, int]:
    """What is taken off every length, so that none is negative, and the longest."""
    shortest: Any = lengths.min()
    longest: Any = lengths.max()
    return min(0, shortest or 0), longest or 0


def _sums(packed: pl.Series, first: pl.Series, n: pl.Series) -> pl.Series:
    """Of each group, in ms. Large ones are summed up one by one: the processor's cache holds each."""
    if _are_large(packed, n):
        runs = zip(first.to_list(), n.to_list(), strict=True)
        return pl.Series([(packed.slice(*run) & (SPAN - 1)).sum() for run in runs], dtype=pl.Int64)
    ends = (packed & (SPAN - 1)).cum_sum()[first + n - 1]
    # What was summed up before a group begins is none of its own.
    return ends - ends.shift(1, fill_value=0)


def _are_large(packed: pl.Series, groups: pl.Series) -> bool:
    return packed.len() >= LARGE * groups.len()


def _inside(edges: Edges, end: pl.Series, marks: Mapping[float, pl.Series]) -> dict[str, pl.Series]:
    """How many of each group lie in each interval: they lie in order, so the ends' places say it."""
    return {
        in_name(name): (end if high is None else marks[high]) - marks[low]
        for name, (low, high) in edges.items()
    }


def in_name(name: str) -> str:
    """What the number of those in an interval is called, beside all else that is told."""
    return f"in {name}"


def _only(number: int) -> pl.Series:
    return pl.Series([number], dtype=pl.Int64)


def _marks(edges: Edges) -> list[float]:
    """All ends of these intervals, in s, once each and in their order."""
    return sorted({end for both in edges.values() for end in both if end is not None})


def _runs(packed: pl.Series, marks: Sequence[float], least: int) -> list[pl.Series]:
    """The groups that have any, where each begins, how many it has, and where each mark lies.

    All are looked up in the order in which they lie: what one step has read is still near for the next.
    """
    count = 1 if packed.is_empty() else packed[-1] // SPAN + 2
    within = [0, *(int(mark * 1000) - least for mark in marks)]
    every = pl.int_range(0, count * len(within), eager=True)
    wanted = every // len(within) * SPAN + pl.Series(within, dtype=pl.Int64)[every % len(within)]
    places = packed.search_sorted(wanted).cast(pl.Int64)
    first, *marked = (places.gather_every(len(within), nth) for nth in range(len(within)))
    n = (first.shift(-1) - first).fill_null(0)
    some = n > 0
    return [one.filter(some) for one in (pl.int_range(0, count, eager=True), first, n, *marked)]

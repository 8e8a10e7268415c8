"""The instants that a question is about; and frames that know where the rows of a period lie."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import polars as pl

from .tables import Frames, rows_of

LONG_AGO = -(2**62)  # ms: before all instants


@dataclass(frozen=True, slots=True)
class Period:
    """Of rows whose `at` lies in [since, until), ms UTC; None: no bound. Without any, all rows are of it,
    those without an instant too.
    """

    at: pl.Expr
    since: int | None
    until: int | None

    @property
    def is_bound(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def inside(self) -> pl.Expr:
        inside = pl.lit(True)
        if self.since is not None:
            inside &= self.at >= self.since
        if self.until is not None:
            inside &= self.at < self.until
        return inside

    def may_hold(self, first: int, last: int) -> bool:
        """Any of the instants from `first` to `last`."""
        return (self.since is None or last >= self.since) and (self.until is None or first < self.until)

    def holds(self, first: int, last: int) -> bool:
        """All of them."""
        return (self.since is None or first >= self.since) and (self.until is None or last < self.until)


@runtime_checkable
class Narrowed(Protocol):
    def within(self, grain: str, period: Period) -> pl.LazyFrame | None:
        """Exactly the rows that are of the period; None: of this grain it knows no better than others do."""
        ...


def rows_within(frames: Frames, grain: str, period: Period) -> pl.LazyFrame:
    """A grain's rows of the period."""
    if period.is_bound and isinstance(frames, Narrowed):
        found = frames.within(grain, period)
        if found is not None:
            return found
    return rows_of(frames, grain).filter(period.inside)

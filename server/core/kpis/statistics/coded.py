"""Groups as numbers, in the order in which they are told: to group by one number is several times quicker."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

BY = "by"
# What rows are grouped by: a number, where names say what it means.
Part = tuple[pl.Expr, Sequence[Any] | None]


@dataclass(frozen=True, slots=True)
class Codes:
    """What the parts of a number mean; the first part counts most."""

    names: Sequence[Sequence[Any]]

    def keys(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """What each of these numbers stands for."""
        found: list[list[Any]] = []
        stride = 1
        for names in reversed(self.names):
            found.append([names[number // stride % len(names)] for number in numbers])
            stride *= len(names)
        return list(zip(*reversed(found), strict=True)) if found else [()] * len(numbers)


def coded(frames: Sequence[pl.DataFrame], parts: Sequence[Part]) -> tuple[list[pl.DataFrame], Codes]:
    """All frames by the same codes. Null comes last."""
    names: list[Sequence[Any]] = []
    numbers: list[pl.Series] = []
    for part, known in parts:
        columns = [rows.select(part).to_series() for rows in frames]
        meant = _all_of(columns) if known is None else known
        if known is None:
            columns = [_ranked(column, meant) for column in columns]
        names.append([*meant, None])
        columns = [column.cast(pl.Int64).fill_null(len(meant)) for column in columns]
        before = [number * len(names[-1]) for number in numbers]
        numbers = [*map(operator.add, before, columns)] if before else columns
    numbers = numbers or [pl.zeros(rows.height, pl.Int64, eager=True) for rows in frames]
    both = zip(frames, numbers, strict=True)
    return [rows.with_columns(number.alias(BY)) for rows, number in both], Codes(names)


def _all_of(columns: Sequence[pl.Series]) -> list[Any]:
    found = pl.concat([column.unique().cast(pl.String) for column in columns])
    return found.drop_nulls().unique().sort().to_list()


def _ranked(column: pl.Series, names: Sequence[str]) -> pl.Series:
    """The place of each among these names."""
    if column.dtype != pl.Categorical or not names:
        return column.cast(pl.Enum(names)).to_physical()
    # A category is a number already: what it stands for need not be looked up row by row.
    codes = pl.Series(names, dtype=pl.Categorical).to_physical().to_list()
    table = pl.zeros(max(codes) + 1, pl.UInt32, eager=True).scatter(codes, range(len(names)))
    return table.gather(column.to_physical())

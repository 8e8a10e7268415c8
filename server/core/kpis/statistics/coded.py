"""Groups as numbers, in the order in which they are told: to group by one number is several times quicker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

BY = "by"


@dataclass(frozen=True, slots=True)
class Codes:
    """What the parts of a number mean; the first part counts most."""

    names: Sequence[Sequence[Any]]

    def key(self, number: int) -> tuple[Any, ...]:
        found: list[Any] = []
        for names in reversed(self.names):
            number, part = divmod(number, len(names))
            found.append(names[part])
        return tuple(reversed(found))


def coded(
    rows: pl.DataFrame, parts: Sequence[pl.Series], known: Sequence[Sequence[Any] | None]
) -> tuple[pl.DataFrame, Codes]:
    """`parts`: what each row is grouped by, as numbers where `known` says what they mean. Null comes last."""
    names: list[Sequence[Any]] = []
    number = pl.zeros(rows.height, pl.Int64, eager=True)
    for part, meant in zip(parts, known, strict=True):
        if meant is None:
            meant = part.drop_nulls().unique().sort().to_list()
            part = part.cast(pl.Enum(meant)).to_physical()
        names.append([*meant, None])
        number = number * len(names[-1]) + part.cast(pl.Int64).fill_null(len(meant))
    return rows.with_columns(number.alias(BY)), Codes(names)

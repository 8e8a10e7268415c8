"""Rows of groups, counted by where between some edges they fall."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from ..statistics import coded


def by_slot(
    rows: pl.DataFrame, keys: Sequence[str], at: str, edges: Sequence[int], *told: pl.Expr
) -> Iterator[tuple[Any, ...]]:
    """Of each group and slot that has rows: its key, the slot's number, and what is `told` of them. The first
    slot is before the first edge, the last one after the last. A row is there once for each of its tags.
    """
    if "tags" in keys:
        rows = rows.explode("tags", empty_as_null=True)
    slot = pl.lit(pl.Series(edges, dtype=pl.Int64)).search_sorted(pl.col(at), side="right").cast(pl.Int64)
    (numbered,), codes = coded.coded([rows], [(pl.col(key), None) for key in keys])
    slots = len(edges) + 1
    group = pl.col(coded.BY) * slots + slot if keys else slot.alias(coded.BY)
    counts = numbered.with_columns(group).group_by(coded.BY).agg(*told)
    numbers, *values = (column.to_list() for column in counts)
    keys_of = codes.keys([number // slots for number in numbers]) if keys else [() for _ in numbers]
    for key, number, *value in zip(keys_of, numbers, *values, strict=True):
        yield key, number % slots, *value

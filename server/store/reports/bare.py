"""Bare tables (core/kpis/tables.py), put together and taken apart: rows point at their conversations."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from server.core.kpis.tables import NTH, Tables, bare_of

ID = "conversation"
NOTHING = bare_of([])
# Names that nearly every row has for itself; all others are few, each of many rows.
_OWN_NAMES = {ID, "visitor", "customer", "merged_into"}


def is_coded(name: str, kind: Any) -> bool:  # noqa: ANN401  (a data type, or the class of one)
    """Whether a column is kept as numbers of a dictionary."""
    return bool(kind == pl.String) and name not in _OWN_NAMES


def stacked(parts: Sequence[Tables]) -> Tables:
    """One under the other."""
    begins, first = [], 0
    for part in parts:
        begins.append(first)
        first += part["conversations"].height
    return {
        grain: pl.concat(
            [_moved(part[grain], by) for part, by in zip(parts, begins, strict=True)], rechunk=True
        )
        for grain in NOTHING
    }


def _moved(rows: pl.DataFrame, by: int) -> pl.DataFrame:
    return rows.with_columns(pl.col(NTH) + pl.lit(by, pl.UInt32)) if by and NTH in rows.columns else rows


def taken(tables: Tables, wanted: pl.Series) -> Tables:
    """Of the conversations only those that are `wanted` (a boolean each), in the order in which they are."""
    number = wanted.cast(pl.UInt32).cum_sum()
    return {
        "conversations": tables["conversations"].filter(wanted),
        **{
            grain: _renumbered(rows, wanted, number) if NTH in rows.columns else rows
            for grain, rows in tables.items()
            if grain != "conversations"
        },
    }


def _renumbered(rows: pl.DataFrame, wanted: pl.Series, number: pl.Series) -> pl.DataFrame:
    mine = rows.filter(wanted.gather(rows[NTH]))
    return mine.with_columns(number.gather(mine[NTH]).alias(NTH) - 1)


def ordered(tables: Tables) -> Tables:
    """By when conversations began; the rows of each in the order in which they are."""
    conversations = tables["conversations"].with_row_index("was").sort("started_at", ID)
    was = conversations["was"]
    number = pl.DataFrame({"was": was}).with_row_index("now").sort("was")["now"]
    return {
        "conversations": conversations.drop("was"),
        **{
            grain: _sorted(rows, number) if NTH in rows.columns else rows
            for grain, rows in tables.items()
            if grain != "conversations"
        },
    }


def _sorted(rows: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
    return rows.with_columns(number.gather(rows[NTH]).alias(NTH)).sort(NTH, maintain_order=True)


def newest(parts: Sequence[Tables]) -> Tables:
    """All of them; of what is in several, as the last of them has it."""
    whole = stacked(parts)
    last = whole["conversations"][ID].is_last_distinct()
    found = whole if last.all() else taken(whole, last)
    return {**found, "presence": presence([part["presence"] for part in parts])}


def presence(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """An agent's spells are replaced as a whole."""
    found = parts[0]
    for part in parts[1:]:
        if not part.is_empty():
            kept = found.filter(~pl.col("agent").is_in(part["agent"].unique().implode()))
            found = pl.concat([kept, part], rechunk=True)
    return found

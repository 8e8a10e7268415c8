"""How columns lie on disk: of what a row's other columns let expect, only how far it is off.

That is little, and mostly nothing. Where nearly every row has a number of its own, its lowest byte is a
column apart: no dictionary holds so many numbers, and those of two shorter ones are read as quickly.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from server.core.kpis.tables import NTH

from .bare import NOTHING, is_coded

BEGAN = "started_at"  # of the row's conversation
_INSTANTS = {"at", "applied_due", "charge_from", "waiting_since"}
# From one row to the next, over all of them.
_RISING = {("conversations", BEGAN), ("messages", "at"), *((grain, NTH) for grain in NOTHING)}
_IN_TWO = {
    "turns": {"opened_at", "last_at", "closed_at"},
    "promises": {"begun_at", "stopped_at"},
    "messages": {"at"},
}
_LOW, _HIGH = 256, " / 256"

col = pl.col
# Only what is asked for together with it, mostly: it has to be read, too.
_RELATED: Mapping[str, Mapping[str, pl.Expr]] = {
    "conversations": {
        "queued_at": col("asked_at"),
        "handed_at": col("asked_at"),
        "charge_from": col("asked_at"),
        "ends_at": col("resolved_at"),
        "ended_at": col("resolved_at"),
        "went_at": pl.min_horizontal("left_at", "gave_up_at"),
        "first_solved_at": col("resolved_at"),
        "handled": col("active"),
        "butler_business": col("butler_at") - col("wrote_at"),
        "taken_business": col("taken_at") - col("charge_from"),
        "reply_business": col("replied_at") - col("wrote_at"),
        "handoff_business": col("replied_at") - col("handed_at"),
        "gap_business": col("replied_at") - col("butler_at"),
        "first_business": col("first_solved_at") - col(BEGAN),
        "business": col("resolved_at") - col(BEGAN),
        "ends_business": col("ends_at") - col(BEGAN),
    },
    "turns": {
        "last_at": col("opened_at"),
        "closed_at": col("opened_at"),
        "charged_at": col("opened_at"),
        "business": col("closed_at") - col("opened_at"),
        "last_business": col("closed_at") - col("last_at"),
        "charged_business": col("closed_at") - col("charged_at"),
    },
    "resolutions": {"ends_at": col("at")},
    "promises": {
        "deadline_at": col("begun_at") + 1000 * col("seconds"),
        "applied_due": col("deadline_at"),
        "stopped_at": col("begun_at"),
        "over_at": col("stopped_at"),
        "stands_at": col("stopped_at"),
        "slack": 1000 * col("seconds") - (col("stopped_at") - col("begun_at")),
    },
    "late": {"to_at": col("from_at")},
}
# Null on disk where it is the other; it is never null itself.
_SAME = {("conversations", "customer"): "visitor"}


def _expected(grain: str) -> dict[str, pl.Expr]:
    """Of each column what is expected, if anything is; of instants, that the conversation just began."""
    instants = {
        name: col(BEGAN)
        for name, kind in NOTHING[grain].schema.items()
        if kind == pl.Int64 and (name.endswith("_at") or name in _INSTANTS) and (grain, name) not in _RISING
    }
    found = instants | dict(_RELATED.get(grain, {}))
    return {name: expected.fill_null(0) for name, expected in found.items()}


_EXPECTED = {grain: _expected(grain) for grain in NOTHING}
_NEEDS = {
    grain: {name: tuple(dict.fromkeys(one.meta.root_names())) for name, one in expected.items()}
    for grain, expected in _EXPECTED.items()
}


def needs(grain: str, name: str) -> Sequence[str]:
    """What must be known to unpack it: columns of its own grain, and BEGAN."""
    same = _SAME.get((grain, name))
    return (same,) if same is not None else _NEEDS[grain].get(name, ())


def on_disk(grain: str, name: str) -> Sequence[str]:
    """The columns it is kept in."""
    return (name, name + _HIGH) if _is_in_two(grain, name) else (name,)


def packed(grain: str, rows: pl.DataFrame, began: pl.Series) -> pl.DataFrame:
    """`began`: when each row's conversation did."""
    whole = rows.with_columns(began.alias(BEGAN))
    return pl.DataFrame([one for name in rows.columns for one in _packed(grain, name, whole)])


def _packed(grain: str, name: str, rows: pl.DataFrame) -> Sequence[pl.Series]:
    column = rows[name]
    if (same := _SAME.get((grain, name))) is not None:
        return [rows.select(pl.when(col(name) != col(same)).then(name)).to_series()]
    if is_coded(name, column.dtype):
        return [column.cast(pl.Categorical)]
    if not column.dtype.is_integer():
        return [column]
    if (grain, name) in _RISING:
        column = column - column.shift(1, fill_value=0)
    elif name in _EXPECTED[grain]:
        column = column - rows.select(_EXPECTED[grain][name]).to_series()
    if not _is_in_two(grain, name):
        return [column.shrink_dtype()]
    high = (column // _LOW).shrink_dtype()
    return [(column & (_LOW - 1)).cast(pl.UInt8), high.alias(name + _HIGH)]


def unpacked(grain: str, name: str, rows: pl.DataFrame, known: Mapping[str, pl.Series]) -> pl.Series:
    """Of what has been read, and what it needs."""
    column = rows[name]
    if (same := _SAME.get((grain, name))) is not None:
        return column.fill_null(known[same])
    if not column.dtype.is_integer():
        return column
    if _is_in_two(grain, name):
        column = column.cast(pl.Int64) + rows[name + _HIGH].cast(pl.Int64) * _LOW
    if (grain, name) in _RISING:
        return column.cast(NOTHING[grain].schema[name]).cum_sum()
    if name not in _EXPECTED[grain]:
        return column.cast(NOTHING[grain].schema[name])
    return column + _expected_of(grain, name, known)


def _expected_of(grain: str, name: str, known: Mapping[str, pl.Series]) -> pl.Series:
    """Where it is one other column, that itself: to select it would take longer than to add it."""
    names = needs(grain, name)
    if len(names) == 1 and known[names[0]].null_count() == 0:
        return known[names[0]]
    others = pl.DataFrame([known[one].alias(one) for one in names])
    return others.select(_EXPECTED[grain][name]).to_series()


def _is_in_two(grain: str, name: str) -> bool:
    return name in _IN_TWO.get(grain, ())

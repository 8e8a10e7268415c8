"""The rows behind a figure: exactly those that it counts, or leaves out for a reason."""

from typing import Any

import polars as pl

from . import backlog, figure
from .asking.ask import Ask
from .asking.listing import Listing
from .kpi import Kpi
from .pages import page_of
from .registry import KPIS
from .statistics.summaries import count
from .summed import in_one
from .sweeps import occupancy, shrinkage
from .tables import Frames

Rows = dict[str, Any]

SHOWN = {
    "conversation": pl.String,
    "visitor": pl.String,
    "at": pl.Int64,
    "value": pl.Float64,
    "agent": pl.String,
}


def rows_behind(frames: Frames, wanted: Listing) -> Rows:
    """A page of them, as GET /kpis/{id}/conversations gives it. `total` is how many there are in all: of
    those that count it is the figure's `n`, of a reason what stands under it in `excluded`.
    """
    rows = _rows(frames, wanted)
    anonymous = wanted.ask.kpi in KPIS and KPIS[wanted.ask.kpi].anonymous
    items, following = page_of(rows.clear() if anonymous else rows, wanted)
    named = [{**item, "reason": wanted.excluded} for item in items]
    excluded = {"excluded": wanted.excluded, "group": None if wanted.group is None else list(wanted.group)}
    return {**figure.head(wanted.ask), **excluded, "total": rows.height, "items": named, "next": following}


def _rows(frames: Frames, wanted: Listing) -> pl.DataFrame:
    """All that are wanted, with the columns that are shown."""
    ask = wanted.ask
    if ask.kpi in backlog.IDS:
        return _as_shown(backlog.rows_behind(frames, wanted))
    if ask.kpi in occupancy.IDS:
        return _as_shown(occupancy.rows_behind(frames, wanted))
    if ask.kpi in shrinkage.IDS:
        return _as_shown(shrinkage.rows_behind(frames, wanted))
    kpi = KPIS[ask.kpi].with_options(ask.options)
    rows = figure.told(frames, kpi, ask)
    if wanted.group is not None:
        rows = _of_group(rows, kpi, ask, wanted.group)
    rows = rows.filter(pl.col("reason").eq_missing(pl.lit(wanted.excluded, pl.String)))
    credited = kpi.credit is not None and kpi.credit in rows.columns
    if wanted.bin is not None:
        rows = rows.filter(_of_bin(kpi, wanted.bin))
    rows = rows.with_columns(agent=pl.col(kpi.credit or "") if credited else pl.lit(None, pl.String))
    if kpi.summary is count:
        rows = rows.with_columns(value=pl.lit(1))
    if kpi.per and wanted.excluded is None:
        rows = _a_conversation_each(rows, kpi)
    return _as_shown(rows)


def _of_bin(kpi: Kpi, name: str) -> pl.Expr:
    """An option may have other bins, and conversations that are summed up first have none."""
    return pl.lit(False) if kpi.per or name not in kpi.spread else kpi.spread[name]


def _of_group(rows: pl.DataFrame, kpi: Kpi, ask: Ask, group: tuple[Any, ...]) -> pl.DataFrame:
    keyed = figure.keyed(rows, kpi, ask, figure.buckets_of(rows, ask))
    return keyed.filter(
        pl.col(f"by_{part}").eq_missing(pl.lit(value)) for part, value in zip(ask.by, group, strict=True)
    )


def _a_conversation_each(rows: pl.DataFrame, kpi: Kpi) -> pl.DataFrame:
    """Where conversations are counted and not their rows: each once, dated by its last row."""
    last = rows.sort("at", maintain_order=True).group_by("conversation", maintain_order=True)
    return last.agg(in_one(kpi), *(pl.col(name).last() for name in ("visitor", "at", "agent")))


def _as_shown(rows: pl.DataFrame) -> pl.DataFrame:
    """What has no conversation, or is worth no number, shows none."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind, strict=False).alias(name)
        for name, kind in SHOWN.items()
    )

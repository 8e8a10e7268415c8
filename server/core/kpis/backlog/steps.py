"""Where conversations enter the backlog and leave it, and what is open between these steps."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..statistics.summaries import LOW_N
from ..sweeps import open_spells, overdue
from ..tables import Frames
from . import asked

Answer = dict[str, Any]
Counts = dict[str, list[int]]
Step = tuple[pl.LazyFrame, pl.Expr, pl.Expr, str]

STEPS = ("entered", "reopened", "resolved")


def of(frames: Frames, ask: Ask) -> list[Step]:
    return overdue.steps(late(frames, ask)) if ask.kpi == "backlog_overdue" else of_all(frames, ask)


def late(frames: Frames, ask: Ask) -> pl.LazyFrame:
    lasts = pl.col("to_at").fill_null(open_spells.FOR_EVER)
    return asked.among(frames["late"], ask).with_columns(to_at=lasts)


def of_all(frames: Frames, ask: Ask) -> list[Step]:
    """Where people's conversations enter the backlog and leave it."""
    whole, ends = (
        asked.among(frames[grain], ask).filter(pl.col("out").is_null(), pl.col("entered_at").is_not_null())
        for grain in ("conversations", "resolutions")
    )
    return open_spells.moves(whole, ends)


def counted(
    frames: Frames, ask: Ask, keys: Sequence[str], edges: Sequence[int]
) -> dict[tuple[Any, ...], Counts]:
    """For each group and kind of step: how many fall before the first edge, between edges, after the last."""
    bounds = pl.lit(pl.Series(edges, dtype=pl.Int64))
    found: dict[tuple[Any, ...], Counts] = {}
    for rows, at, _, what in of(frames, ask):
        if "tags" in keys:
            rows = rows.explode("tags", empty_as_null=True)
        slot = bounds.search_sorted(at, side="right").alias("slot")
        for *key, number, count in (
            rows.select(*keys, slot).group_by(*keys, "slot").len().collect().iter_rows()
        ):
            counts = found.setdefault(tuple(key), {}).setdefault(what, [0] * (len(edges) + 1))
            counts[number] += count
    return found


def spans(counts: Counts, buckets: int) -> list[Answer]:
    """Each bucket's answer, from one opening to the next."""
    nothing = [0] * (buckets + 2)
    steps = [counts.get(what, nothing) for what in STEPS]
    closing = _net([numbers[0] for numbers in steps])
    found = []
    for number in range(1, buckets + 1):
        inside = [numbers[number] for numbers in steps]
        opening, closing = closing, closing + _net(inside)
        found.append(
            {
                "value": closing,
                "n": closing,
                "low_n": closing < LOW_N,
                "opening": opening,
                **dict(zip(STEPS, inside, strict=True)),
                "closing": closing,
            }
        )
    return found


def _net(steps: Sequence[int]) -> int:
    entered, reopened, resolved = steps
    return entered + reopened - resolved

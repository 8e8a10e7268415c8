"""Where conversations enter the backlog and leave it, and what is open between these steps."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..statistics.summaries import LOW_N
from ..sweeps import open_spells, overdue
from ..tables import Frames
from . import asked
from .slots import by_slot

Answer = dict[str, Any]
Counts = dict[str, list[int]]
Step = tuple[pl.LazyFrame, pl.Expr, pl.Expr, str]
Read = dict[str, pl.DataFrame]

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


def read(frames: Frames, ask: Ask, keys: Sequence[str]) -> Read:
    """Of each kind of step where it was, and whose; those of the same group together.

    What is over before anything is asked for came and went, and counts for nothing: it is not read.
    """
    since, over = asked.from_when(ask), pl.col("to_at" if ask.kpi == "backlog_overdue" else "resolved_at")
    found: dict[str, list[pl.DataFrame]] = {what: [] for what in STEPS}
    for rows, at, _, what in of(frames, ask):
        wanted = rows.filter(over.is_null() | (over >= since)) if since > asked.LONG_AGO else rows
        found[what].append(wanted.select(*keys, at.alias("at")).collect())
    return {what: pl.concat(rows) for what, rows in found.items() if rows}


def counted(read: Read, keys: Sequence[str], edges: Sequence[int]) -> dict[tuple[Any, ...], Counts]:
    """For each group and kind of step: how many fall before the first edge, between edges, after the last."""
    found: dict[tuple[Any, ...], Counts] = {}
    for what, rows in read.items():
        for key, number, count in by_slot(rows, keys, "at", edges, pl.len()):
            counts = found.setdefault(key, {}).setdefault(what, [0] * (len(edges) + 1))
            counts[number] = count
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

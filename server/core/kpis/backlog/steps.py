"""Where conversations enter the backlog and leave it, and what is open between these steps."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..period import Period, rows_within
from ..statistics.summaries import LOW_N
from ..sweeps import open_spells, overdue
from ..tables import Frames
from . import asked, states
from .slots import by_slot

Answer = dict[str, Any]
Counts = dict[str, list[int]]
Step = tuple[pl.LazyFrame, pl.Expr, pl.Expr, str]
Read = dict[str, pl.DataFrame]

STEPS = ("entered", "reopened", "resolved")


def of(frames: Frames, ask: Ask) -> list[Step]:
    part = spells_of_part(frames, ask)
    return of_all(frames, ask) if part is None else overdue.steps(part)


def spells_of_part(frames: Frames, ask: Ask) -> pl.LazyFrame | None:
    """When each was in the part of the backlog that is asked for; None: all of it is."""
    if ask.kpi == "backlog_overdue":
        return _late(frames, ask)
    state = states.state_of(ask)
    return states.spells(frames, ask, state) if state else None


def _late(frames: Frames, ask: Ask) -> pl.LazyFrame:
    lasts = pl.col("to_at").fill_null(open_spells.FOR_EVER)
    return asked.among(frames["late"], ask).with_columns(to_at=lasts)


def of_all(frames: Frames, ask: Ask, since: int | None = None) -> list[Step]:
    """Where people's conversations enter the backlog and leave it; of those that are not over by `since`."""
    over = Period(pl.col("resolved_at").fill_null(open_spells.FOR_EVER), since, None)
    whole, ends = (
        asked.among(rows_within(frames, grain, over), ask).filter(asked.for_people())
        for grain in ("conversations", "resolutions")
    )
    return open_spells.moves(whole, ends)


def read(frames: Frames, ask: Ask, keys: Sequence[str]) -> Read:
    """Of each kind of step where it was, and whose; those of the same group together.

    What is over before anything is asked for came and went, and counts for nothing: it is not read.
    """
    since = asked.from_when(ask)
    part = spells_of_part(frames, ask)
    if part is None:
        steps = of_all(frames, ask, since)
    else:
        steps = overdue.steps(part.filter(pl.col("to_at").is_null() | (pl.col("to_at") >= since)))
    found: dict[str, list[pl.DataFrame]] = {what: [] for what in STEPS}
    for rows, at, _, what in steps:
        found[what].append(rows.select(*keys, at.alias("at")).collect())
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

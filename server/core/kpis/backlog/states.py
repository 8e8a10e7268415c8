"""Whose turn it is, of what is open now."""

from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..statistics.summaries import LOW_N
from ..tables import Frames
from . import asked

Answer = dict[str, Any]

_snoozed, _free = pl.col("snoozed_at").is_not_null(), pl.col("assignee").is_null()
_waits = pl.col("waiting_since").is_not_null()
STATES = {
    "unassigned": _free & ~_snoozed,
    "waiting_agent": ~_free & _waits & ~_snoozed,
    "waiting_visitor": ~_free & ~_waits & ~_snoozed,
    "snoozed": _snoozed,
}
HOUR = 3_600_000
AGES: dict[str, tuple[int, int | None]] = {
    "0-1h": (0, HOUR),
    "1-4h": (HOUR, 4 * HOUR),
    "4-8h": (4 * HOUR, 8 * HOUR),
    "8-24h": (8 * HOUR, 24 * HOUR),
    "24h+": (24 * HOUR, None),
}


def state_of(ask: Ask) -> str | None:
    return next((option for option in ask.options if option in STATES), None)


def so_many(count: int) -> Answer:
    return {"value": count, "n": count, "low_n": count < LOW_N}


def open_now(frames: Frames, ask: Ask) -> pl.LazyFrame:
    return asked.among(frames["conversations"], ask).filter(
        pl.col("resolved_at").is_null(), pl.col("out").is_null(), pl.col("entered_at").is_not_null()
    )


def split(frames: Frames, ask: Ask) -> Answer:
    """Who has to move next, and how old they are; of the present only, for rows do not remember it."""
    age = ask.known_until - pl.col("entered_at")
    aged = {name: (age >= low) & (age < high if high else pl.lit(True)) for name, (low, high) in AGES.items()}
    sums = [condition.sum().alias(name) for name, condition in (STATES | aged).items()]
    sums += [
        (state & old).sum().alias(f"{name} {bucket}")
        for name, state in STATES.items()
        for bucket, old in aged.items()
    ]
    found = open_now(frames, ask).select(sums).collect().row(0, named=True)
    return {
        "split": {name: found[name] for name in STATES},
        "ages": {name: found[name] for name in aged},
        "split_ages": {name: {age: found[f"{name} {age}"] for age in aged} for name in STATES},
    }

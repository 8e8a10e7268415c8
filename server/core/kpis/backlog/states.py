"""Whose turn it is, of what is open; and whose it was."""

from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..sweeps import open_spells, whose_turn
from ..tables import Frames
from . import asked

Answer = dict[str, Any]

_snoozed, _free = pl.col("snoozed_at").is_not_null(), pl.col("assignee").is_null()
_waits = pl.col("waiting_since").is_not_null()
NOW = {
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
    return next((option for option in ask.options if option in whose_turn.STATES), None)


def spells(frames: Frames, ask: Ask, state: str) -> pl.LazyFrame:
    """Each time that a conversation of the backlog was in that state, from when to when, with what it can be
    grouped by. Of what was over before anything is asked for there is none.
    """
    over = (pl.col("last_at") < asked.from_when(ask)) & pl.col("resolved_at").is_not_null()
    begun = pl.col("started_at") < asked.end_of(ask)
    mine = asked.among(frames["conversations"], ask).filter(asked.for_people(), begun, ~over)
    found = _of(frames, mine).filter(pl.col("state") == state)
    shown = mine.select("conversation", *asked.KEYS.values())
    # Looked for once: it is counted by where they begin, and by where they end.
    return found.join(shown, on="conversation").collect().lazy()


def _of(frames: Frames, mine: pl.LazyFrame) -> pl.LazyFrame:
    whole = mine.select("conversation", "entered_at", "entered_resolved").collect().lazy()
    ends, holds, turns = (
        frames[grain].join(whole, on="conversation", how="semi")
        for grain in ("resolutions", "holds", "turns")
    )
    return whose_turn.spells(open_spells.opened(open_spells.moves(whole, ends)), holds, turns)


def open_now(frames: Frames, ask: Ask) -> pl.LazyFrame:
    return asked.among(frames["conversations"], ask).filter(
        pl.col("resolved_at").is_null(), asked.for_people()
    )


def split(open_ones: pl.LazyFrame, frames: Frames, ask: Ask) -> Answer:
    """Who had to move next at the end of the period, and how old they were, of those that were open then."""
    end = ask.known_until if asked.is_present(ask) else asked.end_of(ask)
    if asked.is_present(ask):
        states = NOW
    else:
        then = _of(frames, open_ones).filter(pl.col("from_at") < end, pl.col("to_at") >= end)
        open_ones = open_ones.join(then.select("conversation", "state"), on="conversation")
        states = {name: pl.col("state") == name for name in whose_turn.STATES}
    return _told(open_ones, states, end - pl.col("entered_at"))


def _told(rows: pl.LazyFrame, states: dict[str, pl.Expr], age: pl.Expr) -> Answer:
    aged = {name: (age >= low) & (age < high if high else pl.lit(True)) for name, (low, high) in AGES.items()}
    sums = [condition.sum().alias(name) for name, condition in (states | aged).items()]
    sums += [
        (state & old).sum().alias(f"{name} {bucket}")
        for name, state in states.items()
        for bucket, old in aged.items()
    ]
    found = rows.select(sums).collect().row(0, named=True)
    return {
        "split": {name: found[name] for name in states},
        "ages": {name: found[name] for name in aged},
        "split_ages": {name: {age: found[f"{name} {age}"] for age in aged} for name in states},
    }

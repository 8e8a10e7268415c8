"""How many were open in the mean over time: each for as long as it was, of the length of the period."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..asking.listing import Listing
from ..statistics.summaries import LOW_N
from ..sweeps import open_spells
from ..tables import Frames
from ..words import in_seconds
from . import asked, steps
from .slots import by_slot

Answer = dict[str, Any]


def mean(read: steps.Read, within: tuple[int, int]) -> Answer:
    return means(read, [], within)[()][0]


def means(
    read: steps.Read, keys: Sequence[str], bounds: Sequence[int]
) -> dict[tuple[Any, ...], list[Answer]]:
    """Each group's means, one from each of the bounds to the next."""
    moves = _moves(read, keys, bounds)
    if not keys:
        moves = {(): moves.get((), Moves(len(bounds) + 1))}
    return {key: list(_each(mine, bounds)) for key, mine in moves.items()}


class Moves:
    """Of one group, for each stretch between two bounds: how many came in, how many more came than went, and
    at which instants, ms after the first bound, added up.
    """

    def __init__(self, stretches: int) -> None:
        self.came, self.net, self.at = ([0] * stretches for _ in range(3))


def _moves(read: steps.Read, keys: Sequence[str], bounds: Sequence[int]) -> dict[tuple[Any, ...], Moves]:
    found: dict[tuple[Any, ...], Moves] = {}
    after = (pl.col("at") - bounds[0]).sum().alias("after")
    for what, rows in read.items():
        sign = -1 if what == "resolved" else 1
        for key, number, count, ms in by_slot(rows, keys, "at", bounds, pl.len(), after):
            mine = found.setdefault(key, Moves(len(bounds) + 1))
            mine.came[number] += count if sign > 0 else 0
            mine.net[number] += sign * count
            mine.at[number] += sign * ms
    return found


def _each(moves: Moves, bounds: Sequence[int]) -> Iterator[Answer]:
    opening = moves.net[0]
    for number, within in enumerate(pairwise(bounds), start=1):
        since, until = within
        # Who came in counts from then on, who went no more from then on.
        ms = opening * (until - since) + moves.net[number] * (until - bounds[0]) - moves.at[number]
        yield _of(ms, opening + moves.came[number], within)
        opening += moves.net[number]


def _of(ms: int, n: int, within: tuple[int, int]) -> Answer:
    length = within[1] - within[0]
    return {"value": ms / length if length > 0 else None, "n": n, "low_n": n < LOW_N}


def rows(frames: Frames, wanted: Listing) -> pl.DataFrame:
    """Each time that one was open in the period, from when on; worth its part of it."""
    within = asked.bounds_of_group(frames, wanted)
    open_ones = asked.in_group(_spells(frames, wanted.ask, within), wanted).filter(open_spells.touch(within))
    visitors = frames["conversations"].select("conversation", "visitor")
    found = open_ones.join(visitors, on="conversation", how="left", maintain_order="left")
    value = in_seconds(open_spells.part(within)).alias("value")
    return found.with_columns(value, at="from_at", agent="owner").collect()


def _spells(frames: Frames, ask: Ask, within: tuple[int, int]) -> pl.LazyFrame:
    """Each time that a conversation was in the backlog, or in that part of it, from when to when."""
    if (part := steps.spells_of_part(frames, ask)) is not None:
        return part
    over_before = (pl.col("last_at") < within[0]) & pl.col("resolved_at").is_not_null()
    mine = asked.among(frames["conversations"], ask).filter(pl.col("started_at") < within[1], ~over_before)
    mine = mine.select("conversation", *asked.KEYS.values())
    moves = [
        (rows.join(mine, on="conversation", how="semi"), at, sign, what)
        for rows, at, sign, what in steps.of_all(frames, ask)
    ]
    return open_spells.of(moves).join(mine, on="conversation")

"""Intervals of many agents, laid one agent's time after another's, so that all of them are swept at once.

An instant is one number then: A_LIFE for each agent before, and the ms since the first interval began.
"""

from collections.abc import Callable, Sequence
from typing import Self

import polars as pl

A_LIFE = 2**42  # ms: longer than anybody is at work

Clock = Callable[[pl.Series], pl.Series]


class Axis:
    """Whose time is laid after whose, and from when on. `rows` have `agent`, `since` and `until` (ms)."""

    def __init__(self, *rows: pl.DataFrame) -> None:
        self._agents = pl.Enum(pl.concat([one["agent"].unique() for one in rows]).unique().sort())
        begins = [one["since"].min() for one in rows]
        self._begun = min((at for at in begins if isinstance(at, int)), default=0)

    def placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Without `agent`, for it is in `since` and `until` now."""
        before = pl.col("agent").cast(self._agents).to_physical().cast(pl.Int64) * A_LIFE - self._begun
        placed = (
            rows.lazy().with_columns(before=before).with_columns(pl.col("since", "until") + pl.col("before"))
        )
        return placed.drop("agent", "before").collect()

    def grid(self, edges: Sequence[int]) -> pl.DataFrame:
        """Each edge (ms, rising) of each agent's time: rows of (agent, span, instant), agent by agent; `span`
        is the number of what begins there.
        """
        agents = pl.DataFrame({"agent": self._agents.categories}).with_row_index("number")
        passed = pl.Series("passed", [max(0, edge - self._begun) for edge in edges], pl.Int64)
        spans = pl.DataFrame({"span": range(len(edges)), "passed": passed})
        instant = pl.col("number").cast(pl.Int64) * A_LIFE + pl.col("passed")
        rows = agents.join(spans, how="cross", maintain_order="left_right")
        return rows.select("agent", "span", instant=instant)


def _passed(instants: pl.Series) -> pl.Series:
    """The ms of its agent's time."""
    return instants % A_LIFE


class Laid:
    """Where intervals begin and where they end, each in order. `clock`: by which it is told how long."""

    def __init__(self, comes: pl.Series, goes: pl.Series, clock: Clock = _passed) -> None:
        self._comes, self._goes, self._clock = comes, goes, clock
        nothing = pl.zeros(1, pl.Int64, eager=True)
        self._came, self._gone = (pl.concat([nothing, clock(at).cum_sum()]) for at in (comes, goes))

    @classmethod
    def of(cls, placed: pl.DataFrame) -> Self:
        return cls(placed["since"].sort(), placed["until"].sort())

    def spells(self) -> Self:
        """Those that meet as one: one begins where all that began before are over."""
        new = (self._comes > self._goes.shift(1)).fill_null(True)
        return type(self)(self._comes.filter(new), self._goes.filter(new.shift(-1, fill_value=True)))

    def during(self, other: Self) -> Self:
        """Of each only what has a part in `other`, whose own do not meet: else its clock stands still."""
        return type(self)(self._comes, self._goes, other.lasted)

    def lasted(self, instants: pl.Series) -> pl.Series:
        """How many ms of them all have passed at each of these; those of the agents before him, too."""
        came, gone = (
            at.search_sorted(instants, side="left").cast(pl.Int64) for at in (self._comes, self._goes)
        )
        # Of what the others had, as much has come as has gone.
        return (came - gone) * self._clock(instants) - (self._came.gather(came) - self._gone.gather(gone))

    def parts(self, instants: pl.Series) -> pl.Series:
        """How many have a part in the time from each of these to the next, where both are one agent's."""
        begun = self._comes.search_sorted(instants, side="left").cast(pl.Int64)
        return begun.shift(-1) - self._goes.search_sorted(instants, side="right").cast(pl.Int64)

"""The copy's frames, and who was to work when, which is no part of it: it is read when a figure asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from server.core.kpis import given
from server.core.kpis.period import Narrowed, Period
from server.core.kpis.tables import Frames
from server.core.roster import working

from .source import Source

ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Rostered(Mapping[str, pl.LazyFrame]):
    frames: Frames
    source: Source
    as_of: int | None

    def __getitem__(self, frame: str) -> pl.LazyFrame:
        return self.frames[frame] if frame != ROSTER else self._roster()

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def within(self, grain: str, period: Period) -> pl.LazyFrame | None:
        """Who was to work lies in no parts."""
        return self.frames.within(grain, period) if isinstance(self.frames, Narrowed) else None

    def _roster(self) -> pl.LazyFrame:
        """Shifts as they were known then, without what somebody is off of them, each apart from the next."""
        found = working(self.source.shifts(self.as_of))
        rows = [(agent, since, until) for agent, spans in found.items() for since, until in spans]
        return pl.LazyFrame(rows, schema=given.SCHEMAS[ROSTER], orient="row")

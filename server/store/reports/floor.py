"""A day's floor, read from the timelines of what was open in it. It runs in the reporting process."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from server.core.kpis.tables import Frames
from server.core.replay import MOST, TYPES, FloorOf, Spell, day_of

from .source import Source

DAY = 86_400_000
Names = Mapping[str, str | None]


def day(frames: Frames, source: Source, wanted: FloorOf, names: Names) -> dict[str, Any]:
    """As `core.replay.day_of`, or `{"too_many": n}`. `frames` have just been pulled."""
    known = _open_in(frames, wanted)
    if len(known) > MOST:
        return {"too_many": len(known)}
    timelines = source.events(known, wanted.until, TYPES)
    return day_of(wanted, timelines, _spells(frames, source, wanted), names)


def _open_in(frames: Frames, wanted: FloorOf) -> list[str]:
    """What had begun by then, and was not over, or something happened in it later."""
    begun = pl.col("started_at") < wanted.until
    lasted = (pl.col("last_at") >= wanted.since) | pl.col("resolved_at").is_null()
    here = pl.lit(True) if wanted.site is None else pl.col("site") == wanted.site
    found = frames["conversations"].filter(begun & lasted & here).select("conversation")
    return found.collect()["conversation"].sort().to_list()


def _spells(frames: Frames, source: Source, wanted: FloorOf) -> Sequence[Spell]:
    """Why somebody was away no figure knows: read for the day, and the day before."""
    overlaps = (pl.col("to_at").is_null() | (pl.col("to_at") > wanted.since)) & (
        pl.col("from_at") < wanted.until
    )
    rows = frames["presence"].filter(overlaps).select("from_at", "agent", "status", "slots").collect()
    reasons = source.reasons(wanted.since - DAY, wanted.until)
    return [
        Spell(at, agent, status, reasons.get((agent, at), ""), slots)
        for at, agent, status, slots in rows.iter_rows()
    ]

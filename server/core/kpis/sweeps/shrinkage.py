"""How much of the time in which people were to work they were not there; shifts with their part in a period.

Who was to work when is no part of any timeline: it is the roster as it was known at the question's `as_of`.
"""

from functools import partial
from typing import Any

import polars as pl

from .. import given
from ..asking import periods
from ..asking.ask import Ask
from ..asking.listing import Listing
from ..statistics.summaries import LOW_N
from ..tables import Frames, is_missing
from ..words import in_seconds
from . import occupancy
from .occupancy import Span

Answer = dict[str, Any]

IDS = ("shrinkage",)


def figure(frames: Frames, ask: Ask) -> Answer:
    """`scheduled` and `online` are in s; `n` is how many shifts have a part in the period."""
    shifts = _shifts(frames, ask)
    answer = _answer(_within(shifts, occupancy.bounds(ask)))
    if is_missing(frames, "roster"):
        answer["reason"] = "no_source"
    return {**answer, "excluded": {}, "pending": 0, "groups": _groups(shifts, frames, ask)}


def rows_behind(frames: Frames, wanted: Listing) -> pl.DataFrame:
    """The shifts; `value`: the seconds of them in the period in which their agent was not online."""
    if wanted.excluded is not None:
        return _shifts(frames, wanted.ask).clear().with_columns(at="from_at", value=pl.lit(0.0))
    ask, within = occupancy.of_group(wanted, partial(_buckets, frames))
    rows = _within(_shifts(frames, ask), within)
    value = in_seconds(pl.col("scheduled") - pl.col("online"))
    return rows.with_columns(at=pl.col("from_at").clip(lower_bound=within[0]), value=value)


def _shifts(frames: Frames, ask: Ask) -> pl.DataFrame:
    """Each with `there`: when its agent was online in it, [[from, to], …]."""
    roster = given.rows(frames, "roster").filter(pl.col("from_at") < ask.known_until)
    roster = roster.with_columns(pl.col("to_at").clip(upper_bound=ask.known_until))
    spells = frames["presence"].filter(pl.col("status") == "online")
    spells = spells.select("agent", on="from_at", off=pl.col("to_at").fill_null(ask.known_until))
    if ask.agent is not None:
        roster = roster.filter(pl.col("agent") == ask.agent)
    shifts = roster.sort("agent", "from_at").with_row_index("shift").collect()
    met = (
        shifts.lazy()
        .join(spells, on="agent")
        .select("shift", on=pl.max_horizontal("on", "from_at"), off=pl.min_horizontal("off", "to_at"))
    )
    there = met.filter(pl.col("on") < pl.col("off")).group_by("shift").agg("on", "off").collect()
    return shifts.join(there, on="shift", how="left", maintain_order="left")


def _within(shifts: pl.DataFrame, within: Span) -> pl.DataFrame:
    """Those with a part in it, with how much of it was `scheduled` and `online`, ms."""
    first, last = within

    def inside(at: pl.Expr) -> pl.Expr:
        return at.clip(first, last)

    present = pl.col("off").list.eval(inside(pl.element())).list.sum()
    absent = pl.col("on").list.eval(inside(pl.element())).list.sum()
    counted = shifts.with_columns(
        scheduled=inside(pl.col("to_at")) - inside(pl.col("from_at")),
        online=(present - absent).fill_null(0),
    )
    return counted.filter(pl.col("scheduled") > 0)


def _answer(shifts: pl.DataFrame) -> Answer:
    scheduled, online = (int(shifts[name].sum()) for name in ("scheduled", "online"))
    return {
        "value": 100 * (scheduled - online) / scheduled if scheduled else None,
        "n": shifts.height,
        "low_n": shifts.height < LOW_N,
        "scheduled": scheduled / 1000,
        "online": online / 1000,
    }


def _groups(shifts: pl.DataFrame, frames: Frames, ask: Ask) -> list[Answer]:
    found: list[Answer] = []
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    for name, within in _buckets(frames, ask, bucket) if ask.by else []:
        rows = _within(shifts, within)
        agents = [(agent, rows.filter(pl.col("agent") == agent)) for agent in rows["agent"].unique().sort()]
        for agent, mine in agents if "agent" in ask.by else [(None, rows)]:
            parts = [name if part == bucket else agent for part in ask.by]
            key = parts[0] if len(parts) == 1 else parts
            found.append({"key": key, **_answer(mine), "excluded": {}, "pending": 0})
    return found


def _buckets(frames: Frames, ask: Ask, bucket: str | None) -> list[tuple[str, Span]]:
    first, last = occupancy.bounds(ask)
    if bucket is None:
        return [("", (first, last))]
    if ask.since is None:
        begun = given.rows(frames, "roster").select(pl.col("from_at").min()).collect().item()
        first = last if begun is None else min(begun, last)
    return occupancy.split(first, last, bucket, ask.tz)

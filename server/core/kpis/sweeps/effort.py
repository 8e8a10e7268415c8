"""An agent's time, shared out: each moment of it is divided equally among the conversations he then has.

All that he has together is the time in which he had any, to the last bit: it is counted in parts of a ms that
any number of conversations up to 16 divides.
"""

import polars as pl

from ..asking.ask import Ask
from ..tables import Frames
from .laid import Axis

PARTS = 720_720  # of a ms: the least common multiple of 1 to 16


def of_ended(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """The conversations, or each agent's part of them if agents are asked for, with `effort` in parts of a
    ms. What still lasts is in nobody's effort, but has its share of the time.
    """
    of_agents = ask.agent is not None or "agent" in ask.by
    whose = ["conversation", "agent"] if of_agents else ["conversation"]
    at = "started_at" if ask.attribution == "cohort" else "ended_at"
    mine = frames["handling"].filter(pl.col("out").is_null(), _inside(pl.coalesce(at, "started_at"), ask))
    wanted = with_effort(frames["handling"], mine.filter(pl.col("to_at").is_not_null()), ask.known_until)
    efforts = wanted.group_by(whose).agg(pl.col("effort").sum())
    rows = frames["shares" if of_agents else "conversations"]
    joined = rows.join(efforts.lazy(), on=whose, how="left", maintain_order="left")
    return joined.with_columns(pl.col("effort").fill_null(0))


def with_effort(handling: pl.LazyFrame, wanted: pl.LazyFrame, now: int) -> pl.DataFrame:
    """Those intervals with their `effort`; `handling`: all with which they share their agents' time."""
    mine = wanted.with_columns(since=pl.col("from_at"), until=_until(now)).collect()
    if mine.is_empty():
        return mine.with_columns(effort=pl.lit(0, pl.Int64))
    first, last = (int(at) for at in mine.select(pl.col("since").min(), pl.col("until").max()).row(0))
    beside = handling.filter(pl.col("out").is_null(), pl.col("from_at") <= last, _until(now) >= first)
    shared = beside.select("agent", since="from_at", until=_until(now)).collect()
    axis = Axis(shared)
    comes, goes = (axis.placed(shared)[name].sort() for name in ("since", "until"))
    points = pl.concat([comes, goes]).unique().sort()
    spent = _spent(points, comes, goes)
    own = axis.placed(mine.select("agent", "since", "until"))
    before, after = (
        spent.gather(points.search_sorted(own[name], side="left")) for name in ("since", "until")
    )
    return mine.with_columns(effort=after - before)


def _until(now: int) -> pl.Expr:
    return pl.col("to_at").fill_null(now) + pl.col("wrapup")


def _spent(points: pl.Series, comes: pl.Series, goes: pl.Series) -> pl.Series:
    """Up to each instant at which an agent gets a conversation or gives one up: what a conversation would
    have had by then, had somebody had it all the time.
    """
    open_ = comes.search_sorted(points, side="right").cast(pl.Int64)
    open_ -= goes.search_sorted(points, side="right").cast(pl.Int64)
    steps = pl.DataFrame({"at": points, "open": open_})
    lasts = pl.col("at").shift(-1, fill_value=0) - pl.col("at")
    share = pl.when(pl.col("open") > 0).then(lasts * PARTS // pl.col("open")).otherwise(0)
    return steps.select(share.cum_sum().shift(1, fill_value=0)).to_series()


def _inside(at: pl.Expr, ask: Ask) -> pl.Expr:
    inside = at.is_not_null()
    if ask.since is not None:
        inside &= at >= ask.since
    if ask.until is not None:
        inside &= at < ask.until
    return inside

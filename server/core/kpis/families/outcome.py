"""What became of conversations: solved or not, handed on or not; and whether more is done than comes in."""

import polars as pl

from ..asking.ask import Ask
from ..kpi import Kpi
from ..statistics.summaries import Aggregates, proportion
from ..tables import SHARED, Frames
from ..words import answered, by_people, col, countable, human, is_resolved, started

solved = col("resolved_reason").eq_missing(pl.lit("solved"))
resolves = col("resolves")  # the row is a resolution, not a conversation that began

resolution_rate = Kpi(
    "resolution_rate",
    rows="conversations",
    summary=proportion,
    value=solved,
    when=started,
    credit="last_replier",
    leave_out=by_people,
)

dispersion_rate = Kpi(
    "dispersion_rate",
    rows="conversations",
    summary=proportion,
    value=~solved,
    when=started,
    credit="last_replier",
    leave_out=by_people,
)

bot_resolution_rate = Kpi(
    "bot_resolution_rate",
    rows="conversations",
    summary=proportion,
    value=solved,
    when=started,
    leave_out=(*countable, ("human", human)),
)


def _comings_and_goings(frames: Frames, _: Ask) -> pl.LazyFrame:
    """A row for each conversation that began, and one for each time that one was resolved."""
    kept = [*SHARED, "at", "resolves"]
    begun = frames["conversations"].with_columns(at=started, resolves=pl.lit(False))
    ended = frames["resolutions"].with_columns(resolves=pl.lit(True))
    return pl.concat([begun.select(kept), ended.select(kept)])


def _flow(v: pl.Expr) -> Aggregates:
    """Of booleans: percent of the true ones, of the others. May exceed 100; no share, so no interval."""
    n, done = (~v).sum(), v.sum()
    return {"value": pl.when(n > 0).then(100 * done / n), "n": n, "resolved_events": done}


clearance_rate = Kpi(
    "clearance_rate",
    rows="conversations",
    made=_comings_and_goings,
    members=~resolves,
    summary=_flow,
    value=resolves,
    when=col("at"),
    cohort=col("at"),
    leave_out=by_people,
)

transfer_rate = Kpi(
    "transfer_rate",
    rows="conversations",
    summary=proportion,
    value=col("transfers") > 0,
    when=started,
    credit="replied_by",
    leave_out=(*by_people, ("closed_unanswered", ~answered & is_resolved)),
    pending=~answered & ~is_resolved,
    waiting=col("wrote_at"),
)

KPIS = (resolution_rate, dispersion_rate, bot_resolution_rate, clearance_rate, transfer_rate)

"""The rows that a question is about: in its scope, dated, with their value, and why one is left out."""

from collections.abc import Sequence

import polars as pl

from .asking.ask import Ask
from .kpi import Kpi
from .tables import Frames, rows_of
from .words import in_seconds, whole_ms

PENDING = "pending"


def in_scope(frames: Frames, kpi: Kpi, ask: Ask) -> pl.LazyFrame:
    """The rows that are asked about, whenever they happened."""
    of_agents = ask.agent is not None or "agent" in ask.by
    conditions = [
        pl.col(name) == getattr(ask, name)
        for name in ("site", "team", "channel", "language")
        if getattr(ask, name)
    ]
    if kpi.among is not None:
        conditions.append(kpi.among)
    if ask.tag:
        conditions.append(pl.col("tags").list.contains(ask.tag))
    if ask.agent is not None:
        conditions.append(pl.col(kpi.credit or "") == ask.agent)
    if kpi.made is not None:
        rows = kpi.made(frames, ask)
    else:
        rows = rows_of(frames, kpi.agent_rows if of_agents and kpi.agent_rows else kpi.rows)
    return rows.filter(conditions) if conditions else rows


def dated(scope: pl.LazyFrame, kpi: Kpi, ask: Ask, shown: Sequence[str]) -> pl.DataFrame:
    """The rows of the period, with `at`, `reason` (null: it counts), `value`, `wall` and `business_s`."""
    at = kpi.cohort if ask.attribution == "cohort" else pl.coalesce(kpi.when, kpi.cohort)
    # By raw columns and before anything is derived: so it is the first thing that happens to the bulk.
    rows = scope.filter(inside(at, ask)).select(_needed(scope, kpi, shown)).collect()
    rows = rows.with_columns(at=at, as_of=pl.lit(ask.known_until), **kpi.terms)
    business = pl.lit(None, pl.Float64) if kpi.business is None else kpi.business
    rows = rows.with_columns(reason=_reason(kpi, ask), **_worth(kpi.value, business, kpi, ask))
    if kpi.last_per is not None:
        rows = _last_of_each(rows, kpi.last_per)
    if kpi.judged is not None:
        rows = kpi.judged(rows)
    return rows.with_columns(value=pl.col("business_s" if ask.clock == "business" else "wall"))


def _worth(wall: pl.Expr, business: pl.Expr, kpi: Kpi, ask: Ask) -> dict[str, pl.Expr]:
    """Seconds are whole ms by a thousand, and always divided alike."""
    if not is_length(kpi, ask):
        return {"wall": wall, "business_s": business}
    lengths = {"wall_ms": whole_ms(wall), "business_ms": whole_ms(business)}
    return {
        "wall": in_seconds(lengths["wall_ms"]),
        "business_s": in_seconds(lengths["business_ms"]),
        **lengths,
    }


def is_length(kpi: Kpi, ask: Ask) -> bool:
    return ask.entry.unit == "s" and kpi.whole


def _last_of_each(rows: pl.DataFrame, whose: str) -> pl.DataFrame:
    """Who answers again takes his earlier answer back."""
    rows = rows.sort("at", "conversation", maintain_order=True)
    later = pl.col("reason").is_null().cum_sum(reverse=True).over(whose) > 1
    superseded = pl.col("reason").is_null() & pl.col(whose).is_not_null() & later
    return rows.with_columns(reason=pl.when(superseded).then(pl.lit("superseded")).otherwise("reason"))


def _needed(scope: pl.LazyFrame, kpi: Kpi, shown: Sequence[str]) -> list[str]:
    """Only the columns that the definition names, and those that rows are grouped or shown by."""
    if kpi.worked_out is not None:
        return scope.collect_schema().names()
    expressions = [kpi.value, kpi.when, kpi.cohort, *(condition for _, condition in kpi.leave_out)]
    expressions += [*kpi.summary(pl.col("value")).values(), *kpi.beside.values(), *kpi.spread.values()]
    expressions += [one for one in (kpi.business, kpi.pending, kpi.waiting, kpi.members) if one is not None]
    expressions += kpi.terms.values()
    named = {name for expression in expressions for name in expression.meta.root_names()}
    named |= {*shown, *kpi.needs, *(one for one in (kpi.credit, kpi.segments, kpi.last_per) if one)}
    return [name for name in scope.collect_schema().names() if name in named]


def inside(at: pl.Expr, ask: Ask) -> pl.Expr:
    inside = pl.lit(True)
    if ask.since is not None:
        inside &= at >= ask.since
    if ask.until is not None:
        inside &= at < ask.until
    return inside


def _reason(kpi: Kpi, ask: Ask) -> pl.Expr:
    """The first reason why a row does not count. A null condition does not hold."""
    named = [
        condition if name == "*" else pl.when(condition.fill_null(False)).then(pl.lit(name))
        for name, condition in kpi.leave_out
    ]
    if kpi.pending is not None:
        named.append(pl.when(kpi.pending.fill_null(False)).then(pl.lit(PENDING)))
    if ask.clock == "business" and kpi.business is not None:
        named.append(pl.when(kpi.business.is_null()).then(pl.lit("no_calendar")))
    return pl.coalesce([*named, pl.lit(None, pl.String)])

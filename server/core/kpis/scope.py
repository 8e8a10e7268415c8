"""The rows that a question is about: in its scope, dated, with their value, and why one is left out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from .asking.ask import Ask
from .kpi import Kpi
from .period import Period, rows_within
from .statistics.laid import Laid
from .tables import Frames
from .words import in_seconds, whole_ms

PENDING = "pending"
WHY, NAMED = "why", "named"


def in_period(frames: Frames, kpi: Kpi, ask: Ask, at: pl.Expr | None = None) -> pl.LazyFrame:
    """The rows that are asked about. `at`: which instant has to be of the period; else what dates a row."""
    period = Period(_at(kpi, ask) if at is None else at, ask.since, ask.until)
    # By raw columns and before anything is derived: so it is the first thing that happens to the bulk.
    if kpi.made is not None:
        return _asked(kpi.made(frames, ask), kpi, ask).filter(period.inside)
    return _asked(rows_within(frames, _grain(kpi, ask), period), kpi, ask)


def _at(kpi: Kpi, ask: Ask) -> pl.Expr:
    return kpi.cohort if ask.attribution == "cohort" else pl.coalesce(kpi.when, kpi.cohort)


def _grain(kpi: Kpi, ask: Ask) -> str:
    of_agents = ask.agent is not None or "agent" in ask.by
    return kpi.agent_rows if of_agents and kpi.agent_rows else kpi.rows


def _asked(rows: pl.LazyFrame, kpi: Kpi, ask: Ask) -> pl.LazyFrame:
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
    return rows.filter(conditions) if conditions else rows


@dataclass(frozen=True, slots=True)
class Rows:
    """Of the period: those that count, and those that are left out, with their `reason`. `whole`: both, as
    they lay; only where a definition looks at all of them. `laid`: of those that count, by clock, what has
    been laid in order for groups of them.
    """

    counted: pl.DataFrame
    out: pl.DataFrame
    whole: pl.DataFrame | None = None
    laid: dict[str, Laid] = field(default_factory=dict)

    def each(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> "Rows":
        whole = None if self.whole is None else change(self.whole)
        return Rows(change(self.counted), change(self.out), whole)


def split(
    scope: pl.LazyFrame,
    kpi: Kpi,
    ask: Ask,
    shown: Sequence[str],
    kept: Callable[[Sequence[str]], list[str]],
    only_out: Collection[str] = (),
) -> Rows:
    """`scope` has the rows of the period; here with `at`, `value` and what else is `kept` of their names.
    `only_out`: of these what rows that count need not have.
    """
    if kpi.judged or kpi.last_per or kpi.finished:
        rows = dated(scope, kpi, ask, shown)
        rows = rows.select(*kept(rows.columns), "reason")
        is_counted = pl.col("reason").is_null()
        return Rows(rows.filter(is_counted).drop("reason"), rows.filter(~is_counted), rows)
    lazy = _derived(scope, kpi, ask, shown)
    # In one go: what is only read to derive the rest is never there as a whole.
    names = [name for name in lazy.collect_schema().names() if name not in (WHY, NAMED)]
    rows = lazy.select(*kept(names), WHY, NAMED).collect()
    counts = rows[WHY] == 0
    found = rows.drop(WHY, NAMED, *(name for name in rows.columns if name in only_out))
    return Rows(found.filter(counts), _reasoned(rows.filter(~counts), kpi, ask))


def dated(scope: pl.LazyFrame, kpi: Kpi, ask: Ask, shown: Sequence[str]) -> pl.DataFrame:
    """The same rows with `at`, `reason` (null: it counts), `value`, `wall` and `business_s`."""
    rows = _reasoned(_derived(scope, kpi, ask, shown).collect(), kpi, ask)
    if kpi.last_per is not None:
        rows = _last_of_each(rows, kpi.last_per)
    if kpi.judged is not None:
        rows = kpi.judged(rows)
    return rows.with_columns(value=_value(ask))


def _derived(scope: pl.LazyFrame, kpi: Kpi, ask: Ask, shown: Sequence[str]) -> pl.LazyFrame:
    """With the number of the reason, instead of its name: most rows have none."""
    rows = scope.select(_needed(scope, kpi, shown))
    rows = with_terms(rows.with_columns(at=_at(kpi, ask)), kpi, ask)
    business = pl.lit(None, pl.Float64) if kpi.business is None else kpi.business
    rows = rows.with_columns(_number(kpi, ask), _named(kpi), **_worth(kpi.value, business, kpi, ask))
    return rows.with_columns(value=_value(ask))


def with_terms(rows: pl.LazyFrame, kpi: Kpi, ask: Ask) -> pl.LazyFrame:
    """With the columns that the definition speaks of, and `as_of`."""
    left = {"as_of": pl.lit(ask.known_until), **kpi.terms}
    while left:
        # Those that speak of none that is still to be made.
        ready = {name: term for name, term in left.items() if left.keys().isdisjoint(term.meta.root_names())}
        rows = rows.with_columns(**ready)
        left = {name: term for name, term in left.items() if name not in ready}
    return rows


def _value(ask: Ask) -> pl.Expr:
    return pl.col("business_s" if ask.clock == "business" else "wall")


def _worth(wall: pl.Expr, business: pl.Expr, kpi: Kpi, ask: Ask) -> dict[str, pl.Expr]:
    """Seconds are whole ms by a thousand, and always divided alike."""
    if not is_length(kpi, ask):
        return {"wall": wall, "business_s": business}
    lengths = {"wall_ms": whole_ms(wall), "business_ms": whole_ms(business)}
    return {**lengths, **_lengths(*lengths.values())}


def _lengths(wall: pl.Expr, business: pl.Expr) -> dict[str, pl.Expr]:
    """From ms to s."""
    return {"wall": in_seconds(wall), "business_s": in_seconds(business)}


def in_lengths(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Of rows that hold lengths in ms alone: with `wall`, `business_s` and `value`."""
    business = pl.col("business_ms") if "business_ms" in rows.columns else pl.lit(None, pl.Int64)
    rows = rows.with_columns(**_lengths(pl.col("wall_ms"), business))
    return rows.with_columns(value=_value(ask))


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
    named |= {*shown, *kpi.needs, *kpi.segments, *(one for one in (kpi.credit, kpi.last_per) if one)}
    return [name for name in scope.collect_schema().names() if name in named]


def _reasons(kpi: Kpi, ask: Ask) -> list[tuple[str, pl.Expr]]:
    found = [*kpi.leave_out]
    if kpi.pending is not None:
        found.append((PENDING, kpi.pending))
    if ask.clock == "business" and kpi.business is not None:
        found.append(("no_calendar", kpi.business.is_null()))
    return found


def _number(kpi: Kpi, ask: Ask) -> pl.Expr:
    """Of the first reason why a row does not count, from 1; 0: it counts. A null condition does not hold."""
    found = pl.lit(0, pl.UInt8)
    for number, (name, condition) in reversed([*enumerate(_reasons(kpi, ask), start=1)]):
        holds = condition.is_not_null() if name == "*" else condition
        found = pl.when(holds).then(pl.lit(number, pl.UInt8)).otherwise(found)
    return found.alias(WHY)


def _named(kpi: Kpi) -> pl.Expr:
    """The name of a reason whose name is taken from a column."""
    named = [condition for name, condition in kpi.leave_out if name == "*"]
    return pl.coalesce([*named, pl.lit(None, pl.String)]).alias(NAMED)


def _reasoned(rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> pl.DataFrame:
    names = [None, *(None if name == "*" else name for name, _ in _reasons(kpi, ask))]
    known = pl.lit(pl.Series(names, dtype=pl.String)).gather(pl.col(WHY))
    named = pl.when(pl.col(WHY) > 0).then(pl.coalesce(known, NAMED))
    return rows.with_columns(reason=named).drop(WHY, NAMED)

"""What it costs and what it brings. Sums and quotients are decimals; only the answer's number is a float.

One currency at a time: what is in several is no sum, and the figure says so instead.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from .. import given
from ..asking import periods
from ..asking.ask import Ask
from ..families.volume import begun
from ..kpi import Kpi
from ..statistics import coded
from ..statistics.summaries import count
from ..tables import Frames
from ..words import col, countable, wrote
from .customers import at_both_ends, no_conversation, nobody

Plain = dict[str, Any]
Rows = Sequence[Plain]

ZERO = Decimal(0)
at = col("at")


def quotient(part: Decimal | None, whole: Decimal | None, times: int = 100) -> Decimal | None:
    """None: there is no whole, or nothing is known of the part."""
    return None if part is None or not whole or whole <= 0 else times * part / whole


def _answer(value: Decimal | None, rows: Rows, **beside: Decimal | None) -> Plain:
    """`exact` is the value to the last digit, as text."""
    currencies = sorted({one for row in rows for one in row["currencies"]})
    if len(currencies) > 1:
        return {"value": None, "n": len(rows), "exact": None, "reason": "several_currencies"}
    return {
        "value": None if value is None else float(value),
        "n": len(rows),
        "exact": None if value is None else format(value.normalize(), "f"),
        "currency": currencies[0] if currencies else None,
        **{name: None if part is None else float(part) for name, part in beside.items()},
    }


def _sum(rows: Rows, name: str = "amount") -> Decimal:
    return sum((row[name] for row in rows if row[name] is not None), ZERO)


# -- what support costs -------------------------------------------------------------------------------------


def spending(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """The period's money, each row dated."""
    rows = given.rows(frames, "money").filter(given.in_period(at, ask))
    return rows.with_columns(conversation=no_conversation, visitor=nobody, currencies=_listed("currency"))


def _listed(name: str) -> pl.Expr:
    return pl.concat_list(name).list.drop_nulls()


def _to_revenue(rows: Rows) -> Plain:
    expense = _sum([row for row in rows if row["kind"] == "expense"])
    revenue = _sum([row for row in rows if row["kind"] == "revenue"])
    return _answer(quotient(expense, revenue), rows, expense=expense, revenue=revenue)


cost_to_revenue = Kpi(
    "cost_to_revenue",
    rows="money",
    source="money",
    made=spending,
    summary=count,
    value=col("amount").cast(pl.Float64),
    when=at,
    cohort=at,
    leave_out=(("other_kind", ~col("kind").is_in(["expense", "revenue"])),),
    worked_out=_to_revenue,
)


def tickets(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Conversations; with each, what was spent in the period, and in its day, week or month of it."""
    expense = spending(frames, ask).filter(col("kind") == "expense").collect()
    currencies = expense["currency"].drop_nulls().unique().sort().to_list()
    rows = frames["conversations"].with_columns(
        expense=pl.lit(_total(expense), given.MONEY), currencies=pl.lit(currencies, pl.List(pl.String))
    )
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    if bucket is None or expense.is_empty():
        return rows.with_columns(expense_in_bucket=pl.lit(None, given.MONEY))
    starts = _starts([*expense["at"], *([] if ask.since is None else [ask.since])], bucket, ask)
    spent = expense.with_columns(edge=_bucket_of(at, starts)).group_by("edge")
    each = spent.agg(expense_in_bucket=col("amount").sum()).lazy()
    rows = rows.with_columns(edge=_bucket_of(begun, starts))
    return rows.join(each, on="edge", how="left", maintain_order="left")


def _starts(instants: Sequence[int], bucket: str, ask: Ask) -> pl.Series:
    """Where the buckets begin that hold these instants, and those between."""
    edges = periods.edges(min(instants), max(instants) + 1, bucket, ask.tz)
    return pl.Series("edge", [start for _, start in edges], pl.Int64)


def _bucket_of(instant: pl.Expr, edges: pl.Series) -> pl.Expr:
    number = pl.lit(edges).search_sorted(instant, side="right").cast(pl.Int64) - 1
    return pl.when(number >= 0).then(pl.lit(edges).gather(number.clip(lower_bound=0)))


def _total(rows: pl.DataFrame) -> Decimal | None:
    return _sum(rows.to_dicts()) if rows.height else None


def _per_ticket(rows: Rows) -> Plain:
    if not rows:
        return _answer(None, rows, expense=None)
    # Rows of a group know its number.
    expense = rows[0]["expense_in_bucket" if coded.BY in rows[0] else "expense"]
    return _answer(quotient(expense, Decimal(len(rows)), 1), rows, expense=expense)


cost_per_ticket = Kpi(
    "cost_per_ticket",
    rows="conversations",
    source="money",
    made=tickets,
    summary=count,
    value=wrote.is_not_null().cast(pl.Int64),
    when=wrote,
    cohort=begun,
    leave_out=countable,
    worked_out=_per_ticket,
    options={"resolved": {"also": (("not_resolved", col("resolved_at").is_null()),)}},
)


# -- what customers bring -----------------------------------------------------------------------------------


def sales(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """The period's purchases; `existing`: the customer was one before it began."""
    purchases = given.rows(frames, "purchases").with_columns(visitor=given.canonical(frames, ask))
    known = [
        given.rows(frames, frame).select(visitor=given.canonical(frames, ask), since=col(since))
        for frame, since in (("customers", "since"), ("purchases", "at"), ("relations", "from_at"))
    ]
    first = pl.concat(known).group_by("visitor", maintain_order=True).agg(col("since").min())
    begins = pl.lit(ask.since, pl.Int64)
    rows = purchases.filter(given.in_period(at, ask)).join(
        first, on="visitor", how="left", maintain_order="left"
    )
    existing = (col("since") < begins).fill_null(False)
    return rows.with_columns(existing=existing, conversation=no_conversation, currencies=_listed("currency"))


def _of_existing(rows: Rows) -> Plain:
    revenue, existing = _sum(rows), _sum([row for row in rows if row["existing"]])
    return _answer(quotient(existing, revenue), rows, existing=existing, revenue=revenue)


repeat_revenue_share = Kpi(
    "repeat_revenue_share",
    rows="purchases",
    source="purchases",
    made=sales,
    summary=count,
    value=col("amount").cast(pl.Float64),
    when=at,
    cohort=at,
    worked_out=_of_existing,
)


def monthly(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Each customer at either end of the period, with what he pays a month then and then."""
    rows = at_both_ends(frames, ask)
    for name, instant in (("before", ask.since), ("after", given.until(ask))):
        each = _paying(frames, ask, instant).group_by("visitor")
        paid = each.agg(col("amount").sum().alias(name), col("currency").drop_nulls().alias(f"in_{name}"))
        rows = rows.join(paid, on="visitor", how="left", maintain_order="left")
    known = [col(name).fill_null(pl.lit([], pl.List(pl.String))) for name in ("in_before", "in_after")]
    return rows.with_columns(currencies=pl.concat_list(known))


def _paying(frames: Frames, ask: Ask, instant: int | None) -> pl.LazyFrame:
    paid = given.rows(frames, "relations").with_columns(visitor=given.canonical(frames, ask))
    return paid.clear() if instant is None else given.active(paid, instant)


def _grown(rows: Rows) -> Plain:
    before, after = _sum(rows, "before"), _sum(rows, "after")
    return _answer(quotient(after - before, before), rows, before=before, after=after)


def _expanded(rows: Rows) -> Plain:
    """What those who were customers pay more; less of one is not set off against more of another."""
    before = _sum(rows, "before")
    more = sum((max(ZERO, (row["after"] or ZERO) - (row["before"] or ZERO)) for row in rows), ZERO)
    return _answer(quotient(more, before), rows, expansion=more, recurring=before)


_MONTHLY: dict[str, Any] = {
    "rows": "relations",
    "source": "relations",
    "made": monthly,
    "summary": count,
    "value": col("after").fill_null(0).cast(pl.Float64),
    "when": at,
    "cohort": at,
}

mrr_growth = Kpi("mrr_growth", worked_out=_grown, **_MONTHLY)
expansion_rate = Kpi("expansion_rate", leave_out=(("new", ~col("in_s")),), worked_out=_expanded, **_MONTHLY)

KPIS = (cost_per_ticket, cost_to_revenue, repeat_revenue_share, expansion_rate, mrr_growth)

"""Rows that no timeline holds: customers, what they pay and buy, money, and what staff and surveys say.

Each frame is empty until something fills it; a figure without its source is null and says so. Instants are
ms UTC; an end that is null has not come. Amounts are decimals, `amount` of a relation is per month.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from ..asking.ask import Ask

Frames = Mapping[str, pl.LazyFrame]

MONEY = pl.Decimal(38, 6)

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "customers": {
        "customer": pl.String,
        "since": pl.Int64,
        "source": pl.String,
        "referred_by": pl.String,
    },
    "merges": {"customer": pl.String, "into": pl.String, "at": pl.Int64},
    "relations": {
        "customer": pl.String,
        "from_at": pl.Int64,
        "to_at": pl.Int64,
        "amount": MONEY,
        "currency": pl.String,
    },
    "purchases": {"customer": pl.String, "at": pl.Int64, "amount": MONEY, "currency": pl.String},
    "money": {"kind": pl.String, "at": pl.Int64, "amount": MONEY, "currency": pl.String},
    "staff": {"person": pl.String, "team": pl.String, "from_at": pl.Int64, "to_at": pl.Int64},
    "roster": {"agent": pl.String, "from_at": pl.Int64, "to_at": pl.Int64},
    "staff_answers": {
        "respondent": pl.String,
        "team": pl.String,
        "at": pl.Int64,
        "kind": pl.String,  # likert, enps
        "question": pl.String,
        "score": pl.Int64,
    },
    "survey_answers": {
        "respondent": pl.String,
        "at": pl.Int64,
        "kind": pl.String,  # servqual, brand
        "question": pl.String,  # the item's number, the attribute's name
        "scale": pl.String,
        "expected": pl.Float64,
        "score": pl.Float64,  # of SERVQUAL what was perceived
        "reversed": pl.Boolean,  # worded negatively
    },
    "survey_weights": {"respondent": pl.String, "dimension": pl.String, "weight": pl.Float64},
}


def nothing(frame: str) -> pl.LazyFrame:
    return pl.LazyFrame(schema=SCHEMAS[frame])


def rows(frames: Frames, frame: str) -> pl.LazyFrame:
    """The rows of one of these frames, none if nobody has given any."""
    found = frames.get(frame)
    return nothing(frame) if found is None else found


def in_period(at: pl.Expr, ask: Ask) -> pl.Expr:
    inside = at < ask.known_until
    if ask.since is not None:
        inside &= at >= ask.since
    return inside if ask.until is None else inside & (at < ask.until)


def until(ask: Ask) -> int:
    """The end of the period, ms; without one, or with one that is still to come, the present."""
    return ask.known_until if ask.until is None else min(ask.until, ask.known_until)


def canonical(frames: Frames, ask: Ask, whose: str = "customer") -> pl.Expr:
    """Who that customer is, as of what is known: a merge of merged ones goes all the way."""
    known = rows(frames, "merges").filter(pl.col("at") < ask.known_until).sort("at", maintain_order=True)
    into = dict(known.select("customer", "into").collect().iter_rows())
    if not into:
        return pl.col(whose)
    return pl.col(whose).cast(pl.String).replace({customer: _root(customer, into) for customer in into})


def _root(customer: str, into: Mapping[str, str]) -> str:
    seen = {customer}
    while (further := into.get(customer)) is not None and further not in seen:
        customer = further
        seen.add(customer)
    return customer


def active(relations: pl.LazyFrame, at: int) -> pl.LazyFrame:
    """Who has a paid relation at that instant: from its start, and not at its end any more."""
    return relations.filter(pl.col("from_at") <= at, pl.col("to_at").is_null() | (pl.col("to_at") > at))

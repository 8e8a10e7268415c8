"""What a definition is: which rows, who is left out and why, what dates a row, and what it is worth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import polars as pl

from .summaries import Aggregates, Summary
from .words import Reason, started

Inside = Callable[[pl.Expr], pl.Expr]
Companions = Callable[[pl.LazyFrame, Inside], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kpi:
    """`value` and `business` are in the KPI's unit; every row has one that neither a reason leaves out nor
    is pending.

    A row is dated by `when`, else by `cohort`. `per` first sums up a conversation's rows. `beside` are
    further aggregates of the rows that count, `spread` those that belong to `distribution`; `companions`
    gets the rows of the scope, and what tells whether an instant lies within the period. `agent_rows`
    replaces `rows` when single agents are asked for. `waiting` is since when a pending row waits. An option
    is a set of changes; its `also` is added to `leave_out`.
    """

    id: str
    rows: str
    summary: Summary
    value: pl.Expr
    when: pl.Expr
    cohort: pl.Expr = started
    business: pl.Expr | None = None
    credit: str | None = None
    among: pl.Expr | None = None
    leave_out: tuple[Reason, ...] = ()
    pending: pl.Expr | None = None
    waiting: pl.Expr | None = None
    per: Literal["mean", "sum"] | None = None
    segments: str | None = None
    agent_rows: str | None = None
    beside: Aggregates = field(default_factory=dict)
    spread: Aggregates = field(default_factory=dict)
    companions: Companions | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def with_options(self, names: tuple[str, ...]) -> "Kpi":
        changed = self
        for name in names:
            changes = dict(self.options[name])
            also = changes.pop("also", ())
            changed = replace(changed, **changes)
            changed = replace(changed, leave_out=(*changed.leave_out, *also))
        return changed

"""What a definition is: which rows, who is left out and why, what dates a row, and what it is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import polars as pl

from .asking.ask import Ask
from .statistics.summaries import Aggregates, Summary
from .tables import Frames
from .words import Reason, started

Within = Callable[[pl.Expr], pl.LazyFrame]
Plain = dict[str, Any]
Made = Callable[[Frames, Ask], pl.LazyFrame]
WorkedOut = Callable[[Sequence[Plain]], Plain]
Judged = Callable[[pl.DataFrame], pl.DataFrame]
Finished = Callable[[Plain, Ask, Mapping[str, Any], pl.DataFrame], Plain]
Companions = Callable[[Within], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kpi:
    """`value` and `business` are in the KPI's unit; every row has one that neither a reason leaves out nor
    is pending.

    A row is dated by `when`, else by `cohort`. `per` first sums up a conversation's rows. `beside` are
    further aggregates of the rows that count, `spread` those that belong to `distribution`; `companions`
    gets what gives the rows of which an instant lies within the period. `agent_rows` replaces `rows` when
    single agents are asked for. `waiting` is since when a pending row waits. `terms` are columns that the
    other expressions speak of, by name, and one another, in no circle. `source`: the frame without which
    nothing is known. `made` makes the rows from several frames, for the question. `whole`: of a length it is
    known that it is of whole ms. `last_per`: of rows that count and have the same value there only the last
    one does. `worked_out` sums up what no expression can: it gets the rows of a group that count, and gives
    `value`, `n` and the rest. `members`: which rows make up `n`, are left out and are listed; the others
    only add to the value. `judged` has the last word on each row's `reason`, and `needs` are columns that it
    looks at. `finished` gets a group's figures, the question, the group's keys and all rows (their `at`, and
    what is summed up), and gives them as they are told. `anonymous`: nobody's row is shown, and this hides
    groups that would tell too much. `segments`: by these it is always told, too. An option is a set of
    changes; its `also` is added to `leave_out`, and its `terms` replace those of the same names.
    `measured`: of options such as `within=20` what any other number changes; reports offer those of
    `options`, vectors files may name whichever.
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
    per: Literal["mean", "sum", "every"] | None = None
    segments: tuple[str, ...] = ()
    agent_rows: str | None = None
    beside: Aggregates = field(default_factory=dict)
    spread: Aggregates = field(default_factory=dict)
    companions: Companions | None = None
    terms: Aggregates = field(default_factory=dict)
    source: str | None = None
    made: Made | None = None
    whole: bool = True
    last_per: str | None = None
    worked_out: WorkedOut | None = None
    members: pl.Expr | None = None
    judged: Judged | None = None
    needs: tuple[str, ...] = ()
    finished: Finished | None = None
    anonymous: Callable[[Sequence[Plain]], list[Plain]] | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    measured: Mapping[str, Callable[[float], Mapping[str, Any]]] = field(default_factory=dict)

    def with_options(self, names: tuple[str, ...]) -> "Kpi":
        changed = self
        for name in names:
            changes = dict(self._changes(name))
            also = changes.pop("also", ())
            terms = {**changed.terms, **changes.pop("terms", {})}
            changed = replace(changed, terms=terms, **changes)
            changed = replace(changed, leave_out=(*changed.leave_out, *also))
        return changed

    def _changes(self, option: str) -> Mapping[str, Any]:
        name, _, number = option.partition("=")
        is_free = option not in self.options and name in self.measured
        return self.measured[name](float(number.rstrip("dh"))) if is_free else self.options[option]

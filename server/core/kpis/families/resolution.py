"""How long it takes until a question is settled, and how much work that is."""

import polars as pl

from ..kpi import Kpi
from ..statistics.summaries import average, distribution, spread
from ..sweeps import effort
from ..words import (
    Reason,
    answered,
    by_people,
    col,
    ended,
    is_resolved,
    resolved,
    seconds,
    started,
    wrote,
)
from .response import BUCKETS

begun = pl.coalesce(wrote, started)
reason = col("resolved_reason")
first_solved = col("first_solved_at")
open_again: Reason = ("reopened_open", ~is_resolved & (col("resolved_count") > 0))


def _other_than(*reasons: str) -> Reason:
    return "*", pl.when(~reason.is_in(reasons)).then(reason)


def _less(total: str, *parts: str) -> pl.Expr:
    """In s; unknown if the total is."""
    rest = col(total)
    for part in parts:
        rest = rest - col(part).fill_null(0)
    return rest / 1000


resolution_time = Kpi(
    "resolution_time",
    rows="conversations",
    summary=distribution,
    value=seconds(begun, col("ends_at")),
    business=col("ends_business") / 1000,
    when=resolved,
    credit="resolved_by",
    leave_out=(*by_people, open_again, _other_than("solved")),
    pending=~is_resolved,
    waiting=begun,
    spread=spread(col("value"), BUCKETS),
    options={
        "full_gross": {},
        "full_net": {
            "value": seconds(begun + col("closed"), col("ends_at")),
            "business": _less("ends_business", "closed_business"),
        },
        "active": {
            "value": seconds(begun + col("closed") + col("snoozed"), col("ends_at")),
            "business": _less("ends_business", "closed_business", "snoozed_business"),
        },
        "first": {
            "value": seconds(begun, first_solved),
            "business": col("first_business") / 1000,
            "when": first_solved,
            "credit": "first_solved_by",
            "leave_out": (*by_people, ("*", pl.when(first_solved.is_null()).then(reason))),
            "pending": first_solved.is_null(),
        },
        "inactive": {"leave_out": (*by_people, open_again, _other_than("solved", "inactive"))},
    },
)

aht = Kpi(
    "aht",
    rows="conversations",
    agent_rows="shares",
    summary=distribution,
    value=col("handled") / 1000,
    when=ended,
    credit="agent",
    leave_out=(*by_people, ("closed_unanswered", ended.is_not_null() & ~answered)),
    pending=ended.is_null(),
    options={
        "session": {},
        "active": {"value": col("active") / 1000},
        "effort": {
            "made": effort.of_ended,
            "value": col("effort") / (col("effort") * 0 + effort.PARTS * 1000),
            "whole": False,
        },
    },
)

interactions = Kpi(
    "interactions",
    rows="conversations",
    summary=average,
    value=col("human_turns"),
    when=ended,
    credit="resolved_by",
    leave_out=by_people,
    pending=ended.is_null(),
    options={
        "human_turns": {},
        "visitor_turns": {"value": col("visitor_turns")},
        "messages": {
            "rows": "messages",
            "among": col("by") != "bot",
            "value": col("one"),
            "when": col("at"),
            "credit": "agent",
            "pending": None,
            "per": "sum",
        },
        "messages_with_bot": {
            "rows": "messages",
            "value": col("one"),
            "when": col("at"),
            "credit": "agent",
            "pending": None,
            "per": "sum",
        },
    },
)

KPIS = (resolution_time, aht, interactions)

"""What visitors say of it."""

from dataclasses import replace
from typing import Any

import polars as pl

from ..kpi import Kpi, Within
from ..statistics.summaries import Aggregates, average, count, mean, proportion
from ..words import as_of, by_people, col, countable, human

WINDOW = 7 * 24 * 3_600_000  # ms after the survey
# Scale: its least and greatest score, and from which on somebody is satisfied.
SCALES = {
    "1-5": (1, 5, 4),
    "stars": (1, 5, 4),
    "smileys": (1, 5, 4),
    "1-7": (1, 7, 6),
    "1-10": (1, 10, 9),
    "thumbs": (1, 2, 2),
    "0-1": (0, 1, 1),
}

score, rated, sent = col("score"), col("rated_at"), col("sent_at")


def _of_scale(part: int) -> pl.Expr:
    return col("scale").replace_strict({name: row[part] for name, row in SCALES.items()}, default=None)


least, most, satisfied_from = col("least"), col("most"), col("satisfied_from")
on_five, shown, nearest = col("on_five"), col("shown"), col("nearest")
satisfied = score >= satisfied_from
# 0 is an answer only on a scale that begins with it.
answered = score.is_not_null() & ((score > 0) | (least == 0).fill_null(False))
is_thumb = col("scale").is_in(["thumbs", "0-1"])

# Each is made once, and named many times.
TERMS = {
    **{name: _of_scale(part).cast(pl.Int64) for part, name in enumerate(("least", "most", "satisfied_from"))},
    "on_five": 1 + 4 * (score - least) / (most - least),
    "shown": pl.when(is_thumb).then(on_five).otherwise(score),
    # Of five, a half to the better one, whatever the scale.
    "nearest": (on_five + 0.5).floor(),
}
TEN_FROM = 8  # of 10, where a desk counts that as satisfied, too
CATEGORIES = {5: "very_positive", 4: "positive", 3: "neutral", 2: "poor", 1: "very_poor"}


def _satisfied_from(least_score: float) -> dict[str, Any]:
    return {"terms": {"satisfied_from": pl.lit(least_score)}}


def _percent(v: pl.Expr) -> Aggregates:
    return {**proportion(v), "mean": mean(on_five)}


def _sent(rows_of: Within) -> dict[str, Any]:
    """Of the surveys that were sent in the period, how many were answered."""
    asked = rows_of(sent).filter(sent.is_not_null(), col("out").is_null(), human)
    answers = (answered & ~col("late")).sum()
    found = asked.select(sent=pl.len(), answers=answers).collect().row(0, named=True)
    rate = 100 * found["answers"] / found["sent"] if found["sent"] else None
    return {"sent": found["sent"], "response_rate": rate}


_no_score = (
    ("late", col("late")),
    ("no_score", rated.is_not_null() & ~answered),
    ("unknown_scale", rated.is_not_null() & satisfied_from.is_null()),
    ("rejected", rated.is_not_null() & ~score.is_between(least, most)),
    ("unanswered", rated.is_null() & (sent + WINDOW < as_of)),
)
_no_answer = (("superseded", col("superseded")), *_no_score)

csat = Kpi(
    "csat",
    rows="ratings",
    summary=_percent,
    value=satisfied,
    when=rated,
    credit="agent",
    among=col("kind") == "csat",
    leave_out=(*by_people, *_no_answer),
    pending=rated.is_null(),
    waiting=sent,
    spread={str(number): shown == number for number in range(1, 11)},
    companions=_sent,
    terms=TERMS,
    options={
        "percent": {},
        "mean": {"summary": average, "value": on_five},
        "assignee": {"credit": "assignee"},
        "each_resolution": {"leave_out": (*by_people, *_no_score)},
        "satisfied_from=8": {
            "terms": {
                "satisfied_from": pl.when(col("scale") == "1-10").then(TEN_FROM).otherwise(_of_scale(2))
            }
        },
        "bot": {"leave_out": (*countable, ("human", human), *_no_answer)},
    },
    measured={"satisfied_from": _satisfied_from},
)

csat_distribution = replace(
    csat,
    id="csat_distribution",
    summary=count,
    measured={},
    options={
        "categories": {"spread": {name: nearest == number for number, name in CATEGORIES.items()}},
        "bot": csat.options["bot"],
    },
)

KPIS = (csat, csat_distribution)

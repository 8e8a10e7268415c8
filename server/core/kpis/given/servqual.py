"""What people expect of a good service and what they got (SERVQUAL, 1988), and how they see the brand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import Any

import polars as pl

from .. import given
from ..asking.ask import Ask
from ..kpi import Kpi
from ..statistics import student
from ..statistics.summaries import count
from ..tables import Frames
from ..words import col
from .customers import no_conversation

Plain = dict[str, Any]
Rows = Sequence[Plain]

# Which of the 22 items belong to it.
DIMENSIONS: Mapping[str, range] = {
    "tangibles": range(1, 5),
    "reliability": range(5, 10),
    "responsiveness": range(10, 14),
    "assurance": range(14, 18),
    "empathy": range(18, 23),
}
WORDED_NEGATIVELY = (*DIMENSIONS["responsiveness"], *DIMENSIONS["empathy"])  # in the form of 1988
MOST = 7  # items are answered from 1 to 7
WEIGHTS = 100  # what a respondent's weights must sum to
NOTES = 5  # by which some course notes divide the weighted gap once more

at = col("at")


def turned(answer: float) -> float:
    """A negatively worded item's answer as if it had been worded positively."""
    return MOST + 1 - answer


# -- the five gaps ------------------------------------------------------------------------------------------


def respondents(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """A row a respondent of the period, with his items and his weights."""
    answers = given.rows(frames, "survey_answers").filter(col("kind") == "servqual", given.in_period(at, ask))
    items = pl.struct("question", "expected", "score", "reversed")
    each = answers.group_by("respondent", maintain_order=True).agg(at.max(), items=items)
    weights = (
        given.rows(frames, "survey_weights")
        .group_by("respondent")
        .agg(weights=pl.struct("dimension", "weight"), weight=col("weight").sum())
    )
    rows = each.join(weights, on="respondent", how="left", maintain_order="left")
    return rows.with_columns(conversation=no_conversation, visitor="respondent")


def gaps_of(row: Plain, perceived_only: bool = False) -> dict[str, float]:
    """Each dimension's mean of perceived less expected; half of its items must have been answered."""
    of_items: dict[int, float] = {}
    for item in row["items"]:
        if _is_pair(item, perceived_only):
            of_items[int(item["question"])] = _gap(item, perceived_only)
    found = {}
    for dimension, numbers in DIMENSIONS.items():
        answered = [of_items[number] for number in numbers if number in of_items]
        if 2 * len(answered) >= len(numbers):
            found[dimension] = fmean(answered)
    return found


def _gap(item: Plain, perceived_only: bool) -> float:
    got, wanted = item["score"], 0.0 if perceived_only else item["expected"]
    if item["reversed"]:
        got, wanted = turned(got), 0.0 if perceived_only else turned(wanted)
    return float(got - wanted)


def _dimensions(gaps: Iterable[Mapping[str, float]]) -> dict[str, Plain]:
    found: dict[str, list[float]] = defaultdict(list)
    for one in gaps:
        for dimension, gap in one.items():
            found[dimension].append(gap)
    return {dimension: _mean(found[dimension]) for dimension in DIMENSIONS}


def _mean(values: Sequence[float]) -> Plain:
    """With Student's interval, which needs two."""
    n = len(values)
    if n < 2:
        return {"value": values[0] if values else None, "n": n, "ci": None}
    mean, half = fmean(values), student.quantile(0.975, n - 1) * stdev(values) / sqrt(n)
    return {"value": mean, "n": n, "ci": [mean - half, mean + half]}


def _overall(rows: Rows, perceived_only: bool = False) -> Plain:
    dimensions = _dimensions(gaps_of(row, perceived_only) for row in rows)
    known = [one["value"] for one in dimensions.values() if one["value"] is not None]
    return {
        # Of fewer than five dimensions there is no overall score.
        "value": fmean(known) if len(known) == len(DIMENSIONS) else None,
        "n": len(rows),
        "dimensions": dimensions,
        "pairs": sum(_is_pair(item, perceived_only) for row in rows for item in row["items"]),
    }


def _is_pair(item: Plain, perceived_only: bool) -> bool:
    answers = [item["score"]] if perceived_only else [item["score"], item["expected"]]
    return all(answer is not None and 1 <= answer <= MOST for answer in answers)


def _performance(rows: Rows) -> Plain:
    return _overall(rows, perceived_only=True)


def _weighted(rows: Rows, divisor: int = 1) -> Plain:
    """Each respondent's own weights first, then the mean over respondents."""
    each = [_weighted_gap(row) / divisor for row in rows]
    found = _mean(each)
    ci = found.pop("ci")
    low, high = ci or (None, None)
    return {**_overall(rows), **found, "ci_low": low, "ci_high": high}


def _weighted_gap(row: Plain) -> float:
    gaps = gaps_of(row)
    return float(sum(one["weight"] * gaps[one["dimension"]] for one in row["weights"])) / WEIGHTS


def _weighted_as_in_notes(rows: Rows) -> Plain:
    return _weighted(rows, NOTES)


_weight = col("weight")
_incomplete = col("items").map_elements(
    lambda items: len(gaps_of({"items": items.to_list()})) < len(DIMENSIONS), return_dtype=pl.Boolean
)
_unweighted = (
    ("no_weights", _weight.is_null()),
    ("weights_sum", (_weight - WEIGHTS).abs() > 1e-9),
    ("incomplete", _incomplete),
)

servqual = Kpi(
    "servqual",
    rows="survey_answers",
    source="survey_answers",
    made=respondents,
    summary=count,
    value=col("items").list.len(),
    when=at,
    cohort=at,
    worked_out=_overall,
    options={
        "weighted": {"worked_out": _weighted, "also": _unweighted},
        "weighted_by_5": {"worked_out": _weighted_as_in_notes, "also": _unweighted},
        "servperf": {"worked_out": _performance},
    },
)

# -- the brand ----------------------------------------------------------------------------------------------

FAVOURABLE = {"1-5": (1, 5, 4), "1-7": (1, 7, 5), "1-10": (1, 10, 8)}


def judgements(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """A row an answer: the last of each respondent to each attribute in the period."""
    rows = given.rows(frames, "survey_answers").filter(col("kind") == "brand", given.in_period(at, ask))
    last = rows.sort("at", maintain_order=True).unique(
        ["respondent", "question"], keep="last", maintain_order=True
    )
    scales = {
        name: col("scale").replace_strict({scale: row[i] for scale, row in FAVOURABLE.items()}, default=None)
        for i, name in enumerate(("least", "most", "favourable_from"))
    }
    return last.with_columns(**scales, conversation=no_conversation, visitor="respondent")


def _judged(rows: Rows) -> Plain:
    """`attributes`: mean and share of favourable answers of each; the value is the mean of the shares."""
    found: dict[str, list[Plain]] = defaultdict(list)
    for row in rows:
        found[row["question"]].append(row)
    attributes = {name: _attribute(answers) for name, answers in sorted(found.items())}
    shares = [one["percent"] for one in attributes.values()]
    return {"value": fmean(shares) if shares else None, "n": len(rows), "attributes": attributes}


def _attribute(answers: Rows) -> Plain:
    favourable = sum(row["score"] >= row["favourable_from"] for row in answers)
    pooled = len({row["scale"] for row in answers}) > 1
    return {
        "mean": None if pooled else fmean(row["score"] for row in answers),
        "percent": 100 * favourable / len(answers),
        "n": len(answers),
    }


brand_attributes = Kpi(
    "brand_attributes",
    rows="survey_answers",
    source="survey_answers",
    made=judgements,
    summary=count,
    value=col("score"),
    when=at,
    cohort=at,
    leave_out=(
        ("no_score", col("score").is_null()),
        ("unknown_scale", col("least").is_null()),
        ("rejected", ~col("score").is_between(col("least"), col("most"))),
    ),
    worked_out=_judged,
)

KPIS = (servqual, brand_attributes)

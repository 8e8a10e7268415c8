"""What goes with satisfaction: a plain linear model of rated conversations; docs/kpi-tree.md explains it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from .asking.ask import Ask
from .display import rounded
from .figure import told
from .registry import KPIS
from .statistics import regression
from .statistics.summaries import LOW_N
from .tables import Frames
from .words import col, replied, wrote

Tree = dict[str, Any]

MINUTE = 60_000  # ms
LONGEST_WAIT = 60  # minutes
LONGEST_TALK = 100  # messages
ROOT = "csat"


@dataclass(frozen=True, slots=True)
class Branch:
    """`step`: how much of `unit` an effect is told for; `words`: how an English sentence has it."""

    id: str
    kpi: str
    unit: str
    step: int
    value: pl.Expr
    words: str


BRANCHES = (
    Branch(
        "wait",
        "frt",
        "min",
        1,
        ((replied - wrote) / MINUTE).clip(upper_bound=LONGEST_WAIT),
        "a wait of one minute more",
    ),
    Branch("transfers", "transfer_rate", "count", 1, col("transfers"), "one transfer more"),
    Branch("fcr", "fcr", "yes", 1, col("solved_at_once"), "having been solved at the first contact"),
    Branch(
        "length",
        "interactions",
        "messages",
        10,
        (col("visitor_messages") + col("human_messages")).clip(upper_bound=LONGEST_TALK),
        "ten messages more",
    ),
)
COLUMNS = [branch.id for branch in BRANCHES]


def tree(frames: Frames, ask: Ask) -> Tree:
    """Of what `ask` asks of CSAT; its groups and options are not looked at. Points are 0 to 100."""
    ask = replace(
        ask, kpi=ROOT, options=(), by=(), agent=None, clock="wall", attribution="event", compare=False
    )
    rows = _rows(frames, ask)
    known = rows.filter(col("reason").is_null())
    answer = {
        **{"id": ROOT, "from": ask.since, "to": ask.until, "tz": ask.tz, "as_of": ask.known_until},
        "n": known.height,
        "excluded": _counted(rows.filter(col("reason") != "pending")),
        "pending": rows.filter(col("reason") == "pending").height,
        "value": known["satisfied"].mean(),
        "explained": None,
        "baseline": None,
        "branches": [],
        "left_out": {},
        "with": [],
    }
    return {**answer, **_modelled(known)}


def _rows(frames: Frames, ask: Ask) -> pl.DataFrame:
    """The ratings that CSAT counts, each with its branches; `reason`: why it is not in the model."""
    rated = told(frames, KPIS[ROOT], ask).filter(col("reason").is_null())
    rated = rated.select("conversation", satisfied=100.0 * col("value").cast(pl.Float64))
    kept = ("conversation", "wrote_at", "replied_at", "transfers", "visitor_messages", "human_messages")
    conversations = frames["conversations"].select(*kept, "first_solved_at")
    rows = rated.lazy().join(conversations, on="conversation", how="left", maintain_order="left").collect()
    rows = rows.join(_solved(frames, ask, rows), on="conversation", how="left", maintain_order="left")
    reason = (
        pl.when(replied.is_null() | wrote.is_null())
        .then(pl.lit("unanswered"))
        .when((col("fcr_reason") == "pending").fill_null(False))
        .then(pl.lit("pending"))
    )
    solved = (col("at_once") & col("fcr_reason").is_null()).fill_null(False)
    return rows.with_columns(reason=reason, solved_at_once=solved)


def _solved(frames: Frames, ask: Ask, rows: pl.DataFrame) -> pl.DataFrame:
    """Of these conversations: whether the first contact was enough, as FCR has it."""
    first, last = rows["first_solved_at"].min(), rows["first_solved_at"].max()
    if first is None or last is None:
        return pl.DataFrame(
            schema={"conversation": pl.String, "at_once": pl.Boolean, "fcr_reason": pl.String}
        )
    asked = replace(ask, kpi="fcr", since=first, until=int(last) + 1)  # type: ignore[arg-type]
    found = told(frames, KPIS["fcr"], asked)
    return found.select("conversation", at_once=col("value").cast(pl.Boolean), fcr_reason="reason")


def _counted(rows: pl.DataFrame) -> dict[str, int]:
    return dict(rows.group_by("reason").len().sort("reason").iter_rows())


def _modelled(rows: pl.DataFrame) -> Tree:
    if rows.height < LOW_N:
        return {"reason": "too_few"}
    if rows["satisfied"].n_unique() < 2:
        return {"reason": "no_variation"}
    named = rows.select("satisfied", *((branch.value / branch.step).alias(branch.id) for branch in BRANCHES))
    dull = regression.constant(named, COLUMNS)
    columns = [name for name in COLUMNS if name not in dull]
    left_out = dict.fromkeys(dull, "constant")
    if not columns:
        return {"reason": "constant", "left_out": left_out}
    try:
        fit = regression.fit(named, "satisfied", columns)
    except regression.Collinear as problem:
        return {"reason": "collinear", "with": list(problem.columns), "left_out": left_out}
    except regression.Saturated:
        return {"reason": "saturated", "left_out": left_out}
    return {
        "reason": None,
        "explained": fit.explained,
        "baseline": {"value": fit.baseline.value, "ci": [fit.baseline.low, fit.baseline.high]},
        "branches": _branches(fit.effects, named),
        "left_out": left_out,
    }


def _branches(effects: Sequence[regression.Effect], rows: pl.DataFrame) -> list[Tree]:
    """The strongest first."""
    of = {branch.id: branch for branch in BRANCHES}
    ordered = sorted(effects, key=lambda effect: -abs(effect.standardised))
    return [_told(of[effect.column], effect, rows[effect.column]) for effect in ordered]


def _told(branch: Branch, effect: regression.Effect, values: pl.Series) -> Tree:
    known = values.cast(pl.Float64) * branch.step
    return {
        "id": branch.id,
        "kpi": branch.kpi,
        "unit": branch.unit,
        "step": branch.step,
        "mean": known.mean(),
        "sd": known.std(),
        "effect": effect.value,
        "ci": [effect.low, effect.high],
        "standardised": effect.standardised,
        "verdict": "more" if effect.low > 0 else "less" if effect.high < 0 else "unclear",
    }


def words(branch: Tree) -> str:
    """A branch as a sentence, in English. It never says that one is the other's cause."""
    what = next(one.words for one in BRANCHES if one.id == branch["id"])
    low, high = (rounded(bound, "points") for bound in branch["ci"])
    size = rounded(abs(branch["effect"]), "points")
    if branch["verdict"] == "unclear":
        return f"{what} goes with no difference that could be told (between {low} and {high} points)"
    least, most = sorted((abs(low), abs(high)))
    return f"{what} goes with {size} points {branch['verdict']} (between {least} and {most})"

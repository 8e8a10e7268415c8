"""Would they recommend us, was it easy: questions on a scale, one answer a customer."""

from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..given import canonical
from ..kpi import Kpi
from ..statistics.summaries import LOW_N, Aggregates, Z, average, proportion
from ..tables import Frames, rows_of
from ..words import Reason, as_of, by_people, col, countable
from .satisfaction import WINDOW

score, rated, sent = col("score"), col("rated_at"), col("sent_at")

# Scale: its least and greatest answer, and from which one somebody promotes, or is passive at least.
NPS_SCALES = {"0-10": (0, 10, 9, 7), "1-10": (1, 10, 9, 7), "0-100": (0, 100, 90, 70)}
# Scale: its least and greatest answer, from which one it was easy, and whether a high one says so.
CES_SCALES = {"1-7": (1, 7, 5, True), "1-5": (1, 5, 4, False)}
PSEUDO = (0.75, 1.5, 0.75)  # answers added by the adjusted Wald interval: promoters, passives, detractors


def _answers(
    whose: tuple[Reason, ...], least: pl.Expr, most: pl.Expr, scales: dict[str, Any]
) -> tuple[Reason, ...]:
    """`other_scale`: answered on another scale of the kind than is asked about; they are never pooled."""
    another = col("scale").is_in(list(scales)) & (col("scale") != col("asked_scale"))
    return (
        *whose,
        ("superseded", col("superseded")),
        ("late", col("late")),
        ("no_score", rated.is_not_null() & score.is_null()),
        ("other_scale", rated.is_not_null() & another),
        ("rejected", rated.is_not_null() & ~score.is_between(least, most)),
        ("unanswered", rated.is_null() & (sent + WINDOW < as_of)),
    )


def _bands(scale: str) -> dict[str, pl.Expr]:
    names = ("least", "most", "promotes_from", "passive_from")
    bands = {name: pl.lit(edge) for name, edge in zip(names, NPS_SCALES[scale], strict=True)}
    return {"asked_scale": pl.lit(scale), **bands}


def balance(v: pl.Expr) -> Aggregates:
    """Of 1, 0 and -1, in points: promoters less detractors, per 100 answers. `variance`: of one answer.

    Wald's interval; with few answers, or all of one kind, the adjusted one, which adds three pseudo-answers.
    """
    n, up, flat, down = v.count(), (v == 1).sum(), (v == 0).sum(), (v == -1).sum()
    mean, variance = _moments(up, flat, down)
    se = (variance / n).sqrt()
    more = tuple(part + extra for part, extra in zip((up, flat, down), PSEUDO, strict=True))
    near, spread = _moments(*more)
    adjusted = (n < LOW_N) | (variance == 0)
    centre = pl.when(adjusted).then(near).otherwise(mean)
    half = Z * pl.when(adjusted).then((spread / (n + 3)).sqrt()).otherwise(se)
    known = n > 0
    return {
        "value": pl.when(known).then(100 * mean),
        "n": n,
        "promoters": up,
        "passives": flat,
        "detractors": down,
        "variance": pl.when(known).then(variance),
        "se": pl.when(known).then(100 * se),
        "ci_low": pl.when(known).then(100 * (centre - half).clip(-1, 1)),
        "ci_high": pl.when(known).then(100 * (centre + half).clip(-1, 1)),
    }


def _moments(up: pl.Expr, flat: pl.Expr, down: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    n = up + flat + down
    mean = (up - down.cast(pl.Float64)) / n
    return mean, (up + down) / n - mean**2


def _with_true_names(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Ratings, merged customers under the name of the one who is left: each has one answer."""
    return rows_of(frames, "ratings").with_columns(customer=canonical(frames, ask))


_up, _flat = score >= col("promotes_from"), score >= col("passive_from")

nps = Kpi(
    "nps",
    rows="ratings",
    made=_with_true_names,
    summary=balance,
    value=pl.when(_up).then(1).when(_flat).then(0).otherwise(-1),
    when=rated,
    among=col("kind") == "nps",
    leave_out=_answers(countable, col("least"), col("most"), NPS_SCALES),
    pending=rated.is_null(),
    waiting=sent,
    last_per="customer",
    terms=_bands("0-10"),
    options={f"scale={scale}": {"terms": _bands(scale)} for scale in NPS_SCALES},
)


def _effort(scale: str) -> dict[str, pl.Expr]:
    least, most, easy_from, high_is_easy = CES_SCALES[scale]
    return {
        "asked_scale": pl.lit(scale),
        "least": pl.lit(least),
        "most": pl.lit(most),
        "easy_from": pl.lit(easy_from),
        "high_is_easy": pl.lit(high_is_easy),
    }


# Reversed where a low answer is the good one.
high_is_easy = pl.coalesce("asked_polarity", "high_is_easy")
ease = pl.when(high_is_easy).then(score).otherwise(col("least") + col("most") - score)


def _eased(v: pl.Expr) -> Aggregates:
    return {**proportion(v), "mean": score.mean()}


def _mean_effort(v: pl.Expr) -> Aggregates:
    shares = proportion(v)
    return {**average(score), "percent": shares["value"], "part": shares["part"]}


ces = Kpi(
    "ces",
    rows="ratings",
    summary=_eased,
    value=ease >= col("easy_from"),
    when=rated,
    among=col("kind") == "ces",
    leave_out=_answers(by_people, col("least"), col("most"), CES_SCALES),
    pending=rated.is_null(),
    waiting=sent,
    terms={**_effort("1-7"), "asked_polarity": pl.lit(None, pl.Boolean)},
    spread={str(number): score == number for number in range(1, 8)},
    options={
        "percent": {},
        "mean": {"summary": _mean_effort},
        "scale=1-7": {"terms": _effort("1-7")},
        "scale=1-5": {"terms": _effort("1-5")},
        "polarity=high_good": {"terms": {"asked_polarity": pl.lit(True)}},
        "polarity=low_good": {"terms": {"asked_polarity": pl.lit(False)}},
    },
)

KPIS = (nps, ces)

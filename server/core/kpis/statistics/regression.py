"""Ordinary least squares over columns, with intervals that do not need equal variances.

Formulas: the normal equations (X'X) b = X'y; HC3 of MacKinnon and White (1985), in which each squared
residual is divided by (1 - h)², h being the row's leverage. Columns are centred first, for exacter sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import polars as pl

from . import student

Matrix = list[list[float]]

ONE = "one"  # the intercept's column
SHARE = 0.975
MOST_INFLATED = 10.0  # variance inflation from which on two columns say the same
NIL = 1e-12


class Collinear(ValueError):
    """Columns that say the same; `columns` names them."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = tuple(columns)


class Saturated(ValueError):
    """Single rows decide the fit; no interval can be given."""


@dataclass(frozen=True, slots=True)
class Effect:
    """`value` per unit of the column; `low` and `high` bound it with 95 %. `standardised` is in standard
    deviations of both.
    """

    column: str
    value: float
    low: float
    high: float
    standardised: float


@dataclass(frozen=True, slots=True)
class Fit:
    """`explained`: R². `baseline`: what is fitted where every column is 0."""

    n: int
    explained: float
    baseline: Effect
    effects: tuple[Effect, ...]


def constant(rows: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """Those in which all rows are alike."""
    return [name for name in columns if rows[name].n_unique() <= 1]


def fit(rows: pl.DataFrame, outcome: str, columns: Sequence[str]) -> Fit:
    """Of `outcome` from `columns`, none of which may be constant or hold nulls; more rows than columns + 1.

    Raises Collinear, Saturated.
    """
    # One chunk in one order: the same rows give the same bytes.
    ordered = rows.select(pl.col(outcome, *columns).cast(pl.Float64)).sort(outcome, *columns)
    means = {name: _mean(ordered[name]) for name in (outcome, *columns)}
    centred = ordered.select(pl.col(name) - mean for name, mean in means.items())
    products = {(a, b): _sum(centred[a] * centred[b]) for a in means for b in means}
    _check(columns, products)
    # Centred, the intercept is 0 and apart from all others.
    inverse = inverted([[products[a, b] for b in columns] for a in columns])
    slopes = [sum(row[j] * products[b, outcome] for j, b in enumerate(columns)) for row in inverse]
    covariance = _hc3(centred, outcome, columns, slopes, inverse)
    return _fit(rows.height, outcome, columns, means, products, slopes, covariance)


def _check(columns: Sequence[str], products: dict[tuple[str, str], float]) -> None:
    """Variance inflation: the diagonal of the correlations' inverse."""
    sizes = {name: sqrt(products[name, name]) for name in columns}
    correlated = [[products[a, b] / (sizes[a] * sizes[b]) for b in columns] for a in columns]
    try:
        inverse = inverted(correlated)
        inflated = [name for i, name in enumerate(columns) if inverse[i][i] > MOST_INFLATED]
    except ZeroDivisionError:
        inflated = [
            name
            for i, name in enumerate(columns)
            if any(abs(correlated[i][j]) > 0.9 for j in range(len(columns)) if j != i)
        ] or list(columns)
    if inflated:
        raise Collinear(inflated)


def _hc3(
    centred: pl.DataFrame, outcome: str, columns: Sequence[str], slopes: Sequence[float], inverse: Matrix
) -> Matrix:
    """The covariance of the intercept (of centred columns) and the slopes, in that order."""
    n = centred.height
    names = [ONE, *columns]
    rows = centred.with_columns(pl.lit(1.0).alias(ONE))
    bread = [[1 / n, *[0.0] * len(columns)], *([0.0, *row] for row in inverse)]
    fitted = sum((pl.col(name) * slope for name, slope in zip(columns, slopes, strict=True)), pl.lit(0.0))
    leverage = sum(
        (pl.col(a) * pl.col(b) * bread[i][j] for i, a in enumerate(names) for j, b in enumerate(names)),
        pl.lit(0.0),
    )
    rows = rows.with_columns(residual=pl.col(outcome) - fitted, left=1 - leverage)
    if rows["left"].min() < NIL:  # type: ignore[operator]
        raise Saturated
    weight = (rows["residual"] / rows["left"]) ** 2
    meat = [[_sum(rows[a] * rows[b] * weight) for b in names] for a in names]
    return _times(_times(bread, meat), bread)


def _fit(
    n: int,
    outcome: str,
    columns: Sequence[str],
    means: dict[str, float],
    products: dict[tuple[str, str], float],
    slopes: Sequence[float],
    covariance: Matrix,
) -> Fit:
    t = student.quantile(SHARE, n - len(columns) - 1)
    effects = [
        _effect(
            name, slope, t * sqrt(covariance[i][i]), sqrt(products[name, name] / products[outcome, outcome])
        )
        for i, (name, slope) in enumerate(zip(columns, slopes, strict=True), start=1)
    ]
    # Where all columns are 0, a row is so far from the means.
    away = [1.0, *(-means[name] for name in columns)]
    spread = sum(a * b * covariance[i][j] for i, a in enumerate(away) for j, b in enumerate(away))
    base = means[outcome] + sum(slope * -means[name] for name, slope in zip(columns, slopes, strict=True))
    explained = sum(slope * products[name, outcome] for name, slope in zip(columns, slopes, strict=True))
    baseline = _effect(ONE, base, t * sqrt(max(0.0, spread)), 0.0)
    return Fit(n, min(1.0, explained / products[outcome, outcome]), baseline, tuple(effects))


def _effect(column: str, value: float, half: float, scale: float) -> Effect:
    return Effect(column, value, value - half, value + half, value * scale)


def inverted(matrix: Matrix) -> Matrix:
    """Gauss and Jordan, with the greatest pivot. Raises ZeroDivisionError where there is none."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    greatest = max(abs(value) for row in matrix for value in row)
    for i in range(size):
        pivot = max(range(i, size), key=lambda j: abs(rows[j][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        if abs(rows[i][i]) <= NIL * greatest:
            raise ZeroDivisionError("singular")
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j in range(size):
            if j != i:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[size:] for row in rows]


def _times(a: Matrix, b: Matrix) -> Matrix:
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a
    ]


def _sum(values: pl.Series) -> float:
    return float(values.sum())


def _mean(values: pl.Series) -> float:
    return _sum(values) / len(values)

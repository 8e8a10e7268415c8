"""Least squares: what is put in comes out, closed forms agree, and what says nothing is refused."""

from math import sqrt
from random import Random
from statistics import fmean

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.kpis.statistics import student
from server.core.kpis.statistics.regression import Collinear, Saturated, fit, inverted


def generated(n: int, noise: float, seed: int = 7) -> pl.DataFrame:
    chance = Random(seed)
    rows = [(chance.uniform(0, 10), float(chance.random() < 0.3), chance.gauss(0, 2)) for _ in range(n)]
    return pl.DataFrame(
        [
            (80 - 3 * wait + 12 * once + 0.5 * talk + chance.gauss(0, noise), wait, once, talk)
            for wait, once, talk in rows
        ],
        schema=["y", "wait", "once", "talk"],
        orient="row",
    )


def test_known_coefficients_come_out_within_their_intervals() -> None:
    found = fit(generated(5_000, noise=10), "y", ["wait", "once", "talk"])
    truth = {"wait": -3.0, "once": 12.0, "talk": 0.5}
    assert all(effect.low < truth[effect.column] < effect.high for effect in found.effects)
    assert found.baseline.low < 80 < found.baseline.high
    assert [effect.value for effect in found.effects] == pytest.approx([-3, 12, 0.5], abs=0.4)


def test_without_noise_all_is_explained() -> None:
    found = fit(generated(50, noise=0), "y", ["wait", "once", "talk"])
    assert [effect.value for effect in found.effects] == pytest.approx([-3, 12, 0.5])
    assert found.explained == pytest.approx(1)
    assert found.baseline.value == pytest.approx(80)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=8, max_size=60))
def test_one_column_agrees_with_the_closed_form(pairs: list[tuple[int, bool]]) -> None:
    xs, ys = [float(x) for x, _ in pairs], [100.0 * y for _, y in pairs]
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        return
    n, mx, my = len(pairs), fmean(xs), fmean(ys)
    sxx = sum((x - mx) ** 2 for x in xs)
    slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sxx
    leverage = [1 / n + (x - mx) ** 2 / sxx for x in xs]
    if max(leverage) > 1 - 1e-9:
        return
    residuals = [y - my - slope * (x - mx) for x, y in zip(xs, ys, strict=True)]
    variance = (
        sum(((x - mx) * e / (1 - h)) ** 2 for x, e, h in zip(xs, residuals, leverage, strict=True)) / sxx**2
    )
    half = student.quantile(0.975, n - 2) * sqrt(variance)
    (effect,) = fit(pl.DataFrame({"x": xs, "y": ys}), "y", ["x"]).effects
    assert (effect.value, effect.low, effect.high) == pytest.approx((slope, slope - half, slope + half))


def test_a_yes_or_no_column_gives_the_difference_of_the_means() -> None:
    rows = pl.DataFrame({"once": [0, 0, 0, 0, 1, 1, 1], "y": [0, 100, 0, 0, 100, 100, 0]})
    found = fit(rows, "y", ["once"])
    assert found.effects[0].value == pytest.approx(200 / 3 - 25)
    assert found.baseline.value == pytest.approx(25)


def test_columns_that_say_the_same_are_named() -> None:
    rows = generated(100, noise=1).with_columns(again=pl.col("wait") * 2 + 1)
    with pytest.raises(Collinear) as problem:
        fit(rows, "y", ["wait", "once", "again"])
    assert problem.value.columns == ("wait", "again")


def test_nearly_the_same_is_refused_too() -> None:
    chance = Random(3)
    rows = generated(100, noise=1)
    rows = rows.with_columns(again=rows["wait"] + pl.Series([chance.gauss(0, 0.1) for _ in range(100)]))
    with pytest.raises(Collinear):
        fit(rows, "y", ["wait", "again"])


def test_a_row_that_decides_alone_gives_no_interval() -> None:
    rows = pl.DataFrame({"once": [0] * 40 + [1], "y": [0, 100] * 20 + [100]})
    with pytest.raises(Saturated):
        fit(rows, "y", ["once"])


def test_the_order_of_rows_changes_no_digit() -> None:
    rows = generated(200, noise=5)
    columns = ["wait", "once", "talk"]
    assert fit(rows, "y", columns) == fit(rows.sample(fraction=1, shuffle=True, seed=1), "y", columns)


def test_the_inverse_undoes_the_matrix() -> None:
    matrix = [[0.0, 2.0, 1.0], [1.0, 1.0, 0.0], [3.0, 0.0, 1.0]]
    inverse = inverted(matrix)
    product = [[sum(matrix[i][k] * inverse[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
    assert [value for row in product for value in row] == pytest.approx([1, 0, 0, 0, 1, 0, 0, 0, 1])


@pytest.mark.parametrize(
    ("freedom", "t"), [(1, 12.7062047), (2, 4.3026527), (5, 2.5705818), (29, 2.0452296), (1000, 1.9623391)]
)
def test_student_s_quantiles_are_those_of_the_tables(freedom: int, t: float) -> None:
    assert student.quantile(0.975, freedom) == pytest.approx(t, abs=1e-6)
    assert student.quantile(0.025, freedom) == pytest.approx(-t, abs=1e-6)

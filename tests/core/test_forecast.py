"""How many will come: worked examples, known quantiles, and days that are not alike."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.forecast import Day, Grid, Wish, checked, days_of, forecast, predicted, rate, together
from server.core.forecast.grid import changes
from server.core.forecast.predict import dispersion, whole
from server.core.forecast.quantiles import chi2, gamma, negative_binomial
from server.core.hours import Calendar
from server.core.kpis.asking import periods
from server.core.local_times import instant_of

ROME = "Europe/Rome"
HOUR = 3_600_000
MONDAY = date(2026, 1, 5)
WEEK = timedelta(days=7)
OFFICE = Calendar.from_dict(
    {
        "tz": ROME,
        "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
        "public": {"2026-04-06": "Easter Monday"},
        "worked": ["2026-04-06"],
    }
)


def at(day: date, hour: float) -> int:
    return instant_of(day, round(60 * hour), ZoneInfo(ROME), fold=0)


def alike(count: int, weeks: int, since: date = MONDAY, cells: int = 24) -> list[Day]:
    """Days on which that many come in every hour."""
    days = [since + timedelta(days=number) for number in range(7 * weeks)]
    return [Day(day, (count,) * cells, (HOUR,) * cells) for day in days]


# -- chance -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "degrees", "found"),
    # From tables of the chi-squared distribution.
    [
        (0.95, 1, 3.841459),
        (0.975, 2, 7.377759),
        (0.025, 10, 3.246973),
        (0.5, 100, 99.334129),
        (0.99, 30, 50.892181),
    ],
)
def test_quantiles_of_chi_squared_are_those_of_the_tables(share: float, degrees: int, found: float) -> None:
    assert chi2(share, degrees) == pytest.approx(found, abs=1e-5)


def test_a_gamma_with_shape_one_is_the_exponential() -> None:
    assert gamma(0.8, 1, 2.0) == pytest.approx(-math.log(0.2) / 2)


def test_quantiles_of_the_negative_binomial_are_those_of_the_check_table() -> None:
    found = [negative_binomial(share, 50.5, 0.8) for share in (0.025, 0.1, 0.5, 0.9, 0.975)]
    assert found == [6, 8, 12, 18, 21]


@given(st.floats(0.3, 40), st.floats(0.05, 0.95), st.floats(0.01, 0.99))
def test_the_negative_binomial_agrees_with_adding_up_its_terms(
    size: float, chance: float, share: float
) -> None:
    total, count = 0.0, -1
    while total < share - 1e-9:
        count += 1
        log = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
        total += math.exp(log + size * math.log(chance) + count * math.log1p(-chance))
    assert negative_binomial(share, size, chance) in (count, count + 1)


def test_a_rate_has_garwoods_interval_and_begins_at_nothing_where_nobody_came() -> None:
    found, none = rate(50, 4), rate(0, 2)
    assert found is not None and none is not None
    assert (found.per_hour, found.low, found.high) == pytest.approx((12.5, 9.27774, 16.47969), abs=1e-5)
    assert (none.per_hour, none.low, none.high) == pytest.approx((0, 0, -math.log(0.025) / 2))
    assert rate(3, 0) is None
    with pytest.raises(ValueError, match="negative"):
        rate(-1, 2)


# -- one cell ---------------------------------------------------------------------------------------------


def test_counts_that_vary_as_chance_does_have_the_poisson_interval() -> None:
    found = predicted([12, 15, 9, 14])
    assert (found.mean, found.phi) == (12.5, 1.0)
    assert (found.low95, found.high95) == pytest.approx((4.7524, 20.2476), abs=1e-4)
    assert found.whole95() == (4, 21)


def test_counts_that_vary_more_have_a_wider_one_which_ends_at_nobody() -> None:
    found = predicted([5, 20, 8, 31, 2, 18])
    assert (found.mean, found.phi) == pytest.approx((14.0, 8.6))
    assert (found.low95, found.high95) == pytest.approx((0.0, 37.2297), abs=1e-4)
    assert found.whole95() == (0, 38)


def test_where_nobody_ever_came_somebody_still_may() -> None:
    found = predicted([0, 0, 0, 0])
    assert (found.mean, found.low95) == (0, 0)
    assert 0 < found.upper < 0.5
    assert found.high95 == negative_binomial(0.975, 0.5, 0.8)


def test_small_means_may_be_foretold_exactly() -> None:
    found = predicted([1, 2, 0, 1], small=True)
    assert (found.low95, found.high95) == (
        negative_binomial(0.025, 4.5, 0.8),
        negative_binomial(0.975, 4.5, 0.8),
    )


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_the_wider_interval_holds_the_narrower_and_both_hold_the_mean(counts: list[int]) -> None:
    found = predicted(counts)
    assert 0 <= found.low95 <= found.low80 <= found.mean <= found.high80 <= found.high95
    assert found.mean <= found.upper


def test_pooled_dispersion_skips_cells_where_nobody_came() -> None:
    assert dispersion([[5, 20, 8, 31, 2, 18], [0, 0, 0]]) == pytest.approx(8.6)
    # (5 × 8.6 + 1 × 2) / 6: the second cell has a variance of 2 and a mean of 1.
    assert dispersion([[5, 20, 8, 31, 2, 18], [0, 2]]) == pytest.approx(45 / 6)


def test_a_days_means_add_and_so_do_their_variances() -> None:
    cell = predicted([12, 15, 9, 14])
    whole_day = together([cell] * 4)
    assert (whole_day.mean, whole_day.spread) == pytest.approx((50, 4 * cell.spread))
    assert whole_day.high95 - 50 == pytest.approx(2 * (cell.high95 - 12.5))
    assert whole(1.2, 3.1) == (1, 4)


# -- local time -------------------------------------------------------------------------------------------


def test_the_hour_that_clocks_skip_is_not_there_and_the_one_they_repeat_is_there_twice() -> None:
    days = changes(2026, ROME)
    grid = Grid(ROME, 60)
    assert {when: grid.exposure(day)[2] / HOUR for when, day in days.items()} == {"spring": 0, "autumn": 2}
    assert [sum(grid.exposure(day)) / HOUR for day in days.values()] == [23, 25]


def test_half_an_hours_change_of_clocks_cuts_a_cell_in_the_middle() -> None:
    days = changes(2026, "Australia/Lord_Howe")
    grid = Grid("Australia/Lord_Howe", 60)
    assert grid.exposure(days["spring"])[2] == HOUR // 2
    assert grid.exposure(days["autumn"])[1] == HOUR + HOUR // 2


@given(
    st.sampled_from([ROME, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    st.integers(0, 364),
)
def test_the_cells_of_a_date_are_all_of_it_and_each_instant_is_in_one(zone: str, number: int) -> None:
    day = date(2026, 1, 1) + timedelta(days=number)
    slices = Grid(zone, 30).slices(day)
    assert all(one.until == other.since for one, other in pairwise(slices))
    assert slices[0].since == periods.midnight(day, zone)
    assert slices[-1].until == periods.midnight(day + timedelta(days=1), zone)


def test_who_comes_while_it_is_closed_is_counted_nowhere() -> None:
    grid = Grid(ROME, 60, OFFICE)
    (day,) = days_of(
        [at(MONDAY, 8.5), at(MONDAY, 9), at(MONDAY, 16.98), at(MONDAY, 17)], grid, MONDAY, MONDAY + WEEK / 7
    )
    assert [hour for hour, count in enumerate(day.counts) if count] == [9, 16]
    assert sum(day.exposure) == 8 * HOUR


# -- a week -----------------------------------------------------------------------------------------------


def test_a_cell_is_foretold_from_the_same_cell_of_the_eight_weeks_before() -> None:
    past = alike(9, 2) + alike(4, 8, MONDAY + 2 * WEEK)
    (first, *_) = forecast(past, alike(0, 1, MONDAY + 10 * WEEK))
    assert first.prediction is not None
    assert (first.basis, first.prediction.mean, first.prediction.n) == ("cell", 4, 8)


def test_with_fewer_than_four_weeks_working_days_are_taken_together() -> None:
    past = alike(4, 2)
    cells = forecast(past, alike(0, 1, MONDAY + 2 * WEEK))
    bases = {(one.date.weekday() >= 5, one.basis, one.prediction.n) for one in cells if one.prediction}
    assert bases == {(False, "kind", 10), (True, "kind", 4)}


def test_less_than_a_week_is_no_history() -> None:
    cells = forecast(alike(4, 1)[:6], alike(0, 1, MONDAY + WEEK))
    assert {(one.basis, one.prediction) for one in cells} == {(None, None)}


def test_a_closed_cell_is_not_foretold() -> None:
    grid = Grid(ROME, 60, OFFICE)
    past = days_of([], grid, MONDAY, MONDAY + 8 * WEEK)
    coming = days_of([], grid, MONDAY + 8 * WEEK, MONDAY + 9 * WEEK)
    cells = forecast(past, coming)
    assert {one.cell for one in cells if one.prediction} == set(range(9, 17))
    assert all(one.exposure == 0 for one in cells if not one.prediction)


def test_a_holiday_on_which_people_work_is_foretold_as_a_sunday() -> None:
    grid, easter = Grid(ROME, 60, OFFICE), date(2026, 4, 6)
    arrivals = [at(MONDAY + timedelta(days=n), 10) for n in range(91) for _ in range(1 if n % 7 == 6 else 6)]
    past = days_of(arrivals, grid, MONDAY, easter)
    found = forecast(past, days_of([], grid, easter, easter + timedelta(days=1)))[10]
    assert found.prediction is not None
    assert found.prediction.mean == 1


def test_the_level_of_the_last_four_weeks_moves_the_mean_within_its_bounds() -> None:
    past = alike(4, 4) + alike(6, 4, MONDAY + 4 * WEEK)
    coming = alike(0, 1, MONDAY + 8 * WEEK)
    assert _first(past, coming, Wish()) == 5
    assert _first(past, coming, Wish(level=True)) == pytest.approx(5 * 1.5)
    grown = alike(1, 4) + alike(6, 4, MONDAY + 4 * WEEK)
    assert _first(grown, coming, Wish(level=True)) == pytest.approx(3.5 * 2)


def _first(past: Sequence[Day], coming: Sequence[Day], wish: Wish) -> float:
    prediction = forecast(past, coming, wish)[0].prediction
    assert prediction is not None
    return prediction.mean


def test_a_cell_that_will_be_twice_as_long_brings_twice_as_many() -> None:
    past = alike(4, 8)
    longer = [Day(day.date, day.counts, (2 * HOUR,) * 24) for day in alike(0, 1, MONDAY + 8 * WEEK)]
    assert _first(past, longer, Wish()) == 8


# -- whether it is right ----------------------------------------------------------------------------------


def test_the_check_finds_that_a_fair_forecast_of_chance_is_fair_and_better_than_last_week() -> None:
    chance = Random(7)
    past = [
        Day(day.date, tuple(_poisson(chance, 20) for _ in range(24)), day.exposure) for day in alike(0, 12)
    ]
    found = checked(past)
    assert found.n == 4 * 7 * 24
    assert found.is_fair
    assert found.mase is not None and found.mase < 1
    assert not found.falls_back


def test_where_a_week_is_like_the_last_one_that_is_the_better_forecast() -> None:
    """It doubles every four weeks: the mean of eight is always behind."""
    past = [
        Day(day.date, (round(10 * 2 ** ((day.date - MONDAY).days // 7 / 4)),) * 24, day.exposure)
        for day in alike(0, 16)
    ]
    found = checked(past)
    assert found.falls_back
    assert found.coverage is not None and found.coverage < 90
    (first, *_) = forecast(past, alike(0, 1, MONDAY + 16 * WEEK), Wish(naive=True))
    assert first.prediction is not None
    assert (first.basis, first.prediction.mean) == ("last_week", past[-1].counts[0])


def test_nothing_can_be_checked_without_weeks_to_look_back_on() -> None:
    assert checked([]) == checked(alike(3, 1))
    assert checked([]).is_fair is None


def _poisson(chance: Random, mean: float) -> int:
    count, passed = 0, chance.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + chance.expovariate(mean)
    return count

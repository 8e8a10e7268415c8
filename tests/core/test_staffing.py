"""How many are needed, half hour by half hour, against tables of queueing theory and another library's."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.forecast import Day, Forecast, Grid, forecast, predicted
from server.core.queueing import Goal, required, staffed
from server.core.staffing import BadStaffing, Handled, StaffingOf, needs, read
from server.core.staffing.handling import Times, together
from server.core.staffing.needs import Needs

# What pyworkforce answers, kept: installed, it would bring a solver and a table library with it.
THEIRS = json.loads((Path(__file__).parent / "pyworkforce_positions.json").read_text())["positions"]

HOUR = 3_600_000
MONDAY = date(2026, 3, 9)
NOON = round(datetime(2026, 3, 11, 12, tzinfo=UTC).timestamp() * 1000)
NINE = round(datetime(2026, 3, 9, 9, tzinfo=UTC).timestamp() * 1000)

# transactions, asa, aht, interval, shrinkage, service level, occupancy cap: what pyworkforce documents and
# tests (its docs/guide/erlangc.md, queuing/tests/test_erlang.py): raw positions, positions, level, occupancy,
# chance of waiting, to three decimals.
PUBLISHED = [((100, 0.33, 3, 30, 0.3, 0.8, 0.85), (14, 20, 0.888, 0.714, 0.174))]


def wanted(**more: Any) -> StaffingOf:
    return StaffingOf(NOON, "UTC", MONDAY, minutes=60, shrinkage=0.0, **more)


def cell_of(per_hour: int, upper_is_mean: bool = True) -> Forecast:
    """So many come in the hour from nine, for certain."""
    prediction = predicted([per_hour] * 1_000_000 if upper_is_mean else [per_hour - 90, per_hour + 90] * 2)
    return Forecast(MONDAY, 9, HOUR, "cell", prediction)


def needed(per_hour: int, seconds: float, rostered: int = 0, **more: Any) -> Needs:
    asked = wanted(**more)
    times = Times([Handled(0, 9, seconds, float(asked.slots))] * 30, asked.slots)
    roster = {f"agent {n}": [(NINE, NINE + HOUR)] for n in range(rostered)}
    (found,) = needs(
        [cell_of(per_hour)], Grid("UTC", 60), times, roster, asked, asked.patience, asked.shrinkage or 0
    )
    return found


@pytest.mark.parametrize(
    ("per_hour", "seconds", "agents", "employed"),
    [
        (10, 180, 2, 3),
        (60, 300, 8, 12),
        (60, 600, 14, 20),
        (100, 600, 22, 32),
        (200, 180, 14, 20),
        (200, 600, 40, 58),
    ],
)
def test_so_many_are_needed_as_the_check_table_says(
    per_hour: int, seconds: float, agents: int, employed: int
) -> None:
    found = needed(per_hour, seconds)
    assert found.at_work == agents
    assert needed(per_hour, seconds, **{}).needed == agents
    assert staffed(agents, 0.3) == employed


@pytest.mark.parametrize(
    ("model", "slots", "agents"),
    [
        ("slots", 1, 14),
        ("slots", 2, 7),
        ("slots", 3, 5),
        ("slots", 4, 4),
        ("factor", 2, 9),
        ("factor", 3, 7),
        ("factor", 4, 6),
    ],
)
def test_several_chats_at_once_need_fewer_by_either_model(model: str, slots: int, agents: int) -> None:
    assert needed(60, 600, model=model, slots=slots).at_work == agents


def test_the_roster_is_short_by_what_is_missing_and_gives_the_level_that_theory_says() -> None:
    found = needed(200, 180, rostered=12)
    assert (found.at_work, found.rostered, found.gap) == (14, 12, -2)
    assert found.level == pytest.approx(0.640158, abs=1e-4)
    assert found.occupancy == pytest.approx(0.8333, abs=1e-3)


def test_half_a_person_gives_half_the_difference() -> None:
    asked = wanted()
    times = Times([Handled(0, 9, 180.0)] * 30, 1)
    roster = {f"agent {n}": [(NINE, NINE + HOUR)] for n in range(12)} | {
        "late": [(NINE + HOUR // 2, NINE + HOUR)]
    }
    (found,) = needs([cell_of(200)], Grid("UTC", 60), times, roster, asked, None, 0.0)
    assert found.rostered == 12.5
    assert found.level == pytest.approx((0.640158 + 0.795595) / 2, abs=1e-4)


def test_too_few_people_serve_nobody_in_time_where_nobody_gives_up() -> None:
    assert needed(200, 180, rostered=9).level == 0
    with_patience = needed(200, 180, rostered=9, patience=300.0).level
    assert with_patience is not None and with_patience > 0.2


def test_shrinkage_takes_people_from_the_roster_and_adds_to_what_is_needed() -> None:
    asked = wanted()
    times, roster = Times([Handled(0, 9, 180.0)] * 30, 1), {f"a{n}": [(NINE, NINE + HOUR)] for n in range(20)}
    (found,) = needs([cell_of(200)], Grid("UTC", 60), times, roster, asked, None, 0.3)
    assert (found.at_work, found.needed, found.gap) == (14, 20, 0)
    assert found.level == pytest.approx(0.888350, abs=1e-4)


def test_staff_is_for_the_upper_rate_and_not_for_the_mean() -> None:
    times = Times([Handled(0, 9, 180.0)] * 30, 1)
    asked = wanted()
    (sure,), (unsure,) = (
        needs([cell_of(200, is_sure)], Grid("UTC", 60), times, {}, asked, None, 0.0)
        for is_sure in (True, False)
    )
    assert sure.at_work == 14
    assert unsure.at_work is not None and unsure.at_work > 14


def test_where_nobody_comes_one_is_there_all_the_same() -> None:
    assert needed(0, 180).at_work == 1


def test_nothing_is_said_of_what_nothing_is_known_of() -> None:
    days = [Day(MONDAY, (0,) * 24, (HOUR,) * 24)]
    found = needs(forecast([], days), Grid("UTC", 60), Times([], 1), {}, wanted(), None, 0.0)
    assert {(one.at_work, one.level, one.gap) for one in found} == {(None, None, None)}


# -- how long it takes ------------------------------------------------------------------------------------


def test_an_hour_with_thirty_conversations_has_a_mean_of_its_own_else_its_weekday_else_all() -> None:
    handled = [Handled(0, 9, 100.0)] * 30 + [Handled(0, 10, 400.0)] * 29 + [Handled(1, 9, 900.0)]
    times = Times(handled, 1)
    assert [times.of(*key) is not None for key in ((0, 9), (0, 10), (1, 9))] == [True] * 3
    bases = [found.basis for key in ((0, 9), (0, 10), (1, 9)) if (found := times.of(*key))]
    assert bases == ["hour", "day", "all"]
    assert Times([], 1).of(0, 9) is None


def test_times_are_those_at_so_many_chats_at_once_if_there_are_enough() -> None:
    handled = [Handled(0, 9, 100.0, 1.1)] * 100 + [Handled(0, 9, 300.0, 2.9)] * 30
    found = Times(handled, 3).of(0, 9)
    assert found is not None
    assert (found.seconds, found.at) == (300.0, 3)
    mixed = Times(handled[:120], 3).of(0, 9)
    assert mixed is not None and mixed.at is None


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 10)), min_size=1, max_size=8)
)
def test_chats_at_once_are_what_counting_each_instant_gives(parts: list[tuple[str, int, int]]) -> None:
    intervals = [(str(n), agent, since, since + length) for n, (agent, since, length) in enumerate(parts)]
    found = together(intervals)
    for conversation, agent, since, until in intervals:
        counts = [
            sum(a <= at < b for _, who, a, b in intervals if who == agent) for at in range(since, until)
        ]
        assert found[conversation] == pytest.approx(sum(counts) / len(counts))


# -- the question -----------------------------------------------------------------------------------------


def test_a_week_is_named_by_its_number_or_by_a_day_in_it() -> None:
    assert read({"week": "2026-W11"}, NOON, "UTC", 3).monday == MONDAY
    assert read({"week": "2026-03-15"}, NOON, "UTC", 3).monday == MONDAY
    assert read({}, NOON, "UTC", 3) == StaffingOf(NOON, "UTC", MONDAY, slots=3)


@pytest.mark.parametrize(
    "wrong",
    """week=soon week=2300-01-01 target=100 target=nan within=0 slots=0 model=magic weeks=1 shrinkage=100
    level=perhaps without=tomorrow minutes=7 cap=1e9 patience=-1""".split(),
)
def test_what_cannot_be_asked_says_what_can(wrong: str) -> None:
    name, value = wrong.split("=")
    with pytest.raises(BadStaffing, match=name):
        read({name: value}, NOON, "UTC", 1)


# -- another library --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "published"), PUBLISHED)
def test_positions_are_those_that_pyworkforce_publishes(
    asked: tuple[float, ...], published: tuple[float, ...]
) -> None:
    transactions, asa, aht, interval, shrinkage, level, cap = asked
    load = transactions / interval * aht
    found = required(load, aht, Goal(level, asa, busiest=cap))
    shown = (round(found.served.level, 3), round(found.served.occupancy, 3), round(found.served.waiting, 3))
    assert (found.servers, staffed(found.servers, shrinkage), *shown) == published


@pytest.mark.parametrize("theirs", THEIRS, ids=lambda one: f"{one['transactions']} of {one['aht']:g} min")
def test_positions_agree_with_what_pyworkforce_answers(theirs: dict[str, float]) -> None:
    load = theirs["transactions"] / 30 * theirs["aht"]
    ours = required(load, theirs["aht"], Goal(0.8, 1 / 3, busiest=0.85))
    assert ours.servers == theirs["raw_positions"]
    # Theirs takes 21 / 0.7 for a little more than 30.
    assert theirs["positions"] - staffed(ours.servers, 0.3) in (0, 1)
    assert ours.served.level == pytest.approx(theirs["service_level"], abs=1e-9)
    assert ours.served.waiting == pytest.approx(theirs["waiting_probability"], abs=1e-9)
    assert ours.served.occupancy == pytest.approx(theirs["occupancy"], abs=1e-9)


def test_days_before_the_first_conversation_are_looked_at_by_nobody() -> None:
    assert wanted().first == MONDAY - timedelta(weeks=13)

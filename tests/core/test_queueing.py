"""Queueing theory against tables of it, and against itself by other ways."""

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.core import queueing
from server.core.queueing import Goal, Place, erlang_a, erlang_b, erlang_c

B_SERVERS = (1, 2, 3, 5, 8, 10, 12, 15, 17, 20)
B_TABLE = {
    1: (0.5, 0.2, 0.0625, 0.003067, 0.000009),
    2: (0.666667, 0.4, 0.210526, 0.036697, 0.000859, 0.000038, 0.000001),
    5: (0.833333, 0.675676, 0.529661, 0.284868, 0.070048, 0.018385, 0.003441, 0.000157, 0.000014),
    10: (0.909091, 0.819672, 0.732064, 0.563952, 0.338318, 0.214582, 0.119739, 0.036497, 0.012949, 0.001869),
    20: (0.952381, 0.904977, 0.857817, 0.764358, 0.626980, 0.537963, 0.451789, 0.329997, 0.255714, 0.158892),
}
# Servers: waiting, mean wait, level, occupancy; 200 an hour, 180 s, within 20 s.
C_TABLE = {
    11: (0.682118, 122.7813, 0.389614, 0.9091),
    12: (0.449388, 40.4449, 0.640158, 0.8333),
    13: (0.285270, 17.1162, 0.795595, 0.7692),
    14: (0.174132, 7.8359, 0.888350, 0.7143),
    15: (0.102042, 3.6735, 0.941453, 0.6667),
    16: (0.057340, 1.7202, 0.970560, 0.6250),
    20: (0.003731, 0.0672, 0.998772, 0.5000),
}
# Servers: waiting, abandoned, occupancy, mean wait in minutes, level; patience 5 minutes.
A_TABLE = {
    10: (0.599433, 0.109438, 0.890562, 0.547190, 0.516810),
    11: (0.459775, 0.069945, 0.845504, 0.349726, 0.656873),
    12: (0.331802, 0.042711, 0.797741, 0.213556, 0.772279),
    13: (0.225797, 0.024963, 0.750028, 0.124817, 0.858178),
    14: (0.145260, 0.013984, 0.704297, 0.069919, 0.916792),
    15: (0.088547, 0.007514, 0.661657, 0.037572, 0.953856),
}
# An hour, time: servers, level, mean wait, occupancy, staffed.
STAFF_TABLE = {
    (10, 180): (2, 0.9154, 12.00, 0.2500, 3),
    (10, 300): (3, 0.9501, 7.99, 0.2778, 5),
    (20, 300): (4, 0.9123, 13.18, 0.4167, 6),
    (30, 300): (5, 0.8896, 15.64, 0.5000, 8),
    (60, 180): (5, 0.8109, 21.25, 0.6000, 8),
    (60, 300): (8, 0.8631, 16.73, 0.6250, 12),
    (60, 600): (14, 0.8476, 26.12, 0.7143, 20),
    (100, 300): (12, 0.8622, 14.40, 0.6944, 18),
    (100, 600): (22, 0.8704, 17.42, 0.7576, 32),
    (200, 180): (14, 0.8884, 7.84, 0.7143, 20),
    (200, 600): (40, 0.8473, 17.17, 0.8333, 58),
}
# An hour, time, slots: by slots (agents, slots, level, mean wait, occupancy, staffed), by factor (the same
# without slots and staffed).
SLOT_TABLE = {
    (60, 600, 1): ((14, 14, 0.8476, 26.12, 0.7143, 20), (14, 0.8476, 26.12, 0.7143)),
    (60, 600, 2): ((7, 14, 0.8476, 26.12, 0.7143, 10), (9, 0.8502, 20.24, 0.6536)),
    (60, 600, 3): ((5, 15, 0.9136, 12.25, 0.6667, 8), (7, 0.8948, 10.81, 0.5714)),
    (60, 600, 4): ((4, 16, 0.9531, 5.73, 0.6250, 6), (6, 0.8687, 13.63, 0.5747)),
    (30, 600, 3): ((3, 9, 0.9295, 12.08, 0.5556, 5), (4, 0.8528, 20.87, 0.5000)),
    (120, 480, 3): ((7, 21, 0.8612, 16.41, 0.7619, 10), (10, 0.9024, 7.58, 0.6400)),
}
# Position: mean, mean with patience 300 s, p50, p80, p90, by 60 s, by 300 s; 6 slots, 600 s.
PLACES = {
    1: (100, 100, 69.31, 160.94, 230.26, 0.451188, 0.950213),
    2: (200, 175, 167.83, 299.43, 388.97, 0.121901, 0.800852),
    3: (300, 235, 267.41, 427.90, 532.23, 0.023115, 0.576810),
    4: (400, 285, 367.21, 551.50, 668.08, 0.003358, 0.352768),
    5: (500, 327.857, 467.09, 672.10, 799.36, 0.000394, 0.184737),
    6: (600, 365.357, 567.02, 790.60, 927.47, 0.000039, 0.083918),
}


def same(found: Sequence[float], printed: Sequence[float]) -> bool:
    """To as many decimals as are printed."""
    return all(round(a, len(repr(b).partition(".")[2])) == b for a, b in zip(found, printed, strict=True))


@pytest.mark.parametrize("load", B_TABLE)
def test_erlang_b_is_the_table(load: int) -> None:
    found = [erlang_b(n, load) for n in B_SERVERS[: len(B_TABLE[load])]]
    assert found == pytest.approx(B_TABLE[load], abs=5.1e-7)


@pytest.mark.parametrize("servers", C_TABLE)
def test_erlang_c_is_the_table(servers: int) -> None:
    found = erlang_c(servers, 10, 180, 20)
    assert same((found.waiting, found.mean_wait, found.level, found.occupancy), C_TABLE[servers])


@pytest.mark.parametrize("servers", A_TABLE)
def test_erlang_a_is_the_table(servers: int) -> None:
    found = erlang_a(servers, 10, 180, 20, 300)
    row = (found.waiting, found.abandoned, found.occupancy, found.mean_wait / 60, found.level)
    assert same(row, A_TABLE[servers])


@pytest.mark.parametrize("case", STAFF_TABLE)
@pytest.mark.parametrize("busiest", [None, 0.85])
def test_the_required_staff_is_the_table(case: tuple[int, int], busiest: float | None) -> None:
    per_hour, time = case
    staff = queueing.required(per_hour / 3600 * time, time, Goal(busiest=busiest))
    served = staff.served
    row = (served.level, served.mean_wait, served.occupancy, queueing.staffed(staff.agents, 0.3))
    assert staff.agents == STAFF_TABLE[case][0] and row == pytest.approx(STAFF_TABLE[case][1:], abs=0.0051)


@pytest.mark.parametrize("case", SLOT_TABLE)
def test_several_chats_at_once_are_the_table_by_slots_and_by_factor(case: tuple[int, int, int]) -> None:
    per_hour, time, slots = case
    goal = Goal(busiest=0.85)
    a = queueing.slot_staff(per_hour / 3600, time, slots, goal)
    b = queueing.factor_staff(per_hour / 3600, time, slots, goal)
    figures = [(one.served.level, one.served.mean_wait, one.served.occupancy) for one in (a, b)]
    by_slots, by_factor = SLOT_TABLE[case]
    found = (a.agents, a.servers, *figures[0], queueing.staffed(a.agents, 0.3))
    assert found == pytest.approx(by_slots, abs=0.0051)
    assert (b.agents, *figures[1]) == pytest.approx(by_factor, abs=0.0051)


@pytest.mark.parametrize("position", PLACES)
def test_the_wait_at_a_place_is_the_table(position: int) -> None:
    place, patient = Place(position, 6, 600), Place(position, 6, 600, 300)
    quantiles = [place.quantile(share) for share in (0.5, 0.8, 0.9)]
    found = (place.mean(), patient.mean(), *quantiles, place.within(60), place.within(300))
    assert found == pytest.approx(PLACES[position], abs=0.0051)
    assert found[5:] == pytest.approx(PLACES[position][5:], abs=5.1e-7)


@pytest.mark.parametrize("load", [14, 15, 1e6])
def test_who_is_understaffed_is_told_so_and_given_no_number(load: float) -> None:
    found = erlang_c(14, load, 180, 20)
    assert not found.is_stable
    assert (found.waiting, found.mean_wait, found.level) == (1, math.inf, 0)


def test_nobody_comes_and_one_is_there() -> None:
    staff = queueing.required(0, 180, Goal())
    assert (staff.agents, staff.served.level, staff.served.mean_wait) == (1, 1, 0)
    assert erlang_a(3, 0, 180, 20, 300).level == 1


def test_a_float_a_hair_above_a_whole_number_employs_nobody_more() -> None:
    assert queueing.staffed(21, 0.3) == 30  # 21 / 0.7 is 30.000000000000004


@pytest.mark.parametrize("shrinkage", [-0.1, 1, 1.5])
def test_a_shrinkage_that_cannot_be_is_refused(shrinkage: float) -> None:
    with pytest.raises(ValueError, match="shrinkage"):
        queueing.staffed(3, shrinkage)


@pytest.mark.parametrize("goal", [Goal(level=1), Goal(busiest=0), Goal(abandoned=0, patience=9)])
def test_a_goal_that_nobody_meets_is_refused(goal: Goal) -> None:
    with pytest.raises(ValueError, match="no number"):
        queueing.required(3, 60, goal)


def test_nobody_gave_up_says_nothing_of_patience() -> None:
    assert queueing.mean_patience([10, 20], []) is None
    assert queueing.mean_patience([10, 20, 30, 40], [60, 90]) == 125


rates = st.floats(0.05, 60).map(lambda load: round(load, 3))


@given(st.integers(1, 40), rates)
def test_who_never_gives_up_is_erlang_c(servers: int, load: float) -> None:
    if load < 0.95 * servers:
        a, c = erlang_a(servers, load, 100, 20, 1e9), erlang_c(servers, load, 100, 20)
        assert a.waiting == pytest.approx(c.waiting, abs=1e-5)
        assert a.mean_wait == pytest.approx(c.mean_wait, rel=1e-3, abs=1e-5)
        assert a.level == pytest.approx(c.level, abs=1e-5)


@given(st.integers(1, 40), rates, st.floats(5, 5_000))
def test_in_the_long_run_all_who_come_are_served_or_give_up(
    servers: int, load: float, patience: float
) -> None:
    found = erlang_a(servers, load, 100, 1e7, patience)
    assert found.level == pytest.approx(1 - found.abandoned, abs=1e-6)
    assert found.occupancy <= 1 + 1e-9


@pytest.mark.parametrize(("servers", "load"), [(1_000, 990), (1_000, 1_200), (300, 100), (1, 500)])
def test_a_large_office_overflows_nothing(servers: int, load: float) -> None:
    found = erlang_a(servers, load, 100, 1e7, 60)
    assert 0 <= found.waiting <= 1 and found.level == pytest.approx(1 - found.abandoned, abs=1e-6)


def by_chain(place: Place, within: float, steps: int = 4_000) -> float:
    """The same chance by following the chain of places in small steps (Runge-Kutta of the fourth order)."""
    rates = [place.servers / place.time + j / (place.patience or math.inf) for j in range(place.position)]

    def flow(at: list[float]) -> list[float]:
        return [
            (rates[j + 1] * at[j + 1] if j + 1 < len(at) else 0.0) - rates[j] * at[j] for j in range(len(at))
        ]

    at, h = [0.0] * (place.position - 1) + [1.0], within / steps
    for _ in range(steps):
        k1 = flow(at)
        k2 = flow([a + h / 2 * k for a, k in zip(at, k1, strict=True)])
        k3 = flow([a + h / 2 * k for a, k in zip(at, k2, strict=True)])
        k4 = flow([a + h * k for a, k in zip(at, k3, strict=True)])
        at = [a + h / 6 * (p + 2 * q + 2 * r + s) for a, p, q, r, s in zip(at, k1, k2, k3, k4, strict=True)]
    return 1 - math.fsum(at)


@pytest.mark.parametrize(
    ("position", "patience", "within"), [(1, 300, 60), (4, 300, 200), (9, 40, 90), (9, None, 700), (25, 5, 9)]
)
def test_the_closed_form_is_the_chain(position: int, patience: float | None, within: float) -> None:
    place = Place(position, 6, 600, patience)
    assert place.within(within) == pytest.approx(by_chain(place, within), abs=1e-9)


places = st.builds(
    Place,
    st.integers(1, 10_000),
    st.integers(1, 2_000),
    st.floats(5, 5_000),
    st.one_of(st.none(), st.floats(1, 1e10)),
)


@given(places, st.floats(0.01, 0.99))
@example(Place(10_000, 1, 600), 0.9)
@example(Place(10_000, 6, 600, 300), 0.1)
@example(Place(10_000, 2_000, 5, 1e10), 0.5)
@example(Place(5_000, 1_000, 600, 6_001), 0.9)
def test_a_quantile_is_reached_by_that_share_however_long_the_queue(place: Place, share: float) -> None:
    assert place.within(place.quantile(share)) == pytest.approx(share, abs=1e-6)


@given(places)
def test_the_next_one_waits_longer(place: Place) -> None:
    behind = Place(place.position + 1, place.servers, place.time, place.patience)
    at = place.mean()
    assert behind.mean() > at and behind.within(at) <= place.within(at) + 1e-9


@pytest.mark.parametrize("patience", [1e6, 0.9e9, 1.1e9, 1e12, None])
def test_where_patience_hardly_counts_nothing_jumps(patience: float | None) -> None:
    """There the sum of exponentials is taken as an Erlang: a place on both sides of that edge."""
    bare = Place(1_000, 10, 100)
    place = Place(1_000, 10, 100, patience)
    assert place.quantile(0.9) == pytest.approx(bare.quantile(0.9), rel=6e-3)
    assert place.within(place.mean()) == pytest.approx(bare.within(bare.mean()), abs=1e-4)


def test_a_quantile_grows_with_its_share() -> None:
    found = [Place(7, 3, 240, 90).quantile(share / 100) for share in range(1, 100)]
    assert all(a < b for a, b in pairwise(found))

"""How often is too often."""

from hypothesis import given
from hypothesis import strategies as st

from server.limits import FORGET_AT, Attempts, Limiter, admit_all


def test_vera_sends_a_burst_and_then_so_many_a_second() -> None:
    limiter = Limiter(burst=3, per_second=2)
    assert [limiter.admit("vera", 0) for _ in range(3)] == [None] * 3
    assert limiter.admit("vera", 0) == 0.5
    assert limiter.admit("vera", 0.25) == 0.25
    assert limiter.admit("vera", 0.5) is None
    assert limiter.admit("wanda", 0.5) is None, "each counts for himself"


def test_whoever_waits_as_long_as_he_is_told_is_admitted() -> None:
    limiter = Limiter(burst=20, per_second=5)
    for _ in range(20):
        limiter.admit("vera", 7)
    wait = limiter.admit("vera", 7)
    assert wait is not None
    assert limiter.admit("vera", 7 + wait) is None


@given(st.lists(st.floats(0, 3), max_size=60), st.integers(1, 10), st.sampled_from([0.5, 1, 5, 20]))
def test_no_window_ever_holds_more_than_the_burst_and_the_rate(
    pauses: list[float], burst: int, rate: float
) -> None:
    limiter, now, admitted = Limiter(burst, rate), 0.0, []
    for pause in pauses:
        now += pause
        if limiter.admit("vera", now) is None:
            admitted.append(now)
    for first, start in enumerate(admitted):
        for last in range(first, len(admitted)):
            assert last - first + 1 <= burst + (admitted[last] - start) * rate + 1e-6


def test_those_who_rest_are_forgotten() -> None:
    limiter, attempts = Limiter(1, 1), Attempts()
    for number in range(FORGET_AT + 1):
        attempts.begin({f"account {number}": 5}, 0)
    attempts.begin({"account vera": 5}, attempts.window + 1)
    assert len(attempts._begun) == 1
    for minute in range(4):
        for number in range(FORGET_AT + 1):
            limiter.admit(f"visitor {number} of {minute}", 60 * minute)
    assert len(limiter._due) <= 2 * (FORGET_AT + 1)


def test_a_command_counts_for_vera_and_for_her_address_or_for_neither() -> None:
    own, shared = Limiter(burst=2, per_second=1), Limiter(burst=3, per_second=1)

    def admit(who: str, now: float) -> float | None:
        return admit_all(((own, who), (shared, "office")), now)

    assert [admit("vera", 0), admit("vera", 0), admit("vera", 0)] == [None, None, 1]
    assert [admit("wanda", 0), admit("wanda", 0)] == [None, 1], "what was refused to vera took no room"
    assert [admit("wanda", 1), admit("wanda", 1)] == [None, 1], "nor did what was refused to wanda"


def test_five_attempts_in_a_quarter_of_an_hour_and_one_more_when_the_first_is_old() -> None:
    attempts, keys = Attempts(), {"account ada": 5, "address": 20}
    assert [attempts.begin(keys, now) for now in range(5)] == [None] * 5
    assert attempts.begin(keys, 5) == attempts.window - 5
    assert attempts.begin(keys, attempts.window - 1) == 1
    assert attempts.begin(keys, attempts.window) is None
    assert attempts.begin(keys, attempts.window) == 1


def test_a_refused_attempt_counts_for_nobody() -> None:
    attempts = Attempts()
    for _ in range(5):
        attempts.begin({"account ada": 5, "address": 20}, 0)
    for _ in range(50):
        assert attempts.begin({"account ada": 5, "address": 20}, 1) is not None
    found = [attempts.begin({f"account {number}": 5, "address": 20}, 1) for number in range(16)]
    assert found == [None] * 15 + [attempts.window - 1]


def test_an_attempt_that_succeeds_is_given_back() -> None:
    attempts, keys = Attempts(), {"account ada": 5}
    for _ in range(100):
        assert attempts.begin(keys, 0) is None
        attempts.succeeded(keys)
    assert attempts._begun == {}

"""The hand-computed cases, through the same code as reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.core.kpis.checking import vectors

FILE = json.loads((Path(__file__).parent / "kpi_vectors.json").read_text())
# These belong to KPIs that are not in the registry.
ELSEWHERE = {
    # How another product shows it.
    "sla-chatwoot-3": ("display_chatwoot",),
    "sla-chatwoot-50": ("display_chatwoot",),
}
CASES = {case["id"]: case for case in FILE["vectors"]}


@pytest.mark.parametrize("name", CASES)
def test_the_case_comes_out_as_computed_by_hand(name: str) -> None:
    (outcome,) = vectors.check({**FILE, "vectors": [CASES[name]]})
    assert outcome.passed, outcome
    assert outcome.not_compared == ELSEWHERE.get(name, ())


def test_a_kpi_that_is_not_here_has_failed() -> None:
    outcome = checked(kpi="weather", inputs={"values": [1]}, expected={"value": 1})
    assert not outcome.passed and outcome.problem == "no such KPI here"


def checked(**case: Any) -> vectors.Outcome:
    whole = {"id": "own", "kpi": "frt", "params": {}, "why": "", **case}
    return next(vectors.check({"version": 1, "defaults": {}, "vectors": [whole]}))


def test_a_wrong_expectation_fails_and_says_what_came_out() -> None:
    outcome = checked(inputs={"values": [10, 20]}, expected={"value": 16})
    assert outcome.wrong == ("value: expected 16, got 15.0",)


def test_a_known_wrong_answer_that_comes_out_fails() -> None:
    assert not checked(inputs={"values": [10, 20]}, expected={"not_value": 15}).passed


def test_a_case_of_which_nothing_can_be_compared_has_failed() -> None:
    assert not checked(inputs={"values": [10]}, expected={"weather": "fine"}).passed
    assert not checked(inputs={"planets": 9}, expected={"value": 1}).passed


def test_as_many_decimals_count_as_are_written() -> None:
    assert checked(kpi="csat", inputs={"satisfied": 9, "n": 10}, expected={"ci": [59.6, 98.2]}).passed
    assert not checked(kpi="csat", inputs={"satisfied": 9, "n": 10}, expected={"ci": [59.7, 98.2]}).passed


def test_three_answers_tell_median_from_mean() -> None:
    expected = {"value": 20, "mean": 40, "p50": 20, "p90": None, "max": 90, "ci": None, "low_n": True}
    assert checked(inputs={"values": [10, 20, 90]}, expected=expected).passed


@pytest.mark.parametrize("file", [[], {}, {"vectors": [{"id": "x"}]}, "text"])
def test_what_is_no_vectors_file_is_refused(file: object) -> None:
    with pytest.raises(vectors.BadVectors):
        list(vectors.check(file))

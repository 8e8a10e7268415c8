"""The hand-computed cases, through the same code as reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.core.kpis.checking import vectors

FOLDER = Path(__file__).parent
FILE = json.loads((FOLDER / "kpi_vectors.json").read_text())
MORE = json.loads((FOLDER / "more_vectors.json").read_text())  # our own
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


@pytest.mark.parametrize("case", MORE["vectors"], ids=lambda case: case["id"])
def test_our_own_case_comes_out_as_computed_by_hand(case: dict[str, Any]) -> None:
    (outcome,) = vectors.check({**MORE, "vectors": [case]})
    assert outcome.passed and not outcome.not_compared, outcome


def test_our_own_cases_are_others_than_the_given_ones() -> None:
    names = [case["id"] for case in MORE["vectors"]]
    assert len({*names, *CASES}) == len(names) + len(CASES)


def test_a_case_that_cannot_be_computed_does_not_stop_those_after_it() -> None:
    impossible = {"id": "x", "kpi": "expected_wait", "inputs": {"slots": 6, "aht": 0, "k": [1]}}
    good = {"id": "y", "kpi": "frt", "inputs": {"values": [10]}, "expected": {"value": 10}}
    file = {"vectors": [{**impossible, "expected": {"E": [0]}}, good]}
    assert [outcome.passed for outcome in vectors.check(file)] == [False, True]


def test_what_never_ends_may_be_null_or_said_so() -> None:
    for endless in (None, "inf"):
        inputs = {"N": 10, "a": 10, "aht": 180, "T": 20}
        assert checked(kpi="erlang_c", inputs=inputs, expected={"ASA_s": endless}).passed
    assert not checked(kpi="erlang_c", inputs=inputs, expected={"ASA_s": 1e9}).passed


def test_who_is_left_out_must_be_told_in_full() -> None:
    spam = [
        {"t": "2026-03-03T10:00:00Z", "c": "c1", "e": "conversation.started"},
        {"t": "2026-03-03T10:00:01Z", "c": "c1", "e": "marked_spam"},
    ]
    assert checked(kpi="volume", timeline=spam, expected={"excluded": {"spam": 1}}).passed
    assert not checked(kpi="volume", timeline=spam, expected={"excluded": {}}).passed


def test_a_period_that_is_none_is_a_problem() -> None:
    case = {"timeline": [], "params": {"period": "next year"}, "expected": {"n": 0}}
    assert checked(**case).problem


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


def test_a_number_of_many_decimals_may_be_written_any_way() -> None:
    for written in (0.000009, 9.1e-6):
        assert checked(kpi="erlang_b", inputs={"N": 8, "a": 1}, expected={"B": written}).passed
    assert not checked(kpi="erlang_b", inputs={"N": 8, "a": 1}, expected={"B": 0.000008}).passed


def test_three_answers_tell_median_from_mean() -> None:
    expected = {"value": 20, "mean": 40, "p50": 20, "p90": None, "max": 90, "ci": None, "low_n": True}
    assert checked(inputs={"values": [10, 20, 90]}, expected=expected).passed


@pytest.mark.parametrize("file", [[], {}, {"vectors": [{"id": "x"}]}, "text"])
def test_what_is_no_vectors_file_is_refused(file: object) -> None:
    with pytest.raises(vectors.BadVectors):
        list(vectors.check(file))


def test_a_group_that_was_not_expected_fails_and_what_has_no_tag_is_no_group_of_tags() -> None:
    begun = [
        {"t": "2026-03-03T10:00:00Z", "c": name, "e": "conversation.started", "channel": channel}
        for name, channel in (("c1", "web"), ("c2", "whatsapp"))
    ]
    said = [{**one, "e": "message.sent", "by": "visitor"} for one in begun]
    tagged = [{"t": "2026-03-03T10:00:01Z", "c": "c1", "e": "tagged", "tags": ["refund"]}]
    case = {"kpi": "volume", "timeline": [*begun, *said, *tagged]}
    assert checked(**case, expected={"by_channel": {"web": 1, "whatsapp": 1}}).passed
    assert not checked(**case, expected={"by_channel": {"web": 1}}).passed
    assert checked(**case, expected={"by_channel": {"web": {"n": 1}, "whatsapp": {"n": 1}}}).passed
    assert checked(**case, expected={"tags": {"refund": 1}}).passed


def test_half_of_the_last_decimal_is_as_far_as_it_may_be_off() -> None:
    assert checked(inputs={"values": [10.251]}, expected={"value": 10.3}).passed
    assert not checked(inputs={"values": [10.249]}, expected={"value": 10.3}).passed

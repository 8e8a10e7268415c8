"""The page of the benchmark says what was measured, and judges it as promised."""

import pytest

from tests.bench import page, results, shown
from tests.bench.case import Case, Found
from tests.bench.cases import CASES


def test_the_page_is_what_the_bench_would_write_from_its_figures() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.rendered(results.read())


def a_case(more_is_better: bool, beyond: float | None) -> Case:
    return Case("x", "x", lambda *_: Found(1, {}, {}), 1.1, beyond, more_is_better)


@pytest.mark.parametrize(
    ("ratio", "more_is_better", "beyond", "verdict"),
    [
        (2.0, True, 2.0, "beyond"),
        (1.99, True, 2.0, "reached"),
        (1.09, True, 2.0, "missed"),
        (5.0, True, None, "reached"),
        (0.5, False, 0.5, "beyond"),
        (1.1, False, 0.5, "reached"),
        (1.11, False, 0.5, "missed"),
    ],
)
def test_a_ratio_is_judged_from_its_better_side(
    ratio: float, more_is_better: bool, beyond: float | None, verdict: str
) -> None:
    assert shown.verdict(a_case(more_is_better, beyond), ratio) == verdict


def test_every_promise_has_a_row_on_the_page_even_if_it_was_not_measured() -> None:
    empty = page.rendered({"machine": "", "versions": {}, "cases": {}})
    assert [case.name for case in CASES.values() if f"| {case.title} |" not in empty] == []
    assert empty.count("not measured") == 2 * len(CASES)

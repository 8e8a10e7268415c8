"""What is said of each KPI: enough that nobody has to ask what a figure means."""

import pytest

from server.core.kpis.catalogue import CATALOGUE, entries
from server.core.kpis.registry import KPIS, page

TARGETS = {"frt": 20, "service_level": 80, "resolution_rate": 100, "cost_to_revenue": 10, "nps": 75}


@pytest.mark.parametrize("kpi", CATALOGUE)
def test_every_kpi_says_its_formula_and_of_whom_it_is(kpi: str) -> None:
    entry = CATALOGUE[kpi]
    assert entry.formula and entry.population and entry.definition.endswith(".")
    assert not entry.formula.endswith(".") and not entry.population.endswith(".")


def test_every_option_is_said_in_words_and_has_a_definition() -> None:
    for kpi, definition in KPIS.items():
        assert set(definition.options) == set(CATALOGUE[kpi].options)


def test_the_articles_targets_are_the_usual_ones() -> None:
    assert {kpi: CATALOGUE[kpi].target for kpi in TARGETS} == TARGETS
    assert CATALOGUE["cost_to_revenue"].strict


def test_the_page_and_the_list_say_it_all() -> None:
    text = page()
    for entry in entries():
        assert f"Formula: {entry['formula']}." in text
        assert entry["sources"] == sorted(entry["sources"])

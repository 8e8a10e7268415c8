"""What is said of each KPI: enough that nobody has to ask what a figure means."""

from itertools import combinations

import pytest

from server.core.kpis.asking.ask import BadAsk, parse
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


def test_options_that_would_undo_each_other_are_not_taken_together() -> None:
    """Such as two that say when a wait begins: only the last of them would hold, and both be said."""
    for kpi, definition in KPIS.items():
        real = [name for name in definition.options if name != CATALOGUE[kpi].default]
        for one, other in combinations(real, 2):
            same = set(definition.options[one]) & set(definition.options[other]) - {"also"}
            terms = [set(definition.options[name].get("terms", ())) for name in (one, other)]
            if same - {"terms"} or terms[0] & terms[1]:
                with pytest.raises(BadAsk, match="goes (not with|with no)"):
                    parse(kpi, [("option", one), ("option", other)], now=0)


def test_what_goes_together_is_taken_together() -> None:
    ask = parse("avg_volume", [("option", "per=week"), ("option", "open_days")], now=0)
    assert ask.options == ("per=week", "open_days")
    (told,) = [entry for entry in entries() if entry["id"] == "avg_volume"]
    assert told["either"] == [["per=day", "per=week", "per=month", "per=agent"]]
    assert (told["default"], told["alone"]) == ("per=day", ["per=agent"])
    assert (
        "At most one of `per=day`, `per=week`, `per=month`, `per=agent`. `per=agent` goes with no other."
        in page()
    )


def test_the_articles_targets_are_the_usual_ones() -> None:
    assert {kpi: CATALOGUE[kpi].target for kpi in TARGETS} == TARGETS
    assert CATALOGUE["cost_to_revenue"].strict


def test_the_page_and_the_list_say_it_all() -> None:
    text = page()
    for entry in entries():
        assert f"Formula: {entry['formula']}." in text
        assert entry["sources"] == sorted(entry["sources"])

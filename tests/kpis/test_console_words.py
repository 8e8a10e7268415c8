"""The console has words for all that the registry names: figures, bars, and why something is left out."""

import re
from collections.abc import Iterable
from pathlib import Path

from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.registry import KPIS

WORDS = Path(__file__).parents[2] / "web_client" / "console" / "messages" / "en" / "figures.ts"
KEYS = set(re.findall(r'^  "?([\w+=-]+)"?:', WORDS.read_text(), re.MULTILINE))
TIMES = re.compile(r"(within|window)=\d+[hd]?$")


def test_each_figure_has_a_name_and_a_meaning_in_the_console() -> None:
    wanted = {f"{kind}_{kpi}" for kpi in CATALOGUE for kind in ("name", "means")}
    assert wanted - KEYS == set()


def test_each_reason_for_leaving_something_out_has_words_in_the_console() -> None:
    variants = [kpi.with_options(options) for kpi in KPIS.values() for options in ((), *_singly(kpi.options))]
    reasons = {name for kpi in variants for name, _ in kpi.leave_out} - {"*"}
    assert {f"reason_{name}" for name in reasons} - KEYS == set()


def test_each_bar_has_a_name_in_the_console_unless_it_is_a_score() -> None:
    bars = {name for entry in CATALOGUE.values() for name in entry.bins if not name.isdigit()}
    assert {f"bin_{name}" for name in bars} - KEYS == set()


def test_each_variant_has_words_in_the_console_but_for_lengths_of_time() -> None:
    variants = [(entry.id, option) for entry in CATALOGUE.values() for option in entry.options]
    named = [(kpi, option.partition("=")[0] if TIMES.match(option) else option) for kpi, option in variants]
    unnamed = [pair for pair in named if not {f"option_{pair[1]}", f"option_{pair[0]}_{pair[1]}"} & KEYS]
    assert unnamed == []


def _singly(options: Iterable[str]) -> list[tuple[str]]:
    return [(name,) for name in options]

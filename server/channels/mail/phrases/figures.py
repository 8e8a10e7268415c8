"""What figures are called in letters: as the console has it (figures.json is written by `./dev generate`)."""

import json
from collections.abc import Mapping
from pathlib import Path

NAMES: Mapping[str, Mapping[str, str]] = json.loads(
    Path(__file__).with_name("figures.json").read_text(encoding="utf-8")
)


def name_of(kpi: str, english: str, language: str) -> str:
    """The registry's own name where the console has none."""
    return NAMES.get(language, {}).get(kpi, english)

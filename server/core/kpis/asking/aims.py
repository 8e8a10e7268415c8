"""What a desk aims at: the catalogue's targets, and over them its own."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

from ..catalogue import CATALOGUE, Entry
from .ask import USUAL, Ask

LIMITS: Mapping[str, tuple[float, float]] = {"%": (0, 100), "points": (-100, 100)}
LARGEST = 1e9

Targets = Mapping[str, float | None]


class BadTarget(ValueError):
    """What is wrong with a target, in one line."""


def usual() -> dict[str, float | None]:
    """The catalogue's, of each KPI that has a good side; None: it has none."""
    return {entry.id: entry.target for entry in CATALOGUE.values() if entry.better != "neither"}


def checked(targets: Targets) -> dict[str, float | None]:
    """As they were given; None: no target at all. Raises BadTarget."""
    for kpi, target in targets.items():
        entry = _entry(kpi)
        low, high = LIMITS.get(entry.unit, (0, LARGEST))
        if target is not None and not (isfinite(target) and low <= target <= high):
            raise BadTarget(f"targets: {kpi} is in {entry.unit}, from {low:g} to {high:g}, or null for none")
    return dict(targets)


def aimed(ask: Ask, own: Targets) -> Ask:
    """Judged by the desk's own target, if it has one; of what the KPI is without options."""
    if ask.target != USUAL or ask.options or ask.kpi not in own:
        return ask
    return replace(ask, target=own[ask.kpi])


def _entry(kpi: str) -> Entry:
    entry = CATALOGUE.get(kpi)
    if entry is None:
        raise BadTarget(f"targets: there is no KPI {kpi[:64]!r}; there are: {', '.join(usual())}")
    if entry.better == "neither":
        raise BadTarget(f"targets: {kpi} is neither better high nor low; there are: {', '.join(usual())}")
    return entry

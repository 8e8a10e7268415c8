"""What each KPI is called and means, in words. How it is computed stands in its family, under the same id.

Nothing here needs Polars, so that the chat's own process can list and check without loading it.
"""

from collections.abc import Mapping
from typing import Any

from . import (
    agents,
    channel,
    contact,
    customers,
    money,
    occupancy,
    outcome,
    people,
    queue,
    rates,
    resolution,
    response,
    satisfaction,
    selfservice,
    service_level,
    silence,
    surveys,
    volume,
)
from .entry import Entry

__all__ = ["CATALOGUE", "Entry", "entries"]

FAMILIES = (
    response,
    resolution,
    outcome,
    contact,
    selfservice,
    volume,
    rates,
    channel,
    satisfaction,
    queue,
    service_level,
    occupancy,
    silence,
    agents,
    surveys,
    customers,
    money,
    people,
)

CATALOGUE: Mapping[str, Entry] = {entry.id: entry for family in FAMILIES for entry in family.ENTRIES}


def entries(*, guarded: bool = True) -> list[dict[str, Any]]:
    """The registry as `GET /kpis` and `kpis list` give it. `guarded`: with what shows single people."""
    return [entry.told() for entry in CATALOGUE.values() if guarded or not entry.guarded]

"""Targets of figures: what the desk aims at."""

from collections.abc import Mapping
from typing import Any

import structlog
from msgspec import Struct

from server.core.kpis.asking import aims
from server.core.kpis.asking.aims import BadTarget
from server.core.refusals import Invalid

from .calls import Call

log = structlog.get_logger()


class TargetsOf(Struct, forbid_unknown_fields=True):
    """`targets` in force, in each KPI's unit, null: none; `own`: those that were set here; `usual`: the
    others', and what holds again once an own one is left out.
    """

    targets: dict[str, float | None]
    own: dict[str, float | None]
    usual: dict[str, float | None]


class NewTargets(Struct, forbid_unknown_fields=True):
    """All of the own ones; null: no target. Of a KPI that is left out, the usual one holds."""

    targets: dict[str, float | None]


async def targets(call: Call) -> dict[str, Any]:
    own, usual = _own(call), aims.usual()
    return {"targets": {**usual, **own}, "own": own, "usual": usual}


async def set_targets(call: Call) -> dict[str, Any]:
    wish: NewTargets = call.body
    try:
        found = aims.checked(wish.targets)
    except BadTarget as problem:
        raise Invalid(str(problem)) from None
    await call.parts.kept.people.set_setting("targets", found)
    log.info("targets_set", by=call.person.id, targets=found)
    return await targets(call)


def _own(call: Call) -> Mapping[str, float | None]:
    """Without those of KPIs that an earlier version knew."""
    kept = call.parts.kept.directory.settings.get("targets")
    known = aims.usual()
    return {kpi: target for kpi, target in kept.items() if kpi in known} if isinstance(kept, dict) else {}

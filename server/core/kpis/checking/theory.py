"""Queueing theory from the inputs of a vectors file: without a timeline it is no KPI, but is checked too.

Times are in whatever unit the case has them in, all in the same one.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from server.core import queueing
from server.core.queueing import Goal, Place, Served, Staff

from .foretold import FORETOLD

Inputs = Mapping[str, Any]
Found = dict[str, Any]
HOUR = 3_600
_SECONDS = (20, 30, 60, 120, 300, 600)  # in which somebody may be served


def _erlang_b(inputs: Inputs) -> Found:
    load, servers = _load(inputs), inputs.get("N")
    if servers is None:
        servers = 1
        while queueing.erlang_b(servers, load) > inputs["max_blocking"]:
            servers += 1
    found = {"N": servers, "B": queueing.erlang_b(servers, load)}
    return found | _staffed(servers, inputs)


def _erlang(inputs: Inputs) -> Found:
    load, goal = _load(inputs), _goal(inputs)
    servers = inputs.get("N") or queueing.required(load, inputs["aht"], goal).servers
    served = goal.served(servers, load, inputs["aht"])
    found = {"N": servers} | _served(served) | _staffed(servers, inputs)
    return found | _understaffed(math.isinf(served.mean_wait))


def _understaffed(is_so: bool) -> Found:
    """Where the queue grows without end, that is the answer, under whichever name."""
    said = dict.fromkeys(("error", "report", "status", "state"), "understaffed") if is_so else {}
    return {"understaffed": is_so, "stable": not is_so, **said}


def _staffing(inputs: Inputs) -> Found:
    """By a factor if one is given, else by slots."""
    rate, time, slots = inputs["per_hour"] / HOUR, inputs["aht"], inputs.get("c", 1)
    if (factor := inputs.get("factor")) is None:
        return _staff(queueing.slot_staff(rate, time, slots, _goal(inputs)), inputs)
    staff = queueing.factor_staff(rate, time, slots, _goal(inputs), factor)
    return {"effective_aht": queueing.effective_time(time, slots, factor)} | _staff(staff, inputs)


def _expected_wait(inputs: Inputs) -> Found:
    """Of one place or several. With a free slot nobody waits, and where nobody is, nothing is known."""
    several = isinstance(inputs["k"], list)
    free, slots = inputs.get("free", 0) > 0, inputs["slots"]

    def each(told: Callable[[Place], float], patience: float | None = None) -> Any:  # noqa: ANN401
        places = [Place(k, slots or 1, inputs["aht"], patience) for k in _listed(inputs["k"])]
        found = [0.0 if free else told(place) if slots else None for place in places]
        return found if several else found[0]

    shares = {f"p{share}": _quantile(share / 100) for share in (10, 50, 80, 90)}
    within = {f"{name}{s}": _within(s) for s in _SECONDS for name in ("P_", "P")}
    found = {name: each(told) for name, told in {**shares, **within}.items()}
    return found | {"E": each(Place.mean), "E_patience": each(Place.mean, inputs.get("patience"))}


def _quantile(share: float) -> Callable[[Place], float]:
    return lambda place: place.quantile(share)


def _within(seconds: float) -> Callable[[Place], float]:
    return lambda place: 0.0 + place.within(seconds)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]


def _patience(inputs: Inputs) -> Found:
    return {"mean": queueing.mean_patience(inputs["answered"], inputs["abandoned"])}


THEORY: Mapping[str, Callable[[Inputs], Found]] = {
    "erlang_b": _erlang_b,
    "erlang_c": _erlang,
    "erlang_a": _erlang,
    "staffing": _staffing,
    "expected_wait": _expected_wait,
    "patience": _patience,
    **FORETOLD,
}


def _load(inputs: Inputs) -> float:
    if "a" in inputs:
        return float(inputs["a"])
    if "per_hour" in inputs:
        return float(inputs["per_hour"] / HOUR * inputs["aht"])
    return float(inputs["arrivals"] / inputs["interval"] * inputs["aht"])


def _goal(inputs: Inputs) -> Goal:
    return Goal(
        level=inputs.get("target", 0.8),
        within=inputs["T"],
        busiest=inputs.get("cap"),
        abandoned=inputs.get("max_abandonment"),
        patience=inputs.get("patience"),
    )


def _served(served: Served) -> Found:
    return {
        "Pw": served.waiting,
        "SL": served.level,
        "ASA_s": served.mean_wait,
        "mean_wait_min": served.mean_wait,
        "mean_wait_s": served.mean_wait,
        "mean_wait": served.mean_wait,
        "Lq": served.length,
        "P_abandon": served.abandoned,
        "occupancy": served.occupancy,
    }


def _staff(staff: Staff, inputs: Inputs) -> Found:
    found = {"agents": staff.agents, "slots": staff.servers} | _served(staff.served)
    return found | _staffed(staff.agents, inputs)


def _staffed(agents: int, inputs: Inputs) -> Found:
    return {"staffed": queueing.staffed(agents, inputs["shrinkage"])} if "shrinkage" in inputs else {}

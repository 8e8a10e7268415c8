"""What a vectors file asks without any conversation: open hours, deadlines, and statistics of given values.

Inputs in seconds and ISO times; `params` may hold a `calendar`. It is answered by the code that figures and
service levels use.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl

from server.core import sla
from server.core.hours import Calendar, NeverOpen

from ..asking.periods import instant_of
from ..display import rounded
from ..families.response import BUCKETS
from ..statistics.summaries import spread

Inputs = Mapping[str, Any]
Found = dict[str, Any]


def _business_seconds(inputs: Inputs, params: Inputs) -> Found:
    """Null without a calendar: nobody knows what would have been open."""
    start, end = (instant_of(inputs[name], "UTC") for name in ("start", "end"))
    hours = _calendar(params)
    open_ms = None if hours is None else hours.business(start, end)
    return {"business": None if open_ms is None else open_ms / 1000, "wall": (end - start) / 1000, "n": 1}


def _sla_deadline(inputs: Inputs, params: Inputs) -> Found:
    targets = inputs.get("targets_seconds") or [inputs["target_seconds"]]
    answers = [_deadline(instant_of(inputs["start"], "UTC"), seconds, params) for seconds in targets]
    return answers[0] if all(answer == answers[0] for answer in answers) else {}


def _deadline(start: int, seconds: float, params: Inputs) -> Found:
    hours = _calendar(params)
    if seconds <= 0:
        return {"error": "invalid_target"}
    try:
        due = hours.deadline(start, seconds) if hours else sla.deadline(start, int(seconds), None)
    except NeverOpen:
        return {"error": "no_opening"}
    return {"deadline": None if due is None else _written(due)}


def _written(at: int) -> str:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.isoformat(timespec="milliseconds" if at % 1000 else "seconds").replace("+00:00", "Z")


def _percentile(inputs: Inputs, params: Inputs) -> Found:
    """Bare percentiles: within figures p90 needs 10 values, and p95 needs 20."""
    values = pl.Series(inputs["values"], dtype=pl.Float64)
    found = {f"p{share}": values.quantile(share / 100, "linear") for share in range(101)}
    asked = {**params, **inputs}.get("p")
    return found if asked is None else {**found, "value": values.quantile(asked, "linear")}


def _distribution(inputs: Inputs, params: Inputs) -> Found:
    values = pl.DataFrame({"value": pl.Series(inputs["values"], dtype=pl.Float64)})
    counted = {name: inside.sum() for name, inside in spread(pl.col("value"), BUCKETS).items()}
    return values.select(**counted).row(0, named=True)


def _display(inputs: Inputs, params: Inputs) -> Found:
    """What each list of numbers is shown as. Seconds are whole, all else keeps its decimals."""
    return {
        name: [_as_shown(one, _UNITS[name]) for one in _listed(values)] for name, values in inputs.items()
    }


def _as_shown(value: Any, unit: str) -> int | str | None:  # noqa: ANN401
    if value is None:
        return None
    found = rounded(value, unit)
    return int(found) if unit == "s" else str(found)


def _listed(values: Any) -> list[Any]:  # noqa: ANN401
    return values if isinstance(values, list) else [values]


def _calendar(params: Inputs) -> Calendar | None:
    return Calendar.from_dict(params["calendar"]) if params.get("calendar") else None


BARE: Mapping[str, Callable[[Inputs, Inputs], Found]] = {
    "business_seconds": _business_seconds,
    "sla_deadline": _sla_deadline,
    "percentile": _percentile,
    "frt_distribution": _distribution,
    "display": _display,
}
_UNITS = {
    "seconds": "s",
    "durations": "s",
    "percent": "%",
    "percentages": "%",
    "nps": "points",
    "points": "points",
    "score": "score",
    "scores": "score",
    "mean": "score",
    "means": "score",
    "money": "money",
}

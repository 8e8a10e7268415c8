"""Rates and forecasts from the inputs of a vectors file."""

from collections.abc import Callable, Mapping, Sequence
from statistics import variance
from typing import Any

from server.core.forecast import Grid, Prediction, predicted, rate, together
from server.core.forecast.grid import changes
from server.core.forecast.predict import PRIOR, dispersion
from server.core.forecast.quantiles import negative_binomial

Inputs = Mapping[str, Any]
Found = dict[str, Any]
YEAR = 2026  # where a case names none
HOUR = 3_600_000


def _arrival_rate(inputs: Inputs) -> Found:
    found = rate(inputs["n"], inputs["hours"])
    return (
        {"per_hour": found.per_hour, "ci": [found.low, found.high]}
        if found
        else {"per_hour": None, "ci": None}
    )


def _forecast(inputs: Inputs) -> Found:
    if "cell" in inputs:
        return _exposure(inputs)
    return _summed(inputs["cells"]) if "cells" in inputs else _counted(inputs)


def _counted(inputs: Inputs) -> Found:
    """`y`: the counts of one cell; `phi`: of all cells; `level`: the season's."""
    counts = inputs["y"]
    if not counts:
        return dict.fromkeys(("mean", "phi", "pi95", "pi95_int", "pi80", "pi80_int", "s2"))
    level, small = inputs.get("level", 1.0), bool(inputs.get("small"))
    found = predicted(counts, inputs.get("phi"), level, small=small)
    quantiles = _quantiles(counts) if level == 1 else {}
    return {**_plain(found), **quantiles, "s2": variance(counts) if len(counts) > 1 else None}


def _summed(cells: Sequence[Sequence[int]]) -> Found:
    phi = dispersion(cells)
    return {**_plain(together([predicted(counts, phi) for counts in cells])), "phi": phi}


def _plain(found: Prediction) -> Found:
    return {
        "mean": found.mean,
        "phi": found.phi,
        "upper": found.upper,
        "pi95": [found.low95, found.high95],
        "pi95_int": list(found.whole95()),
        "pi80": [found.low80, found.high80],
        "pi80_int": list(found.whole80()),
    }


def _quantiles(counts: Sequence[int]) -> Found:
    """Of the Gamma-Poisson, whatever the mean."""
    shape, n = PRIOR + sum(counts), len(counts)
    shares = {"p2.5": 0.025, "p10": 0.1, "p50": 0.5, "p90": 0.9, "p97.5": 0.975}
    found = {name: negative_binomial(share, shape, n / (n + 1)) for name, share in shares.items()}
    return {**found, "r": shape, "p": n / (n + 1)}


def _exposure(inputs: Inputs) -> Found:
    """Of a local hour, on the days when the clocks change."""
    cell = str(inputs["cell"])
    hour, minutes = (int(part) for part in cell.split(":"))
    length = int(inputs.get("minutes", 60))
    grid, name = Grid(inputs["tz"], length), cell.replace(":", "")
    days = changes(int(inputs.get("year", YEAR)), inputs["tz"])
    hours = {
        f"{when}_{name}": grid.exposure(day)[(60 * hour + minutes) // length] for when, day in days.items()
    }
    return {"exposure_hours": {key: ms / HOUR for key, ms in hours.items()}}


FORETOLD: Mapping[str, Callable[[Inputs], Found]] = {"arrival_rate": _arrival_rate, "forecast": _forecast}

"""Parts of an answer: of a month, an attribution, a clock, a channel, a live or offline conversation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from ..asking import periods
from ..asking.ask import Ask
from ..asking.groups import MODES
from ..catalogue import CATALOGUE
from ..catalogue.entry import BY
from ..figure import figure
from ..tables import Frames
from .settings import MONTHS, bounds, is_period

Narrowed = tuple[Frames, Ask]

NONE = "None"  # as the name of a group
PLURALS = {f"{part}s": part for part in BY}


def narrowed(key: str, frames: Frames, ask: Ask, year: int) -> Narrowed | None:
    """What that key asks about instead, with its frames; None: it is no part. A month is one of `year`."""
    period, _, attribution = key.partition("_")
    known = CATALOGUE[ask.kpi].attributions
    if period in MONTHS:
        period = f"{year}-{MONTHS.index(period) + 1:02d}"
    if is_period(period) and (not attribution or attribution in known):
        since, until = bounds(period, ask.tz)
        at = attribution or ask.attribution
        return frames, replace(ask, since=since, until=until, attribution=at)
    if key in ("event", "cohort") and key in known:
        return frames, replace(ask, attribution=key)
    if key in ("wall", "business") and key in CATALOGUE[ask.kpi].clocks:
        return frames, replace(ask, clock=key)  # type: ignore[arg-type]
    return _of_conversations(key, frames, ask)


def only(column: str, value: str, frames: Frames) -> Frames:
    """The rows of which that column says so; what belongs to no conversation stays."""
    return {
        name: rows.filter(pl.col(column) == value) if column in rows.collect_schema() else rows
        for name, rows in frames.items()
    }


def _of_conversations(key: str, frames: Frames, ask: Ask) -> Narrowed | None:
    """Of some conversations: live or offline ones, or of a channel, team or site."""
    if key in MODES:
        return only("mode", key, frames), ask
    known = frames["conversations"].select("channel", "team", "site").collect()
    column = next((name for name in known.columns if key in known[name]), None)
    return None if column is None else (only(column, key, frames), ask)


def split(part: str, wanted: object, frames: Frames, ask: Ask) -> Any:  # noqa: ANN401
    """By name: the value of each group, or what is wanted of it; in a list: values, or pairs with names."""
    groups = {
        _written(group["key"]): group
        for group in figure(frames, replace(ask, by=(part,)))["groups"]
        if group["n"] or part in periods.BUCKETS
    }
    if isinstance(wanted, Mapping):
        return _by_name(part, wanted, groups, CATALOGUE[ask.kpi].unit)
    if wanted and isinstance(wanted, list) and isinstance(wanted[0], list):
        return [[key, group["value"]] for key, group in groups.items()]
    return [group["value"] for group in groups.values()]


def _by_name(
    part: str, wanted: Mapping[str, Any], groups: Mapping[str, Mapping[str, Any]], unit: str
) -> dict[str, Any]:
    """By the names that are wanted, and the other groups by their own: they were not expected. What is of no
    tag or agent is no group of theirs.
    """
    names = {_like(name, part): name for name in wanted}
    nothing = {"value": 0, "n": 0} if unit == "count" else {}
    defaults: dict[str, Mapping[str, Any]] = {key: {} for key in groups if key != NONE} | {
        _like(name, part): nothing for name in wanted
    }
    return {
        names.get(key, key): _told(groups.get(key, default), wanted.get(names.get(key, key)))
        for key, default in defaults.items()
    }


def _told(group: Mapping[str, Any], wanted: object) -> Any:  # noqa: ANN401
    """The value, or what is named."""
    return {name: group.get(name) for name in wanted} if isinstance(wanted, Mapping) else group.get("value")


def _written(key: object) -> str:
    return str(key)


def _like(key: str, part: str) -> str:
    """An hour may be written as 9, 09 or 09:00."""
    return str(int(key.partition(":")[0])) if part == "hour" else key

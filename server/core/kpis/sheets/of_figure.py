"""A figure with its groups as a table."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..asking.ask import FILTERS, Ask
from ..asking.link import query_of
from .cells import Cell, moment
from .sheet import Sheet

Figure = Mapping[str, Any]
Row = dict[str, Cell]

FIRST = ("value", "n", "ci_low", "ci_high")
LAST = ("target", "verdict", "before: value", "before: n", "excluded", "pending")
NAMED = ("agent", "team", "site")
# What is said once, above the table, or is no column.
_HEAD = {"id", "version", "name", "unit", "clock", "attribution", "options", "from", "to", "tz", "as_of"}
_NO_COLUMN = {*_HEAD, "groups", "segments", "channels", "key", "link", "excluded", "ci", "before"}


def sheet_of(figure: Figure, ask: Ask, names: Mapping[str, str], base: str = "") -> Sheet:
    """A row for the whole, one for each segment and one a group. `names` of agents, teams and sites by id;
    `base`: where the links in it begin.
    """
    rows = [_row("all", figure, {}, ask)]
    rows += [_row(f"segment {key}", stats, {}, ask) for key, stats in (figure.get("segments") or {}).items()]
    rows += [_row("group", group, _keys(group, ask, names), ask) for group in figure["groups"]]
    columns = _columns(rows, ask)
    table = [[row.get(name) for name in columns] for row in rows]
    return Sheet(ask.entry.id, columns, table, _about(figure, ask, names, base))


def _about(figure: Figure, ask: Ask, names: Mapping[str, str], base: str) -> dict[str, Cell]:
    entry = ask.entry
    filters = [f"{name}={_shown(value, names)}" for name in FILTERS if (value := getattr(ask, name))]
    return {
        "kpi": entry.id,
        "name": entry.name,
        "definition": entry.definition,
        "version": entry.version,
        "unit": entry.unit,
        "from": moment(ask.since, ask.tz),
        "to": moment(ask.until, ask.tz),
        "zone": ask.tz,
        "clock": ask.clock,
        "attribution": ask.attribution,
        "options": "; ".join(ask.options),
        "filters": "; ".join(filters),
        "as_of": moment(figure["as_of"], ask.tz),
        "link": f"{base}/api/v1/kpis/{ask.kpi}?{query_of(ask)}",
    }


def _shown(key: str, names: Mapping[str, str]) -> str:
    return f"{key} ({names[key]})" if key in names else key


def _keys(group: Figure, ask: Ask, names: Mapping[str, str]) -> Row:
    key = group["key"]
    found: Row = {}
    for part, value in zip(ask.by, key if len(ask.by) > 1 else [key], strict=True):
        found[part] = value
        if part in NAMED:
            found[f"{part}_name"] = names.get(value) if value is not None else None
    return found


def _row(of: str, stats: Figure, keys: Row, ask: Ask) -> Row:
    low, high = stats.get("ci") or (None, None)
    excluded = stats.get("excluded") or {}
    row: Row = {"of": of, **keys, "value": stats["value"], "n": stats["n"], "ci_low": low, "ci_high": high}
    for name, value in {name: value for name, value in stats.items() if name not in _NO_COLUMN}.items():
        row |= dict(_flat(name, value))
    if before := stats.get("before"):
        row |= {f"before: {name}": value for name, value in before.items() if _is_cell(value)}
        row |= {f"before: {name}": moment(before[name], ask.tz) for name in ("from", "to") if name in before}
    row["excluded"] = sum(excluded.values())
    return row | {f"excluded: {reason}": rows for reason, rows in excluded.items()}


def _flat(name: str, value: object) -> Iterable[tuple[str, Cell]]:
    if _is_cell(value):
        yield name, value  # type: ignore[misc]
    elif isinstance(value, Mapping):
        yield from ((f"{name}: {key}", inner) for key, inner in value.items() if _is_cell(inner))


def _is_cell(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _columns(rows: list[Row], ask: Ask) -> list[str]:
    """What it is, what it is worth, what is beside it, and who is left out why."""
    found = dict.fromkeys(name for row in rows for name in row)
    keys = ["of", *(name for part in ask.by for name in (part, f"{part}_name") if name in found)]
    last = [
        *(name for name in LAST if name in found),
        *sorted(n for n in found if n.startswith("excluded: ")),
    ]
    middle = [name for name in found if name not in {*keys, *FIRST, *last}]
    return [*keys, *FIRST, *middle, *last]

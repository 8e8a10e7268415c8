"""What rows come to, all of them or group by group."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from .asking.ask import Ask
from .kpi import Kpi, WorkedOut
from .scope import PENDING, Rows, in_lengths, is_length
from .statistics import coded, ordered
from .statistics.summaries import LOW_N, Aggregates, Spread, mean

Figure = dict[str, Any]

# What no row gives a value to is null.
NUMBERS = pl.selectors.float().fill_nan(None)
_LENGTHS = ("wall_ms", "business_ms")


def summed(rows: Rows, kpi: Kpi, ask: Ask, keys: Sequence[str]) -> dict[tuple[Any, ...], Figure]:
    """Statistics, exclusions and pending of each group; without keys, of all."""
    counted = _per_conversation(rows.counted, kpi, keys) if kpi.per else rows.counted
    if kpi.worked_out is not None:
        found = _worked_out(counted, kpi.worked_out, keys)
    else:
        found = _told(counted, kpi, ask, keys)
    left_out = _left_out(rows.out if kpi.members is None else rows.out.filter(kpi.members), kpi, keys)
    every = dict.fromkeys([*found, *left_out, *([()] if not keys else [])])
    if any(not found.get(key) for key in every):
        nothing = _nothing(counted, kpi, ask)
        found = {key: found.get(key) or nothing for key in every}
    spread = {} if kpi.per else {name: ordered.in_name(name) for name in kpi.spread}
    shaped = {key: _shaped(found[key], left_out.get(key, {}), spread, ask) for key in every}
    if kpi.finished is None or rows.whole is None:
        return shaped
    parts = [name.removeprefix("by_") for name in keys]
    named = {key: dict(zip(parts, key, strict=True)) for key in shaped}
    return {key: kpi.finished(stats, ask, named[key], rows.whole) for key, stats in shaped.items()}


def _aggregates(kpi: Kpi, ask: Ask) -> Aggregates:
    if kpi.per:
        return kpi.summary(pl.col("value"))
    both = {}
    if kpi.business is not None:
        both = {
            "wall": pl.col("wall").median(),
            "wall_mean": mean(pl.col("wall")),
            "business": pl.col("business_s").median(),
            "business_mean": mean(pl.col("business_s")),
        }
    spread = {ordered.in_name(name): inside.sum() for name, inside in kpi.spread.items()}
    return {**kpi.summary(pl.col("value")), **both, **kpi.beside, **spread}


def _per_conversation(rows: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> pl.DataFrame:
    return rows.group_by("conversation", *keys).agg(in_one(kpi))


def in_one(kpi: Kpi) -> pl.Expr:
    """What a conversation's rows are worth together."""
    value = pl.col("value")
    return {"mean": value.mean(), "sum": value.sum(), "every": value.all()}[kpi.per or "sum"]


def _is_quick(kpi: Kpi, ask: Ask) -> bool:
    """Lengths whose distribution is told the quicker way."""
    usual = is_length(kpi, ask) and kpi.summary in ordered.VALUES and not kpi.per
    return usual and kpi.finished is None and (not kpi.spread or isinstance(kpi.spread, Spread))


def _told(rows: pl.DataFrame, kpi: Kpi, ask: Ask, keys: Sequence[str]) -> dict[tuple[Any, ...], Figure]:
    if not _is_quick(kpi, ask):
        return _aggregated(rows, _aggregates(kpi, ask), keys)
    groups = rows[coded.BY] if keys else None
    edges = kpi.spread.edges if isinstance(kpi.spread, Spread) else {}
    quick = ordered.told(rows, groups, ask.clock, edges, kpi.summary, both=kpi.business is not None)
    if quick is None:
        return _aggregated(in_lengths(rows, ask), _aggregates(kpi, ask), keys)
    numbers = {(number,) if keys else (): stats for number, stats in quick.items()}
    if not keys and not numbers:
        return {}
    found = _aggregated(rows, kpi.beside, keys) if kpi.beside else dict.fromkeys(numbers, {})
    return {key: {**numbers[key], **stats} for key, stats in found.items() if key in numbers}


def _aggregated(
    rows: pl.DataFrame, aggregates: Aggregates, keys: Sequence[str]
) -> dict[tuple[Any, ...], Figure]:
    once = _once_each(aggregates)
    named = [aggregates[name].alias(name) for name in dict.fromkeys(once.values())]
    grouped = rows.group_by(keys).agg(named) if keys else rows.select(named)
    grouped = grouped.with_columns(NUMBERS)
    # Column by column: rows as dictionaries take several times as long.
    columns = {name: grouped[name].to_list() for name in once.values()}
    values = zip(*(columns[once[name]] for name in aggregates), strict=True)
    numbered = zip(*(grouped[key].to_list() for key in keys), strict=True) if keys else [()]
    if not aggregates:
        return {key: {} for key in numbered}
    return {key: dict(zip(aggregates, row, strict=True)) for key, row in zip(numbered, values, strict=True)}


def _once_each(aggregates: Aggregates) -> dict[str, str]:
    """For each aggregate the name of the first that is the same: a mean is often the value, too."""
    first: dict[bytes, str] = {}
    return {name: first.setdefault(one.meta.serialize(), name) for name, one in aggregates.items()}


def _worked_out(
    rows: pl.DataFrame, work_out: WorkedOut, keys: Sequence[str]
) -> dict[tuple[Any, ...], Figure]:
    if not keys:
        return {(): _numbers(work_out(rows.to_dicts()))}
    groups = rows.partition_by(keys, as_dict=True)
    return {key: _numbers(work_out(group.to_dicts())) for key, group in groups.items()}


def _numbers(stats: Figure) -> Figure:
    is_one = {name: not isinstance(value, float) or value == value for name, value in stats.items()}
    return {name: value if is_one[name] else None for name, value in stats.items()}


def _nothing(rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> Figure:
    """What is told of no rows."""
    if kpi.worked_out is not None:
        return _numbers(kpi.worked_out([]))
    none = in_lengths(rows.clear(), ask) if _is_quick(kpi, ask) else rows.clear()
    return _aggregated(none, _aggregates(kpi, ask), [])[()]


def _left_out(out: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """How many rows each reason leaves out, and since when the first pending one waits."""
    waiting = pl.lit(None, pl.Int64) if kpi.waiting is None else kpi.waiting.min()
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in out.group_by(*keys, "reason").agg(rows=pl.len(), since=waiting).sort("reason").to_dicts():
        reasons = found.setdefault(tuple(row[key] for key in keys), {})
        reasons[row["reason"]] = (row["rows"], row["since"])
    return found


def _shaped(stats: Figure, left_out: dict[str, Any], spread: Mapping[str, str], ask: Ask) -> Figure:
    """As it goes over the wire: `ci`, `distribution`, `excluded`, `pending`, `low_n` in their places."""
    stats = dict(stats)
    if "ci_low" in stats:
        low, high = stats.pop("ci_low"), stats.pop("ci_high")
        stats["ci"] = None if low is None else [low, high]
    if spread:
        stats["distribution"] = dict(zip(spread, map(stats.pop, spread.values()), strict=True))
    pending, since = left_out.pop(PENDING, (0, None))
    stats["excluded"] = {reason: rows for reason, (rows, _) in left_out.items()}
    stats["pending"] = pending
    stats["oldest_pending"] = None if since is None else max(0, ask.known_until - since) / 1000
    stats["low_n"] = stats["n"] < LOW_N
    return stats


def summed_up(kpi: Kpi, ask: Ask) -> set[str]:
    """The columns that are looked at here, beside those that rows are grouped by."""
    is_quick = _is_quick(kpi, ask)
    expressions = [*(kpi.beside if is_quick else _aggregates(kpi, ask)).values()]
    expressions += [one for one in (kpi.waiting, kpi.members) if one is not None]
    named = {name for expression in expressions for name in expression.meta.root_names()}
    return named | {*(_LENGTHS if is_quick else ("value",))}

"""The one evaluator: vectors, files, the board and reports all come through here."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from . import backlog, periods
from .ask import Ask
from .kpi import Kpi
from .registry import KPIS
from .summaries import LOW_N, Aggregates
from .tables import Frames, rows_of

Figure = dict[str, Any]

PENDING = "pending"
SHOWN = ("conversation", "visitor", "site", "team", "channel", "mode", "tags")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def figure(frames: Frames, ask: Ask) -> Figure:
    """The answer as GET /kpis/{id} gives it. `frames` hold exactly what is known at `ask.known_until`."""
    answer = _head(ask)
    if ask.kpi == "backlog":
        return {**answer, **backlog.figure(frames, ask)}
    kpi = KPIS[ask.kpi].with_options(ask.options)
    scope = _scope(frames, kpi, ask)
    rows = _dated(scope, kpi, ask)
    answer |= _summed(rows, kpi, ask, [])[()]
    if kpi.segments:
        found = _summed(rows, kpi, ask, [kpi.segments])
        answer["segments"] = {key[0]: stats for key, stats in found.items()}
    if kpi.companions:
        answer |= kpi.companions(scope, lambda at: _inside(at, ask))
    answer["groups"] = _groups(rows, kpi, ask) if ask.by else []
    return answer


def rows_behind(frames: Frames, ask: Ask, reason: str | None, limit: int) -> Figure:
    """The newest rows that make up the figure, or those left out for a reason (`pending` is one)."""
    if ask.kpi == "backlog":
        return backlog.rows_behind(frames, ask, limit)
    kpi = KPIS[ask.kpi].with_options(ask.options)
    rows = _dated(_scope(frames, kpi, ask), kpi, ask)
    wanted = rows.filter(pl.col("reason").eq_missing(pl.lit(reason)))
    credit = pl.col(kpi.credit) if kpi.credit else pl.lit(None, pl.String)
    shown = wanted.sort("at", "conversation", descending=[True, False]).head(limit)
    columns = shown.select("conversation", "visitor", "at", pl.col("value").cast(pl.Float64), agent=credit)
    return {**_head(ask), "total": wanted.height, "items": columns.to_dicts(), "next": None}


def values(frames: Frames, ask: Ask) -> list[float]:
    """What each row is worth, in the order of their instants."""
    kpi = KPIS[ask.kpi].with_options(ask.options)
    rows = _dated(_scope(frames, kpi, ask), kpi, ask).filter(pl.col("reason").is_null())
    return rows.sort("at", maintain_order=True)["value"].to_list()


def _head(ask: Ask) -> Figure:
    entry = ask.entry
    return {
        "id": entry.id,
        "version": entry.version,
        "name": entry.name,
        "unit": entry.unit,
        "clock": ask.clock,
        "attribution": ask.attribution,
        "options": list(ask.options),
        "from": ask.since,
        "to": ask.until,
        "tz": ask.tz,
        "as_of": ask.known_until,
    }


def _scope(frames: Frames, kpi: Kpi, ask: Ask) -> pl.LazyFrame:
    """The rows that are asked about, whenever they happened."""
    of_agents = ask.agent is not None or "agent" in ask.by
    conditions = [
        pl.col(name) == getattr(ask, name) for name in ("site", "team", "channel") if getattr(ask, name)
    ]
    if kpi.among is not None:
        conditions.append(kpi.among)
    if ask.tag:
        conditions.append(pl.col("tags").list.contains(ask.tag))
    if ask.agent is not None:
        conditions.append(pl.col(kpi.credit or "") == ask.agent)
    rows = rows_of(frames, kpi.agent_rows if of_agents and kpi.agent_rows else kpi.rows)
    return rows.filter(conditions) if conditions else rows


def _dated(scope: pl.LazyFrame, kpi: Kpi, ask: Ask) -> pl.DataFrame:
    """The rows of the period, with `at`, `reason` (null: it counts), `value`, `wall` and `business_s`."""
    at = kpi.cohort if ask.attribution == "cohort" else pl.coalesce(kpi.when, kpi.cohort)
    # By raw columns and before anything is derived: so it is the first thing that happens to the bulk.
    rows = scope.filter(_inside(at, ask)).select(_needed(scope, kpi)).collect()
    rows = rows.with_columns(at=at, as_of=pl.lit(ask.known_until))
    business = pl.lit(None, pl.Float64) if kpi.business is None else kpi.business
    rows = rows.with_columns(reason=_reason(kpi, ask), wall=kpi.value, business_s=business)
    return rows.with_columns(value=pl.col("business_s" if ask.clock == "business" else "wall"))


def _needed(scope: pl.LazyFrame, kpi: Kpi) -> list[str]:
    """Only the columns that the definition names, and those that rows are grouped and shown by."""
    expressions = [kpi.value, kpi.when, kpi.cohort, *(condition for _, condition in kpi.leave_out)]
    expressions += [*kpi.summary(pl.col("value")).values(), *kpi.beside.values(), *kpi.spread.values()]
    expressions += [one for one in (kpi.business, kpi.pending, kpi.waiting) if one is not None]
    named = {name for expression in expressions for name in expression.meta.root_names()}
    named |= {*SHOWN, kpi.credit or "conversation", kpi.segments or "conversation"}
    return [name for name in scope.collect_schema().names() if name in named]


def _inside(at: pl.Expr, ask: Ask) -> pl.Expr:
    inside = pl.lit(True)
    if ask.since is not None:
        inside &= at >= ask.since
    if ask.until is not None:
        inside &= at < ask.until
    return inside


def _reason(kpi: Kpi, ask: Ask) -> pl.Expr:
    """The first reason why a row does not count. A null condition does not hold."""
    named = [
        condition if name == "*" else pl.when(condition.fill_null(False)).then(pl.lit(name))
        for name, condition in kpi.leave_out
    ]
    if kpi.pending is not None:
        named.append(pl.when(kpi.pending.fill_null(False)).then(pl.lit(PENDING)))
    if ask.clock == "business" and kpi.business is not None:
        named.append(pl.when(kpi.business.is_null()).then(pl.lit("no_calendar")))
    return pl.coalesce([*named, pl.lit(None, pl.String)])


def _summed(rows: pl.DataFrame, kpi: Kpi, ask: Ask, keys: Sequence[str]) -> dict[tuple[Any, ...], Figure]:
    """Statistics, exclusions and pending of each group; without keys, of all."""
    counted = rows.filter(pl.col("reason").is_null())
    aggregates = _aggregates(kpi, ask)
    if kpi.per:
        counted = _per_conversation(counted, kpi, keys)
        aggregates = kpi.summary(pl.col("value"))
    found = _aggregated(counted, aggregates, keys)
    left_out = _left_out(rows, kpi, keys)
    return {
        key: _shaped(found.get(key) or _empty(aggregates, counted), left_out.get(key, {}), kpi, ask)
        for key in dict.fromkeys([*found, *left_out, *([()] if not keys else [])])
    }


def _aggregates(kpi: Kpi, ask: Ask) -> Aggregates:
    both = {}
    if kpi.business is not None:
        both = {
            "wall": pl.col("wall").median(),
            "wall_mean": pl.col("wall").mean(),
            "business": pl.col("business_s").median(),
            "business_mean": pl.col("business_s").mean(),
        }
    spread = {f"in {name}": inside for name, inside in kpi.spread.items()}
    return {**kpi.summary(pl.col("value")), **both, **kpi.beside, **spread}


def _per_conversation(rows: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> pl.DataFrame:
    value = pl.col("value")
    return rows.group_by("conversation", *keys).agg(value.mean() if kpi.per == "mean" else value.sum())


def _aggregated(
    rows: pl.DataFrame, aggregates: Aggregates, keys: Sequence[str]
) -> dict[tuple[Any, ...], Figure]:
    named = [expression.alias(name) for name, expression in aggregates.items()]
    if not keys:
        return {(): rows.select(named).row(0, named=True)}
    grouped = rows.group_by(keys).agg(named)
    return {tuple(row.pop(key) for key in keys): row for row in grouped.to_dicts()}


def _empty(aggregates: Aggregates, rows: pl.DataFrame) -> Figure:
    return rows.clear().select([value.alias(name) for name, value in aggregates.items()]).row(0, named=True)


def _left_out(rows: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """How many rows each reason leaves out, and since when the first pending one waits."""
    waiting = pl.lit(None, pl.Int64) if kpi.waiting is None else kpi.waiting.min()
    out = rows.filter(pl.col("reason").is_not_null())
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in out.group_by(*keys, "reason").agg(rows=pl.len(), since=waiting).sort("reason").to_dicts():
        reasons = found.setdefault(tuple(row[key] for key in keys), {})
        reasons[row["reason"]] = (row["rows"], row["since"])
    return found


def _shaped(stats: Figure, left_out: dict[str, Any], kpi: Kpi, ask: Ask) -> Figure:
    """As it goes over the wire: `ci`, `distribution`, `excluded`, `pending`, `low_n` in their places."""
    stats = {name: value for name, value in stats.items() if not _is_nan(value)} | {
        name: None for name, value in stats.items() if _is_nan(value)
    }
    if "ci_low" in stats:
        low, high = stats.pop("ci_low"), stats.pop("ci_high")
        stats["ci"] = None if low is None else [low, high]
    if kpi.spread and not kpi.per:
        stats["distribution"] = {name: stats.pop(f"in {name}") for name in kpi.spread}
    pending, since = left_out.pop(PENDING, (0, None))
    stats["excluded"] = {reason: rows for reason, (rows, _) in left_out.items()}
    stats["pending"] = pending
    stats["oldest_pending"] = None if since is None else max(0, ask.known_until - since) / 1000
    stats["low_n"] = stats["n"] < LOW_N
    return stats


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and value != value


def _groups(rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> list[Figure]:
    """A figure a group; days, weeks and months without rows too."""
    rows = rows.explode("tags", empty_as_null=True) if "tag" in ask.by else rows
    keys = [f"by_{part}" for part in ask.by]
    buckets = _buckets(rows, ask)
    rows = rows.with_columns(_key(part, kpi, ask, buckets).alias(f"by_{part}") for part in ask.by)
    found = _summed(rows, kpi, ask, keys)
    if len(ask.by) == 1 and buckets:
        nothing = _summed(rows.clear(), kpi, ask, [])[()]
        found = {(name,): found.get((name,), nothing) for name, _ in buckets}
    return [
        {"key": key[0] if len(key) == 1 else list(key), **stats}
        for key, stats in sorted(found.items(), key=_in_order)
    ]


def _in_order(group: tuple[tuple[Any, ...], Figure]) -> tuple[Any, ...]:
    return tuple((part is None, WEEKDAYS.index(part) if part in WEEKDAYS else part) for part in group[0])


def _buckets(rows: pl.DataFrame, ask: Ask) -> Sequence[tuple[str, int]]:
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    if bucket is None or (rows.is_empty() and (ask.since is None or ask.until is None)):
        return []
    since = rows["at"].min() if ask.since is None else ask.since
    until = rows["at"].max() + 1 if ask.until is None else ask.until  # type: ignore[operator]
    return periods.edges(since, until, bucket, ask.tz)  # type: ignore[arg-type]


def _key(part: str, kpi: Kpi, ask: Ask, buckets: Sequence[tuple[str, int]]) -> pl.Expr:
    if part in periods.BUCKETS:
        names = pl.Series([name for name, _ in buckets], dtype=pl.String)
        edges = pl.Series([at for _, at in buckets], dtype=pl.Int64)
        number = pl.lit(edges).search_sorted(pl.col("at"), side="right").cast(pl.Int64) - 1
        return pl.lit(names).gather(number)
    if part in ("hour", "weekday"):
        local = pl.from_epoch("at", "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(ask.tz)
        if part == "hour":
            return local.dt.hour().cast(pl.Int64)
        return local.dt.weekday().replace_strict(dict(enumerate(WEEKDAYS, 1)), return_dtype=pl.String)
    if part == "agent":
        return pl.col(kpi.credit or "")
    return pl.col("tags" if part == "tag" else part)

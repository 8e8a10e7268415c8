"""The one evaluator: vectors, files, the board and reports all come through here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from . import backlog, targets
from .asking import periods
from .asking.ask import Ask
from .kpi import Kpi, WorkedOut
from .registry import KPIS
from .scope import PENDING, dated, in_scope, inside, is_length
from .statistics import coded, ordered
from .statistics.summaries import LOW_N, Aggregates, distribution, mean
from .sweeps import occupancy, shrinkage
from .tables import Frames, is_missing

Figure = dict[str, Any]
Part = tuple[pl.Expr, Sequence[Any] | None]

# What no row gives a value to is null.
NUMBERS = pl.selectors.float().fill_nan(None)
SHOWN = ("conversation", "visitor", "site", "team", "channel", "mode", "language", "tags")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def figure(frames: Frames, ask: Ask) -> Figure:
    """The answer as GET /kpis/{id} gives it. `frames` hold exactly what is known at `ask.known_until`."""
    answer = {**head(ask), **_answer(frames, ask)}
    segment = "live" if "segments" in answer else None
    answer |= {"target": ask.aim, "verdict": targets.verdict(answer, ask, segment), "judged": segment}
    answer["groups"] = targets.ranked(answer["groups"], ask)
    return {**answer, "before": _before(frames, ask) if ask.compare else None}


def _before(frames: Frames, ask: Ask) -> Figure:
    """The same of the period before; as it is known now."""
    since, until = periods.before(ask.since or 0, ask.until or 0, ask.known_until, ask.tz)
    answer = _answer(frames, replace(ask, since=since, until=until, by=()))
    return {"from": since, "to": until, **{name: value for name, value in answer.items() if name != "groups"}}


def _answer(frames: Frames, ask: Ask) -> Figure:
    if ask.kpi in backlog.IDS:
        return backlog.figure(frames, ask)
    if ask.kpi in occupancy.IDS:
        return occupancy.figure(frames, ask)
    if ask.kpi in shrinkage.IDS:
        return shrinkage.figure(frames, ask)
    kpi = KPIS[ask.kpi].with_options(ask.options)
    scope = in_scope(frames, kpi, ask)
    rows = _slim(dated(scope, kpi, ask, _split_by(kpi, ask)), kpi, ask)
    answer = _summed(rows, kpi, ask, [])[()]
    if kpi.segments:
        found = _by_number(rows, kpi, ask, [(pl.col(kpi.segments), None)])
        answer["segments"] = {key[0]: stats for key, stats in found.items()}
    if kpi.companions:
        named = scope.with_columns(**kpi.terms, as_of=pl.lit(ask.known_until))
        answer |= kpi.companions(named, lambda at: inside(at, ask))
    answer["groups"] = _groups(rows, kpi, ask) if ask.by else []
    if kpi.anonymous is not None:
        answer["groups"] = kpi.anonymous(answer["groups"])
    if kpi.source and is_missing(frames, kpi.source):
        answer["reason"] = "no_source"
    return answer


def values(frames: Frames, ask: Ask) -> list[float]:
    """What each row is worth, in the order of their instants."""
    kpi = KPIS[ask.kpi].with_options(ask.options)
    rows = told(frames, kpi, ask).filter(pl.col("reason").is_null())
    return rows.sort("at", maintain_order=True)["value"].to_list()


def told(frames: Frames, kpi: Kpi, ask: Ask) -> pl.DataFrame:
    """The rows that are asked about, with `at`, `value`, and the `reason` for which one does not count."""
    rows = dated(in_scope(frames, kpi, ask), kpi, ask, SHOWN)
    return rows if kpi.members is None else rows.filter(kpi.members)


def head(ask: Ask) -> Figure:
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


def _split_by(kpi: Kpi, ask: Ask) -> Sequence[str]:
    """The columns that groups are made of; all that are ever shown, if a definition looks at the rows."""
    if kpi.finished is not None or kpi.judged is not None:
        return SHOWN
    parts = ["tags" if part == "tag" else part for part in ask.by]
    return [*parts, *(["conversation"] if kpi.per or kpi.last_per else [])]


def _slim(rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> pl.DataFrame:
    """Without what was only read to derive the rest: each filter would copy it."""
    if kpi.worked_out is not None:
        return rows
    expressions = [
        *_aggregates(kpi, ask).values(),
        *(one for one in (kpi.waiting, kpi.members) if one is not None),
    ]
    named = {name for expression in expressions for name in expression.meta.root_names()}
    named |= {
        "at",
        "reason",
        "value",
        "wall_ms",
        "business_ms",
        *_split_by(kpi, ask),
        *(one for one in (kpi.credit, kpi.segments) if one),
    }
    return rows.select(name for name in rows.columns if name in named)


def _summed(rows: pl.DataFrame, kpi: Kpi, ask: Ask, keys: Sequence[str]) -> dict[tuple[Any, ...], Figure]:
    """Statistics, exclusions and pending of each group; without keys, of all."""
    counted = rows.filter(pl.col("reason").is_null())
    aggregates = _aggregates(kpi, ask)
    if kpi.per:
        counted = _per_conversation(counted, kpi, keys)
        aggregates = kpi.summary(pl.col("value"))
    if kpi.worked_out is not None:
        found, nothing = _worked_out(counted, kpi.worked_out, keys), _numbers(kpi.worked_out([]))
    else:
        found, nothing = _told(counted, aggregates, kpi, ask, keys), _empty(aggregates, counted)
    left_out = _left_out(rows if kpi.members is None else rows.filter(kpi.members), kpi, keys)
    shaped = {
        key: _shaped(found.get(key) or nothing, left_out.get(key, {}), kpi, ask)
        for key in dict.fromkeys([*found, *left_out, *([()] if not keys else [])])
    }
    if kpi.finished is None:
        return shaped
    parts = [name.removeprefix("by_") for name in keys]
    named = {key: dict(zip(parts, key, strict=True)) for key in shaped}
    return {key: kpi.finished(stats, ask, named[key], rows) for key, stats in shaped.items()}


def _aggregates(kpi: Kpi, ask: Ask) -> Aggregates:
    both = {}
    if kpi.business is not None:
        both = {
            "wall": pl.col("wall").median(),
            "wall_mean": mean(pl.col("wall")),
            "business": pl.col("business_s").median(),
            "business_mean": mean(pl.col("business_s")),
        }
    spread = {f"in {name}": inside.sum() for name, inside in kpi.spread.items()}
    return {**kpi.summary(pl.col("value")), **both, **kpi.beside, **spread}


def _per_conversation(rows: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> pl.DataFrame:
    return rows.group_by("conversation", *keys).agg(in_one(kpi))


def in_one(kpi: Kpi) -> pl.Expr:
    """What a conversation's rows are worth together."""
    value = pl.col("value")
    return {"mean": value.mean(), "sum": value.sum(), "every": value.all()}[kpi.per or "sum"]


def _told(
    rows: pl.DataFrame, aggregates: Aggregates, kpi: Kpi, ask: Ask, keys: Sequence[str]
) -> dict[tuple[Any, ...], Figure]:
    """Lengths of numbered groups are told the quicker way."""
    is_quick = is_length(kpi, ask) and kpi.summary is distribution and not kpi.per
    if not is_quick or keys not in ([], [coded.BY]):
        return _aggregated(rows, aggregates, keys)
    groups = rows[coded.BY] if keys else pl.zeros(rows.height, pl.Int64, eager=True)
    quick = ordered.told(rows, groups, ask.clock, both=kpi.business is not None)
    if quick is None:
        return _aggregated(rows, aggregates, keys)
    rest = {name: one for name, one in aggregates.items() if name not in (*ordered.NOTHING, *ordered.BOTH)}
    numbers = {(number,) if keys else (): stats for number, stats in quick.items()}
    found = _aggregated(rows, rest, keys) if rest else dict.fromkeys(numbers, {})
    return {key: {**numbers[key], **stats} for key, stats in found.items() if key in numbers}


def _aggregated(
    rows: pl.DataFrame, aggregates: Aggregates, keys: Sequence[str]
) -> dict[tuple[Any, ...], Figure]:
    named = [expression.alias(name) for name, expression in aggregates.items()]
    if not keys:
        return {(): rows.select(named).with_columns(NUMBERS).row(0, named=True)}
    grouped = rows.group_by(keys).agg(named).with_columns(NUMBERS)
    # Column by column: rows as dictionaries take several times as long.
    values = zip(*(grouped[name].to_list() for name in aggregates), strict=True)
    numbered = zip(*(grouped[key].to_list() for key in keys), strict=True)
    if not aggregates:
        return {key: {} for key in numbered}
    return {key: dict(zip(aggregates, row, strict=True)) for key, row in zip(numbered, values, strict=True)}


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


def _empty(aggregates: Aggregates, rows: pl.DataFrame) -> Figure:
    named = [value.alias(name) for name, value in aggregates.items()]
    return rows.clear().select(named).with_columns(NUMBERS).row(0, named=True)


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
    stats = dict(stats)
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


def _groups(rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> list[Figure]:
    """A figure a group; days, weeks and months without rows too."""
    buckets = buckets_of(rows, ask)
    if kpi.finished is None:
        rows = _once_a_tag(rows, ask)
        found = _by_number(rows, kpi, ask, [_numbered(part, kpi, ask, buckets) for part in ask.by])
    else:
        keys = [f"by_{part}" for part in ask.by]
        found = dict(sorted(_summed(keyed(rows, kpi, ask, buckets), kpi, ask, keys).items(), key=_in_order))
    if len(ask.by) == 1 and buckets:
        nothing = _summed(rows.clear(), kpi, ask, [])[()]
        found = {(name,): found.get((name,), nothing) for name, _ in buckets}
    return [{"key": key[0] if len(key) == 1 else list(key), **stats} for key, stats in found.items()]


def _by_number(
    rows: pl.DataFrame, kpi: Kpi, ask: Ask, parts: Sequence[Part]
) -> dict[tuple[Any, ...], Figure]:
    """By the names of these parts, in their order."""
    series = [rows.select(part).to_series() for part, _ in parts]
    numbered, codes = coded.coded(rows, series, [names for _, names in parts])
    found = _summed(numbered, kpi, ask, [coded.BY])
    return {codes.key(number): stats for (number,), stats in sorted(found.items(), key=lambda one: one[0])}


def keyed(rows: pl.DataFrame, kpi: Kpi, ask: Ask, buckets: Sequence[tuple[str, int]]) -> pl.DataFrame:
    """With a column `by_…` for each grouping. A row is there once for each of its tags, if that is one."""
    rows = _once_a_tag(rows, ask)
    return rows.with_columns(_key(part, kpi, ask, buckets).alias(f"by_{part}") for part in ask.by)


def _once_a_tag(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """With `tag` beside all `tags`, of which definitions may speak."""
    return rows.with_columns(tag="tags").explode("tag", empty_as_null=True) if "tag" in ask.by else rows


def _in_order(group: tuple[tuple[Any, ...], Figure]) -> tuple[Any, ...]:
    return tuple((part is None, WEEKDAYS.index(part) if part in WEEKDAYS else part) for part in group[0])


def buckets_of(rows: pl.DataFrame, ask: Ask) -> Sequence[tuple[str, int]]:
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    if bucket is None or (rows.is_empty() and (ask.since is None or ask.until is None)):
        return []
    since = rows["at"].min() if ask.since is None else ask.since
    until = rows["at"].max() + 1 if ask.until is None else ask.until  # type: ignore[operator]
    return periods.edges(since, until, bucket, ask.tz)  # type: ignore[arg-type]


def _key(part: str, kpi: Kpi, ask: Ask, buckets: Sequence[tuple[str, int]]) -> pl.Expr:
    number, names = _numbered(part, kpi, ask, buckets)
    return number if names is None else pl.lit(pl.Series(names)).gather(number)


def _numbered(part: str, kpi: Kpi, ask: Ask, buckets: Sequence[tuple[str, int]]) -> Part:
    """What a row is grouped by; a number, where names say what it means."""
    if part in periods.BUCKETS:
        edges = pl.Series([at for _, at in buckets], dtype=pl.Int64)
        number = pl.lit(edges).search_sorted(pl.col("at"), side="right").cast(pl.Int64) - 1
        return number, [name for name, _ in buckets]
    if part in ("hour", "weekday"):
        local = pl.from_epoch("at", "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(ask.tz)
        if part == "hour":
            return local.dt.hour().cast(pl.Int64), range(24)
        return local.dt.weekday().cast(pl.Int64) - 1, WEEKDAYS
    if part == "agent":
        return pl.col(kpi.credit or ""), None
    return pl.col(part), None

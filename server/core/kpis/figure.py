"""The one evaluator: vectors, files, the board and reports all come through here."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl

from . import backlog, targets
from .asking import periods
from .asking.ask import Ask
from .kpi import Kpi
from .registry import KPIS
from .scope import Rows, dated, in_period, split, with_terms
from .statistics import coded
from .statistics.coded import Part
from .summed import Figure, Sums, left_out_by, summed, summed_up, sums
from .sweeps import occupancy, shrinkage
from .tables import Frames, is_missing

SHOWN = ("conversation", "visitor", "site", "team", "channel", "mode", "language", "tags")
SEGMENTS = {"mode": "segments", "channel": "channels"}  # what an answer calls them
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
    scope = in_period(frames, kpi, ask)
    rows = _split(scope, kpi, ask)
    # First: the whole may be looked up in what has been put in order for them.
    groups = _groups(rows, kpi, ask) if ask.by else []
    answer = summed(rows, kpi, ask, [])[()]
    answer |= {SEGMENTS[column]: _segments(rows, kpi, ask, column, answer) for column in kpi.segments}
    if kpi.companions:
        answer |= kpi.companions(lambda at: with_terms(in_period(frames, kpi, ask, at), kpi, ask))
    answer["groups"] = groups
    if kpi.anonymous is not None:
        answer["groups"] = kpi.anonymous(answer["groups"])
    if kpi.source and is_missing(frames, kpi.source):
        answer["reason"] = "no_source"
    return answer


def _split(scope: pl.LazyFrame, kpi: Kpi, ask: Ask) -> Rows:
    """With no more columns than are looked at; what is worked out row by row may look at any."""
    if kpi.worked_out is not None:
        return split(scope, kpi, ask, _split_by(kpi, ask), list)
    counted, out = _counted_by(kpi, ask), left_out_by(kpi)
    kept = counted | out
    return split(
        scope,
        kpi,
        ask,
        _split_by(kpi, ask),
        lambda names: [one for one in names if one in kept],
        out - counted,
    )


def _segments(rows: Rows, kpi: Kpi, ask: Ask, column: str, whole: Figure) -> dict[Any, Figure]:
    """One alone is the whole, which is known already: most desks have one channel."""
    names = {name for part in (rows.counted, rows.out) for name in part[column].unique()}
    if len(names) == 1:
        return {names.pop(): dict(whole)}
    found = _by_number(rows, kpi, ask, [(pl.col(column), None)])
    return {stats.pop("key"): stats for stats in found}


def values(frames: Frames, ask: Ask) -> list[float]:
    """What each row is worth, in the order of their instants."""
    kpi = KPIS[ask.kpi].with_options(ask.options)
    rows = told(frames, kpi, ask).filter(pl.col("reason").is_null())
    return rows.sort("at", maintain_order=True)["value"].to_list()


def told(frames: Frames, kpi: Kpi, ask: Ask) -> pl.DataFrame:
    """The rows that are asked about, with `at`, `value`, and the `reason` for which one does not count."""
    rows = dated(in_period(frames, kpi, ask), kpi, ask, SHOWN)
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


def _counted_by(kpi: Kpi, ask: Ask) -> set[str]:
    """The columns that are looked at of rows that count; all others are only read to derive these."""
    whose = [kpi.credit] if kpi.credit and "agent" in ask.by else []
    return summed_up(kpi, ask) | {"at", *_split_by(kpi, ask), *kpi.segments, *whose}


def _groups(rows: Rows, kpi: Kpi, ask: Ask) -> list[Figure]:
    """A figure a group; days, weeks and months without rows too."""
    buckets = buckets_of(pl.concat([rows.counted.select("at"), rows.out.select("at")]), ask)
    if kpi.finished is None:
        # What is there once for each of its tags is other rows.
        tagged = rows.each(lambda some: _once_a_tag(some, ask)) if "tag" in ask.by else rows
        found = _by_number(tagged, kpi, ask, [_numbered(part, kpi, ask, buckets) for part in ask.by])
    else:
        named = rows.each(lambda some: keyed(some, kpi, ask, buckets))
        stats_of = summed(named, kpi, ask, [f"by_{part}" for part in ask.by])
        found = [{"key": _key_of(key), **stats} for key, stats in sorted(stats_of.items(), key=_in_order)]
    if len(ask.by) == 1 and buckets:
        of_key = {stats["key"]: stats for stats in found}
        if len(of_key) < len(buckets):
            nothing = summed(rows.each(pl.DataFrame.clear), kpi, ask, [])[()]
            of_key = {name: {"key": name, **nothing} for name, _ in buckets} | of_key
        found = [of_key[name] for name, _ in buckets]
    return found


def _by_number(rows: Rows, kpi: Kpi, ask: Ask, parts: Sequence[Part]) -> list[Figure]:
    """By the names of these parts, in their order; each with its `key`."""
    (counted, out), codes = coded.coded([rows.counted, rows.out], parts)
    found_ = sums(Rows(counted, out, laid=rows.laid), kpi, ask, [coded.BY])
    keys = codes.keys([number for (number,) in found_.keys])
    return Sums(found_.keys, {"key": [*map(_key_of, keys)], **found_.columns}).in_order()


def _key_of(key: tuple[Any, ...]) -> Any:  # noqa: ANN401  (a name, or those of several parts)
    return key[0] if len(key) == 1 else list(key)


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
        return nth_of([at for _, at in buckets]), [name for name, _ in buckets]
    if part in ("hour", "weekday"):
        local = pl.from_epoch("at", "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(ask.tz)
        if part == "hour":
            return local.dt.hour().cast(pl.Int64), range(24)
        return local.dt.weekday().cast(pl.Int64) - 1, WEEKDAYS
    if part == "agent":
        return pl.col(kpi.credit or ""), None
    return pl.col(part), None


def nth_of(edges: Sequence[int]) -> pl.Expr:
    """The number of the last edge before or at the instant; no row is of an instant before the first."""
    lengths = {end - begin for begin, end in pairwise(edges)}
    if len(lengths) == 1:
        # No clock changes on the way: to divide is several times quicker than to look it up, in floats still
        # more so. Half a ms keeps the quotient clear of whole numbers, below which it might be rounded.
        number = ((pl.col("at") - edges[0] + 0.5) / lengths.pop()).cast(pl.Int64)
        return number.clip(upper_bound=len(edges) - 1)
    known = pl.lit(pl.Series(edges, dtype=pl.Int64))
    return known.search_sorted(pl.col("at"), side="right").cast(pl.Int64) - 1

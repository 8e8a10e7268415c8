"""What rows come to, all of them or group by group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from .asking.ask import Ask
from .kpi import Kpi, WorkedOut
from .scope import PENDING, Rows, in_lengths, is_length
from .statistics import coded, ordered, ranks
from .statistics.laid import GROUP, Laid, in_name
from .statistics.summaries import LOW_N, Aggregates, Spread, in_steps, mean

Figure = dict[str, Any]
Key = tuple[Any, ...]

# What no row gives a value to is null.
NUMBERS = pl.selectors.float().fill_nan(None)
_LENGTHS = ("wall_ms", "business_ms")
_NOTHING: dict[tuple[str, tuple[str, ...], str], "Sums"] = {}


@dataclass(frozen=True, slots=True)
class Sums:
    """What groups come to: a list a statistic, in the order of the groups' keys."""

    keys: list[Key]
    columns: dict[str, list[Any]]

    def in_order(self) -> list[Figure]:
        """In the order of what the keys are: numbers, and of one part."""
        each = self.figures()
        return [each[nth] for nth in sorted(range(len(each)), key=self.keys.__getitem__)]

    def by_key(self) -> dict[Key, Figure]:
        return dict(zip(self.keys, self.figures(), strict=True))

    def figures(self) -> list[Figure]:
        """In the order of the keys. Of thousands of groups nothing takes as long as making this list."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]


def summed(rows: Rows, kpi: Kpi, ask: Ask, keys: Sequence[str]) -> dict[Key, Figure]:
    """Statistics, exclusions and pending of each group; without keys, of all."""
    found = sums(rows, kpi, ask, keys).by_key()
    if kpi.finished is None or rows.whole is None:
        return found
    parts = [name.removeprefix("by_") for name in keys]
    named = {key: dict(zip(parts, key, strict=True)) for key in found}
    return {key: kpi.finished(stats, ask, named[key], rows.whole) for key, stats in found.items()}


def sums(rows: Rows, kpi: Kpi, ask: Ask, keys: Sequence[str]) -> Sums:
    """The same before it is `finished`."""
    counted = _per_conversation(rows.counted, kpi, keys) if kpi.per else rows.counted
    out = rows.out if kpi.members is None else rows.out.filter(kpi.members)
    if kpi.worked_out is None:
        found = _told(counted, kpi, ask, keys, rows.laid)
    else:
        found = _worked_out(counted, kpi.worked_out, keys)
    left_out = _left_out(out, kpi, keys)
    found = _with_others(found, [*left_out, *([()] if not keys else [])], counted, kpi, ask)
    return _shaped(found, left_out, kpi, ask)


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
    spread = {in_name(name): inside.sum() for name, inside in kpi.spread.items()}
    return {**kpi.summary(pl.col("value")), **both, **kpi.beside, **spread}


def _per_conversation(rows: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> pl.DataFrame:
    return rows.group_by("conversation", *keys).agg(in_one(kpi))


def in_one(kpi: Kpi) -> pl.Expr:
    """What a conversation's rows are worth together."""
    value = pl.col("value")
    return {"mean": value.mean(), "sum": value.sum(), "every": value.all()}[kpi.per or "sum"]


def _is_quick(kpi: Kpi, ask: Ask) -> bool:
    """Lengths whose distribution is told the quicker way."""
    usual = is_length(kpi, ask) and kpi.summary in ranks.VALUES and not kpi.per
    return usual and kpi.finished is None and (not kpi.spread or isinstance(kpi.spread, Spread))


def _told(rows: pl.DataFrame, kpi: Kpi, ask: Ask, keys: Sequence[str], known: dict[str, Laid]) -> Sums:
    if not _is_quick(kpi, ask):
        return _columns(in_steps(rows, _aggregates(kpi, ask), keys), keys)
    groups = rows[coded.BY] if keys else None
    edges = kpi.spread.edges if isinstance(kpi.spread, Spread) else {}
    quick = ordered.told(rows, groups, ask.clock, edges, kpi.summary, known, both=kpi.business is not None)
    if quick is None:
        return _columns(in_steps(in_lengths(rows, ask), _aggregates(kpi, ask), keys), keys)
    numbers = quick.rename({GROUP: coded.BY}) if keys else quick.drop(GROUP)
    if kpi.beside and numbers.height:
        beside = in_steps(rows, kpi.beside, keys)
        numbers = numbers.join(beside, on=keys) if keys else numbers.hstack(beside)
    return _columns(numbers, keys)


def _columns(grouped: pl.DataFrame, keys: Sequence[str]) -> Sums:
    """Column by column: rows as dictionaries take several times as long."""
    grouped = grouped.with_columns(NUMBERS)
    numbered = zip(*(grouped[key].to_list() for key in keys), strict=True) if keys else [()] * grouped.height
    return Sums([*numbered], {name: grouped[name].to_list() for name in grouped.columns if name not in keys})


def _worked_out(rows: pl.DataFrame, work_out: WorkedOut, keys: Sequence[str]) -> Sums:
    groups = rows.partition_by(keys, as_dict=True) if keys else {(): rows}
    found = {key: work_out(group.to_dicts()) for key, group in groups.items()}
    names = next(iter(found.values()), None) or work_out([])
    return Sums([*found], {name: [_number(stats[name]) for stats in found.values()] for name in names})


def _number(value: Any) -> Any:  # noqa: ANN401  (a figure, of whatever type)
    return None if isinstance(value, float) and value != value else value


def _with_others(told: Sums, others: Iterable[Key], rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> Sums:
    """With groups of which no row counts."""
    known = {*told.keys}
    if not (more := [key for key in dict.fromkeys(others) if key not in known]):
        return told
    nothing = _nothing(rows, kpi, ask)
    columns = {
        name: told.columns.get(name, []) + values * len(more) for name, values in nothing.columns.items()
    }
    return Sums(told.keys + more, columns)


def _nothing(rows: pl.DataFrame, kpi: Kpi, ask: Ask) -> Sums:
    """What is told of no rows: always the same, and it takes as long as to tell of some."""
    key = (kpi.id, ask.options, ask.clock)
    if key not in _NOTHING:
        _NOTHING[key] = _of_none(rows.clear(), kpi, ask)
    return _NOTHING[key]


def _of_none(none: pl.DataFrame, kpi: Kpi, ask: Ask) -> Sums:
    if kpi.worked_out is not None:
        return _worked_out(none, kpi.worked_out, [])
    none = in_lengths(none, ask) if _is_quick(kpi, ask) else none
    return _columns(in_steps(none, _aggregates(kpi, ask), []), [])


def _left_out(out: pl.DataFrame, kpi: Kpi, keys: Sequence[str]) -> dict[Key, dict[str, Any]]:
    """How many rows each reason leaves out, and since when the first pending one waits."""
    waiting = pl.lit(None, pl.Int64) if kpi.waiting is None else kpi.waiting.min()
    grouped = out.group_by(*keys, "reason").agg(rows=pl.len(), since=waiting).sort("reason")
    told = _columns(grouped, keys)
    found: dict[Key, dict[str, Any]] = {}
    for key, reason, count, since in zip(told.keys, *told.columns.values(), strict=True):
        found.setdefault(key, {})[reason] = (count, since)
    return found


def _shaped(told: Sums, left_out: Mapping[Key, dict[str, Any]], kpi: Kpi, ask: Ask) -> Sums:
    """As it goes over the wire: `ci`, `distribution`, `excluded`, `pending`, `low_n` in their places."""
    columns = dict(told.columns)
    if "ci_low" in columns:
        bounds = zip(columns.pop("ci_low"), columns.pop("ci_high"), strict=True)
        columns["ci"] = [None if low is None else [low, high] for low, high in bounds]
    if kpi.spread and not kpi.per:
        inside = zip(*(columns.pop(in_name(name)) for name in kpi.spread), strict=True)
        columns["distribution"] = [dict(zip(kpi.spread, row, strict=True)) for row in inside]
    columns |= _others(told.keys, left_out, ask)
    columns["low_n"] = [n < LOW_N for n in columns["n"]]
    return Sums(told.keys, columns)


def _others(keys: Sequence[Key], left_out: Mapping[Key, dict[str, Any]], ask: Ask) -> dict[str, list[Any]]:
    """Of each group how many rows each reason leaves out, and how many are pending, since when. Of most
    groups there are none.
    """
    excluded: list[dict[str, int]] = [{} for _ in keys]
    pending = [0] * len(keys)
    oldest: list[float | None] = [None] * len(keys)
    place = {key: nth for nth, key in enumerate(keys)} if left_out else {}
    for key, reasons in left_out.items():
        excluded[place[key]] = {reason: rows for reason, (rows, _) in reasons.items() if reason != PENDING}
        pending[place[key]], since = reasons.get(PENDING, (0, None))
        oldest[place[key]] = None if since is None else max(0, ask.known_until - since) / 1000
    return {"excluded": excluded, "pending": pending, "oldest_pending": oldest}


def summed_up(kpi: Kpi, ask: Ask) -> set[str]:
    """The columns of rows that count that are looked at here, beside those that they are grouped by."""
    is_quick = _is_quick(kpi, ask)
    named = _named([*(kpi.beside if is_quick else _aggregates(kpi, ask)).values()])
    if not is_quick:
        return named | {"value"}
    return named | {*(_LENGTHS if kpi.business is not None else ("wall_ms",))}


def left_out_by(kpi: Kpi) -> set[str]:
    """The same of those that do not count."""
    return _named([one for one in (kpi.waiting, kpi.members) if one is not None])


def _named(expressions: Iterable[pl.Expr]) -> set[str]:
    return {name for expression in expressions for name in expression.meta.root_names()}

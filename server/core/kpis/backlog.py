"""What is open at an instant: entered or reopened before it, less resolved before it."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from . import periods
from .ask import Ask
from .summaries import LOW_N
from .tables import Frames

Answer = dict[str, Any]
Counts = dict[str, list[int]]
Step = tuple[pl.LazyFrame, pl.Expr, pl.Expr, str]

STEPS = ("entered", "reopened", "resolved")
LONG_AGO = -(2**62)  # ms

KEYS = {
    "agent": "owner",
    "team": "team",
    "site": "site",
    "channel": "channel",
    "mode": "mode",
    "tag": "tags",
}
HOUR = 3_600_000
AGES: dict[str, tuple[int, int | None]] = {
    "0-1h": (0, HOUR),
    "1-4h": (HOUR, 4 * HOUR),
    "4-8h": (4 * HOUR, 8 * HOUR),
    "8-24h": (8 * HOUR, 24 * HOUR),
    "24h+": (24 * HOUR, None),
}


def figure(frames: Frames, ask: Ask) -> Answer:
    """`value` at the end of the period; `opening` + `entered` + `reopened` - `resolved` = `closing`."""
    answer = _spans(_counted(frames, ask, [], [_bound(ask), _end(ask)]).get((), {}), 1)[0]
    if _is_present(ask):
        answer |= _split(frames, ask)
    return {**answer, "excluded": _excluded(frames, ask), "pending": 0, "groups": _groups(frames, ask)}


def rows_behind(frames: Frames, ask: Ask, limit: int) -> Answer:
    """The conversations that are open at the end of the period, those that wait longest first."""
    end = _end(ask)
    steps = [
        rows.filter(at < end).select("conversation", step=sign) for rows, at, sign, _ in _steps(frames, ask)
    ]
    open_ones = pl.concat(steps).group_by("conversation").agg(pl.col("step").sum())
    mine = _asked(frames["conversations"], ask)
    rows = mine.join(open_ones.filter(pl.col("step") > 0), on="conversation", how="semi").collect()
    age = (end - pl.col("entered_at")) / 1000
    shown = rows.sort("entered_at", "conversation").head(limit)
    columns = shown.select("conversation", "visitor", at="entered_at", value=age, agent="assignee")
    return {"id": ask.kpi, "total": rows.height, "items": columns.to_dicts(), "next": None}


def _end(ask: Ask) -> int:
    return ask.known_until if ask.until is None else min(ask.until, ask.known_until)


def _bound(ask: Ask) -> int:
    return min(LONG_AGO if ask.since is None else ask.since, _end(ask))


def _is_present(ask: Ask) -> bool:
    return ask.until is None or ask.until >= ask.known_until


def _steps(frames: Frames, ask: Ask) -> list[Step]:
    """Where people's conversations enter the backlog and leave it."""
    whole, ends = (
        _asked(frames[grain], ask).filter(pl.col("out").is_null(), pl.col("entered_at").is_not_null())
        for grain in ("conversations", "resolutions")
    )
    again = ends.filter(pl.col("reopened_at").is_not_null())
    up, down = pl.lit(1, pl.Int64), pl.lit(-1, pl.Int64)
    return [
        (whole.filter(~pl.col("entered_resolved")), pl.col("entered_at"), up, "entered"),
        (again.filter(pl.col("enters")), pl.col("reopened_at"), up, "entered"),
        (again.filter(pl.col("counted")), pl.col("reopened_at"), up, "reopened"),
        (ends.filter(pl.col("counted")), pl.col("at"), down, "resolved"),
    ]


def _asked(rows: pl.LazyFrame, ask: Ask) -> pl.LazyFrame:
    for name, column in (("site", "site"), ("team", "team"), ("channel", "channel"), ("agent", "owner")):
        if (wanted := getattr(ask, name)) is not None:
            rows = rows.filter(pl.col(column) == wanted)
    return rows.filter(pl.col("tags").list.contains(ask.tag)) if ask.tag else rows


def _excluded(frames: Frames, ask: Ask) -> dict[str, int]:
    rows = _asked(frames["conversations"], ask).filter(pl.col("started_at") < _end(ask))
    reason = pl.coalesce("out", pl.when(pl.col("entered_at").is_null()).then(pl.lit("bot_only")))
    left_out = rows.select(reason=reason).filter(pl.col("reason").is_not_null())
    return dict(left_out.group_by("reason").len().sort("reason").collect().iter_rows())


def _counted(
    frames: Frames, ask: Ask, keys: Sequence[str], edges: Sequence[int]
) -> dict[tuple[Any, ...], Counts]:
    """For each group and kind of step: how many fall before the first edge, between edges, after the last."""
    bounds = pl.lit(pl.Series(edges, dtype=pl.Int64))
    found: dict[tuple[Any, ...], Counts] = {}
    for rows, at, _, what in _steps(frames, ask):
        if "tags" in keys:
            rows = rows.explode("tags", empty_as_null=True)
        slot = bounds.search_sorted(at, side="right").alias("slot")
        for *key, number, count in (
            rows.select(*keys, slot).group_by(*keys, "slot").len().collect().iter_rows()
        ):
            counts = found.setdefault(tuple(key), {}).setdefault(what, [0] * (len(edges) + 1))
            counts[number] += count
    return found


def _spans(counts: Counts, buckets: int) -> list[Answer]:
    """Each bucket's answer, from one opening to the next."""
    nothing = [0] * (buckets + 2)
    steps = [counts.get(what, nothing) for what in STEPS]
    closing = _net([numbers[0] for numbers in steps])
    found = []
    for number in range(1, buckets + 1):
        inside = [numbers[number] for numbers in steps]
        opening, closing = closing, closing + _net(inside)
        found.append(
            {
                "value": closing,
                "n": closing,
                "low_n": closing < LOW_N,
                "opening": opening,
                **dict(zip(STEPS, inside, strict=True)),
                "closing": closing,
            }
        )
    return found


def _net(steps: Sequence[int]) -> int:
    entered, reopened, resolved = steps
    return entered + reopened - resolved


def _split(frames: Frames, ask: Ask) -> Answer:
    """Who has to move next, and how old they are; of the present only, for rows do not remember it."""
    rows = _asked(frames["conversations"], ask).filter(
        pl.col("resolved_at").is_null(), pl.col("out").is_null(), pl.col("entered_at").is_not_null()
    )
    snoozed, waits = pl.col("snoozed_at").is_not_null(), pl.col("waiting_since").is_not_null()
    free = pl.col("assignee").is_null()
    age = ask.known_until - pl.col("entered_at")
    named = {
        "unassigned": free & ~snoozed,
        "waiting_agent": ~free & waits & ~snoozed,
        "waiting_visitor": ~free & ~waits & ~snoozed,
        "snoozed": snoozed,
    }
    aged = {name: (age >= low) & (age < high if high else pl.lit(True)) for name, (low, high) in AGES.items()}
    sums = [condition.sum().alias(name) for name, condition in (named | aged).items()]
    found = rows.select(sums).collect().row(0, named=True)
    return {"split": {name: found[name] for name in named}, "ages": {name: found[name] for name in aged}}


def _groups(frames: Frames, ask: Ask) -> list[Answer]:
    """Each bucket ends with its own state; the last one now, if it has not ended yet."""
    if not ask.by:
        return []
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    keys = [KEYS[part] for part in ask.by if part != bucket]
    names, edges = _buckets(frames, ask, bucket)
    counted = _counted(frames, ask, keys, edges)
    if not keys:
        counted = {(): counted.get((), {})}
    found: list[Answer] = []
    for key in sorted(counted, key=lambda key: [(part is None, part) for part in key]):
        for name, answer in zip(names, _spans(counted[key], len(names)), strict=True):
            parts = iter(key)
            named = [name if part == bucket else next(parts) for part in ask.by]
            found.append({"key": named[0] if len(named) == 1 else named, **answer})
    return found


def _buckets(frames: Frames, ask: Ask, bucket: str | None) -> tuple[list[str], list[int]]:
    end = _end(ask)
    if bucket is None:
        return [""], [_bound(ask), end]
    first = ask.since
    if first is None:
        first = _asked(frames["conversations"], ask).select(pl.col("entered_at").min()).collect().item()
    named = [] if first is None else periods.edges(first, end, bucket, ask.tz)
    return [name for name, _ in named], [*(at for _, at in named), end]

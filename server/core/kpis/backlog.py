"""What is open at an instant: entered or reopened before it, less resolved before it."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from . import periods
from .ask import Ask
from .tables import Frames

Answer = dict[str, Any]

KEYS = {
    "agent": "assignee",
    "team": "team",
    "site": "site",
    "channel": "channel",
    "mode": "mode",
    "tag": "tags",
}
AGES = {"0-1h": 3_600_000, "1-4h": 14_400_000, "4-8h": 28_800_000, "8-24h": 86_400_000}


def figure(frames: Frames, ask: Ask) -> Answer:
    """`value` at the end of the period; `opening` + `entered` + `reopened` - `resolved` = `closing`."""
    whole, moves = _scope(frames, ask)
    answer = _between(moves, ask.since, _end(ask))
    if _is_present(ask):
        answer |= _split(whole, ask)
    excluded = _excluded(frames, ask)
    return {**answer, "excluded": excluded, "pending": 0, "groups": _groups(whole, moves, ask)}


def rows_behind(frames: Frames, ask: Ask, limit: int) -> Answer:
    """The conversations that are open at the end of the period, those that wait longest first."""
    whole, moves = _scope(frames, ask)
    open_ones = moves.filter(pl.col("at") < _end(ask)).group_by("conversation").agg(pl.col("step").sum())
    rows = whole.join(open_ones.filter(pl.col("step") > 0), on="conversation", how="semi")
    age = (_end(ask) - pl.col("entered_at")) / 1000
    shown = rows.sort("entered_at", "conversation").head(limit)
    columns = shown.select("conversation", "visitor", at="entered_at", value=age, agent="assignee")
    return {"id": ask.kpi, "total": rows.height, "items": columns.to_dicts(), "next": None}


def _end(ask: Ask) -> int:
    return ask.known_until if ask.until is None else min(ask.until, ask.known_until)


def _is_present(ask: Ask) -> bool:
    return ask.until is None or ask.until >= ask.known_until


def _scope(frames: Frames, ask: Ask) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People's conversations, and each step of theirs into the backlog (1) and out of it (-1)."""
    whole = _asked(frames["conversations"], ask)
    whole = whole.filter(pl.col("out").is_null() & pl.col("entered_at").is_not_null())
    mine = frames["resolutions"].join(whole.select("conversation"), on="conversation", how="semi")
    steps = (
        (whole.filter(~pl.col("entered_resolved")), "entered_at", 1, "entered"),
        (mine.filter(pl.col("enters") & pl.col("reopened_at").is_not_null()), "reopened_at", 1, "entered"),
        (mine.filter(pl.col("counted") & pl.col("reopened_at").is_not_null()), "reopened_at", 1, "reopened"),
        (mine.filter(pl.col("counted")), "at", -1, "resolved"),
    )
    moves = [
        rows.select("conversation", at=at, step=pl.lit(step, pl.Int64), what=pl.lit(what))
        for rows, at, step, what in steps
    ]
    return whole, pl.concat(moves)


def _asked(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    for name, column in (("site", "site"), ("team", "team"), ("channel", "channel"), ("agent", "assignee")):
        if (wanted := getattr(ask, name)) is not None:
            rows = rows.filter(pl.col(column) == wanted)
    return rows.filter(pl.col("tags").list.contains(ask.tag)) if ask.tag else rows


def _excluded(frames: Frames, ask: Ask) -> dict[str, int]:
    rows = _asked(frames["conversations"], ask)
    rows = rows.filter(pl.col("started_at") < _end(ask))
    reason = pl.coalesce("out", pl.when(pl.col("entered_at").is_null()).then(pl.lit("bot_only")))
    found = rows.group_by(reason=reason).len().filter(pl.col("reason").is_not_null()).sort("reason")
    return dict(found.iter_rows())


def _between(moves: pl.DataFrame, since: int | None, end: int) -> Answer:
    before = moves.filter(pl.col("at") < (end if since is None else min(since, end)))
    if since is None:
        before = before.clear()
    opening = int(before["step"].sum())
    inside = moves.filter((pl.col("at") < end) & (pl.col("at") >= (since if since is not None else -(2**62))))
    counts = dict(inside.group_by("what").len().iter_rows())
    closing = opening + int(inside["step"].sum())
    steps = {what: counts.get(what, 0) for what in ("entered", "reopened", "resolved")}
    return {
        "value": closing,
        "n": closing,
        "low_n": closing < 30,
        "opening": opening,
        **steps,
        "closing": closing,
    }


def _split(whole: pl.DataFrame, ask: Ask) -> Answer:
    """Who has to move next, and how old they are; of the present only, for rows do not remember it."""
    rows = whole.filter(pl.col("resolved_at").is_null())
    snoozed, waits = pl.col("snoozed_at").is_not_null(), pl.col("waiting_since").is_not_null()
    free = pl.col("assignee").is_null()
    age = ask.known_until - pl.col("entered_at")
    named = {
        "unassigned": free & ~snoozed,
        "waiting_agent": ~free & waits & ~snoozed,
        "waiting_visitor": ~free & ~waits & ~snoozed,
        "snoozed": snoozed,
    }
    split = rows.select(condition.sum().alias(name) for name, condition in named.items()).row(0, named=True)
    names = [*AGES, "24h+"]
    aged = rows.select(
        age.cut(list(AGES.values()), labels=names, left_closed=True).cast(pl.String).alias("age")
    )
    counts = dict(aged["age"].value_counts().iter_rows())
    return {"split": split, "ages": {name: counts.get(name, 0) for name in names}}


def _groups(whole: pl.DataFrame, moves: pl.DataFrame, ask: Ask) -> list[Answer]:
    if not ask.by:
        return []
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    keys = [KEYS[part] for part in ask.by if part != bucket]
    found: list[Answer] = []
    for key, rows in _parts(whole, keys):
        mine = moves.join(rows.select("conversation").unique(), on="conversation", how="semi")
        for name, since, end in _spans(mine, bucket, ask):
            parts = iter(key)
            named = [name if part == bucket else next(parts) for part in ask.by]
            found.append({"key": named[0] if len(named) == 1 else named, **_between(mine, since, end)})
    return found


def _parts(whole: pl.DataFrame, keys: Sequence[str]) -> Sequence[tuple[tuple[Any, ...], pl.DataFrame]]:
    if not keys:
        return [((), whole)]
    rows = whole.explode("tags") if "tags" in keys else whole
    return list(
        rows.sort(keys, nulls_last=True).partition_by(keys, as_dict=True, maintain_order=True).items()
    )


def _spans(moves: pl.DataFrame, bucket: str | None, ask: Ask) -> Sequence[tuple[str, int | None, int]]:
    """Each bucket's name, beginning and end; the last one ends now, if it has not ended yet."""
    end = _end(ask)
    if bucket is None:
        return [("", ask.since, end)]
    first = moves["at"].min() if ask.since is None else ask.since
    if first is None:
        return []
    edges = periods.edges(first, end, bucket, ask.tz)  # type: ignore[arg-type]
    ends = [*(at for _, at in edges[1:]), end]
    return [(name, at, until) for (name, at), until in zip(edges, ends, strict=True)]

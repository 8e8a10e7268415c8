"""What of the backlog is asked for: whose, from when to when, and in which groups."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from ..asking import periods
from ..asking.ask import Ask
from ..asking.listing import Listing
from ..tables import Frames

LONG_AGO = -(2**62)  # ms
KEYS = {
    "agent": "owner",
    "team": "team",
    "site": "site",
    "channel": "channel",
    "mode": "mode",
    "language": "language",
    "tag": "tags",
}


def among(rows: pl.LazyFrame, ask: Ask) -> pl.LazyFrame:
    for name in ("site", "team", "channel", "language", "agent"):
        if (wanted := getattr(ask, name)) is not None:
            rows = rows.filter(pl.col(KEYS[name]) == wanted)
    return rows.filter(pl.col("tags").list.contains(ask.tag)) if ask.tag else rows


def end_of(ask: Ask) -> int:
    return ask.known_until if ask.until is None else min(ask.until, ask.known_until)


def beginning(ask: Ask) -> int:
    return min(LONG_AGO if ask.since is None else ask.since, end_of(ask))


def bounds_of(frames: Frames, ask: Ask) -> tuple[int, int]:
    """Of what has no beginning, from when the first one came in."""
    end = end_of(ask)
    if ask.since is not None:
        return min(ask.since, end), end
    first = first_entry(frames, ask)
    return (end if first is None else min(first, end)), end


def first_entry(frames: Frames, ask: Ask) -> int | None:
    rows = among(frames["conversations"], ask).filter(pl.col("out").is_null())
    found: int | None = rows.select(pl.col("entered_at").min()).collect().item()
    return found


def is_present(ask: Ask) -> bool:
    return ask.until is None or ask.until >= ask.known_until


def buckets_of(frames: Frames, ask: Ask, bucket: str | None) -> tuple[list[str], list[int]]:
    end = end_of(ask)
    if bucket is None:
        first = bounds_of(frames, ask)[0] if "mean" in ask.options else beginning(ask)
        return [""], [first, end]
    begins = first_entry(frames, ask) if ask.since is None else ask.since
    named = [] if begins is None else periods.edges(begins, end, bucket, ask.tz)
    return [name for name, _ in named], [*(at for _, at in named), end]


def bounds_of_group(frames: Frames, wanted: Listing) -> tuple[int, int]:
    """From when to when: the bucket's, if the group is of one; nothing at all for one that is none."""
    ask = wanted.ask
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    first, last = bounds_of(frames, ask)
    if bucket is None or wanted.group is None:
        return first, last
    names, edges = buckets_of(frames, ask, bucket)
    name = wanted.group[ask.by.index(bucket)]
    if name not in names:
        return LONG_AGO, LONG_AGO
    number = names.index(str(name))
    return max(edges[number], first), edges[number + 1]


def in_group(rows: pl.LazyFrame, wanted: Listing) -> pl.LazyFrame:
    if "tag" in wanted.ask.by and wanted.group is not None:
        rows = rows.explode("tags", empty_as_null=True)
    for part, value in zip(wanted.ask.by, wanted.group or (), strict=wanted.group is not None):
        if part in KEYS:
            rows = rows.filter(pl.col(KEYS[part]).eq_missing(pl.lit(value, pl.String)))
    return rows


def why_out() -> pl.Expr:
    return pl.coalesce("out", pl.when(pl.col("entered_at").is_null()).then(pl.lit("bot_only")))


def left_out(
    frames: Frames, ask: Ask, keys: Sequence[str], edges: Sequence[int]
) -> dict[tuple[Any, ...], list[dict[str, int]]]:
    """For each group and bucket: how many had begun by its end and count nowhere, by reason."""
    rows = among(frames["conversations"], ask).with_columns(reason=why_out())
    rows = rows.filter(pl.col("reason").is_not_null(), pl.col("started_at") < edges[-1])
    if "tags" in keys:
        rows = rows.explode("tags", empty_as_null=True)
    bounds = pl.lit(pl.Series(edges, dtype=pl.Int64))
    slot = bounds.search_sorted(pl.col("started_at"), side="right").alias("slot")
    counts = rows.select(*keys, "reason", slot).group_by(*keys, "reason", "slot").len()
    found: dict[tuple[Any, ...], list[dict[str, int]]] = {}
    for *key, reason, number, count in counts.sort("reason").collect().iter_rows():
        buckets = found.setdefault(tuple(key), [{} for _ in edges[1:]])
        for bucket in buckets[max(0, number - 1) :]:
            bucket[reason] = bucket.get(reason, 0) + count
    return found

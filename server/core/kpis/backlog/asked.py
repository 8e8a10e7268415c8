"""What of the backlog is asked for: whose, from when to when, and in which groups."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import polars as pl

from ..asking import periods
from ..asking.ask import Ask
from ..asking.listing import Listing
from ..period import LONG_AGO, Period, rows_within
from ..tables import Frames
from .slots import by_slot

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


def for_people() -> pl.Expr:
    return pl.col("out").is_null() & pl.col("human")


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


def bucket_of(ask: Ask) -> str | None:
    return next((part for part in ask.by if part in periods.BUCKETS), None)


def from_when(ask: Ask) -> int:
    """The first instant of which anything is asked; the first bucket may begin before the period."""
    if ask.since is None or (bucket := bucket_of(ask)) is None:
        return beginning(ask)
    return min(beginning(ask), periods.edges(ask.since, ask.since + 1, bucket, ask.tz)[0][1])


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
    bucket = bucket_of(ask)
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
    by_bot = pl.when(~pl.col("human")).then(pl.lit("bot_only"))
    return pl.coalesce(pl.col("out").cast(pl.String), by_bot)


def out(frames: Frames, ask: Ask, keys: Sequence[str]) -> pl.DataFrame:
    """Those that had begun and count nowhere, each with its `reason`."""
    begun = rows_within(frames, "conversations", Period(pl.col("started_at"), None, end_of(ask)))
    # Few are: only theirs are looked for by name.
    rows = among(begun, ask).filter(~for_people()).with_columns(reason=why_out())
    return rows.select(*keys, "reason", "started_at").collect()


def left_out(
    rows: pl.DataFrame, keys: Sequence[str], edges: Sequence[int]
) -> dict[tuple[Any, ...], list[dict[str, int]]]:
    """For each group and bucket: how many of `out` had begun by its end, by reason."""
    came: dict[tuple[Any, ...], list[int]] = {}
    for key, number, count in by_slot(rows, [*keys, "reason"], "started_at", edges, pl.len()):
        # What began before the first bucket had begun in it, too.
        came.setdefault(key, [0] * len(edges))[max(0, number - 1)] += count
    found: dict[tuple[Any, ...], list[dict[str, int]]] = {}
    for (*key, reason), counts in sorted(came.items(), key=lambda one: str(one[0][-1])):
        buckets = found.setdefault(tuple(key), [{} for _ in edges[1:]])
        for bucket, count in zip(buckets, accumulate(counts[:-1]), strict=True):
            if count:
                bucket[reason] = count
    return found

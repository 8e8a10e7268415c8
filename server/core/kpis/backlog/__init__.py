"""What is open at an instant: entered or reopened before it, less resolved before it; what of it is late."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..asking.listing import Listing
from ..tables import Frames
from ..words import in_seconds
from . import asked, mean, states, steps

Answer = dict[str, Any]

IDS = ("backlog", "backlog_overdue")


def figure(frames: Frames, ask: Ask) -> Answer:
    """`value` at the end of the period; `opening` + `entered` + `reopened` - `resolved` = `closing`."""
    keys = [asked.KEYS[part] for part in ask.by if part in asked.KEYS]
    read = steps.read(frames, ask, keys)
    if "mean" in ask.options:
        answer = mean.mean(read, asked.bounds_of(frames, ask))
    else:
        answer = _at_the_end(frames, ask, read)
    out = asked.out(frames, ask, keys)
    excluded = asked.left_out(out, [], [asked.beginning(ask), asked.end_of(ask)]).get((), [{}])[0]
    return {**answer, "excluded": excluded, "pending": 0, "groups": _groups(frames, ask, keys, read, out)}


def rows_behind(frames: Frames, wanted: Listing) -> pl.DataFrame:
    """The conversations that are open at the end of the period, or of the group's; dated by when they came
    in, and worth their age in s. For the mean: each time that one was open, worth its part of the period.
    """
    ask = wanted.ask
    _, end = asked.bounds_of_group(frames, wanted)
    if wanted.excluded is not None:
        rows = asked.among(frames["conversations"], ask).filter(pl.col("started_at") < end)
        rows = rows.with_columns(reason=asked.why_out()).filter(pl.col("reason") == wanted.excluded)
        return asked.in_group(rows, wanted).with_columns(at="started_at", agent="owner").collect()
    if "mean" in ask.options:
        return mean.rows(frames, wanted)
    rows = asked.in_group(_open_at(frames, ask, end), wanted)
    age = in_seconds(end - pl.col("entered_at"))
    return rows.with_columns(at="entered_at", value=age, agent="owner").collect()


def _at_the_end(frames: Frames, ask: Ask, read: steps.Read) -> Answer:
    counted = steps.counted(read, [], [asked.beginning(ask), asked.end_of(ask)])
    answer = steps.spans(counted.get((), {}), 1)[0]
    if ask.kpi == "backlog_overdue":
        answer["all"] = figure(frames, replace(ask, kpi="backlog", by=()))["value"]
    elif states.state_of(ask) is None:
        is_present, end = asked.is_present(ask), asked.end_of(ask)
        # What is open at this moment is known without going through who came and went.
        found = states.open_now(frames, ask) if is_present else _open_at(frames, ask, end)
        answer |= states.split(found, frames, ask)
    return answer


def _open_at(frames: Frames, ask: Ask, end: int) -> pl.LazyFrame:
    moves = [
        rows.filter(at < end).select("conversation", step=sign) for rows, at, sign, _ in steps.of(frames, ask)
    ]
    open_ones = pl.concat(moves).group_by("conversation").agg(pl.col("step").sum())
    mine = asked.among(frames["conversations"], ask)
    return mine.join(open_ones.filter(pl.col("step") > 0), on="conversation", how="semi")


def _groups(
    frames: Frames, ask: Ask, keys: Sequence[str], read: steps.Read, out: pl.DataFrame
) -> list[Answer]:
    """Each bucket ends with its own state; the last one now, if it has not ended yet."""
    if not ask.by:
        return []
    bucket = asked.bucket_of(ask)
    names, edges = asked.buckets_of(frames, ask, bucket)
    if not names:
        return []
    answers, left_out = _answers(frames, ask, keys, read, edges), asked.left_out(out, keys, edges)
    every = {*answers, *left_out} if keys else {()}
    found: list[Answer] = []
    for key in sorted(every, key=lambda key: [(part is None, part) for part in key]):
        spans = answers.get(key) or [_nothing(ask) for _ in names]
        for name, answer, excluded in zip(
            names, spans, left_out.get(key) or [{} for _ in names], strict=True
        ):
            parts = iter(key)
            named = [name if part == bucket else next(parts) for part in ask.by]
            key_of = named[0] if len(named) == 1 else named
            found.append({"key": key_of, **answer, "excluded": excluded, "pending": 0})
    return found


def _nothing(ask: Ask) -> Answer:
    if "mean" in ask.options:
        return {"value": 0.0, "n": 0, "low_n": True}
    return steps.spans({}, 1)[0]


def _answers(
    frames: Frames, ask: Ask, keys: Sequence[str], read: steps.Read, edges: Sequence[int]
) -> dict[tuple[Any, ...], list[Answer]]:
    """Each group's answers, one a bucket."""
    if "mean" in ask.options:
        first = asked.bounds_of(frames, ask)[0]
        return mean.means(read, keys, [max(edge, first) for edge in edges])
    counted = steps.counted(read, keys, edges)
    if not keys:
        counted = {(): counted.get((), {})}
    return {key: steps.spans(counts, len(edges) - 1) for key, counts in counted.items()}

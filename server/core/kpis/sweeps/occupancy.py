"""How busy people are while they are there: intervals, each counted with its part inside the period.

A sweep over each agent's time: whatever begins or ends divides it into steps, in which nothing changes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from ..asking import periods
from ..asking.ask import Ask
from ..asking.listing import Listing
from ..statistics.summaries import LOW_N
from ..tables import Frames
from ..words import in_seconds

Answer = dict[str, Any]
Span = tuple[int, int]
BucketsOf = Callable[[Ask, str | None], list[tuple[str, Span]]]

IDS = ("occupancy", "slot_occupancy", "concurrency")
LONG_AGO = -(2**62)  # ms
SUMS = ("busy", "busy_online", "session", "online", "slots")

# What each divides by what; the first two in percent.
RATIOS: Mapping[str, tuple[str, str, float]] = {
    "occupancy": ("busy_online", "online", 100.0),
    "slot_occupancy": ("session", "slots", 100.0),
    "concurrency": ("session", "busy", 1.0),
}


def figure(frames: Frames, ask: Ask) -> Answer:
    """`busy`, `session` and `online` are in s; `n` is how many intervals have a part in the period."""
    first, last = bounds(ask)
    whole = _whole(_by_agent(frames, ask, [(first, last)]))
    excluded = _excluded(frames, ask, (first, last))
    return {**_answer(ask, whole), "excluded": excluded, "pending": 0, "groups": _groups(frames, ask)}


def rows_behind(frames: Frames, wanted: Listing) -> pl.DataFrame:
    """The intervals of work; `value`: the seconds of them in the period, or in the group's part of it."""
    ask, within = of_group(wanted, partial(_buckets, frames))
    rows = _work(frames, ask, within).filter(pl.col("out").eq_missing(pl.lit(wanted.excluded, pl.String)))
    value = in_seconds(pl.col("until") - pl.col("since"))
    return rows.with_columns(at="since", value=value).collect()


def of_group(wanted: Listing, buckets_of: BucketsOf) -> tuple[Ask, Span]:
    """The question for one group's agent alone, and from when to when it is."""
    ask, within = wanted.ask, bounds(wanted.ask)
    for part, value in zip(ask.by, wanted.group or (), strict=wanted.group is not None):
        if part == "agent":
            # Work is always somebody's.
            other = ask.agent is not None and ask.agent != value
            ask = replace(ask, agent="" if value is None or other else str(value))
        else:
            within = dict(buckets_of(wanted.ask, part)).get(str(value), (LONG_AGO, LONG_AGO))
    return ask, within


def bounds(ask: Ask) -> Span:
    """Nothing is known of what comes later."""
    last = ask.known_until if ask.until is None else min(ask.until, ask.known_until)
    return (LONG_AGO if ask.since is None else min(ask.since, last)), last


def _work(frames: Frames, ask: Ask, within: Span) -> pl.LazyFrame:
    """Who had what when, the work after it included; what is not over lasts."""
    until = pl.col("to_at").fill_null(ask.known_until) + pl.col("wrapup")
    rows = _clipped(frames["handling"], pl.col("from_at"), until, within)
    return rows if ask.agent is None else rows.filter(pl.col("agent") == ask.agent)


def _presence(frames: Frames, ask: Ask, within: Span) -> pl.LazyFrame:
    spells = frames["presence"].filter(pl.col("status") == "online")
    rows = _clipped(spells, pl.col("from_at"), pl.col("to_at").fill_null(ask.known_until), within)
    return rows if ask.agent is None else rows.filter(pl.col("agent") == ask.agent)


def _clipped(rows: pl.LazyFrame, since: pl.Expr, until: pl.Expr, within: Span) -> pl.LazyFrame:
    first, last = within
    clipped = rows.with_columns(
        since=since.clip(lower_bound=first, upper_bound=last),
        until=until.clip(lower_bound=first, upper_bound=last),
    )
    return clipped.filter(pl.col("since") < pl.col("until"))


def _by_agent(frames: Frames, ask: Ask, spans: Sequence[Span]) -> pl.DataFrame:
    """For each agent and span, by its number: the sums in ms (`slots`: slot-ms), and `n`. One sweep through
    all spans, which follow each other.
    """
    edges = [spans[0][0], *(end for _, end in spans)]
    within = (edges[0], edges[-1])
    work = _work(frames, ask, within).filter(pl.col("out").is_null()).select("agent", "since", "until")
    online = _presence(frames, ask, within).select("agent", "since", "until", "slots")
    worked, was_online = work.collect(), online.collect()
    steps = pl.concat([*_steps(worked, chats=1), *_steps(was_online, online=1, slots=pl.col("slots"))])
    states = _states(steps, edges)
    ms, is_busy, is_online = pl.col("ms"), pl.col("chats") > 0, pl.col("online") > 0
    sums = states.group_by("agent", "span").agg(
        busy=ms.filter(is_busy).sum(),
        busy_online=ms.filter(is_busy & is_online).sum(),
        session=(ms * pl.col("chats")).sum(),
        online=ms.filter(is_online).sum(),
        slots=(ms * pl.col("slots")).sum(),
    )
    there = sums.filter((pl.col("busy") > 0) | (pl.col("online") > 0))
    counts = _in_spans(worked, edges).group_by("agent", "span").agg(n=pl.len().cast(pl.Int64))
    found = there.join(counts, on=["agent", "span"], how="left")
    return found.with_columns(pl.col("n").fill_null(0)).sort("span", "agent")


def _states(steps: pl.DataFrame, edges: Sequence[int]) -> pl.DataFrame:
    """How it stood with each agent from each step to the next; each edge is a step, too."""
    nothing = {name: pl.lit(0, pl.Int64) for name in ("chats", "online", "slots")}
    at_edges = steps.select(pl.col("agent").unique()).join(pl.DataFrame({"at": edges}), how="cross")
    steps = pl.concat([steps, at_edges.with_columns(**nothing)])
    steps = steps.group_by("agent", "at").agg(pl.col("chats", "online", "slots").sum()).sort("agent", "at")
    return steps.with_columns(
        pl.col("chats", "online", "slots").cum_sum().over("agent"),
        ms=(pl.col("at").shift(-1).over("agent") - pl.col("at")).fill_null(0),
        span=_span(pl.col("at"), edges),
    )


def _span(at: pl.Expr, edges: Sequence[int]) -> pl.Expr:
    """The number of the span that holds it."""
    bounds = pl.lit(pl.Series(edges, dtype=pl.Int64))
    return bounds.search_sorted(at, side="right").cast(pl.Int64) - 1


def _in_spans(rows: pl.DataFrame, edges: Sequence[int]) -> pl.DataFrame:
    """A row for each span in which an interval has a part."""
    first, last = _span(pl.col("since"), edges), _span(pl.col("until") - 1, edges)
    return rows.with_columns(span=pl.int_ranges(first, last + 1)).explode("span")


def _steps(rows: pl.DataFrame, **change: Any) -> Sequence[pl.DataFrame]:  # noqa: ANN401  (a number or a column)
    """Where the intervals begin, and where they end."""
    found = []
    for at, sign in (("since", 1), ("until", -1)):
        changes = {name: pl.lit(0, pl.Int64) for name in ("chats", "online", "slots")}
        for name, by in change.items():
            changes[name] = (by if isinstance(by, pl.Expr) else pl.lit(by, pl.Int64)) * sign
        found.append(rows.select("agent", pl.col(at).alias("at"), **changes))
    return found


def _whole(agents: pl.DataFrame) -> Answer:
    return agents.select(pl.col(*SUMS, "n").sum()).row(0, named=True)


def _answer(ask: Ask, sums: Answer) -> Answer:
    above, below, scale = RATIOS[ask.kpi]
    seconds = {name: sums[name] / 1000 for name in ("busy", "session", "online")}
    hours = sums["busy"] / 3_600_000
    return {
        "value": scale * sums[above] / sums[below] if sums[below] else None,
        "n": sums["n"],
        "low_n": sums["n"] < LOW_N,
        **seconds,
        "contacts_per_hour": sums["n"] / hours if hours else None,
    }


def _excluded(frames: Frames, ask: Ask, within: Span) -> dict[str, int]:
    return _added(_left_out(frames, ask, [within]).values())


def _left_out(frames: Frames, ask: Ask, spans: Sequence[Span]) -> dict[tuple[int, str], dict[str, int]]:
    """How many intervals of each span and agent each reason leaves out."""
    edges = [spans[0][0], *(end for _, end in spans)]
    rows = _work(frames, ask, (edges[0], edges[-1])).filter(pl.col("out").is_not_null())
    found: dict[tuple[int, str], dict[str, int]] = {}
    counts = _in_spans(rows.collect(), edges).group_by("span", "agent", "out").len()
    for span, agent, reason, count in counts.sort("span", "agent", "out").iter_rows():
        found.setdefault((span, agent), {})[reason] = count
    return found


def _added(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        for reason, count in part.items():
            found[reason] = found.get(reason, 0) + count
    return dict(sorted(found.items()))


def _groups(frames: Frames, ask: Ask) -> list[Answer]:
    """Days, weeks and months without work too."""
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    named = _buckets(frames, ask, bucket) if ask.by else []
    if not named:
        return []
    spans = [span for _, span in named]
    agents, left_out = _by_agent(frames, ask, spans), _left_out(frames, ask, spans)
    if "agent" not in ask.by:
        return [
            {
                "key": name,
                **_answer(ask, _whole(agents.filter(pl.col("span") == number))),
                "excluded": _added(part for (span, _), part in left_out.items() if span == number),
                "pending": 0,
            }
            for number, (name, _) in enumerate(named)
        ]
    sums_of = {(sums["span"], sums["agent"]): sums for sums in agents.to_dicts()}
    nothing = _whole(agents.clear())
    found: list[Answer] = []
    for span, agent in sorted({*sums_of, *left_out}):
        parts = [named[span][0] if part == bucket else agent for part in ask.by]
        key = parts[0] if len(parts) == 1 else parts
        answer = _answer(ask, sums_of.get((span, agent)) or nothing)
        found.append({"key": key, **answer, "excluded": left_out.get((span, agent), {}), "pending": 0})
    return found


def _buckets(frames: Frames, ask: Ask, bucket: str | None) -> list[tuple[str, Span]]:
    first, last = bounds(ask)
    if bucket is None:
        return [("", (first, last))]
    if ask.since is None:
        begins = [
            frames[rows].select(pl.col("from_at").min()).collect().item() for rows in ("handling", "presence")
        ]
        first = min((at for at in begins if at is not None), default=last)
    return split(first, last, bucket, ask.tz)


def split(first: int, last: int, bucket: str, tz: str) -> list[tuple[str, Span]]:
    """Each bucket's name, and its part of [first, last)."""
    if first >= last:
        return []
    named = periods.edges(first, last, bucket, tz)
    ends = [at for _, at in named[1:]] + [last]
    return [(name, (max(at, first), end)) for (name, at), end in zip(named, ends, strict=True)]

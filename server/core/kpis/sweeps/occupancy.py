"""How busy people are while they are there: intervals, each counted with its part inside the period.

A sweep over everybody's time: how long what was going on had lasted by an instant, from one edge to the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from ..asking import periods
from ..asking.ask import Ask
from ..asking.listing import Listing
from ..period import LONG_AGO
from ..statistics.summaries import LOW_N
from ..tables import Frames
from ..words import in_seconds
from .laid import Axis, Laid

Answer = dict[str, Any]
Span = tuple[int, int]
BucketsOf = Callable[[Ask, str | None], list[tuple[str, Span]]]

IDS = ("occupancy", "slot_occupancy", "concurrency")
SUMS = ("busy", "busy_online", "session", "online", "slots", "n")
OUT = "out "  # and the reason: how many it leaves out

# What each divides by what; the first two in percent.
RATIOS: Mapping[str, tuple[str, str, float]] = {
    "occupancy": ("busy_online", "online", 100.0),
    "slot_occupancy": ("session", "slots", 100.0),
    "concurrency": ("session", "busy", 1.0),
}


def figure(frames: Frames, ask: Ask) -> Answer:
    """`busy`, `session` and `online` are in s; `n` is how many intervals have a part in the period."""
    within = bounds(ask)
    times = _Times(frames, ask, within)
    (whole,) = _answers(ask, _together(times.by_agent([within])))
    return {**whole, "groups": _groups(frames, ask, times)}


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
    """Which rows those are is said of what is stored, so that no others are read."""
    first, last = within
    inside = rows.filter(since < last, until > first)
    clipped = inside.with_columns(since=since.clip(lower_bound=first), until=until.clip(upper_bound=last))
    return clipped.filter(pl.col("since") < pl.col("until"))


class _Times:
    """Everybody's time in the period, of which the sums of any spans are told."""

    def __init__(self, frames: Frames, ask: Ask, within: Span) -> None:
        work = _work(frames, ask, within).select("agent", "since", "until", "out").collect()
        online = _presence(frames, ask, within).select("agent", "since", "until", "slots").collect()
        self._axis = Axis(work, online)
        work, online = self._axis.placed(work), self._axis.placed(online)
        self._session, self._online = Laid.of(work.filter(pl.col("out").is_null())), Laid.of(online).spells()
        self._busy = self._session.spells()
        self._busy_online = self._online.during(self._busy)
        self._slots = _laid_by(online, "slots")
        self._left_out = _laid_by(work.filter(pl.col("out").is_not_null()), "out")

    def by_agent(self, spans: Sequence[Span]) -> pl.DataFrame:
        """For each agent and span, by its number: the sums in ms (`slots`: slot-ms), and `n`; how many
        intervals each reason leaves out. The spans follow each other.
        """
        grid = self._axis.grid([spans[0][0], *(end for _, end in spans)])
        at = grid["instant"]
        lasted = {
            "busy": self._busy.lasted(at),
            "busy_online": self._busy_online.lasted(at),
            "session": self._session.lasted(at),
            "online": self._online.lasted(at),
            "slots": sum((slots * laid.lasted(at) for slots, laid in self._slots.items()), start=0 * at),
        }
        sums = {name: one.shift(-1) - one for name, one in lasted.items()}
        left_out = {f"{OUT}{reason}": laid.parts(at) for reason, laid in self._left_out.items()}
        counted = grid.select("agent", "span", **sums, n=self._session.parts(at), **left_out)
        return counted.filter(pl.col("span") < len(spans))


def _laid_by(rows: pl.DataFrame, name: str) -> dict[Any, Laid]:
    groups = rows.partition_by(name, as_dict=True)
    return {key: Laid.of(groups[key,]) for (key,) in sorted(groups)}


def _answers(ask: Ask, sums: pl.DataFrame) -> list[Answer]:
    """One a row."""
    # Column by column: rows as dictionaries take several times as long.
    rows = zip(*(sums[name].to_list() for name in SUMS), strict=True)
    return [
        {**_answer(ask, dict(zip(SUMS, row, strict=True))), "excluded": excluded, "pending": 0}
        for row, excluded in zip(rows, _left_out(sums), strict=True)
    ]


def _answer(ask: Ask, sums: Mapping[str, int]) -> Answer:
    above, below, scale = RATIOS[ask.kpi]
    hours = sums["busy"] / 3_600_000
    return {
        "value": scale * sums[above] / sums[below] if sums[below] else None,
        "n": sums["n"],
        "low_n": sums["n"] < LOW_N,
        "busy": sums["busy"] / 1000,
        "session": sums["session"] / 1000,
        "online": sums["online"] / 1000,
        "contacts_per_hour": sums["n"] / hours if hours else None,
    }


def _left_out(sums: pl.DataFrame) -> list[dict[str, int]]:
    found: list[dict[str, int]] = [{} for _ in range(sums.height)]
    for counts in sums.select(pl.selectors.starts_with(OUT)):
        for excluded, count in zip(found, counts.to_list(), strict=True):
            if count:
                excluded[counts.name.removeprefix(OUT)] = count
    return found


def _together(sums: pl.DataFrame) -> pl.DataFrame:
    return sums.select(pl.exclude("agent", "span").sum())


def _groups(frames: Frames, ask: Ask, times: _Times) -> list[Answer]:
    """Days, weeks and months without work too."""
    bucket = next((part for part in ask.by if part in periods.BUCKETS), None)
    named = _buckets(frames, ask, bucket) if ask.by else []
    if not named:
        return []
    sums = times.by_agent([span for _, span in named])
    if "agent" not in ask.by:
        spans = pl.DataFrame({"span": range(len(named))})
        sums = spans.join(sums.drop("agent").group_by("span").sum(), on="span", how="left")
        answers = _answers(ask, sums.fill_null(0).sort("span"))
        return [{"key": name, **answer} for (name, _), answer in zip(named, answers, strict=True)]
    is_any = pl.any_horizontal((pl.selectors.by_name("busy", "online") | pl.selectors.starts_with(OUT)) > 0)
    sums = sums.filter(is_any).sort("span", "agent")
    keys = [
        [named[span][0] if part == bucket else agent for part in ask.by]
        for span, agent in sums.select("span", "agent").iter_rows()
    ]
    return [
        {"key": key[0] if len(key) == 1 else key, **answer}
        for key, answer in zip(keys, _answers(ask, sums), strict=True)
    ]


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

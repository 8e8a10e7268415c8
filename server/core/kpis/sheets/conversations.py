"""A row for each conversation that began in the period, with all that is known of it but what was said."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from .. import figure
from ..asking.ask import Ask
from ..families.service_level import broken, kept, sla_attainment
from ..period import Period, rows_within
from ..registry import KPIS
from ..tables import Frames
from .cells import FORMULA

AT_ONCE = 2_500  # conversations; figures wait for as long as it takes to make a line of each
BEGAN = pl.col("started_at")

LENGTHS = ("handled", "active", "closed", "snoozed", "business")  # ms, as are all that end with _business
INSTANTS = ("charge_from", "waiting_since")  # as are all that end with _at
AGENTS = (
    "taken_by",
    "replied_by",
    "last_replier",
    "assignee",
    "resolved_by",
    "first_solved_by",
    "csat_agent",
)
# Of those figures that have one value a conversation.
FIGURES = ("frt", "frt_butler", "time_to_take_charge", "resolution_time", "aht", "interactions")
SURVEYS = ("csat", "nps", "ces")
_COUNTS = ("turns", "turns_answered", "turns_open", "resolutions", "reopened", "handling_intervals")
# `owner` is the assignee once more; the others are the reports' own.
_NOT_SHOWN = ("owner", "out", "tags")

_FILTERS = (
    ("site", "site"),
    ("team", "team"),
    ("channel", "channel"),
    ("language", "language"),
    ("agent", "assignee"),
)

Names = Mapping[str, str]


def scope(frames: Frames, ask: Ask, span: tuple[int, int] | None = None) -> pl.LazyFrame:
    """The conversations that are asked for, of those that began in `span` alone. An agent's are those that
    are his at the end.
    """
    period = Period(BEGAN, ask.since, ask.until) if span is None else Period(BEGAN, *span)
    rows = rows_within(frames, "conversations", period)
    conditions = [pl.col(column) == wanted for name, column in _FILTERS if (wanted := getattr(ask, name))]
    if ask.tag is not None:
        conditions.append(pl.col("tags").list.contains(ask.tag))
    return rows.filter(conditions) if conditions else rows


def count(frames: Frames, ask: Ask) -> int:
    found: int = scope(frames, ask).select(pl.len()).collect().item()
    return found


def slices(frames: Frames, ask: Ask) -> list[tuple[int, int]]:
    """The period in parts [first, end), ms, each with about `AT_ONCE` conversations; at least one part."""
    begun = scope(frames, ask).select(pl.col("started_at").sort()).collect()["started_at"]
    if begun.is_empty():
        return [(0, 0)]
    firsts = list(dict.fromkeys(begun.gather_every(AT_ONCE).to_list()))
    return list(zip(firsts, [*firsts[1:], begun[-1] + 1], strict=True))


def part(frames: Frames, ask: Ask, span: tuple[int, int], names: Names, agents: bool) -> pl.DataFrame:
    """The rows of that part, in the order of their beginning. `agents`: with whoever worked on it."""
    rows = _as_texts(scope(frames, ask, span)).collect().sort("started_at", "conversation")
    ids = rows.lazy().select("conversation")
    until = pl.lit(ask.known_until)
    for grain, summed in _BESIDE.items():
        of_them = rows_within(frames, grain, Period(BEGAN, *span)).join(ids, on="conversation", how="semi")
        # Summed up before it is read, so that nothing else is read.
        beside = _as_texts(summed(of_them.with_columns(as_of=until))).collect()
        rows = rows.join(beside, on="conversation", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col(_COUNTS).fill_null(0))
    for kpi in FIGURES:
        rows = rows.join(_worth(rows, ask, kpi), on="conversation", how="left", maintain_order="left")
    return rows.select(_columns(rows.schema, ask.tz, names, agents))


def _worth(rows: pl.DataFrame, ask: Ask, kpi: str) -> pl.DataFrame:
    """What a conversation is worth in a figure, in its unit; none where it does not count, or not yet."""
    anytime = Ask(kpi, ask.now, ask.tz, as_of=ask.as_of)
    told = figure.told({"conversations": rows.lazy()}, KPIS[kpi], anytime)
    counted = told.filter(pl.col("reason").is_null())
    return counted.select("conversation", pl.col("value").cast(pl.Float64).alias(f"kpi_{kpi}"))


def without_formulas(rows: pl.DataFrame) -> pl.DataFrame:
    """For CSV, where the reader decides what a text is (cells.safe)."""
    texts = [pl.col(name) for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(
        pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep()
        for text in texts
    )


def _columns(schema: Mapping[str, Any], tz: str, names: Names, agents: bool) -> Iterator[pl.Expr]:
    for name in schema:
        if name in _NOT_SHOWN or (name in AGENTS and not agents):
            continue
        if name.endswith("_at") or name in INSTANTS:
            yield _moment(name, tz)
        elif name in LENGTHS or name.endswith("_business"):
            yield (pl.col(name) / 1000).alias(f"{name}_s")
        else:
            yield pl.col(name)
        if name in (*AGENTS, "team", "site"):
            yield _named(name, names)
    yield pl.col("out").alias("left_out")
    yield pl.when(pl.col("tags").list.len() > 0).then(pl.col("tags").list.join("; ")).alias("tags")


def _moment(name: str, tz: str) -> pl.Expr:
    local = pl.from_epoch(name, "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(tz)
    return local.dt.to_string("%Y-%m-%dT%H:%M:%S%.3f%:z").alias(name)


def _named(name: str, names: Names) -> pl.Expr:
    known = dict(names) or {"": ""}
    return pl.col(name).replace_strict(known, default=None, return_dtype=pl.String).alias(f"{name}_name")


def _as_texts(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(pl.col(pl.Categorical).cast(pl.String))


def _of_turns(turns: pl.LazyFrame) -> pl.LazyFrame:
    """Answered ones are those that a person closed with a reply."""
    answered = pl.col("closed_at").is_not_null() & (pl.col("closed_by") != "resolved").fill_null(False)
    took = (pl.col("closed_at") - pl.col("opened_at")).filter(answered)
    return turns.group_by("conversation").agg(
        turns=pl.len(),
        turns_answered=answered.sum(),
        turns_open=pl.col("closed_at").is_null().sum(),
        response_s=_sum_if_any(took) / 1000,
        longest_response_s=took.max() / 1000,
        response_business_s=_sum_if_any(pl.col("business").filter(answered)) / 1000,
    )


def _of_resolutions(resolutions: pl.LazyFrame) -> pl.LazyFrame:
    return resolutions.group_by("conversation").agg(
        resolutions=pl.len(), reopened=pl.col("reopened_at").is_not_null().sum()
    )


def _of_handling(handling: pl.LazyFrame) -> pl.LazyFrame:
    spent = (pl.col("to_at") - pl.col("from_at")).fill_null(0) + pl.col("wrapup")
    return handling.group_by("conversation").agg(
        handling_intervals=pl.len(), handling_s=spent.sum() / 1000, wrapup_s=pl.col("wrapup").sum() / 1000
    )


def _of_ratings(ratings: pl.LazyFrame) -> pl.LazyFrame:
    """Of each survey the last one that was not taken back by a later one."""
    last = ratings.filter(~pl.col("superseded"))
    found = []
    for kind in SURVEYS:
        columns = ("score", "scale", "sent_at", "rated_at", *(("agent",) if kind == "csat" else ()))
        of_kind = pl.col("kind") == kind
        found += [pl.col(name).filter(of_kind).last().alias(f"{kind}_{name}") for name in columns]
    return last.group_by("conversation", maintain_order=True).agg(found)


def _of_promises(promises: pl.LazyFrame) -> pl.LazyFrame:
    """By the same words as the share of promises that were kept."""
    rows = promises.filter(pl.col("void_at").is_null()).with_columns(**sla_attainment.terms)
    return rows.group_by("conversation").agg(
        promises=pl.len(),
        promises_kept=kept.sum(),
        promises_broken=broken.sum(),
        least_slack_s=pl.col("slack").min() / 1000,
    )


def _sum_if_any(values: pl.Expr) -> pl.Expr:
    return pl.when(values.count() > 0).then(values.sum())


_BESIDE = {
    "turns": _of_turns,
    "resolutions": _of_resolutions,
    "handling": _of_handling,
    "ratings": _of_ratings,
    "promises": _of_promises,
}

"""A week as it was, out of the facts, and what each needed out of the events. In the reporting process."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from server.core.events import ConversationStarted, NeedsSet
from server.core.kpis import demand
from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure
from server.core.kpis.tables import Frames
from server.core.staffing.past import Came, Past, PastOf, Spell

from .source import Source

col = pl.col
NEEDS = (ConversationStarted.type, NeedsSet.type)
Needed = Mapping[str, tuple[str, ...]]  # skills, by conversation

ASKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "frt": ("asa", ()),
    "service_level": ("service_level", ()),
    "abandonment": ("abandonment", ()),
    "occupancy": ("occupancy", ()),
    "slot_occupancy": ("slot_occupancy", ()),
}
OF_AGENTS = ("occupancy", "slot_occupancy")


def past(frames: Frames, wanted: PastOf, source: Source | None = None) -> Past:
    """`source`: of the events; None: nobody is known to have needed anything."""
    until = min(wanted.until, wanted.now)
    rows = demand.queued(frames, wanted.since, until, wanted.site, wanted.team)
    patience, _ = demand.mean_patience(rows, until_answered=True)
    closed = _closed(frames, wanted, until)
    came = [*_came(rows, wanted.since, source, until), *_told(closed, source, until, closed=True)]
    return Past(
        wanted.since,
        wanted.until,
        tuple(sorted(came, key=lambda one: one.at)),
        tuple(_spells(frames, wanted, until)),
        patience,
        figures(frames, wanted),
    )


def figures(frames: Frames, wanted: PastOf) -> dict[str, float | None]:
    """What is compared, real or lived through again: of all who were queued in the period."""
    return {name: figure(frames, _ask(name, wanted))["value"] for name in ASKS}


def _ask(name: str, wanted: PastOf) -> Ask:
    kpi, options = ASKS[name]
    if name == "service_level" and wanted.within != 20:
        options = (f"within={wanted.within}",)
    of_agents = name in OF_AGENTS
    return Ask(
        kpi,
        wanted.now,
        wanted.tz,
        wanted.since,
        wanted.until,
        attribution="overlap" if of_agents else "cohort",
        site=None if of_agents else wanted.site,
        team=None if of_agents else wanted.team,
        options=options,
    )


def _came(rows: pl.LazyFrame, since: int, source: Source | None, until: int) -> Iterator[Came]:
    return _told(_lengths(rows, col("offered_at") - since), source, until)


def _lengths(rows: pl.LazyFrame, at: pl.Expr) -> pl.LazyFrame:
    """Auto-closed or not: for how long people had it is `handled`; what is still open has no length yet."""
    had = pl.when(col("ended_at").is_not_null() & (col("handled") > 0)).then(col("handled"))
    # Whoever was given it may have passed it on unanswered: then that was no time to the first words.
    spoke = col("replied_at") - col("taken_at")
    spoke = pl.when(spoke.is_between(0, col("handled"))).then(spoke)
    return rows.select("conversation", "taken_at", at, "team", "language", had=had, spoke=spoke)


def _told(rows: pl.LazyFrame, source: Source | None, until: int, **more: Any) -> Iterator[Came]:  # noqa: ANN401
    """Rows of a conversation, when somebody first had it, and what is known of who came."""
    found = rows.collect()
    needed = {} if source is None else _needed(source, found, until)
    for conversation, _, *row in found.iter_rows():
        yield replace(Came(*row), skills=needed.get(conversation, ()), **more)


def _needed(source: Source, rows: pl.DataFrame, until: int) -> Needed:
    """As it was when somebody first had it: what he says later that it needs is for the next one."""
    had = dict(zip(rows["conversation"], rows["taken_at"].fill_null(until), strict=True))
    found: dict[str, tuple[str, ...]] = {}
    for story in source.events(sorted(had), until, NEEDS):
        for event in story:
            if (
                isinstance(event, ConversationStarted | NeedsSet)
                and event.at <= had[event.conversation or ""]
            ):
                found[event.conversation or ""] = event.skills
    return found


def _closed(frames: Frames, wanted: PastOf, until: int) -> pl.LazyFrame:
    """Who left a message for people because nobody was there."""
    is_his: Any = [
        col("out").is_null(),
        col("human"),
        col("mode") == "offline",
        col("wrote_at").is_between(wanted.since, until - 1),
    ]
    is_his += [col("site") == wanted.site] if wanted.site else []
    is_his += [col("team") == wanted.team] if wanted.team else []
    return _lengths(frames["conversations"].filter(*is_his), col("wrote_at") - wanted.since)


def _spells(frames: Frames, wanted: PastOf, until: int) -> list[Spell]:
    rows = frames["presence"].filter(col("status") == "online", col("from_at") < until)
    ends = pl.min_horizontal(col("to_at").fill_null(until), until)
    found = rows.with_columns(ends.alias("ends")).filter(col("ends") > wanted.since)
    shown = found.select("agent", "from_at", "ends", "slots").sort("from_at", "agent").collect()
    return [
        Spell(agent, max(0, since - wanted.since), ends_at - wanted.since, slots)
        for agent, since, ends_at, slots in shown.iter_rows()
    ]

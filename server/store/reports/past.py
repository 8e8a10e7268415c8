"""A week as it was, out of the facts. In the reporting process."""

from typing import Any

import polars as pl

from server.core.kpis import demand
from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure
from server.core.kpis.tables import Frames
from server.core.staffing.past import Came, Past, PastOf, Spell

col = pl.col

ASKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "frt": ("asa", ()),
    "service_level": ("service_level", ()),
    "abandonment": ("abandonment", ()),
    "occupancy": ("occupancy", ()),
    "slot_occupancy": ("slot_occupancy", ()),
}
OF_AGENTS = ("occupancy", "slot_occupancy")


def past(frames: Frames, wanted: PastOf) -> Past:
    until = min(wanted.until, wanted.now)
    rows = demand.queued(frames, wanted.since, until, wanted.site, wanted.team)
    patience, _ = demand.mean_patience(rows, until_answered=True)
    came = [*_came(rows, wanted.since), *_closed(frames, wanted, until)]
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


def _came(rows: pl.LazyFrame, since: int) -> list[Came]:
    """Auto-closed or not: for how long people had it is `handled`; what is still open has no length yet."""
    had = pl.when(col("ended_at").is_not_null() & (col("handled") > 0)).then(col("handled"))
    # Whoever was given it may have passed it on unanswered: then that was no time to the first words.
    spoke = col("replied_at") - col("taken_at")
    spoke = pl.when(spoke.is_between(0, col("handled"))).then(spoke)
    found = rows.select(col("offered_at") - since, "team", "language", had.alias("had"), spoke.alias("spoke"))
    return [Came(*row) for row in found.collect().iter_rows()]


def _closed(frames: Frames, wanted: PastOf, until: int) -> list[Came]:
    """Who left a message because nobody was there: they would have waited, had it been open."""
    is_his: Any = [
        col("out").is_null(),
        col("mode") == "offline",
        col("wrote_at").is_between(wanted.since, until - 1),
    ]
    is_his += [col("site") == wanted.site] if wanted.site else []
    is_his += [col("team") == wanted.team] if wanted.team else []
    found = frames["conversations"].filter(*is_his).select(col("wrote_at") - wanted.since, "team", "language")
    return [Came(at, team, language, closed=True) for at, team, language in found.collect().iter_rows()]


def _spells(frames: Frames, wanted: PastOf, until: int) -> list[Spell]:
    rows = frames["presence"].filter(col("status") == "online", col("from_at") < until)
    ends = pl.min_horizontal(col("to_at").fill_null(until), until)
    found = rows.with_columns(ends.alias("ends")).filter(col("ends") > wanted.since)
    shown = found.select("agent", "from_at", "ends", "slots").sort("from_at", "agent").collect()
    return [
        Spell(agent, max(0, since - wanted.since), ends_at - wanted.since, slots)
        for agent, since, ends_at, slots in shown.iter_rows()
    ]

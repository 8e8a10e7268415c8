"""What staffing is reckoned from: who came when, how long he was handled, and how long people waited."""

import polars as pl

from server.core.roster.shifts import heads
from server.core.staffing.handling import Handled

from .families.queue import ASSIGNMENT, REPLY
from .tables import Frames
from .words import answered, col, ended, human, is_live

Span = tuple[int, int]
AGAIN = 600_000  # ms: who is queued again within it is the same arrival


def queued(
    frames: Frames, since: int, until: int, site: str | None = None, team: str | None = None
) -> pl.LazyFrame:
    """Conversations that were queued for people in [since, until), in order."""
    wanted = [
        col("out").is_null(), is_live, human,
        col("offered_at").is_between(since, until - 1),
    ]  # fmt: skip
    wanted += [col("site") == site] if site else []
    wanted += [col("team") == team] if team else []
    rows = frames["conversations"].filter(*wanted).sort("offered_at", "conversation")
    before = col("offered_at").shift(1).over("visitor")
    return rows.filter(before.is_null() | (col("offered_at") - before > AGAIN))


def arrivals(rows: pl.LazyFrame) -> list[int]:
    """Instants, ms, in order."""
    return rows.select("offered_at").collect()["offered_at"].to_list()


def mean_patience(rows: pl.LazyFrame, until_answered: bool = False) -> tuple[float | None, int]:
    """Seconds until somebody gives up in the mean, and how many did; None: nobody.

    A wait ends when somebody has it, as in theory; `until_answered`: with his first words.
    """
    terms = rows.with_columns(**(REPLY if until_answered else ASSIGNMENT))
    waited = (pl.min_horizontal("served_at", "gone_at") - col("offered_at")).clip(lower_bound=0)
    gone = col("gone_at").is_not_null() & (col("served_at").is_null() | (col("gone_at") < col("served_at")))
    total, count = terms.select(waited.sum().alias("waited"), gone.sum().alias("gone")).collect().row(0)
    return (total / count / 1000 if count else None), count


def handled(frames: Frames, rows: pl.LazyFrame, tz: str, since: int) -> list[Handled]:
    """Those of them that are over and were answered, as `aht` has them; what is alike is counted together.
    None of them came before `since`.
    """
    over = rows.filter(ended.is_not_null(), answered).select("conversation", "offered_at", "handled")
    local = pl.from_epoch("offered_at", time_unit="ms").dt.convert_time_zone(tz)
    chats = col("chats").fill_null(1.0)
    known = over.join(at_once(frames, since), on="conversation", how="left").with_columns(
        weekday=local.dt.weekday() - 1, hour=local.dt.hour(), chats=chats, level=chats.round()
    )
    found = known.group_by("weekday", "hour", "level").agg(
        (col("handled").sum() / pl.len() / 1000).alias("seconds"), col("chats").mean(), n=pl.len()
    )
    shown = found.sort("weekday", "hour", "level").drop("level").collect()
    return [Handled(*row) for row in shown.iter_rows()]


def at_once(frames: Frames, since: int) -> pl.LazyFrame:
    """By conversation, `chats`: how many whoever had it had in the mean of that time, as `together`."""
    ends = col("to_at") + col("wrapup")
    spans = (
        frames["handling"]
        .filter(col("to_at").is_not_null(), ends > since, ends > col("from_at"))
        .select("conversation", "agent", col("from_at").alias("since"), ends.alias("until"))
        .collect()
        .lazy()
    )
    changes = [spans.select("agent", pl.col(at).alias("at"), change=pl.lit(n, pl.Int64)) for at, n in _EDGES]
    edges = pl.concat(changes).group_by("agent", "at").agg(pl.col("change").sum()).sort("agent", "at")
    step = col("at").shift(-1).over("agent") - col("at")
    chats = edges.with_columns(chats=col("change").cum_sum().over("agent"))
    # Chats times ms, from the agent's first one on up to each edge.
    passed = chats.with_columns(ms=(col("chats") * step).shift(1, fill_value=0).over("agent"))
    passed = passed.select("agent", "at", col("ms").cum_sum().over("agent").alias("ms"))
    for edge, _ in _EDGES:
        named = passed.rename({"at": edge, "ms": f"ms_{edge}"})
        spans = spans.join(named, on=["agent", edge], how="left")
    shared, length = col("ms_until") - col("ms_since"), col("until") - col("since")
    return spans.group_by("conversation").agg((shared.sum() / length.sum()).alias("chats"))


_EDGES = (("since", 1), ("until", -1))


def online(frames: Frames, until: int) -> dict[str, list[Span]]:
    """By agent, when he was online up to `until`."""
    spells = frames["presence"].filter(col("status") == "online", col("from_at") < until)
    ends = pl.min_horizontal(col("to_at").fill_null(until), pl.lit(until))
    found: dict[str, list[Span]] = {}
    for agent, since, ends_at in (
        spells.select("agent", "from_at", ends.alias("ends")).sort("from_at").collect().iter_rows()
    ):
        found.setdefault(agent, []).append((since, ends_at))
    return found


def shrinkage(
    roster: dict[str, list[Span]], there: dict[str, list[Span]], until: int
) -> tuple[float | None, int]:
    """Of the time that people were to work, the share in which they were not online, and that time in ms;
    None: nobody was to work.
    """
    spans = [(agent, a, min(b, until)) for agent, mine in roster.items() for a, b in mine if a < until]
    planned = sum(b - a for _, a, b in spans)
    present = sum(heads(there.get(agent, ()), a, b) * (b - a) for agent, a, b in spans)
    return (max(0.0, 1 - present / planned) if planned else None), planned

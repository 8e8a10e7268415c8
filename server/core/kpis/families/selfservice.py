"""What needed no person: the butler's conversations, and questions that visitors could have settled alone."""

from collections.abc import Iterator

import polars as pl

from ..asking.ask import Ask
from ..kpi import Kpi
from ..statistics.summaries import Aggregates, proportion
from ..tables import Frames
from ..words import as_of, by_people, col, countable, ended, human, wrote
from .volume import begun

HOUR = 3_600_000  # ms
WINDOW = 24  # hours
WINDOWS = (24, 72)  # hours
ONE_SESSION = 24 * HOUR  # of one visitor: what he settles by himself in that time is one session
SELF_ANSWERABLE = "self_answerable"  # the tag

spoke, then, window = col("spoke_at"), col("human_at"), col("window")
to_people = (then < spoke + window).fill_null(False)


def sessions(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """The period's conversations. Those of the butler alone have `human_at`, when the visitor next began one
    with people, and `again`: it belongs to a session of his that is counted already.
    """
    mine = frames["conversations"].filter(_period(ask)).select(_KEPT).collect().with_row_index("row")
    alone = mine.filter(col("out").is_null() & ~human)
    followed = _followed(alone, frames)
    again = list(_again(_followed(_all_of(alone, frames), frames), _window_of(ask)))
    repeated = alone.filter(col("conversation").is_in(again))["row"]
    human_at = pl.repeat(None, mine.height, dtype=pl.Int64, eager=True).scatter(
        followed["row"], followed["human_at"]
    )
    is_again = pl.repeat(False, mine.height, eager=True).scatter(repeated, True)
    return mine.drop("row").with_columns(human_at=human_at, again=is_again).lazy()


def _period(ask: Ask) -> pl.Expr:
    inside = pl.lit(True)
    if ask.since is not None:
        inside &= begun >= ask.since
    return inside if ask.until is None else inside & (begun < ask.until)


def _window_of(ask: Ask) -> int:
    hours = [option.removeprefix("within=").removesuffix("h") for option in ask.options if "=" in option]
    return int(hours[0]) * HOUR if hours else WINDOW * HOUR


def _followed(alone: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """With `begun`, and `human_at`: when that visitor began his next conversation with people."""
    alone = alone.with_columns(begun=begun).sort("begun")
    first = alone["begun"].min() if alone.height else 0
    others = frames["conversations"].filter(col("out").is_null(), human, begun >= first)
    others = others.select("visitor", begun=begun, human_at=begun)
    theirs = others.join(_visitors(alone), on="visitor", how="semi").collect().sort("begun")
    return alone.join_asof(theirs, on="begun", by="visitor", strategy="forward", check_sortedness=False)


def _all_of(alone: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """All sessions of the visitors who had two of them in a short time, for one depends on the other."""
    last = alone["wrote_at"].max() if alone.height else 0
    known = frames["conversations"].filter(col("out").is_null(), ~human, begun <= last)
    theirs = known.select("conversation", "visitor", "started_at", "wrote_at", "spoke_at")
    near = theirs.join(_visitors(alone), on="visitor", how="semi").collect()
    gap = begun.sort().diff().min().over("visitor")
    return near.filter(gap < ONE_SESSION)


def _visitors(sessions: pl.DataFrame) -> pl.LazyFrame:
    return sessions.lazy().select("visitor").unique()


def _again(sessions: pl.DataFrame, window: int) -> Iterator[str]:
    """Those within a session that is counted already; what led to people is no session."""
    counted: dict[str, int] = {}
    settled = sessions.filter(~(then < spoke + window).fill_null(False)).sort("begun", "conversation")
    for conversation, visitor, at in settled.select("conversation", "visitor", "begun").iter_rows():
        if visitor in counted and at - counted[visitor] < ONE_SESSION:
            yield conversation
        else:
            counted[visitor] = at


_KEPT = (
    "conversation",
    "visitor",
    "site",
    "team",
    "channel",
    "mode",
    "language",
    "tags",
    "out",
    "human",
    "started_at",
    "wrote_at",
    "spoke_at",
)

deflection = Kpi(
    "deflection",
    rows="conversations",
    made=sessions,
    summary=proportion,
    value=~human,
    when=begun,
    cohort=begun,
    leave_out=(*countable, ("then_people", ~human & to_people), ("same_session", col("again"))),
    beside={
        "self_served": (~human).sum(),
        "human": human.sum(),
        "provisional": (~human & (spoke + window > as_of)).sum(),
    },
    terms={"window": pl.lit(WINDOW * HOUR)},
    options={f"within={hours}h": {"terms": {"window": pl.lit(hours * HOUR)}} for hours in WINDOWS},
)

bot_spoke = (*countable, ("bot_silent", col("bot_at").is_null()))

bot_containment = Kpi(
    "bot_containment",
    rows="conversations",
    summary=proportion,
    value=~human,
    when=begun,
    cohort=begun,
    leave_out=bot_spoke,
)

handoff_rate = Kpi(
    "handoff_rate",
    rows="conversations",
    summary=proportion,
    value=human,
    when=begun,
    cohort=begun,
    leave_out=bot_spoke,
)


def _reviewed(v: pl.Expr) -> Aggregates:
    tagged = (col("tags").list.len() > 0).sum()
    n = v.count()
    return {**proportion(v), "coverage": pl.when(n > 0).then(100 * tagged / n)}


self_answerable = Kpi(
    "self_answerable",
    rows="conversations",
    summary=_reviewed,
    value=col("tags").list.contains(SELF_ANSWERABLE),
    when=ended,
    credit="resolved_by",
    leave_out=by_people,
    pending=ended.is_null(),
    waiting=wrote,
)

KPIS = (deflection, bot_containment, handoff_rate, self_answerable)

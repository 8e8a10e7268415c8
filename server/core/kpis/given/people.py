"""Those who work here: what they say when they are asked, how they work together, and who leaves.

Answers are anonymous: what fewer than five people said is not shown, nor what it could be reckoned from.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import polars as pl

from .. import given
from ..asking.ask import Ask
from ..families.surveys import balance
from ..kpi import Kpi
from ..statistics.summaries import count
from ..tables import Frames
from ..words import col
from .customers import no_conversation, nobody

Plain = dict[str, Any]
Rows = Sequence[Plain]

LEAST = 5  # people, or nothing is shown
FAVOURABLE = 4  # of 5
at = col("at")


# -- what they say ------------------------------------------------------------------------------------------


def respondents(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """A row a respondent of the period, with his last answer to each question."""
    kind = "enps" if "enps" in ask.options else "likert"
    answers = given.rows(frames, "staff_answers").filter(given.in_period(at, ask), col("kind") == kind)
    last = answers.sort("at", maintain_order=True)
    last = last.unique(["respondent", "question"], keep="last", maintain_order=True)
    each = last.group_by("respondent", maintain_order=True).agg(
        col("team").last(), at.max(), answers=pl.struct("question", "score")
    )
    rows = each.with_columns(conversation=no_conversation, visitor=nobody, others=pl.lit(0, pl.UInt32))
    if ask.team is None:
        return rows
    mine = (col("team") == ask.team).fill_null(False)
    return rows.with_columns(others=(~mine).sum()).filter(mine)


def _is_hidden(rows: Rows) -> bool:
    """Too few, or so few others that what they said would follow."""
    return len(rows) < LEAST or 0 < rows[0]["others"] < LEAST


def _scores(rows: Rows, least: int, most: int) -> Mapping[str, list[int]]:
    """By question, in order of its name; what is not on the scale is no answer."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for answer in row["answers"]:
            if answer["score"] is not None and least <= answer["score"] <= most:
                found[answer["question"]].append(answer["score"])
    return dict(sorted(found.items()))


def _asked(rows: Rows) -> Plain:
    """`items`: each question's share of favourable answers, and `index` their mean."""
    scores = _scores(rows, 1, 5)
    hidden = _is_hidden(rows)
    shown = {name: given_ for name, given_ in scores.items() if len(given_) >= LEAST and not hidden}
    items = {name: _favourable(given_) for name, given_ in shown.items()}
    index = fmean(items.values()) if items else None
    return {
        "value": index,
        "n": len(rows),
        "index": index,
        "mean": fmean(score for given_ in shown.values() for score in given_) if shown else None,
        "items": [items.get(name) for name in scores],
        "questions": list(scores),
        **({"reason": "too_few"} if rows and not items else {}),
    }


def _favourable(scores: Sequence[int]) -> float:
    return 100 * sum(score >= FAVOURABLE for score in scores) / len(scores)


def _enps(rows: Rows) -> Plain:
    """As of customers, over all who answered; hidden like the rest."""
    scores = [score for given_ in _scores(rows, 0, 10).values() for score in given_]
    if rows and (len(scores) < LEAST or _is_hidden(rows)):
        return {"value": None, "n": len(rows), "reason": "too_few"}
    worth = pl.Series("v", [1 if score >= 9 else 0 if score >= 7 else -1 for score in scores], pl.Int64)
    found = pl.DataFrame([worth]).select(e.alias(name) for name, e in balance(col("v")).items())
    return found.row(0, named=True)


def veiled(groups: Sequence[Plain]) -> list[Plain]:
    """What few said is not shown, nor, beside a total, what the others said if the rest follows from it."""
    few = [group for group in groups if 0 < group["n"] < LEAST]
    others = sorted((group for group in groups if group["n"] >= LEAST), key=lambda group: group["n"])
    hidden = list(few)
    if hidden and sum(group["n"] for group in hidden) < LEAST:
        hidden += others[:1]
    return [_blank(group) if any(group is one for one in hidden) else group for group in groups]


def _blank(group: Plain) -> Plain:
    kept = {name: group[name] for name in ("key", "excluded", "pending", "oldest_pending", "low_n")}
    return {**dict.fromkeys(group), **kept, "n": 0, "excluded": {"too_few": group["n"]}, "reason": "too_few"}


engagement_asked = Kpi(
    "engagement_asked",
    rows="staff_answers",
    source="staff_answers",
    made=respondents,
    summary=count,
    value=col("answers").list.len(),
    when=at,
    cohort=at,
    worked_out=_asked,
    anonymous=veiled,
    options={"enps": {"worked_out": _enps}},
)


# -- how they work together ---------------------------------------------------------------------------------


def colleagues(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """A row an agent who was at work in the period: with whom he shared conversations, and what he gave on
    or said while he was not there.
    """
    end = given.until(ask)
    begins = col("from_at") < end
    if ask.since is not None:
        begins &= col("to_at").fill_null(end) + col("wrapup") >= ask.since
    work = frames["handling"].filter(begins, col("out").is_null())
    work = work.sort("conversation", "from_at", maintain_order=True)
    shared = _met(work)
    each = work.group_by("agent", maintain_order=True).agg(at=col("from_at").clip(ask.since, None).max())
    rows = each.join(shared, on="agent", how="left", maintain_order="left")
    rows = rows.join(_said_away(frames, ask), on="agent", how="left", maintain_order="left")
    weeks = max(1, (end - (ask.since or end)) / (7 * 86_400_000))
    counts = col("met", "mutual", "gave", "replies", "away").fill_null(0)
    return rows.with_columns(counts, weeks=pl.lit(weeks), conversation=no_conversation, visitor=nobody)


def _met(work: pl.LazyFrame) -> pl.LazyFrame:
    """From whom to whom conversations went, and whether they came back from there, too."""
    steps = work.with_columns(
        to=col("agent").shift(-1).over("conversation", order_by="from_at"),
    ).filter(col("to").is_not_null(), col("to") != col("agent"))
    pairs = steps.group_by("agent", "to", maintain_order=True).agg(gave=pl.len())
    back = pairs.select(agent="to", to="agent", back=pl.lit(True))
    both = pairs.join(back, on=["agent", "to"], how="full", coalesce=True, maintain_order="left_right")
    mutual = col("back").is_not_null() & col("gave").is_not_null()
    return both.group_by("agent").agg(met=col("to").n_unique(), mutual=mutual.sum(), gave=col("gave").sum())


def _said_away(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """How many replies an agent sent, and how many of them while he was not online."""
    said = frames["messages"].filter(col("by") == "agent", given.in_period(at, ask)).select("agent", "at")
    spells = frames["presence"].select("agent", "status", at="from_at").sort("at", maintain_order=True)
    then = said.sort("at", maintain_order=True).join_asof(spells, on="at", by="agent", check_sortedness=False)
    away = (col("status") != "online").fill_null(True)
    return then.group_by("agent").agg(replies=pl.len(), away=away.sum())


def _measured(rows: Rows) -> Plain:
    """There is no one number: each area stands for itself."""
    hidden = len(rows) < LEAST
    replies = sum(row["replies"] for row in rows)
    met = sum(row["met"] for row in rows)
    found = {
        "colleagues": fmean(row["met"] for row in rows) if rows else None,
        "reciprocity": 100 * sum(row["mutual"] for row in rows) / met if met else None,
        "transfers_per_week": fmean(row["gave"] / row["weeks"] for row in rows) if rows else None,
        "replies_while_away": 100 * sum(row["away"] for row in rows) / replies if replies else None,
        # Until a calendar and a roster say so.
        "coaching_minutes": None,
        "minutes_outside_roster": None,
    }
    measures = dict.fromkeys(found) if hidden else found
    return {
        "value": None,
        "n": len(rows),
        "measures": measures,
        "reason": "too_few" if rows and hidden else "no_index",
    }


engagement_measured = Kpi(
    "engagement_measured",
    rows="handling",
    made=colleagues,
    summary=count,
    value=col("met"),
    when=at,
    cohort=at,
    worked_out=_measured,
    anonymous=veiled,
)


# -- who leaves ---------------------------------------------------------------------------------------------


def employed(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Whoever was employed at some time of the period: then already, at its end, and whether he left."""
    end = given.until(ask)
    begins = end if ask.since is None else ask.since
    from_at, to_at = col("from_at"), col("to_at")
    rows = given.rows(frames, "staff").filter(from_at <= end, to_at.is_null() | (to_at >= begins))
    if ask.team is not None:
        rows = rows.filter(col("team") == ask.team)
    lasts = to_at.is_null()
    return rows.with_columns(
        first=(from_at <= begins) & (lasts | (to_at > begins)),
        last=lasts | (to_at > end),
        left=(~lasts & (to_at >= begins) & (to_at < end)),
        at=pl.lit(end - 1),
        conversation=no_conversation,
        visitor=nobody,
    )


def _turned_over(rows: Rows) -> Plain:
    leavers, start, end = (sum(row[name] for row in rows) for name in ("left", "first", "last"))
    headcount = (start + end) / 2
    return {
        "value": 100 * leavers / headcount if headcount else None,
        "n": len(rows),
        "leavers": leavers,
        "headcount": headcount,
    }


turnover = Kpi(
    "turnover",
    rows="staff",
    source="staff",
    made=employed,
    summary=count,
    value=col("left").cast(pl.Int64),
    when=at,
    cohort=at,
    worked_out=_turned_over,
)

KPIS = (engagement_asked, engagement_measured, turnover)

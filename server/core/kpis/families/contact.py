"""Whether one contact was enough: what a customer came with was solved, and he did not have to come again."""

from typing import Any

import polars as pl

from .. import given
from ..asking.ask import Ask
from ..kpi import Kpi
from ..period import LONG_AGO, Period, rows_within
from ..statistics.summaries import proportion
from ..tables import Frames
from ..words import as_of, by_people, col, started

DAY = 86_400_000  # ms
WINDOW = 7  # days
WINDOWS = (1, 3, 7, 14, 30)  # days
WHOSE = ["customer", "site"]
NOT_AT_LEVEL_ONE = "not_resolvable_l1"  # the tag of what nobody could have solved at once
OPENED_BY_CUSTOMERS = ("visitor", "api")
YES = {"0-1": 1, "thumbs": 2, "1-2": 2}  # by scale

begun_by_customer = col("out").is_null() & col("origin").is_in(OPENED_BY_CUSTOMERS)
solved, reopened, again = col("first_solved_at"), col("first_reopened_at"), col("again_at")
until = solved + col("window")

came_back = ((reopened < until) | (again < until)).fill_null(False)
at_first_contact = solved.is_not_null() & ~came_back & col("one") & col("quiet")
score, rated = col("score"), col("rated_at")
yes = col("scale").replace_strict(YES, default=None).cast(pl.Int64)
is_tagged = col("tags").list.len() > 0


def with_next_contact(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """The period's conversations, each with `again_at`: when its customer next began one at the same site,
    after this was first solved. Where both are tagged, only one that shares a tag is about the same.
    """
    at = started if "all_contacts" in ask.options else solved
    mine = _within(frames, ask, at, ask.since, ask.until).select(_KEPT).collect()
    contacts, came_again = _contacts(frames, ask, mine)
    # Next to it only what is looked for by: that is several times faster than with all columns.
    asked = mine.select("first_solved_at", *WHOSE).with_row_index("row").filter(came_again)
    next_one = _next(asked.sort("first_solved_at"), contacts, WHOSE)
    nth = pl.repeat(None, mine.height, dtype=pl.UInt32, eager=True).scatter(next_one["row"], next_one["nth"])
    found = mine.with_columns(contacts["started_at"].gather(nth).alias("again_at"))
    both_tagged = is_tagged & contacts["tagged"].gather(nth) & (col("again_at") < solved + max(WINDOWS) * DAY)
    doubtful = found.with_row_index("row").filter(both_tagged)
    return found.lazy() if doubtful.is_empty() else _corrected(found, doubtful, contacts).lazy()


def _corrected(found: pl.DataFrame, doubtful: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """The next contact of the doubtful ones may be about something else."""
    asked = doubtful.select("row", *WHOSE, "first_solved_at", "tags")
    same = asked.select("row").join(_about_the_same(asked, contacts), on="row", how="left")
    return found.with_columns(found["again_at"].scatter(same["row"], same["same_at"]))


def _within(frames: Frames, ask: Ask, at: pl.Expr, since: int | None, until: int | None) -> pl.LazyFrame:
    """Conversations of which that instant is known, and lies there. Customers who were merged are one."""
    # Always bound, so that names are numbers in all of them or in none.
    rows = rows_within(frames, "conversations", Period(at, LONG_AGO if since is None else since, until))
    return rows.with_columns(customer=given.canonical(frames, ask)) if "merges" in frames else rows


def _contacts(frames: Frames, ask: Ask, mine: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """What customers began by themselves while it matters, in order of time, `nth` of them; and which of
    `mine` are of customers who are among those. Without customers of one conversation: most are, and
    numbers tell them sooner than the search would.
    """
    first, last = mine.select(first=solved.min(), last=solved.max()).fill_null(0).row(0)
    since, until = first + 1, last + max(WINDOWS) * DAY
    rows = _within(frames, ask, started, since, until).filter(begun_by_customer)
    found = rows.select(*WHOSE, "tags", "started_at", tagged=is_tagged).collect()
    among = begun_by_customer & started.is_between(since, until, closed="left")
    who, whose = found["customer"].hash(), mine["customer"].hash()
    elsewhere = mine.select(~among.fill_null(False)).to_series()
    again = _more_than_once(pl.concat([who, whose.filter(elsewhere)])).implode()
    found = found.filter(who.is_in(again)).sort("started_at").with_row_index("nth")
    return found, whose.is_in(again)


def _are_of(contacts: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """Those of the others' customers, and a few more: it goes by numbers of their names."""
    return contacts["customer"].hash().is_in(others["customer"].hash().implode())


def _more_than_once(numbers: pl.Series) -> pl.Series:
    """In order they lie beside each other: several times sooner than `is_duplicated` tells."""
    ordered = numbers.sort()
    return ordered.filter((ordered == ordered.shift(1)).fill_null(False))


def _next(mine: pl.DataFrame, contacts: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """`mine`, in the same order, each with the `nth` and `started_at` of the first contact after it."""
    return mine.join_asof(
        contacts.select("nth", "started_at", *by),
        left_on="first_solved_at",
        right_on="started_at",
        by=by,
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
        coalesce=False,
    )


def _about_the_same(doubtful: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """`same_at`: the next contact without tags, or with one of the conversation's own."""
    contacts = contacts.filter(_are_of(contacts, doubtful))
    doubtful = doubtful.sort("first_solved_at")
    untagged = _next(doubtful, contacts.filter(~col("tagged")), WHOSE)
    each = _next(doubtful.explode("tags"), contacts.filter("tagged").explode("tags"), [*WHOSE, "tags"])
    both = pl.concat([part.select("row", "started_at") for part in (untagged, each)])
    return both.group_by("row").agg(same_at=col("started_at").min())


def _comes_back_within(days: float) -> dict[str, Any]:
    """Next contacts are looked for as far as the longest of WINDOWS; no longer one can be meant."""
    if days > max(WINDOWS):
        raise ValueError(f"a window of {days:g} days is longer than {max(WINDOWS)}")
    return {"terms": {"window": pl.lit(round(days * DAY))}}


_KEPT = (
    "conversation",
    "visitor",
    *WHOSE,
    "team",
    "channel",
    "mode",
    "language",
    "tags",
    "out",
    "human",
    "origin",
    "started_at",
    "first_solved_at",
    "first_reopened_at",
    "last_replier",
    "agents",
    "followups",
)

fcr = Kpi(
    "fcr",
    rows="conversations",
    made=with_next_contact,
    summary=proportion,
    value=at_first_contact,
    when=solved,
    cohort=solved,
    credit="last_replier",
    leave_out=by_people,
    pending=until > as_of,
    waiting=solved,
    beside={"anonymous": col("anonymous").sum()},
    terms={
        "window": pl.lit(WINDOW * DAY),
        "one": pl.lit(True),
        "quiet": pl.lit(True),
        "anonymous": col("customer") == col("visitor"),
    },
    options={
        "single_agent": {"terms": {"one": col("agents") == 1}},
        "no_followup": {"terms": {"quiet": col("followups") == 0}},
        "net": {"also": ((NOT_AT_LEVEL_ONE, col("tags").list.contains(NOT_AT_LEVEL_ONE)),)},
        "all_contacts": {"when": started, "cohort": started},
        "survey": {
            "rows": "ratings",
            "made": None,
            "among": col("kind") == "fcr",
            "value": score == yes,
            "when": rated,
            "cohort": rated,
            "credit": "agent",
            "leave_out": (
                *by_people,
                ("superseded", col("superseded")),
                ("late", col("late")),
                ("no_score", rated.is_not_null() & (score.is_null() | ~score.is_between(yes - 1, yes))),
                ("unknown_scale", rated.is_not_null() & yes.is_null()),
            ),
            "pending": rated.is_null(),
            "waiting": col("sent_at"),
        },
        **{f"window={days}d": _comes_back_within(days) for days in WINDOWS},
    },
    measured={"window": _comes_back_within},
)

KPIS = (fcr,)

"""How much there is by something else: a day, an agent, a customer."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import polars as pl

from server.core.hours import WEEKDAYS, Calendar

from .. import given
from ..asking import periods
from ..asking.ask import Ask
from ..kpi import Kpi
from ..statistics.summaries import Aggregates, count
from ..tables import Frames
from ..words import col, countable, wrote
from .volume import begun

UNITS = periods.BUCKETS
joined, is_one = col("joined_at"), col("is_one")


def _a_unit(stats: dict[str, Any], ask: Ask, keys: Mapping[str, Any], rows: pl.DataFrame) -> dict[str, Any]:
    """`value` is by `units`: how many days, weeks or months the period has, whether anything happened in
    them or not.
    """
    since = rows["at"].min() if ask.since is None else ask.since
    until = ask.known_until if ask.until is None else ask.until
    if "open_days" in ask.options and ask.hours is None:
        return {**stats, "value": None, "units": 0, "reason": "no_calendar"}
    calendar = ask.hours if "open_days" in ask.options else None
    times = tuple((part, key) for part, key in keys.items() if part in (*UNITS, "weekday"))
    units = 0 if since is None else _units(since, until, ask.tz, _unit_of(ask), calendar, times)  # type: ignore[arg-type]
    return {**stats, "value": stats["n"] / units if units else None, "units": units}


def _unit_of(ask: Ask) -> str:
    chosen = (option.removeprefix("per=") for option in ask.options if option.startswith("per="))
    return next(chosen, "day")


@lru_cache(4_096)
def _units(
    since: int, until: int, tz: str, unit: str, calendar: Calendar | None, times: tuple[tuple[str, str], ...]
) -> int:
    days = _days(since, until, tz, calendar)
    return len({periods.name(day, unit) for day in days if all(_is_in(day, *time) for time in times)})


@lru_cache(16)
def _days(since: int, until: int, tz: str, calendar: Calendar | None) -> tuple[date, ...]:
    """The local days that the period has a part of; with a calendar those that it opens on."""
    if since >= until:
        return ()
    first, last = periods.local_date(since, tz), periods.local_date(until - 1, tz)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if calendar is None or _is_open_on(day, tz, calendar))


def _is_open_on(day: date, tz: str, calendar: Calendar) -> bool:
    """Before there were hours it was always open."""
    begins, ends = periods.midnight(day, tz), periods.midnight(day + periods.DAY, tz)
    valid = calendar.in_force(begins)
    return valid is None or valid.business(begins, ends) > 0


def _is_in(day: date, part: str, key: str) -> bool:
    return WEEKDAYS[day.weekday()] == key if part == "weekday" else periods.name(day, part) == key


def _an_agent(v: pl.Expr) -> Aggregates:
    agents = col("agent").n_unique()
    return {"value": pl.when(v.count() > 0).then(v.count() / agents), "n": v.count(), "units": agents}


avg_volume = Kpi(
    "avg_volume",
    rows="conversations",
    summary=count,
    value=wrote,
    when=wrote,
    cohort=begun,
    credit="last_replier",
    leave_out=countable,
    finished=_a_unit,
    options={
        **{f"per={unit}": {} for unit in UNITS},
        "open_days": {},
        "per=agent": {
            "rows": "handling",
            "among": joined.is_not_null(),
            "summary": _an_agent,
            "value": joined,
            "when": joined,
            "credit": "agent",
            "finished": None,
        },
    },
)


def _with_customers(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Conversations, with how many customers there were: in the mean of the period's beginning and end."""
    relations, whose = given.rows(frames, "relations"), given.canonical(frames, ask)
    ends = [given.until(ask) if ask.since is None else ask.since, given.until(ask)]
    active = [given.active(relations, at).select(whose).unique().collect().height for at in ends]
    rows = frames["conversations"].with_columns(customer=whose, is_one=pl.lit(True))
    nobody = _nobody(rows, ask, ends[-1] - 1) if not ask.by else rows.clear()
    return pl.concat([rows, nobody]).with_columns(active=pl.lit(sum(active) / 2))


def _nobody(rows: pl.LazyFrame, ask: Ask, at: int) -> pl.LazyFrame:
    """A row that is no conversation, wherever one looks: none by so many customers is 0, not unknown."""
    asked = {name: [getattr(ask, name)] for name in ("site", "team", "channel", "language")}
    tags = [[ask.tag] if ask.tag else []]
    blank = pl.LazyFrame({"wrote_at": [at], "started_at": [at], "is_one": [False], "tags": tags, **asked})
    schema = rows.collect_schema()
    blank = blank.cast({name: schema[name] for name in ("tags", *asked)})
    return pl.concat([rows.clear(), blank], how="diagonal")


def _by_customers(v: pl.Expr) -> Aggregates:
    n, active = is_one.sum(), col("active").first()
    return {"value": pl.when(active > 0).then(100 * n / active), "n": n, "active": active}


def _one_each(rows: pl.DataFrame) -> pl.DataFrame:
    """Each customer's first conversation stands for him."""
    counts = col("reason").is_null() & is_one
    ordered = rows.sort("at", "conversation", maintain_order=True)
    again = counts & (counts.cum_sum().over("customer") > 1)
    return ordered.with_columns(reason=pl.when(again).then(pl.lit("same_customer")).otherwise("reason"))


contact_rate = Kpi(
    "contact_rate",
    rows="conversations",
    source="relations",
    made=_with_customers,
    members=is_one,
    summary=_by_customers,
    value=wrote,
    when=wrote,
    cohort=begun,
    leave_out=countable,
    options={"customers": {"judged": _one_each, "needs": ("customer",)}},
)

KPIS = (avg_volume, contact_rate)

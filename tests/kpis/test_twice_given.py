"""Surveys, customers, money and staff computed twice: by the product, and by plain definitions."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import Event
from server.core.kpis import given as frames_
from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.given import people
from server.core.kpis.tables import Frames, lazy, tables_of
from tests.cast import HOUR, NINE
from tests.kpis.slow import given as slow
from tests.kpis.slow import surveys
from tests.kpis.slow.talk import COUNTED, PENDING, Talk
from tests.kpis.worlds import OFFICE, worlds
from tests.thorough import examples

DAY = 24 * HOUR
NOW = NINE + 400 * DAY
INSTANTS = st.one_of(st.none(), st.integers(0, 100).map(lambda hours: NINE + hours * HOUR))
EMPTY = lazy(tables_of([]))

# -- customers -----------------------------------------------------------------------------------------------

_whose = st.sampled_from("abcde")
# Few days, so that things often happen just at an edge of the period.
_days = st.integers(0, 9).map(lambda day: NINE + day * DAY)
_amounts = st.decimals("0.01", "999.99", places=2)
_ends = st.one_of(st.none(), _days)
RELATIONS = st.lists(st.tuples(_whose, _days, _ends, _amounts, st.none()), max_size=10)
_long = st.integers(-40, 9).map(lambda day: NINE + day * DAY)
PURCHASES = st.lists(st.tuples(_whose, _long, _amounts, st.none()), max_size=12)
MERGES = st.lists(st.tuples(_whose, _whose, _days), max_size=3)
CUSTOMERS = st.lists(
    st.tuples(_whose, _days, st.sampled_from(("referral", "ads", None)), st.none()), max_size=8
)
PERIODS = st.tuples(_days, _days).filter(lambda days: days[0] < days[1])


def with_rows(**rows: Sequence[tuple[Any, ...]]) -> Frames:
    made = {
        name: pl.DataFrame(list(known), schema=dict(frames_.SCHEMAS[name]), orient="row", strict=False).lazy()
        for name, known in rows.items()
    }
    return {**EMPTY, **made}


def asked(frames: Frames, kpi: str, period: tuple[int, int], *options: str) -> dict[str, Any]:
    since, until = period
    return figure(frames, Ask(kpi, NOW, since=since, until=until, options=options))


@settings(max_examples=examples(40, thorough=60))
@given(RELATIONS, MERGES, PERIODS)
def test_both_say_the_same_of_who_stays(
    relations: Sequence[Any], merges: Sequence[Any], period: tuple[int, int]
) -> None:
    first, last = (slow.active(relations, merges, at, NOW) for at in period)
    frames = with_rows(relations=relations, merges=merges)
    kept, lost = asked(frames, "crr", period), asked(frames, "ccr", period)
    assert (kept["value"], kept["n"]) == (pytest.approx(slow.retention(first, last)), len(first))
    assert lost["value"] == pytest.approx(slow.churn(first, last))
    assert kept["excluded"] == ({"new": len(last - first)} if last - first else {})
    assert asked(frames, "ccr", period, "net")["value"] == pytest.approx(slow.net_change(first, last))


@settings(max_examples=examples(40, thorough=60))
@given(PURCHASES, MERGES, PERIODS, st.sampled_from((30, 90)))
def test_both_say_the_same_of_who_stays_without_a_contract(
    purchases: Sequence[Any], merges: Sequence[Any], period: tuple[int, int], days: int
) -> None:
    first, last = (slow.bought_lately(purchases, merges, at, days, NOW) for at in period)
    frames = with_rows(purchases=purchases, merges=merges)
    answer = asked(frames, "crr", period, f"window={days}")
    assert (answer["value"], answer["n"]) == (pytest.approx(slow.retention(first, last)), len(first))


@settings(max_examples=examples(40, thorough=60))
@given(CUSTOMERS, PURCHASES, RELATIONS, MERGES, PERIODS)
def test_both_say_the_same_of_who_comes_and_who_buys_again(
    customers: Sequence[Any],
    purchases: Sequence[Any],
    relations: Sequence[Any],
    merges: Sequence[Any],
    period: tuple[int, int],
) -> None:
    since, until = period
    frames = with_rows(customers=customers, purchases=purchases, relations=relations, merges=merges)
    known = slow.joined(customers, merges, NOW)
    new = [source for at, source in known.values() if since <= at < until]
    answer = asked(frames, "referral", period)
    assert (answer["value"], answer["n"]) == (
        pytest.approx(slow.share(new.count("referral"), len(new))),
        len(new),
    )
    times = slow.buyers(purchases, merges, since, until, NOW)
    again = sum(n >= 2 for n in times.values())
    assert asked(frames, "repeat_rate", period)["value"] == pytest.approx(slow.share(again, len(times)))
    begun = [(customer, at) for customer, at, *_ in (*customers, *purchases, *relations)]
    old = {slow.true_name(customer, merges, NOW) for customer, at in begun if at < since}
    inside = [row for row in purchases if since <= row[1] < until]
    existing = slow.total(row[2] for row in inside if slow.true_name(row[0], merges, NOW) in old)
    expected = slow.quotient(existing, slow.total(row[2] for row in inside))
    assert asked(frames, "repeat_revenue_share", period)["value"] == pytest.approx(expected)


@settings(max_examples=examples(40, thorough=60))
@given(RELATIONS, MERGES, PERIODS)
def test_both_say_the_same_of_what_is_paid_a_month(
    relations: Sequence[Any], merges: Sequence[Any], period: tuple[int, int]
) -> None:
    before, after = (slow.monthly(relations, merges, at, NOW) for at in period)
    frames = with_rows(relations=relations, merges=merges)
    was, is_ = sum(before.values(), Fraction(0)), sum(after.values(), Fraction(0))
    assert asked(frames, "mrr_growth", period)["value"] == pytest.approx(slow.quotient(is_ - was, was))
    more = sum(
        (max(Fraction(0), after.get(one, Fraction(0)) - paid) for one, paid in before.items()), Fraction(0)
    )
    assert asked(frames, "expansion_rate", period)["value"] == pytest.approx(slow.quotient(more, was))


# -- money ---------------------------------------------------------------------------------------------------

MONEY = st.lists(st.tuples(st.sampled_from(("expense", "revenue")), _days, _amounts, st.none()), max_size=10)


@settings(max_examples=examples(40, thorough=60))
@given(MONEY, PERIODS)
def test_both_say_the_same_of_costs_to_the_last_digit(money: Sequence[Any], period: tuple[int, int]) -> None:
    since, until = period
    inside = [row for row in money if since <= row[1] < until]
    spent, earned = (
        slow.total(row[2] for row in inside if row[0] == kind) for kind in ("expense", "revenue")
    )
    answer = asked(with_rows(money=money), "cost_to_revenue", period)
    assert answer["value"] == pytest.approx(slow.quotient(spent, earned))
    assert answer["n"] == len(inside)
    if answer["exact"] is not None:
        true = 100 * spent / earned
        assert abs(Fraction(Decimal(answer["exact"])) - true) <= true / 10**25


@settings(max_examples=examples(15, thorough=25))
@given(worlds(), MONEY)
def test_both_say_the_same_of_what_a_conversation_costs(world: Sequence[Any], money: Sequence[Any]) -> None:
    frames = {**with_rows(money=money), **frames_before([list(story) for story in world], None, OFFICE)}
    talks = [Talk(story) for story in world]
    tickets = [talk for talk in talks if talk.out is None]
    spent = slow.total(row[2] for row in money if row[0] == "expense")
    answer = figure(frames, Ask("cost_per_ticket", NOW, attribution="cohort"))
    known = any(row[0] == "expense" for row in money)
    expected = float(spent / len(tickets)) if tickets and known else None
    assert (answer["value"], answer["n"]) == (pytest.approx(expected), len(tickets))
    by_day = figure(frames, Ask("cost_per_ticket", NOW, attribution="cohort", by=("day",)))["groups"]
    assert sum(group["n"] for group in by_day) == len(tickets)


# -- people --------------------------------------------------------------------------------------------------

STAFF = st.lists(st.tuples(st.none(), st.none(), _days, _ends), max_size=10)
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([f"r{i}" for i in range(8)]),
        st.none(),
        _days,
        st.just("likert"),
        st.sampled_from(("useful", "heard")),
        st.integers(1, 5),
    ),
    max_size=40,
    unique_by=lambda row: (row[0], row[2], row[4]),
)


@settings(max_examples=examples(40, thorough=60))
@given(STAFF, PERIODS)
def test_both_say_the_same_of_who_leaves(staff: Sequence[Any], period: tuple[int, int]) -> None:
    # Nobody leaves before he has come.
    staff = [row for row in staff if row[3] is None or row[3] > row[2]]
    expected = slow.turnover(staff, *period)
    assert asked(with_rows(staff=staff), "turnover", period)["value"] == pytest.approx(expected)


@settings(max_examples=examples(40, thorough=60))
@given(ANSWERS)
def test_both_say_the_same_of_what_staff_say(answers: Sequence[Any]) -> None:
    answer = figure(with_rows(staff_answers=answers), Ask("engagement_asked", NOW))
    assert answer["value"] == pytest.approx(slow.favourable(answers))
    assert answer["n"] == len({row[0] for row in answers})


@settings(max_examples=examples(40, thorough=60))
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_what_few_said_cannot_be_reckoned_from_the_rest(sizes: Sequence[int]) -> None:
    base = {"excluded": {}, "pending": 0, "oldest_pending": None, "low_n": True, "value": 50.0}
    groups = [{"key": f"t{i}", "n": n, **base} for i, n in enumerate(sizes)]
    shown = people.veiled(groups)
    hidden = [n for n, group in zip(sizes, shown, strict=True) if n and group["value"] is None]
    assert all(n == 0 or n >= 5 for n, group in zip(sizes, shown, strict=True) if group["value"] is not None)
    assert sum(hidden) >= 5 or not hidden or len(hidden) == len([n for n in sizes if n])


# -- surveys -------------------------------------------------------------------------------------------------

ITEMS = st.dictionaries(
    st.integers(1, 22), st.tuples(st.one_of(st.none(), st.integers(1, 7)), st.integers(1, 7)), max_size=22
)


@settings(max_examples=examples(40, thorough=60))
@given(st.lists(st.tuples(ITEMS, st.booleans()), min_size=1, max_size=4))
def test_both_say_the_same_of_expectations_and_what_came_of_them(respondents: Sequence[Any]) -> None:
    negative = {*range(10, 14), *range(18, 23)}
    rows = [
        (f"r{who}", NINE, "servqual", str(number), "1-7", wanted, got, turned and number in negative)
        for who, (items, turned) in enumerate(respondents)
        for number, (wanted, got) in items.items()
    ]
    each = [slow.gaps(items, turned) for items, turned in respondents]
    answer = figure(with_rows(survey_answers=rows), Ask("servqual", NOW))
    means = []
    for dimension in ("tangibles", "reliability", "responsiveness", "assurance", "empathy"):
        known = [gap[dimension] for gap in each if dimension in gap]
        mean = float(sum(known, Fraction(0)) / len(known)) if known else None
        told = answer.get("dimensions", {}).get(dimension)
        assert told is None or told["value"] == pytest.approx(mean)
        means.append(mean)
    complete = [mean for mean in means if mean is not None]
    assert answer["value"] == (pytest.approx(sum(complete) / 5) if len(complete) == 5 else None)


ASKED = worlds(surveyed=True)


@settings(max_examples=examples(30, thorough=50))
@given(ASKED, INSTANTS, INSTANTS, INSTANTS)
def test_both_say_the_same_of_recommendations(
    world: Sequence[Sequence[Event]], as_of: int | None, since: int | None, until: int | None
) -> None:
    talks, now = cut(world, as_of), NOW if as_of is None else as_of
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    for scale in surveys.NPS:
        options = () if scale == "0-10" else (f"scale={scale}",)
        ask = Ask("nps", NOW, since=since, until=until, as_of=as_of, options=options)
        rows = surveys.nps(talks, scale, since, until, now)
        answer = figure(frames, ask)
        assert told(answer) == summed(rows)
        scores = [row[3] for row in rows if row[0] == COUNTED]
        assert values(frames, ask) == scores
        if scores:
            bounds = surveys.interval(*(scores.count(worth) for worth in (1.0, 0.0, -1.0)))
            assert answer["ci"] == pytest.approx(list(bounds))


@settings(max_examples=examples(30, thorough=50))
@given(ASKED, INSTANTS)
def test_both_say_the_same_of_effort(world: Sequence[Sequence[Event]], as_of: int | None) -> None:
    talks, now = cut(world, as_of), NOW if as_of is None else as_of
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    for scale, polarity, low_is_good in EFFORTS:
        options = (f"scale={scale}", *([f"polarity={polarity}"] if polarity else []))
        ask = Ask("ces", NOW, as_of=as_of, options=options)
        rows = [row for talk in talks for row in surveys.ces(talk, scale, low_is_good, now)]
        assert told(figure(frames, ask)) == summed(rows)
        easy = sorted(row[3] or 0.0 for row in rows if row[0] == COUNTED)
        assert sorted(map(float, values(frames, ask))) == easy


EFFORTS = (
    ("1-7", None, False),
    ("1-5", None, True),
    ("1-7", "low_good", True),
    ("1-5", "high_good", False),
)


def cut(world: Sequence[Sequence[Event]], as_of: int | None) -> list[Talk]:
    known = [[event for event in story if as_of is None or event.at < as_of] for story in world]
    return [Talk(story) for story in known if story]


def told(answer: dict[str, Any]) -> tuple[int, dict[str, int], int]:
    return answer["n"], answer["excluded"], answer["pending"]


def summed(rows: Sequence[Any]) -> tuple[int, dict[str, int], int]:
    verdicts = [row[0] for row in rows]
    reasons = {one: verdicts.count(one) for one in sorted({*verdicts} - {COUNTED, PENDING})}
    return verdicts.count(COUNTED), reasons, verdicts.count(PENDING)

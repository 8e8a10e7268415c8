"""Recommendations and effort, in a few plain cases."""

from decimal import Decimal
from typing import Any

import pytest

from server.core import events as e
from server.core.events import Event, Sender
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import DAY, MINUTE, NINE, ada_says, started, story, vera_says
from tests.kpis.test_twice_given import with_rows

NOW = NINE + 30 * DAY


def answered(*events: Event, kpi: str = "nps", **more: Any) -> dict[str, Any]:
    told = story(started(), vera_says(at=NINE), ada_says(at=NINE + MINUTE), *events)
    return figure(frames_before([told], None, None), Ask(kpi, NOW, **more))


def asked(kind: Any, at: int = NINE + MINUTE) -> Event:
    return e.SurveySent(kind=kind, at=at)


def says(kind: Any, score: int | None, at: int = NINE + 2 * MINUTE, scale: str = "1-5") -> Event:
    return e.Rated(by=Sender("visitor", "v_vera"), kind=kind, score=score, at=at, scale=scale)


def test_nought_is_an_answer_and_takes_a_ten_back() -> None:
    answer = answered(asked("nps"), says("nps", 10), says("nps", 0, at=NINE + 3 * MINUTE))
    assert (answer["value"], answer["n"], answer["detractors"]) == (-100.0, 1, 1)


def test_what_is_not_on_the_scale_takes_nothing_back() -> None:
    answer = answered(asked("nps"), says("nps", 10), says("nps", 11, at=NINE + 3 * MINUTE))
    assert (answer["value"], answer["n"], answer["excluded"]) == (100.0, 1, {})


def test_a_survey_of_another_kind_is_another_figure() -> None:
    events = (asked("nps"), says("nps", 9), asked("ces"), says("ces", 2, scale="1-7"))
    assert answered(*events)["n"] == 1
    assert answered(*events, kpi="csat")["n"] == 0
    assert answered(*events, kpi="ces")["value"] == 0.0


def test_effort_on_five_points_is_not_pooled_with_seven() -> None:
    events = (asked("ces"), says("ces", 2, scale="1-5"))
    assert answered(*events, kpi="ces")["excluded"] == {"other_scale": 1}
    answer = answered(*events, kpi="ces", options=("scale=1-5",))
    assert (answer["value"], answer["mean"], answer["n"]) == (100.0, 2.0, 1)


def test_how_easy_the_butler_made_it_is_not_how_easy_people_did() -> None:
    butler = e.MessageSent(by=Sender("bot", "bot"), at=NINE + MINUTE)
    told = story(started(), vera_says(at=NINE), butler, asked("ces"), says("ces", 7, scale="1-7"))
    answer = figure(frames_before([told], None, None), Ask("ces", NOW))
    assert (answer["value"], answer["n"], answer["excluded"]) == (None, 0, {"bot_only": 1})


def test_who_has_not_answered_is_pending_for_a_week() -> None:
    assert answered(asked("nps"))["excluded"] == {"unanswered": 1}
    assert answered(asked("nps", at=NOW - DAY))["pending"] == 1


def test_customers_who_turn_out_to_be_one_have_one_answer() -> None:
    told = [
        story(started(customer=who), vera_says(at=NINE), says("nps", score, at=NINE + i), conversation=who)
        for i, (who, score) in enumerate((("anna", 3), ("ann", 10), ("bob", 0)), start=1)
    ]
    frames = frames_before(told, None, None)
    assert figure(frames, Ask("nps", NOW))["n"] == 3
    merged = {**with_rows(merges=[("anna", "ann", NINE)]), **frames}
    answer = figure(merged, Ask("nps", NOW))
    assert (answer["value"], answer["n"], answer["excluded"]) == (0.0, 2, {"superseded": 1})


def test_staff_who_answer_are_counted_and_never_listed() -> None:
    answers = [(f"r{who}", None, NINE, "likert", "useful", 5) for who in range(6)]
    frames, ask = with_rows(staff_answers=answers), Ask("engagement_asked", NOW)
    assert (figure(frames, ask)["value"], figure(frames, ask)["n"]) == (100.0, 6)
    listed = rows_behind(frames, Listing(ask))
    assert (listed["total"], listed["items"]) == (6, [])


def test_a_team_is_not_shown_where_the_rest_would_follow() -> None:
    answers = [(f"r{who}", "t1" if who < 6 else "t2", NINE, "likert", "useful", 5) for who in range(8)]
    frames = with_rows(staff_answers=answers)
    whole, team = (figure(frames, Ask("engagement_asked", NOW, team=team)) for team in (None, "t1"))
    assert (whole["value"], team["value"], team["reason"]) == (100.0, None, "too_few")


def test_money_of_several_currencies_is_no_sum() -> None:
    rows = [("expense", NINE, Decimal(10), "EUR"), ("revenue", NINE, Decimal(100), "USD")]
    answer = figure(with_rows(money=rows), Ask("cost_to_revenue", NOW))
    assert (answer["value"], answer["reason"]) == (None, "several_currencies")


def test_costs_stand_beside_the_conversations_of_their_month() -> None:
    told = [story(started(), vera_says(at=NINE + i * 40 * DAY), conversation=f"c{i}") for i in range(2)]
    rows = [("expense", NINE, Decimal("10.10"), "EUR"), ("expense", NINE + 40 * DAY, Decimal(30), "EUR")]
    frames = {**with_rows(money=rows), **frames_before(told, None, None)}
    ask = Ask("cost_per_ticket", NOW + 40 * DAY, attribution="cohort", by=("month",))
    answer = figure(frames, ask)
    assert (answer["value"], answer["exact"], answer["currency"]) == (20.05, "20.05", "EUR")
    assert [(group["key"], group["value"]) for group in answer["groups"]] == [
        ("2026-01", 10.1),
        ("2026-02", 30.0),
    ]


@pytest.mark.parametrize("kpi", ["servqual", "crr", "cost_per_ticket", "turnover", "engagement_asked"])
def test_what_nobody_has_given_is_not_known(kpi: str) -> None:
    answer = figure(frames_before([], None, None), Ask(kpi, NOW))
    assert (answer["value"], answer["n"], answer["reason"]) == (None, 0, "no_source")

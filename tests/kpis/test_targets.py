"""Whether a target is met, who may be ranked, and what the period before was."""

from dataclasses import replace
from typing import Any

import pytest

from server.core.events import Event, Named, Sender
from server.core.events import MessageSent as Said
from server.core.kpis import targets
from server.core.kpis.asking import periods
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.kpis.asking.link import pairs_of
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import DAY, HOUR, NINE, SECOND, started, story, vera_says

NOW = NINE + 30 * DAY


def answered(number: int, after: int, agent: str = "a_ada", mode: str = "live") -> tuple[Event, ...]:
    at = NINE + number * SECOND
    says = Said(by=Sender("agent", agent), at=at + after)
    start = started(at=at, mode=mode, visitor=Named(f"v{number}"))
    return story(start, vera_says(at=at), says, conversation=f"c{number}")


def asked(stories: list[tuple[Event, ...]], **more: Any) -> dict[str, Any]:
    return figure(frames_before(stories, None, None), Ask("art", NOW, **more))


def of(better: str, value: float | None, ci: Any = "none", target: float | None = 10) -> str | None:
    kpi = "frt" if better == "lower" else "csat"
    answer = {"value": value, **({} if ci == "none" else {"ci": ci})}
    return targets.verdict(answer, Ask(kpi, NOW, target=target), None)


@pytest.mark.parametrize(
    ("better", "ci", "verdict"),
    [
        ("lower", [5, 9], "met"),
        ("lower", [5, 10], "met"),
        ("lower", [9, 11], "too_close"),
        ("lower", [11, 15], "missed"),
        ("higher", [11, 15], "met"),
        ("higher", [9, 11], "too_close"),
        ("higher", [5, 9], "missed"),
        ("lower", None, "too_close"),
    ],
)
def test_the_whole_interval_must_be_on_the_good_side(better: str, ci: Any, verdict: str) -> None:
    assert of(better, 10, ci) == verdict


def test_what_has_no_interval_is_judged_by_its_value() -> None:
    assert (of("lower", 9), of("lower", 11), of("higher", 9)) == ("met", "missed", "missed")


def test_without_a_value_or_a_target_there_is_no_verdict() -> None:
    assert of("lower", None) is None
    assert of("lower", 9, target=None) is None


def test_twenty_seconds_are_aimed_at_where_somebody_was_there() -> None:
    stories = [answered(n, 10 * SECOND) for n in range(10)]
    stories += [answered(n, 2 * HOUR, mode="offline") for n in range(10, 40)]
    answer = figure(frames_before(stories, None, None), Ask("frt", NOW, target=20))
    assert (answer["value"], answer["verdict"], answer["judged"]) == (7200, "met", "live")


def test_the_usual_target_is_of_what_the_kpi_is_without_options() -> None:
    ask = parse("service_level", {"target": "usual"}, now=NOW)
    assert ask.aim == ask.entry.target
    assert replace(ask, options=("formula=1",)).aim is None
    assert parse("service_level", {"target": "70", "option": "formula=1"}, now=NOW).aim == 70
    assert parse("service_level", {"target": "none"}, now=NOW).aim is None


def team(agents: dict[str, tuple[int, int]]) -> list[tuple[Event, ...]]:
    """So many conversations of each agent, answered after about so many seconds."""
    found: list[tuple[Event, ...]] = []
    for agent, (many, seconds) in agents.items():
        for number in range(many):
            found.append(answered(len(found), seconds * SECOND + number, agent))
    return found


def ranks(agents: dict[str, tuple[int, int]]) -> dict[str, int | None]:
    return {group["key"]: group["rank"] for group in asked(team(agents), by=("agent",))["groups"]}


def test_who_is_surely_faster_is_ranked_first() -> None:
    assert ranks({"a_ada": (30, 60), "a_ben": (30, 20)}) == {"a_ada": 2, "a_ben": 1}


def test_nobody_is_ranked_with_fewer_than_thirty() -> None:
    assert ranks({"a_ada": (29, 60), "a_ben": (30, 20)}) == {"a_ada": None, "a_ben": 1}


def test_whose_intervals_overlap_are_not_ranked_but_others_are() -> None:
    found = ranks({"a_ada": (30, 20), "a_ben": (30, 20), "a_cleo": (30, 90)})
    assert found == {"a_ada": None, "a_ben": None, "a_cleo": 3}


def test_days_are_not_ranked() -> None:
    groups = asked(team({"a_ada": (30, 60)}), by=("weekday",))["groups"]
    assert {(group["rank"], group["ranked"]) for group in groups} == {(None, False)}


# -- the period before --------------------------------------------------------------------------------------


def before(since: str, until: str, tz: str = "Europe/Rome", known: int = 2**50) -> tuple[int, int]:
    return periods.before(periods.instant_of(since, tz), periods.instant_of(until, tz), known, tz)


def at(*days: str, tz: str = "Europe/Rome") -> tuple[int, ...]:
    return tuple(periods.instant_of(day, tz) for day in days)


def test_before_whole_months_come_as_many_months() -> None:
    assert before("2026-03-01", "2026-04-01") == at("2026-02-01", "2026-03-01")
    assert before("2026-01-01", "2026-04-01") == at("2025-10-01", "2026-01-01")


def test_before_whole_days_come_as_many_days_however_long() -> None:
    assert before("2026-03-29", "2026-03-30") == at("2026-03-28", "2026-03-29")
    assert before("2026-03-30", "2026-04-06") == at("2026-03-23", "2026-03-30")


def test_before_anything_else_comes_as_much_time() -> None:
    assert before("2026-03-02T09:00", "2026-03-02T12:00") == at("2026-03-02T06:00", "2026-03-02T09:00")


def test_what_is_not_over_is_compared_with_as_much_of_what_was() -> None:
    (noon,) = at("2026-03-10T12:00")
    assert before("2026-03-10", "2026-03-11", known=noon) == at("2026-03-09", "2026-03-09T12:00")


def test_the_figure_of_the_period_before_stands_beside_it() -> None:
    stories = [answered(1, 10 * SECOND), answered(int(DAY / SECOND), 30 * SECOND)]
    since = periods.instant_of("2026-01-06", "UTC")
    answer = asked(stories, since=since, until=since + DAY, compare=True)
    assert (answer["value"], answer["before"]["value"], answer["before"]["n"]) == (30, 10, 1)
    assert (answer["before"]["from"], answer["before"]["to"]) == (since - DAY, since)
    assert asked(stories)["before"] is None


# -- asking --------------------------------------------------------------------------------------------------


def test_a_link_asks_for_the_same() -> None:
    query = {
        "by": "agent,day", "option": "subsequent", "clock": "business", "tag": "a&b=c", "compare": "before",
        "from": "2026-01-01", "target": "12.5",
    }  # fmt: skip
    ask = parse("art", query, now=NOW + 7, tz="Europe/Rome")
    again = parse("art", pairs_of(ask), now=NOW + 40 * DAY)
    assert replace(again, now=ask.now, as_of=None) == ask
    assert again.known_until == ask.known_until


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"version": "99"}, "version"),
        ({"compare": "after"}, "compare"),
        ({"target": "soon"}, "target"),
        ({"target": "nan"}, "target"),
    ],
)
def test_what_cannot_be_asked_is_refused(query: dict[str, str], says: str) -> None:
    with pytest.raises(BadAsk, match=says):
        parse("art", query, now=NOW)

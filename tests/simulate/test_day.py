"""What a simulated day is made of: the same each time, on each database, by the rules that were set."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot import butler
from server.core.conversation import Conversation
from server.core.events import Assigned, Event, OfferLapsed, Queued, Unassigned
from server.settings import sqlite_url
from server.simulate import day as simulated
from server.simulate.agenda import Agenda
from server.simulate.day import BEGINS
from server.simulate.scenario import BadScenario, Scenario
from server.simulate.spread import HOUR
from server.simulate.town import Town
from server.store.kept import Kept
from tests.simulate.days import Day, stories_of, waited

SMALL: dict[str, Any] = {"arrivals": 40, "hours": 2, "handling": 200, "agents": 2, "patience": 120}


def test_the_same_seed_gives_the_same_bytes_whatever_stores_them(tmp_path: Path, database_url: str) -> None:
    thrown_away = Day(sqlite_url(tmp_path), seed=3, **SMALL)
    kept = Day(database_url, seed=3, lasting=True, **SMALL)
    assert thrown_away.lines == kept.lines
    assert len(thrown_away.conversations) > 50


def test_another_seed_gives_another_day(tmp_path: Path) -> None:
    assert (
        Day(sqlite_url(tmp_path / "1"), seed=1, **SMALL).lines
        != Day(sqlite_url(tmp_path / "2"), seed=2, **SMALL).lines
    )


def test_agents_are_given_nothing_outside_their_shift_and_end_what_they_have(tmp_path: Path) -> None:
    crews = [{"count": 2, "slots": 2, "shift": [1, 3]}, {"count": 1, "shift": [2, 3.5]}]
    day = Day(sqlite_url(tmp_path), arrivals=30, hours=4, handling=900, agents=crews)
    given = [event.at for story in day.conversations for event in story if isinstance(event, Assigned)]
    assert min(given) >= BEGINS + HOUR
    assert max(given) < BEGINS + 3.5 * HOUR
    ends = [story[-1] for story in day.stories if story[0].conversation is None]
    assert [getattr(event, "status", "") for event in ends] == ["offline"] * 3
    lost = [event for story in day.conversations for event in story if isinstance(event, Unassigned)]
    assert lost == []


def test_who_needs_a_skill_gets_who_has_it(tmp_path: Path) -> None:
    crews = [{"count": 1, "slots": 9, "skills": {"billing": 3}}, {"count": 2, "slots": 9}]
    kinds = [{"share": 1, "skills": ["billing"]}, {"share": 2}]
    day = Day(sqlite_url(tmp_path), arrivals=60, hours=1, handling=60, agents=crews, visits=kinds)
    asked = [story for story in day.conversations if getattr(story[0], "skills", ())]
    experts = Counter(event.agent.name for story in asked for event in story if isinstance(event, Assigned))
    assert set(experts) == {"Agent 1"} and len(asked) > 10


def test_what_is_due_is_looked_at_when_its_time_has_come(tmp_path: Path) -> None:
    """Nobody answers within the time that the team sets: to the next one, 30 seconds later to the ms."""
    rules = {"Support": {"answer_within": 30}}
    slow = {"mean": 45, "like": "fixed"}
    day = Day(
        sqlite_url(tmp_path),
        arrivals=6,
        hours=1,
        agents=2,
        teams=rules,
        answers_in=slow,
        patience={"mean": 100, "like": "fixed"},
    )
    first = day.conversations[0]
    given = next(event.at for event in first if isinstance(event, Assigned))
    lapsed = next(event.at for event in first if isinstance(event, OfferLapsed))
    assert lapsed - given == 30_000
    # Out of patience, he goes as soon as he is back in the queue.
    assert first[-1].at - first[0].at == 120_000


def test_who_waits_too_long_goes_to_the_other_team(tmp_path: Path) -> None:
    rules = {"Support": {"overflow_after": 60, "overflow_to": "Sales"}, "Sales": {}}
    crews = [{"count": 1, "teams": ["Support"]}, {"count": 3, "teams": ["Sales"]}]
    day = Day(sqlite_url(tmp_path), arrivals=30, hours=1, handling=600, agents=crews, teams=rules)
    moved = [
        story
        for story in day.conversations
        if any(isinstance(event, Queued) and event.reason == "overflow" for event in story)
    ]
    assert moved and min(waited(story)[0] for story in moved) == 60_000


def test_a_database_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    before = Day(url, lasting=True, **SMALL)
    with pytest.raises(BadScenario, match="empty database"):
        Day(url, lasting=True, **SMALL)
    assert asyncio.run(stories_of(url)) == before.stories


def test_what_never_ends_is_left_after_a_day(tmp_path: Path) -> None:
    """Nobody works here, and nobody gives up."""
    crew = [{"count": 1, "shift": [0, 0.1]}]
    day = Day(sqlite_url(tmp_path), arrivals=9, hours=1, handling=60, agents=crew)
    assert day.lived.now - day.lived.until <= 24 * HOUR + 1
    assert day.result.counts["answered"] < day.lived.came


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ([], "JSON object"),
        ({"arrival": 60}, "there is no arrival"),
        ({"arrivals": -1}, "arrivals"),
        ({"arrivals": []}, "arrivals"),
        ({"arrivals": "many"}, "arrivals"),
        ({"arrivals": 1e9}, "at most"),
        ({"hours": 0}, "hours"),
        ({"hours": float("nan")}, "hours"),
        ({"warm_up": 24}, "warm_up"),
        ({"seed": "x"}, "seed"),
        ({"within": 25}, "within"),
        ({"handling": 0}, "handling"),
        ({"handling": {"mean": 60, "like": "uniform"}}, "like is one of"),
        ({"patience": {"average": 60}}, "patience"),
        ({"agents": []}, "agents"),
        ({"agents": 0}, "count"),
        ({"agents": 1_000_000}, "at most"),
        ({"agents": [{"slots": 0}]}, "slots"),
        ({"agents": [{"shift": [9]}]}, "shift"),
        ({"agents": [{"shift": [17, 9]}]}, "shift"),
        ({"agents": [{"teams": ["Sales"]}]}, "no such team"),
        ({"agents": [{"skills": {"billing": 6}}]}, "levels"),
        ({"visits": [{"skills": ["billing"]}]}, "nobody has this skill"),
        ({"visits": [{"share": 0}]}, "share"),
        ({"teams": {"Support": {"overflow_to": "Sales"}}}, "overflow_to"),
        ({"teams": {"Support": {"pace": 1}}}, "there is no pace"),
    ],
)
def test_a_scenario_that_is_none_is_refused_in_one_line(plain: Any, says: str) -> None:
    with pytest.raises(BadScenario, match=says) as refused:
        Scenario.from_plain(plain)
    assert "\n" not in str(refused.value)


def test_time_stands_still_while_something_happens_and_order_is_kept() -> None:
    agenda, seen = Agenda(100), []

    def at(name: str) -> Any:
        async def happens() -> None:
            seen.append((name, agenda()))

        return happens

    async def lives() -> None:
        while (happens := agenda.next()) is not None:
            await happens()

    agenda.at(300, at("third"))
    agenda.at(200, at("first"))
    agenda.at(200, at("second"))
    agenda.looks_at(250, at("look"))
    agenda.looks_at(250, at("the same look"))
    agenda.looks_at(900, at("nobody is left"))
    agenda.at(50, at("late already"))
    asyncio.run(lives())
    assert seen == [("late already", 100), ("first", 200), ("second", 200), ("look", 250), ("third", 300)]


def test_a_town_that_cannot_hear_ends_the_day(tmp_path: Path) -> None:
    class Deaf(Town):
        def _hear(self, conversation: Conversation, events: Sequence[Event]) -> None:
            raise OverflowError("too loud")

    async def lives() -> None:
        agenda = Agenda(BEGINS)
        kept = Kept(sqlite_url(tmp_path), agenda, lasting=False)
        await kept.start()
        try:
            await day_of(kept, agenda).passes(lambda *_: None)
        finally:
            await kept.stop()

    def day_of(kept: Kept, agenda: Agenda) -> simulated.Day:
        day = simulated.Day(Scenario.from_plain(SMALL), kept, agenda, butler.decide)
        day._town = day._desk.tell = Deaf(Scenario.from_plain(SMALL), agenda, BEGINS)
        return day

    with pytest.raises(OverflowError, match="too loud"):
        asyncio.run(lives())

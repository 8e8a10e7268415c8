"""Who comes while nobody is there, or it is closed, leaves a message; whoever comes to work answers it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import butler
from server.core.events import Assigned, ConversationStarted
from server.core.hours import Calendar
from server.core.rules import Rules
from server.core.staffing.past import Came, Past, PastOf, Spell
from server.settings import sqlite_url
from server.simulate.day import BEGINS, hours_of, live
from server.simulate.what_if.change import Change, World
from server.simulate.what_if.compare import Outcome, compare, notes
from server.simulate.what_if.weeks import scenario
from server.store.reports.past import past
from tests.simulate.days import Day, Story, stories_of

HOUR, MINUTE = 3_600_000, 60_000
WORLD = World({"support": Rules()}, (), {})


def week_of(*came: Came, spells: Sequence[Spell]) -> Past:
    return Past(BEGINS, BEGINS + 8 * HOUR, came, tuple(spells), 60.0, {})


def lived(week: Past, change: Change, folder: Path, seed: int = 1) -> list[Story]:
    """All conversations of one such week, in the order in which they began."""
    url = sqlite_url(folder)
    asyncio.run(live(scenario(week, WORLD, change, seed, 20), url, butler.decide))
    told = [one for one in asyncio.run(stories_of(url)) if isinstance(one[0], ConversationStarted)]
    return sorted(told, key=lambda one: (one[0].at, one[0].conversation))


def mode_of(talk: Story) -> str:
    assert isinstance(talk[0], ConversationStarted)
    return talk[0].mode


def given_at(talk: Story) -> int | None:
    """ms after the beginning."""
    return next((event.at - BEGINS for event in talk if isinstance(event, Assigned)), None)


LEFT = [Came(minute * MINUTE, handling=5 * MINUTE, answers_in=0, closed=True) for minute in range(10, 50, 2)]
IN_TIME = [Came(90 * MINUTE, handling=MINUTE, answers_in=0)]


def test_messages_wait_for_whoever_comes_first_and_are_answered_in_their_order(tmp_path: Path) -> None:
    week = week_of(*LEFT, *IN_TIME, spells=[Spell("ada", HOUR, 8 * HOUR, 2)])
    found = [talk for talk in lived(week, Change(), tmp_path) if talk[0].at - BEGINS < HOUR]
    given = [given_at(talk) for talk in found]
    assert len(found) > 4
    assert {talk[0].at - BEGINS for talk in found} <= {one.at for one in LEFT}
    assert {mode_of(talk) for talk in found} == {"offline"}
    # Two at once from nine on, a minute each as long as there are too few to draw their own from.
    assert given == [HOUR + number // 2 * MINUTE for number in range(len(found))]


def test_who_left_a_message_is_not_there_and_gives_up_nothing(tmp_path: Path) -> None:
    week = week_of(*LEFT, *IN_TIME, spells=[Spell("ada", HOUR, 8 * HOUR, 2)])
    for talk in lived(week, Change(), tmp_path):
        if mode_of(talk) == "offline":
            kinds = [type(event).__name__ for event in talk]
            assert kinds.index("VisitorLeft") < kinds.index("Assigned")
            assert [event.by.kind for event in talk if type(event).__name__ == "Resolved"] == ["agent"]


def test_where_more_people_are_there_they_wait_for_nobody(tmp_path: Path) -> None:
    """Somebody is there at that hour: then they leave no message, and have somebody at once."""
    week = week_of(*LEFT, *IN_TIME, spells=[Spell("ada", 0, 8 * HOUR, 9)])
    found = lived(week, Change(), tmp_path)
    assert {mode_of(talk) for talk in found} == {"live"}
    assert all(given_at(talk) == talk[0].at - BEGINS for talk in found)


def test_with_other_hours_who_comes_outside_them_leaves_a_message(tmp_path: Path) -> None:
    week = week_of(*LEFT, *(IN_TIME * 20), spells=[Spell("ada", 0, 8 * HOUR, 9)])
    hours = Calendar.from_dict({"tz": "UTC", "hours": {"mon": [["00:00", "00:30"], ["02:00", "08:00"]]}})
    modes = {
        ((talk[0].at - BEGINS) // (30 * MINUTE), mode_of(talk))
        for talk in lived(week, Change(hours=hours), tmp_path)
    }
    assert modes == {(0, "live"), (1, "offline"), (3, "offline")}


def test_hours_of_a_week_are_open_when_the_spans_say_so() -> None:
    spans = [(9 * HOUR, 17 * HOUR), (22 * HOUR, 30 * HOUR), (160 * HOUR, 168 * HOUR)]
    calendar = Calendar.from_dict(hours_of(spans))
    for minute in range(168 * 60):
        at = minute * MINUTE
        assert calendar.is_open(BEGINS + at) == any(a <= at < b for a, b in spans)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Day, Past]:
    """Two people who come at four; who comes before that leaves a message, or so the real desk calls it."""
    url = sqlite_url(tmp_path_factory.mktemp("night"))
    day = Day(url, seed=3, hours=7, arrivals=18, handling=300, agents=[{"count": 2, "shift": [4, 7]}])
    return day, past(day.frames, PastOf(day.lived.now, BEGINS, BEGINS + 7 * HOUR, within=60))


def test_a_night_of_the_real_desk_comes_out_as_it_was(night: tuple[Day, Past]) -> None:
    day, known = night
    left = [one for one in known.came if one.closed]
    assert len(left) == sum(mode_of(talk) == "offline" for talk in day.conversations) > 40
    assert all(one.handling for one in left)
    found = outcome(known)
    assert {one.name for one in found.figures if one.reproduced is False} == set()
    assert "messages_wait" in list(notes(known, Change(), found))


def test_without_the_messages_of_the_night_the_morning_would_look_too_easy(night: tuple[Day, Past]) -> None:
    _, known = night
    open_only = Past(
        known.since,
        known.until,
        tuple(one for one in known.came if not one.closed),
        known.spells,
        known.patience,
        known.figures,
    )
    waits = [
        next(one.as_it_is for one in outcome(week).figures if one.name == "frt")
        for week in (known, open_only)
    ]
    with_them, without = (one.mean if one else 0.0 for one in waits)
    assert with_them > 2 * without


def outcome(week: Past) -> Outcome:
    return compare(week, WORLD, Change(), 3, 60, butler.decide)

"""A past that is known to the last detail, for it was simulated: lived through again, and otherwise."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import butler
from server.core.rules import Rules
from server.core.staffing.past import Came, Past, PastOf, Spell
from server.settings import sqlite_url
from server.simulate.day import BEGINS
from server.simulate.what_if.asked import More, extra_people, must_be_a_week
from server.simulate.what_if.change import BadChange, Change, Extra, Staff, World
from server.simulate.what_if.compare import Compared, Outcome, compare
from server.simulate.what_if.weeks import scenario
from server.store.reports import plain_url
from server.store.reports.past import past
from server.store.reports.source import source_of
from tests.simulate.days import Day

HOUR, MINUTE = 3_600_000, 60_000
HOURS = 5
WEEKS = 3
TEAM = "support"
WORLD = World({TEAM: Rules()}, (), {})


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """Five hours of three people who have a little too much to do."""
    url = sqlite_url(tmp_path_factory.mktemp("past"))
    day = Day(url, seed=11, hours=HOURS, arrivals=36, handling=260, patience=180, agents=3)
    until = BEGINS + HOURS * HOUR
    found = past(day.frames, PastOf(day.lived.now, BEGINS, until, within=60))
    assert len(found.came) == day.result.counts["offered"]
    # The team's id is another in each simulation.
    return replace(found, came=tuple(replace(one, team=None) for one in found.came))


def lived(known: Past, change: Change, weeks: int = WEEKS) -> Outcome:
    return compare(known, WORLD, change, weeks, 60, butler.decide)


def of(outcome: Outcome) -> dict[str, Compared]:
    return {one.name: one for one in outcome.figures}


def made(*came: Came, spells: tuple[Spell, ...] = (Spell("ada", 0, HOURS * HOUR, 2),), **more: float) -> Past:
    return Past(BEGINS, BEGINS + HOURS * HOUR, came, spells, more.get("patience"), {})


def at(minute: int, **more: object) -> Came:
    return Came(minute * MINUTE, handling=5 * MINUTE, answers_in=0, **more)  # type: ignore[arg-type]


# -- the same again ---------------------------------------------------------------------------------------


def test_the_past_lived_through_again_gives_the_figures_that_it_had(known: Past) -> None:
    found = lived(known, Change())
    assert found.weeks == WEEKS
    assert {one.name for one in found.figures if one.reproduced is not True} == set()
    assert {one.verdict for one in found.figures} == {"chance"}
    assert all(one.change is not None and one.change.mean == 0 for one in found.figures)


def test_more_people_serve_more_in_time_and_that_is_more_than_chance(known: Past) -> None:
    more = Extra(2, 1, (), ((0, HOURS * HOUR),))
    found = of(lived(known, Change(extra=(more,))))
    assert [found[name].verdict for name in ("frt", "service_level", "abandonment")] == ["better"] * 3
    busy = found["occupancy"].change
    assert busy is not None and busy.high < 0
    assert found["occupancy"].verdict == "other"


def test_half_again_as_many_visitors_are_served_worse(known: Past) -> None:
    outcome = lived(known, Change(arrivals=1.5))
    assert outcome.came_changed > 1.3 * outcome.came
    assert of(outcome)["service_level"].verdict == "worse"


def test_people_who_help_themselves_take_longer_to_begin(known: Past) -> None:
    found = of(lived(known, Change(rules={TEAM: {"policy": "pull"}})))["frt"].change
    assert found is not None and 1 < found.mean < 30


def test_a_week_that_is_begun_too_late_is_left_out_but_three_are_lived_through() -> None:
    few = made(*(at(minute) for minute in range(0, 60, 10)))
    assert compare(few, WORLD, Change(), 9, 20, butler.decide, goes_on=lambda: False).weeks == 3


# -- who comes --------------------------------------------------------------------------------------------


def test_the_same_people_come_whatever_is_changed(known: Past) -> None:
    change = Change(slots=4, extra=(Extra(1, 1, (), ((0, HOUR),)),), rules={TEAM: {"policy": "round_robin"}})
    before, after = (scenario(known, WORLD, one, 3, 20) for one in (Change(), change))
    assert before.coming == after.coming
    assert before.coming != scenario(known, WORLD, Change(), 4, 20).coming


def test_who_needs_a_skill_is_served_by_whoever_has_it() -> None:
    people = (Staff("ada", (TEAM,), 1, {"billing": 3}, (), {}), Staff("ben", (TEAM,), 1, {}, (), {}))
    spells = tuple(Spell(agent, 0, HOURS * HOUR, 1) for agent in ("ada", "ben"))
    waits = []
    for skills in ((), ("billing",), ("billing", "alchemy")):
        week = made(*(at(minute, skills=skills) for minute in range(0, 240, 6)), spells=spells)
        found = compare(week, World({TEAM: Rules()}, people, {}), Change(), WEEKS, 60, butler.decide)
        waits.append(of(found)["frt"].as_it_is)
    plain, billing, gone = (one.mean if one else None for one in waits)
    # Ben takes half of them only if he may; what nobody knows any more nobody is asked for.
    assert plain is not None and billing is not None and billing > 2 * plain
    assert gone == billing


def test_what_a_visitor_needed_is_known_from_when_he_was_first_given_to_somebody(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    people = [{"count": 2, "slots": 1, "skills": {"billing": 3}}]
    kinds = [{"share": 1}, {"share": 1, "skills": ["billing"]}]
    day = Day(url, seed=5, hours=HOURS, arrivals=20, handling=60, agents=people, visits=kinds)
    wanted = PastOf(day.lived.now, BEGINS, BEGINS + HOURS * HOUR)
    needs = Counter(one.skills for one in past(day.frames, wanted, source_of(plain_url(url))).came)
    assert set(needs) == {(), ("billing",)} and min(needs.values()) > 10


def test_they_come_in_the_half_hours_in_which_they_came() -> None:
    busy = made(*(at(75) for _ in range(500)))
    coming = scenario(busy, WORLD, Change(), 1, 20).coming or ()
    assert {visit.at // (30 * MINUTE) for visit in coming} == {2}
    assert 400 < len(coming) < 600


def test_a_week_that_nobody_came_in_or_nobody_worked_in_cannot_be_lived_through() -> None:
    with pytest.raises(BadChange, match="nobody was queued"):
        must_be_a_week(made(Came(0, closed=True)))
    with pytest.raises(BadChange, match="nobody was handled"):
        scenario(made(Came(0)), WORLD, Change(), 1, 20)
    with pytest.raises(BadChange, match="nobody was there"):
        scenario(made(at(0), spells=()), WORLD, Change(), 1, 20)
    with pytest.raises(BadChange, match="there is no pace"):
        scenario(made(at(0)), WORLD, Change(rules={TEAM: {"pace": 1}}), 1, 20)


# -- who is there -----------------------------------------------------------------------------------------


def test_people_are_there_when_they_were_or_by_the_roster_or_not_at_all() -> None:
    week = made(at(0), spells=(Spell("ada", 0, HOUR, 2), Spell("ben", 0, HOUR, 3)))
    roster = World({TEAM: Rules()}, (), {"ada": ((HOUR, 2 * HOUR),)})
    assert [crew.slots for crew in scenario(week, roster, Change(), 1, 20).agents] == [2, 3]
    assert [crew.spells for crew in scenario(week, roster, Change(by_roster=True), 1, 20).agents] == [
        ((HOUR, 2 * HOUR),)
    ]
    (ben,) = scenario(week, roster, Change(without=frozenset({"ada"}), slots=5), 1, 20).agents
    assert ben.slots == 5


def test_people_work_for_their_own_teams_with_what_they_can() -> None:
    ada = Staff("ada", (TEAM, "gone"), 4, {"billing": 3}, ("it",), {TEAM: 1, "gone": 2})
    (crew,) = scenario(made(at(0)), World({TEAM: Rules()}, (ada,), {}), Change(), 1, 20).agents
    assert (crew.teams, crew.languages, crew.team_slots) == ((TEAM,), ("it",), {TEAM: 1})


def test_more_people_work_in_local_time_when_the_clocks_change_too() -> None:
    """On Sunday, 29 March, they go forward: noon is an hour sooner after midnight."""
    found = extra_people(More(1, 2, 12 * 60, 13 * 60, [0, 6]), date(2026, 3, 23), "Europe/Rome")
    assert found.spells == ((12 * HOUR, 13 * HOUR), (6 * 24 * HOUR + 11 * HOUR, 6 * 24 * HOUR + 12 * HOUR))


def test_a_day_of_people_who_help_themselves_leaves_nobody_waiting(tmp_path: Path) -> None:
    day = Day(
        sqlite_url(tmp_path),
        seed=5,
        hours=4,
        arrivals=30,
        handling=120,
        agents=2,
        teams={"Support": {"policy": "broadcast"}},
    )
    assert day.result.counts["answered"] == day.result.counts["offered"] > 50
    waits = next(one.value for one in day.result.measured if one.name == "mean_wait")
    assert waits is not None and waits > 1

"""The live board by site and team, with what each agent has, what is due, and what is usual."""

from typing import Any

import pytest

from server.core.kpis.asking import periods
from server.core.sla import Policy
from tests.cast import DAY, HOUR, MINUTE, NINE
from tests.edges.test_hand_over_live import with_ada
from tests.house import Running
from tests.rest.asking import Asking

WEEK = 7 * DAY


def until_noon(house: Running) -> int:
    """ms; the site's zone is UTC. Whenever the tests run, the day does not end in them."""
    return DAY - house.clock() % DAY + 12 * HOUR


async def board_of(house: Running, query: str = "") -> dict[str, Any]:
    asking = Asking(house.url, token=house.tokens[house.sam.id])
    answer = await asking.get(f"/queue{query}")
    await asking.http.close()
    assert answer.status == 200, answer.text
    return dict(answer.json)


async def test_each_agent_has_what_is_in_his_slots_and_the_groups_add_up(house_on_each: Running) -> None:
    house = house_on_each
    vera, _, hers = await with_ada(house)
    await (await house.vera()).say("Is anybody there?")
    await vera.say("Hello?")
    board = await board_of(house)
    ada = next(agent for agent in board["agents"] if agent["name"] == "Ada")
    assert [(one["id"], one["waiting"]) for one in ada["has"]] == [(hers, "agent")]
    for figure in ("waiting", "active"):
        assert sum(group[figure] for group in board["groups"]) == board[figure] == 1
    (waits,) = [group for group in board["groups"] if group["waiting"]]
    assert waits["oldest"] == waits["began"]
    assert (board["at"] - waits["oldest"]) / 1000 == board["longest_wait"] == board["mean_wait"]


async def test_a_part_of_the_board_is_only_of_that_part(house: Running) -> None:
    depot = await house.house.kept.people.add_team("Depot")
    await (await house.vera()).say("Where is my order?")
    await (await house.vera(team=depot.id)).say("Where is my parcel?")
    whole, part = await board_of(house), await board_of(house, f"?team={depot.id}")
    assert (whole["waiting"], part["waiting"], whole["today"]["volume"]["value"]) == (2, 1, 2)
    assert (part["queue"][0]["team"]["name"], part["agents"]) == ("Depot", [])
    assert part["today"]["volume"]["value"] == 1
    assert (await board_of(house, f"?site={house.site.id}"))["waiting"] == 2


async def test_no_such_part_is_refused(house: Running) -> None:
    asking = Asking(house.url, token=house.tokens[house.sam.id])
    for query in ("site=nowhere", "team=nobody"):
        answer = await asking.get(f"/queue?{query}")
        assert (answer.status, answer.code) == (422, "invalid")
    await asking.http.close()


async def test_what_is_due_soon_stands_on_the_board_the_most_urgent_first(house: Running) -> None:
    await house.house.kept.slas.add(Policy("", "Soon", first_response=300))
    first = (await (await house.vera()).say("Where is my order?"))["conversation"]
    house.clock.ahead += MINUTE
    second = (await (await house.vera()).say("Is anybody there?"))["conversation"]
    assert [state["id"] for state in (await board_of(house))["due"]] == [first, second]
    house.clock.ahead += HOUR
    late = (await board_of(house))["due"]
    assert late[0]["next_deadline"] < house.clock()


async def test_todays_figures_are_judged_by_the_desks_own_targets(house: Running) -> None:
    await house.house.kept.people.set_setting("targets", {"backlog": 5, "frt": None})
    await (await house.vera()).say("Where is my order?")
    today = (await board_of(house))["today"]
    assert (today["backlog"]["target"], today["frt"]["target"]) == (5, None)


async def test_beside_a_figure_stands_what_is_usual_on_such_a_day(house_on_each: Running) -> None:
    house = house_on_each
    house.clock.ahead += until_noon(house)
    for _ in range(2):
        await (await house.vera()).say("Where is my order?")
    house.clock.ahead += WEEK + 10 * MINUTE
    usual = (await board_of(house))["usual"]
    assert usual["volume"] == {"value": 0.5, "days": 4}
    assert usual["csat"] == {"value": None, "days": 0}


@pytest.mark.parametrize("tz", ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"])
def test_the_same_weekdays_end_at_the_same_time_of_day(tz: str) -> None:
    # Nine weeks, so that the clocks change in between somewhere.
    spans = periods.same_weekdays(NINE + 100 * DAY, tz, 9)
    wanted = periods.local_date(NINE + 100 * DAY, tz)
    for week, (since, until) in enumerate(spans, start=1):
        day = periods.local_date(since, tz)
        assert (wanted - day).days == 7 * week
        assert periods.midnight(day, tz) == since < until
        assert periods.local_date(until, tz) == day

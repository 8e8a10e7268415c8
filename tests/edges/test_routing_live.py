"""What routing does, as it is seen over real sockets."""

from typing import Any

import pytest

from tests.house import Client, Running


async def by_rules(house: Running, **rules: Any) -> None:
    (team,) = house.house.kept.directory.teams.values()
    await house.house.kept.people.change_team(team.id, {"rules": {**team.rules.to_dict(), **rules}})


async def at_work(house: Running) -> tuple[Client, Client]:
    ada, ben = await house.agent(house.ada), await house.agent(house.ben)
    for agent in (ada, ben):
        assert (await agent.call("status", {"status": "online"}))["ok"]
    return ada, ben


async def test_whoever_does_not_answer_in_time_sees_it_go_to_his_colleague(house: Running) -> None:
    await by_rules(house, answer_within=30)
    ada, ben = await at_work(house)
    conversation = (await (await house.vera()).say("Where is my order?"))["conversation"]
    sam = await house.agent(house.sam)
    opened = await sam.call("open", {"conversation": conversation})
    first = (await sam.event("offered") if not opened["conversation"]["agent"] else opened["conversation"])[
        "agent"
    ]
    await house.later(30_001)
    lapsed = await sam.event("offer.lapsed")
    again = await sam.event("assigned", lambda event: event["seq"] > lapsed["seq"])
    assert lapsed["agent"]["id"] == first["id"] and again["agent"]["id"] != first["id"]
    colleague = ada if again["agent"]["id"] == house.ada.id else ben
    mine = await colleague.heard("conversation", lambda state: state["agent"] == again["agent"])
    assert mine["offered_until"] > again["at"]


async def test_who_is_first_may_take_what_rings_at_all(house: Running) -> None:
    await by_rules(house, policy="broadcast")
    ada, ben = await at_work(house)
    conversation = (await (await house.vera()).say("Where is my order?"))["conversation"]
    for agent in (ada, ben):
        rings = await agent.heard("conversation", lambda state: state["first_to_take"])
        assert rings["id"] == conversation and rings["agent"] is None
    assert (await ben.call("take", {"conversation": conversation}))["ok"]
    await ada.heard("conversation", lambda state: state["agent"] and not state["first_to_take"])


async def test_an_agent_says_how_urgent_it_is(house: Running) -> None:
    ada = await house.agent(house.ada)
    conversation = (await (await house.vera()).say("Where is my order?"))["conversation"]
    assert (await ada.call("prioritise", {"conversation": conversation, "priority": 3}))["ok"]
    await ada.heard("conversation", lambda state: state["priority"] == 3)


@pytest.mark.parametrize("priority", [10, -10, "high", None, 1.5])
async def test_how_urgent_is_a_whole_number_of_one_digit(house: Running, priority: object) -> None:
    ada = await house.agent(house.ada)
    conversation = (await (await house.vera()).say("Where is my order?"))["conversation"]
    refused = await ada.call("prioritise", {"conversation": conversation, "priority": priority})
    assert refused["error"]["code"] == "invalid"
    assert house.house.floor.open[conversation].priority == 0

"""Who would get the next conversation of a team, before its rules are saved."""

import pytest

from tests.rest.asking import Asking, Office


async def _preview(asking: Asking, policy: str, **more: object) -> dict[str, object]:
    answer = await asking.post("/teams/t_first/preview", {"policy": policy, **more})
    assert answer.status == 200, answer.text
    return dict(answer.json)


async def test_the_next_one_goes_to_whom_the_rules_would_choose(office_on_each: Office) -> None:
    house = office_on_each.running
    olga = await office_on_each.browser(office_on_each.olga)
    await office_on_each.kept.people.change_person(house.ben.id, {"teams": ["t_first"]})
    nobody = await _preview(olga, "least_busy")
    assert (nobody["decided_by"], nobody["candidates"], nobody["free"]) == (None, [], 0)
    assert nobody["others"] == {"away": 4}, "Ada, Ben, Sam and Olga are in the first team"
    ada, ben = await house.agent(house.ada), await house.agent(house.ben)
    await ada.call("status", {"status": "online"})
    _, _, conversation = await office_on_each.vera_says()
    assert (await ada.call("take", {"conversation": conversation}))["ok"]
    await ben.call("status", {"status": "online"})
    found = await _preview(olga, "least_busy")
    best = found["candidates"][0]  # type: ignore[index]
    assert (best["agent"], best["load"], best["slots"]) == (house.ben.id, 0, 4)
    assert (found["decided_by"], found["free"]) == ("load", 2)
    assert found["names"] == {house.ada.id: "Ada", house.ben.id: "Ben"}
    idle = await _preview(olga, "longest_idle")
    assert idle["decided_by"] == "idle"


async def test_nothing_changes_by_it_and_what_is_no_policy_is_refused(office: Office) -> None:
    olga, before = await office.browser(office.olga), await office.rows()
    await _preview(olga, "broadcast", fair_share=3)
    assert (await olga.post("/teams/t_first/preview", {"policy": "dice"})).code == "invalid"
    assert (await olga.post("/teams/t_none/preview", {"policy": "pull"})).code == "not_found"
    assert await office.rows() == before


@pytest.mark.parametrize("field", ["ageing", "answer_within", "alert_wait"])
async def test_a_rule_that_cannot_be_is_refused_by_its_name(office: Office, field: str) -> None:
    olga, before = await office.browser(office.olga), await office.rows()
    answer = await olga.patch("/teams/t_first", {"rules": {field: -1}})
    assert answer.code == "invalid"
    assert f"$.rules.{field}" in answer.json["error"]["message"]
    assert await office.rows() == before

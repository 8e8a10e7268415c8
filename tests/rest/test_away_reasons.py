"""Reasons to be away: offered by the house, chosen by agents, seen by colleagues and on the board."""

from typing import Any

import pytest

from tests.rest.asking import Office

USUAL = ["break", "lunch", "meeting", "training"]


async def test_the_usual_reasons_hold_until_the_house_has_its_own(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    assert [reason["id"] for reason in (await olga.get("/settings")).json["away_reasons"]] == USUAL
    wish = [{"id": "lunch", "label": None}, {"id": "phone", "label": "  On the   phone "}]
    changed = (await olga.patch("/settings", {"away_reasons": wish})).json["away_reasons"]
    assert changed == [{"id": "lunch", "label": None}, {"id": "phone", "label": "On the phone"}]
    ada = await office_on_each.running.agent(office_on_each.running.ada)
    assert (await ada.heard("inbox"))["away_reasons"] == changed


@pytest.mark.parametrize(
    "wish",
    [
        [{"id": "phone"}],
        [{"id": "lunch"}, {"id": "lunch", "label": "Lunch"}],
        [{"id": "revoked", "label": "Gone"}],
        [{"id": "On the phone", "label": "x"}],
        [{"id": "x", "label": "\u200b"}],
        [{"id": f"r{n}", "label": "x"} for n in range(21)],
    ],
    ids=str,
)
async def test_reasons_that_cannot_be_are_refused(office: Office, wish: Any) -> None:
    olga, before = await office.browser(office.olga), await office.rows()
    assert (await olga.patch("/settings", {"away_reasons": wish})).code == "invalid"
    assert await office.rows() == before


async def test_colleagues_and_the_board_see_why_somebody_is_away_and_since_when(office: Office) -> None:
    ada, house = await office.running.agent(office.running.ada), office.running
    await ada.call("status", {"status": "away", "reason": "lunch"})
    await ada.event("agent.status", lambda told: told["reason"] == "lunch")
    await ada.call("status", {"status": "away", "reason": "  on the   phone "})
    told = await ada.event("agent.status", lambda told: told["reason"] == "on the phone")
    board = (await (await office.browser(house.sam)).get("/queue")).json
    shown = next(agent for agent in board["agents"] if agent["id"] == house.ada.id)
    assert (shown["status"], shown["reason"], shown["since"]) == ("away", "on the phone", told["at"])
    seen = (await (await office.browser(house.ben)).get("/colleagues")).json["items"]
    known = next(one for one in seen if one["id"] == house.ada.id)
    assert (known["status"], known["reason"], known["since"]) == ("away", "on the phone", told["at"])


async def test_saying_the_same_again_is_no_news_and_too_long_a_reason_is_refused(office: Office) -> None:
    ada = await office.running.agent(office.running.ada)
    for _ in range(2):
        assert (await ada.call("status", {"status": "away", "reason": "lunch"}))["ok"]
    answer = await ada.call("status", {"status": "away", "reason": "x" * 65})
    assert answer["error"]["code"] == "invalid"
    await ada.call("status", {"status": "online"})
    await ada.event("agent.status", lambda told: told["status"] == "online")
    assert [told["status"] for told in ada.events()] == ["away", "online"]

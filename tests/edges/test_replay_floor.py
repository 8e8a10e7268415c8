"""What changed on the floor in a day, as supervisors ask for it."""

from typing import Any

from server.core.replay import floor_at
from tests.edges.test_hand_over_live import with_ada
from tests.house import Running
from tests.rest.asking import Asking


async def sam(house: Running) -> Asking:
    return Asking(house.url, token=house.tokens[house.sam.id])


async def test_todays_floor_is_what_the_board_says(house_on_each: Running) -> None:
    house = house_on_each
    _, ada, hers = await with_ada(house)
    await ada.call("status", {"status": "away", "reason": "lunch"})
    waiting = str((await (await house.vera()).say("Is anybody there?"))["conversation"])
    asking = await sam(house)
    told = (await asking.get("/replay/floor")).json
    board = (await asking.get("/queue")).json
    await asking.http.close()
    floor = floor_at(told, told["known"])
    assert floor["queue"] == [state["id"] for state in board["queue"]] == [waiting]
    assert floor["held"] == {house.ada.id: [hers]}
    assert floor["agents"][house.ada.id] == ["away", "lunch", 4]
    assert [house.ada.id, "Ada"] in told["agents"]


async def test_what_is_no_day_is_refused(house: Running) -> None:
    asking = await sam(house)

    async def refused(query: str) -> Any:
        answer = await asking.get(f"/replay/floor?{query}")
        return answer.status, answer.code

    bad = ("date=today", "date=2026-13-01", "date=2199-01-01", "date=0001-01-01", "date=", "site=nowhere")
    assert [await refused(query) for query in bad] == [(422, "invalid")] * len(bad)
    assert (await asking.get("/replay/floor?date=1999-12-31")).json["moves"] == []
    await asking.http.close()

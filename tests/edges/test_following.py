"""Which conversations a console hears of: all that are open, and not every one that it ever saw."""

import pytest

from server.sockets import following
from tests.house import Running

HERE = 4


async def test_a_console_that_stays_connected_leaves_what_has_long_been_over(
    patient_house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_OVER", HERE)
    ada = await patient_house.agent(patient_house.ada)
    open_one = (await (await patient_house.vera()).say("I stay"))["conversation"]
    await ada.call("take", {"conversation": open_one})
    for number in range(5 * HERE):
        vera = await patient_house.vera()
        conversation = (await vera.say(f"Number {number}"))["conversation"]
        await ada.call("take", {"conversation": conversation})
        await ada.call("resolve", {"conversation": conversation})
    rooms = patient_house.house.sio.manager.rooms["/agent"]
    followed = [room for room in rooms if room is not None and room.startswith("c_")]
    assert open_one in followed
    assert conversation in followed
    assert len(followed) <= 2 * HERE + 1

"""When a wait would be too long, or nobody is there, connected widgets hear it and need not ask."""

from typing import Any

from server.core.rules import Rules
from server.desk.people.services import EVERY
from tests.cast import MINUTE, SECOND
from tests.house import Client, Running


async def looks(house: Running, after: int = 0) -> None:
    """As the schedule does each second."""
    house.clock.ahead += after
    await house.house.tell_visitors()


def services(client: Client) -> list[dict[str, Any]]:
    return [payload for name, payload in client.told if name == "service"]


async def team_waits_at_most(house: Running, seconds: int) -> None:
    (team,) = house.house.kept.directory.teams.values()
    await house.house.kept.people.change_team(team.id, {"rules": Rules(max_wait=seconds).to_dict()})


async def ada_is_full(house: Running) -> tuple[Client, str]:
    """Her one slot is in use. Gives her socket, and what uses it."""
    await house.house.kept.people.change_person(house.ada.id, {"slots": 1})
    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    zoe = await house.vera()
    conversation = (await zoe.say("First"))["conversation"]
    await zoe.event("assigned")
    return ada, conversation


async def test_a_widget_hears_that_somebody_has_come_and_gone(house: Running) -> None:
    vera = await house.vera()
    assert (await vera.heard("welcome"))["service"]["online"] is False
    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    await looks(house)
    told = await vera.heard("service")
    assert (told["open"], told["online"]) == (True, True) and "busy" not in told
    await ada.call("status", {"status": "away"})
    await looks(house, EVERY)
    await vera.heard("service", lambda service: service["online"] is False)


async def test_who_comes_and_goes_all_the_time_is_told_every_five_seconds_at_most(house: Running) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    await looks(house, EVERY)
    for _ in range(4):
        await ada.call("status", {"status": "online"})
        await looks(house, SECOND)
        await ada.call("status", {"status": "away"})
        await looks(house, 100)
    await looks(house, EVERY)
    await vera.call("typing", {"on": True})  # answered after all that was told before
    assert len(services(vera)) <= 2


async def test_nothing_new_is_told_to_nobody(house: Running) -> None:
    vera = await house.vera()
    for _ in range(3):
        await looks(house, MINUTE)
    await vera.call("typing", {"on": True})
    assert services(vera) == []


async def test_too_long_a_wait_brings_the_form_after_a_minute_and_takes_it_away_again(house: Running) -> None:
    await team_waits_at_most(house, 300)  # one more would wait ten minutes for the one slot
    ada, served = await ada_is_full(house)
    vera = await house.vera()
    assert (await vera.heard("welcome"))["service"]["online"] is True
    await looks(house)
    await looks(house, 59 * SECOND)
    assert services(vera) == []
    await looks(house, SECOND)
    told = await vera.heard("service")
    assert (told["open"], told["online"], told["busy"]) == (True, False, True)
    late = await house.vera()
    assert (await late.heard("welcome"))["service"]["busy"] is True
    said = await late.say("Where is my order?")
    started = await late.event("conversation.started")
    assert started["mode"] == "offline" and started["conversation"] == said["conversation"]
    await late.event("message.sent", lambda event: "So many people are waiting" in event["text"])

    await ada.call("resolve", {"conversation": served, "reason": "solved"})
    await late.event("assigned")
    await ada.call("resolve", {"conversation": said["conversation"], "reason": "solved"})
    await looks(house, EVERY)
    await vera.heard("service", lambda service: service["online"] is True and "busy" not in service)


async def test_without_a_limit_a_long_wait_shuts_nothing(house: Running) -> None:
    await ada_is_full(house)
    vera = await house.vera()
    for _ in range(5):
        await looks(house, MINUTE)
    await vera.call("typing", {"on": True})
    assert services(vera) == []


async def test_a_place_is_in_the_welcome_with_its_wait(house_on_each: Running) -> None:
    await ada_is_full(house_on_each)
    vera = await house_on_each.vera()
    token = (await vera.heard("welcome"))["token"]
    await vera.say("Second")
    await vera.heard("queue", lambda place: place["position"] == 1)
    again = await house_on_each.vera(token)
    assert (await again.heard("welcome"))["queue"] == {"position": 1, "wait": {"low": 60, "high": None}}

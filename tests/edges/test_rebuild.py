"""What is folded while a chat goes on is what its timeline says, for conversations and agents alike."""

from server.store.rebuild import differences, rebuild
from tests.house import Running

MINUTE = 60_000


async def a_day_at_the_desk(house: Running) -> None:
    """Answered, noted, transferred, snoozed, resolved, reopened, rated; one waits; one ended by himself."""
    ada, ben = await house.agent(house.ada), await house.agent(house.ben)
    await ada.call("status", {"status": "online"})
    vera, wanda, willy = await house.vera(), await house.vera(), await house.vera()
    there = {"conversation": (await vera.say("Where is my order?"))["conversation"]}
    await vera.event("assigned")
    await vera.call("details", {"name": "Vera", "email": "vera@shop.example"})
    await ada.say("Let me look.", **there)
    await ada.call("tag", {**there, "tags": ["order"]})
    await ada.call("transfer", {**there, "agent": house.ben.id, "note": "knows the depot"})
    await ben.say("It left yesterday.", **there)
    await ben.call("snooze", {**there, "for": 60})
    await house.later(2 * MINUTE)
    await ben.call("resolve", {**there, "reason": "solved"})
    await vera.call("rate", {**there, "score": 4})
    await vera.say("One more thing")
    await ada.call("status", {"status": "away"})
    await wanda.call("ask_human", {})
    await willy.say("Never mind")
    await willy.call("end", {})
    await ada.call("status", {"status": "offline"})


async def found(house: Running) -> list[str]:
    kept = house.house.kept
    return [line async for line in differences(kept.database, kept.directory.calendars_ever)]


async def test_a_day_at_the_desk_is_folded_as_its_timelines_say(house_on_each: Running) -> None:
    await a_day_at_the_desk(house_on_each)
    assert await found(house_on_each) == []
    kept = house_on_each.house.kept
    assert await rebuild(kept.timeline, kept.database, kept.directory.calendars_ever) >= 4
    assert await found(house_on_each) == []


async def test_facts_go_by_the_hours_of_their_time_though_those_are_gone(house_on_each: Running) -> None:
    house, people = house_on_each, house_on_each.house.kept.people
    week = {day: [["00:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    await people.set_hours(house.site.id, {"tz": "UTC", "hours": week})
    await house.later(MINUTE)
    await a_day_at_the_desk(house)
    await house.later(MINUTE)
    for team in house.house.kept.directory.teams:
        await people.set_hours(team, {"tz": "UTC", "hours": {}})
    await people.set_hours(house.site.id, None)
    await house.later(MINUTE)
    assert await found(house) == []
    await people.set_hours(house.site.id, {"tz": "UTC", "hours": week})
    assert await found(house) == []

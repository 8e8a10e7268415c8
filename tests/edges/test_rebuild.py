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
    return [line async for line in differences(kept.database, kept.directory.calendars)]


async def test_a_day_at_the_desk_is_folded_as_its_timelines_say(house_on_each: Running) -> None:
    await a_day_at_the_desk(house_on_each)
    assert await found(house_on_each) == []
    kept = house_on_each.house.kept
    assert await rebuild(kept.timeline, kept.database, kept.directory.calendars) >= 4
    assert await found(house_on_each) == []

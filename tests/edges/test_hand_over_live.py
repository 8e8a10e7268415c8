"""Transfers and viewers as both sides see them, live, through real sockets."""

import json

from tests.house import Client, Running


async def with_ada(house: Running) -> tuple[Client, Client, str]:
    """Vera writes, and Ada answers."""
    vera, ada = await house.vera(), await house.agent(house.ada)
    conversation = str((await vera.say("Where is my order?"))["conversation"])
    await ada.call("open", {"conversation": conversation})
    await ada.say("Let me look.", conversation=conversation)
    return vera, ada, conversation


async def online(house: Running) -> Client:
    ben = await house.agent(house.ben)
    await ben.call("status", {"status": "online"})
    return ben


async def test_a_warm_transfer_is_seen_by_both_sides_and_the_visitor_sees_only_that_it_was_made(
    house_on_each: Running,
) -> None:
    house = house_on_each
    vera, ada, conversation = await with_ada(house)
    ben, there = await online(house), {"conversation": conversation}
    wish = {**there, "agent": house.ben.id, "note": "canary note", "warm": True}
    assert (await ada.call("transfer", wish))["ok"]
    asked = await ben.heard("conversation", lambda state: state["asked_colleague"] is not None)
    assert asked["asked_colleague"] == {"id": house.ben.id, "name": "Ben"}
    seen = await ben.call("open", there)
    assert seen["events"][-1]["note"] == "canary note"
    accepted = await ben.call("accept", there)
    assert accepted["ok"]
    for client in (vera, ada, ben):
        moved = await client.event("transferred")
        assert (moved["seq"], moved["to"]) == (accepted["seq"], {"id": house.ben.id, "name": "Ben"})
    assert "canary" not in json.dumps(vera.told)
    assert {"transfer.offered"}.isdisjoint(event["type"] for event in vera.events())


async def test_a_warm_transfer_that_is_declined_is_told_to_who_asked(house: Running) -> None:
    _, ada, conversation = await with_ada(house)
    ben, there = await online(house), {"conversation": conversation}
    await ada.call("transfer", {**there, "agent": house.ben.id, "warm": True})
    assert (await ben.call("decline", there))["ok"]
    declined = await ada.event("transfer.declined")
    assert (declined["agent"]["name"], declined["reason"]) == ("Ben", "declined")
    refused = await ben.call("accept", there)
    assert (refused["error"]["code"], refused["error"]["owner"]["name"]) == ("conflict", "Ada")


async def test_who_is_asked_from_another_team_hears_no_more_of_it_once_she_has_declined(
    house: Running,
) -> None:
    people, accounts = house.house.kept.people, house.house.kept.accounts
    depot = await people.add_team("Depot")
    nora = await people.add_person("nora@shop.example", "Nora", "agent", [depot.id])
    house.tokens[nora.id] = (await accounts.add_token(nora.id, "test"))[1]
    vera, ada, conversation = await with_ada(house)
    hers, there = await house.agent(nora), {"conversation": conversation}
    await hers.call("status", {"status": "online"})
    await ada.call("transfer", {**there, "agent": nora.id, "warm": True})
    assert (await hers.call("open", there))["ok"]
    assert (await hers.call("decline", there))["ok"]
    await vera.say("Not for Nora")
    await ada.event("message.sent", lambda event: event["text"] == "Not for Nora")
    assert (await hers.call("open", there))["error"]["code"] == "not_found"
    assert "Not for Nora" not in json.dumps(hers.told)


async def test_one_that_nobody_answers_lapses_after_a_minute(house_on_each: Running) -> None:
    house = house_on_each
    _, ada, conversation = await with_ada(house)
    await online(house)
    await ada.call("transfer", {"conversation": conversation, "agent": house.ben.id, "warm": True})
    await house.later(60_000)
    assert (await ada.event("transfer.declined"))["reason"] == "lapsed"


async def test_an_agent_who_is_reminded_hears_of_it_in_the_conversations_state(house: Running) -> None:
    team = house.site.team or ""
    await house.house.kept.people.change_team(team, {"rules": {"agent_nudge_after": 60}})
    vera, ada, conversation = await with_ada(house)
    await ada.call("status", {"status": "online"})
    await vera.say("And when will it come?")
    await house.later(60_000)
    nudged = await ada.event("nudged")
    assert nudged["whom"] == "agent"
    told = await ada.heard("conversation", lambda state: state["agent_nudged_at"] is not None)
    assert (told["id"], told["agent_nudged_at"]) == (conversation, nudged["at"])
    assert "nudged" not in [event["type"] for event in vera.events()]


async def test_agents_see_who_else_has_it_open_and_when_he_leaves(house: Running) -> None:
    _, ada, conversation = await with_ada(house)
    there, both = {"conversation": conversation}, ["Ada", "Ben"]
    ben = await house.agent(house.ben)
    opened = await ben.call("open", there)
    assert [one["name"] for one in opened["viewers"]] == both
    assert await ada.heard("viewers", lambda told: named(told) == both)
    heard = len(ada.told)
    assert (await ben.call("leave", there))["ok"]
    assert await ada.heard("viewers", lambda told: named(told) == ["Ada"], after=heard)
    await ben.call("open", there)
    heard = len(ada.told)
    await ben.disconnect()
    assert await ada.heard("viewers", lambda told: named(told) == ["Ada"], after=heard)


async def test_neither_catching_up_nor_a_supervisor_who_watches_is_looking_at_it(house: Running) -> None:
    _, ada, conversation = await with_ada(house)
    there = {"conversation": conversation}
    sam, ben = await house.supervisor(), await house.agent(house.ben)
    assert (await sam.call("watch", there))["ok"]
    assert (await ben.call("open", {**there, "looking": False}))["ok"]
    opened = await ada.call("open", there)
    assert [one["name"] for one in opened["viewers"]] == ["Ada"]


async def test_a_person_with_two_tabs_is_shown_once(house: Running) -> None:
    _, ada, conversation = await with_ada(house)
    there = {"conversation": conversation}
    for ben in (await house.agent(house.ben), await house.agent(house.ben)):
        opened = await ben.call("open", there)
    assert [one["name"] for one in opened["viewers"]] == ["Ada", "Ben"]
    await ben.call("leave", there)
    opened = await ada.call("open", there)
    assert [one["name"] for one in opened["viewers"]] == ["Ada", "Ben"]


def named(told: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["name"] for one in told["agents"]]

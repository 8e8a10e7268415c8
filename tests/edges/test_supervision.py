"""Supervisors look on unseen, whisper, and say how an agent stands; what they did is kept."""

import json
from typing import Any
from uuid import uuid4

from tests.edges.test_hand_over_live import with_ada
from tests.house import Client, Running
from tests.rest.asking import Asking


def whisper(conversation: str, text: str = "canary whisper") -> dict[str, str]:
    return {"conversation": conversation, "id": str(uuid4()), "text": text}


async def entries(house: Running, **query: str) -> list[dict[str, Any]]:
    wanted = "&".join(f"{name}={value}" for name, value in query.items())
    olga = await house.house.kept.people.add_person("olga@shop.example", "Olga", "admin")
    token = (await house.house.kept.accounts.add_token(olga.id, "test"))[1]
    asking = Asking(house.url, token=token)
    answer = await asking.get(f"/audit?{wanted}")
    await asking.http.close()
    return list(answer.json["items"])


def heard(client: Client) -> str:
    return json.dumps(client.told)


async def test_who_looks_on_is_seen_by_nobody_and_kept_for_admins(house_on_each: Running) -> None:
    house = house_on_each
    vera, ada, conversation = await with_ada(house)
    seq = (await ada.call("open", {"conversation": conversation}))["upto"]
    sam = await house.supervisor()
    watched = await sam.call("watch", {"conversation": conversation})
    assert [event["type"] for event in watched["events"]][0] == "conversation.started"
    await vera.say("Hello?")
    await sam.event("message.sent", lambda event: event["text"] == "Hello?")
    await ada.event("message.sent", lambda event: event["text"] == "Hello?")
    opened = await ada.call("open", {"conversation": conversation})
    assert (opened["upto"], opened["viewers"]) == (seq + 1, [{"id": house.ada.id, "name": "Ada"}])
    assert "Sam" not in heard(ada) + heard(vera)
    (look,) = await entries(house, subject=conversation)
    assert (look["who"]["name"], look["action"]) == ("Sam", "conversation.watched")


async def test_looks_within_ten_minutes_are_one_and_ones_own_are_none(house: Running) -> None:
    _, _, conversation = await with_ada(house)
    house.clock.ahead += 600_000 - house.clock() % 600_000
    sam, there = await house.agent(house.sam), {"conversation": conversation}
    for _ in range(3):
        await sam.call("open", {**there, "looking": False})
    house.clock.ahead += 600_000
    await sam.call("open", there)
    found = await entries(house, who=house.sam.id, action="conversation.opened")
    assert [entry["subject"] for entry in found] == [conversation] * 2
    assert not [entry for entry in found if entry["who"]["id"] == house.ada.id]


async def test_a_whisper_reaches_its_agent_and_supervisors_and_nobody_else(house_on_each: Running) -> None:
    house = house_on_each
    vera, ada, conversation = await with_ada(house)
    ben, sam = await house.agent(house.ben), await house.supervisor()
    there = {"conversation": conversation}
    await ben.call("open", there)
    said = await sam.call("whisper", whisper(conversation))
    told = await ada.event("whispered")
    assert (told["seq"], told["to"]["name"], told["by"]["name"]) == (said["seq"], "Ada", "Sam")
    seen = await (await house.agent(house.sam)).call("open", there)
    assert "canary whisper" in json.dumps(seen["events"])
    assert "canary whisper" in json.dumps((await ada.call("open", there))["events"])
    await vera.say("Hello?")
    await ben.event("message.sent", lambda event: event["text"] == "Hello?")
    assert "canary" not in json.dumps((await ben.call("open", there))["events"]) + heard(ben) + heard(vera)


async def test_whoever_has_it_next_is_not_told_what_was_whispered_before(house: Running) -> None:
    _, ada, conversation = await with_ada(house)
    sam, ben = await house.supervisor(), await house.agent(house.ben)
    await sam.call("whisper", whisper(conversation))
    await sam.call("assign", {"conversation": conversation, "agent": house.ben.id})
    await ben.event("transferred")
    opened = await ben.call("open", {"conversation": conversation})
    assert "canary" not in json.dumps(opened) + heard(ben)
    await sam.call("whisper", whisper(conversation, "now to Ben"))
    assert (await ben.event("whispered"))["text"] == "now to Ben"
    assert "now to Ben" not in heard(ada)


async def test_nobody_is_whispered_to_while_nobody_has_it(house: Running) -> None:
    vera, sam = await house.vera(), await house.supervisor()
    conversation = str((await vera.say("Where is my order?"))["conversation"])
    refused = await sam.call("whisper", whisper(conversation))
    assert refused["error"]["code"] == "conflict"


async def test_a_supervisor_says_how_an_agent_stands_and_tells_him_why(house_on_each: Running) -> None:
    house = house_on_each
    _, ada, _ = await with_ada(house)
    await ada.call("status", {"status": "online"})
    sam = await house.supervisor()
    wish = {"agent": house.ada.id, "status": "away", "reason": "break", "note": "Have some tea."}
    assert (await sam.call("status", wish)) == {"ok": True}
    told = await ada.event("agent.status", lambda event: event["status"] == "away")
    assert (told["by"]["name"], told["reason"], told["note"]) == ("Sam", "break", "Have some tea.")
    (entry,) = await entries(house, action="agent.status")
    assert (entry["name"], entry["detail"]) == ("Ada", {"from": "online", "to": "away", "reason": "break"})


async def test_nobody_is_made_to_be_there_who_is_not(house: Running) -> None:
    sam = await house.supervisor()
    for status in ("online", "away"):
        refused = await sam.call("status", {"agent": house.ben.id, "status": status})
        assert (refused["error"]["code"], refused["error"]["status"]) == ("conflict", "offline")
    assert (await sam.call("status", {"agent": "nobody", "status": "away"}))["error"]["code"] == "not_found"
    assert house.house.floor.presence(house.ben.id).status == "offline"


async def test_who_is_sent_away_for_good_gives_back_those_who_wait_for_him(house: Running) -> None:
    vera, ada, _ = await with_ada(house)
    await ada.call("status", {"status": "online"})
    await vera.say("Hello?")
    sam = await house.supervisor()
    await sam.call("status", {"agent": house.ada.id, "status": "offline"})
    assert (await vera.event("queued", lambda event: event["reason"] == "agent_gone"))["team"]["name"]

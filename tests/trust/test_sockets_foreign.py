"""What is not yours does not exist (TRUST S01, S05, S14): the same answer, and not a byte of it."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import msgspec

from server.desk.directory import Person
from tests.house import Client, Running
from tests.raw_socket import raw_socket
from tests.trust.written import written

NOWHERE = "c_nowhere"
DAY = 86_400_000

OF_VISITORS: dict[str, dict[str, Any]] = {"catch_up": {"after": 0}, "rate": {"score": 5}}
OF_AGENTS: dict[str, dict[str, Any]] = {
    "open": {},
    "leave": {},
    "take": {},
    "say": {"id": str(uuid4()), "text": "Hello"},
    "note": {"id": str(uuid4()), "text": "Hm"},
    "transfer": {"team": "t_first"},
    "accept": {},
    "decline": {},
    "withdraw": {},
    "needs": {"skills": []},
    "resolve": {"reason": "solved"},
    "reopen": {},
    "snooze": {"for": 60},
    "tag": {"tags": ["vip"]},
    "prioritise": {"priority": 3},
    "spam": {},
    "typing": {"on": True},
    "read": {"seq": 1},
}


async def of_another_team(house: Running) -> Person:
    people, accounts = house.house.kept.people, house.house.kept.accounts
    night = await people.add_team("Night")
    nora = await people.add_person("nora@shop.example", "Nora", "agent", [night.id])
    house.tokens[nora.id] = (await accounts.add_token(nora.id, "test"))[1]
    return nora


async def asked_for(client: Client, commands: dict[str, dict[str, Any]], conversation: str) -> list[str]:
    """The answers as they came, in order of the commands."""
    asked = [{"conversation": conversation, **more} for more in commands.values()]
    answers = [await client.call(name, one) for name, one in zip(commands, asked, strict=True)]
    return [json.dumps(answer) for answer in answers]


async def test_a_visitor_cannot_tell_anothers_conversation_from_none(house: Running) -> None:
    vera, wanda = await house.vera(), await house.vera()
    hers = (await wanda.say("Something private"))["conversation"]
    await vera.say("Something else")
    before = await written(house)
    assert await asked_for(vera, OF_VISITORS, hers) == await asked_for(vera, OF_VISITORS, NOWHERE)
    assert await written(house) == before
    ada = await house.agent(house.ada)
    await ada.call("take", {"conversation": hers})
    for text in ("One", "Two", "Three"):
        await ada.say(text, conversation=hers)
    await wanda.event("message.sent", lambda e: e["text"] == "Three")
    assert all(hers not in json.dumps(told) for told in vera.told)


async def test_an_agent_cannot_tell_another_teams_conversation_from_none(house: Running) -> None:
    nora = await house.agent(await of_another_team(house))
    hers = (await (await house.vera()).say("For the first team"))["conversation"]
    before = await written(house)
    answers = await asked_for(nora, OF_AGENTS, hers)
    assert answers == await asked_for(nora, OF_AGENTS, NOWHERE)
    assert {json.loads(answer)["error"]["code"] for answer in answers} == {"not_found"}
    assert await written(house) == before
    ada = await house.agent(house.ada)
    await ada.say("Not for Nora", conversation=hers)
    await ada.event("message.sent", lambda e: e["text"] == "Not for Nora")
    assert all(hers not in json.dumps(told) for told in nora.told)


def test_every_command_that_names_a_conversation_is_asked_for(house: Running) -> None:
    verbs = {space: of.verbs for space, of in house.house.sio.namespace_handlers.items()}
    naming = {
        space: {name for name, verb in of.items() if "conversation" in names_of(verb.shape)}
        for space, of in verbs.items()
    }
    assert naming["/visitor"] == set(OF_VISITORS)
    assert naming["/agent"] == set(OF_AGENTS)
    assert naming["/supervisor"] == {"watch", "whisper", "assign"}, "supervisors see all"


def names_of(shape: Any) -> set[str]:
    return (
        {field.name for field in msgspec.structs.fields(shape)}
        if hasattr(shape, "__struct_fields__")
        else set()
    )


async def test_nothing_of_what_the_desk_keeps_to_itself_reaches_a_visitor(house: Running) -> None:
    async with raw_socket(house.url) as vera:
        await vera.join("/visitor", {"site": house.site.key})
        said = await vera.call("/visitor", 1, saying("Hello"))
        conversation = said["conversation"]
        await everything_internal(house, conversation)
        await vera.until(lambda frame: '"survey"' in frame)
        await vera.call("/visitor", 2, json.dumps(["catch_up", {"conversation": conversation, "after": 0}]))
        token = json.loads(next(frame for frame in vera.heard if '"welcome"' in frame).partition(",")[2])[1][
            "token"
        ]
        frames = vera.heard
    async with raw_socket(house.url) as again:
        await again.join("/visitor", {"site": house.site.key, "token": token})
        await again.until(lambda frame: '"welcome"' in frame)
        heard = "\n".join([*frames, *again.heard])
    assert "All done" in heard
    for secret in ("canary", "@shop.example", "127.0.0", '"tags"', '"priority"', "whispered", "watched"):
        assert secret not in heard, secret


async def everything_internal(house: Running, conversation: str) -> None:
    ada, sam = await house.agent(house.ada), await house.supervisor()
    there = {"conversation": conversation}
    await ada.call("take", there)
    await ada.call("note", {**there, "id": str(uuid4()), "text": "canary note"})
    await ada.call("tag", {**there, "tags": ["canary"]})
    await sam.call("watch", there)
    assert (await sam.call("whisper", {**there, "id": str(uuid4()), "text": "canary whisper"}))["ok"]
    ben = await house.agent(house.ben)
    await ben.call("status", {"status": "online"})
    await ada.call("transfer", {**there, "agent": house.ben.id, "note": "canary wish", "warm": True})
    assert (await ben.call("decline", there))["ok"]
    await ada.call("transfer", {**there, "agent": house.ben.id, "note": "canary transfer"})
    await ada.say("All done", **there)
    assert (await ada.call("resolve", {**there, "reason": "solved"}))["ok"]


def saying(text: str) -> str:
    return json.dumps(["say", {"id": str(uuid4()), "text": text}])


async def answered_and_resolved(house: Running, vera: Client) -> str:
    conversation = str((await vera.say("Hello"))["conversation"])
    ada = await house.agent(house.ada)
    await ada.say("Hello", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await vera.heard("survey")
    return conversation


async def rate(client: Client, conversation: str, score: object) -> str:
    answer = await client.call("rate", {"conversation": conversation, "score": score})
    return "ok" if answer["ok"] else str(answer["error"]["code"])


async def test_a_rating_counts_once_and_only_a_visitor_of_that_conversation_gives_it(
    house_on_each: Running,
) -> None:
    vera, wanda = await house_on_each.vera(), await house_on_each.vera()
    early = (await wanda.say("Hello"))["conversation"]
    assert await rate(wanda, early, 5) == "conflict"
    conversation = await answered_and_resolved(house_on_each, vera)
    assert await rate(wanda, conversation, 5) == "not_found"
    for score in (0, 6, -1, "5", 1_000_000_000, None, 4.5, True, [5]):
        assert await rate(vera, conversation, score) == "invalid", score
    assert sorted(await asyncio.gather(*(rate(vera, conversation, 4) for _ in range(5)))) == [
        *["conflict"] * 4,
        "ok",
    ]
    ada = await house_on_each.agent(house_on_each.ada)
    assert await rate(ada, conversation, 5) == "unknown_event"


async def test_a_rating_comes_too_late_after_seven_days(house: Running) -> None:
    vera = await house.vera()
    conversation = await answered_and_resolved(house, vera)
    house.clock.ahead += 7 * DAY
    assert await rate(vera, conversation, 5) == "closed"

"""What people and programs type (TRUST S46, S48, S50 to S52): kept as it is shown, or refused with a code."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from tests.house import Running
from tests.raw_socket import RawSocket, raw_socket
from tests.trust.written import written

V = "/visitor"

# As JSON, since a lone surrogate cannot be sent otherwise; and as everybody is shown it.
TYPED = {
    '"a\\u0000b"': "ab",
    '"a\\ud800b"': "ab",
    '"a\\udc00\\ud800b"': "ab",
    '"\\ud83d\\ude00"': "\U0001f600",
    '"\\ufeffBOM"': "\ufeffBOM",
    '"e\\u0301 and \\u00e9"': "e\u0301 and \u00e9",
    '"\\u202egnp.exe"': "\u202egnp.exe",
    '"\\u0008\\u001b[31mred"': "\x08\x1b[31mred",
    '"<img src=x onerror=alert(1)>"': "<img src=x onerror=alert(1)>",
    '"\'; DROP TABLE events; --"': "'; DROP TABLE events; --",
    '"%s%n {0} ${x} {{x}}"': "%s%n {0} ${x} {{x}}",
    '"4111 1111 1111 1111"': " ".join([*["\u2022" * 4] * 3, "1111"]),
}

NO_IDS: tuple[Any, ...] = (
    "",
    "x",
    "..",
    "../../etc/passwd",
    "{123e4567-e89b-12d3-a456-426614174000}",
    "123e4567e89b12d3a456426614174000",
    "123e4567-e89b-12d3-a456-42661417400g",
    "123e4567-e89b-12d3-a456-426614174000\n",
    "0" * 10_000,
    5,
    -1,
    2**63,
    2**64,
    1e300,
    True,
    None,
    [],
    {},
)

NO_NUMBERS = (-1, 2**53 + 1, 2**63, 2**64, 10**30, 1.5, "1", None, True, [1])


@asynccontextmanager
async def a_visitor(house: Running, **hello: Any) -> AsyncIterator[RawSocket]:
    async with raw_socket(house.url) as raw:
        assert (await raw.join(V, {"site": house.site.key, **hello})).startswith("40")
        yield raw


async def echo_of(raw: RawSocket, message: str) -> dict[str, Any]:
    frame = await raw.until(lambda frame: '["event"' in frame and message in frame)
    found: dict[str, Any] = json.loads(frame.partition(",")[2])[1]
    return found


async def test_what_is_typed_is_stored_told_and_given_again_the_same_on_both_databases(
    patient_house_on_each: Running,
) -> None:
    house = patient_house_on_each
    async with a_visitor(house) as vera:
        for number, (typed, shown) in enumerate(TYPED.items()):
            message = str(uuid4())
            said = await vera.call(V, number, f'["say",{{"id":"{message}","text":{typed}}}]')
            assert said["ok"], typed
            assert (await echo_of(vera, message))["text"] == shown
        there = {"conversation": said["conversation"], "after": 0}
        caught = await vera.call(V, 99, json.dumps(["catch_up", there]))
        hers = [event for event in caught["events"] if event["by"]["kind"] == "visitor"]
        texts = [event["text"] for event in hers if event["type"] == "message.sent"]
        assert texts == list(TYPED.values())


async def test_names_and_pages_are_cleaned_too(house_on_each: Running) -> None:
    page = {"url": "https://shop.example/\u0000a", "title": "\ud800Kettles\u0000"}
    async with a_visitor(house_on_each, page=page) as vera:
        details = '["details",{"name":"Ve\\u0000ra\\ud800\\u202e","fields":{"k\\u0000":"v\\ud800"}}]'
        assert (await vera.call(V, 1, details))["ok"]
        said = await vera.call(V, 2, json.dumps(["say", {"id": str(uuid4()), "text": "Hello"}]))
        attributes = '["attributes",{"plan\\ud800":"go\\u0000ld"}]'
        assert (await vera.call(V, 3, attributes))["ok"]
    ada = await house_on_each.agent(house_on_each.ada)
    opened = await ada.call("open", {"conversation": said["conversation"]})
    assert opened["conversation"]["visitor"]["name"] == "Vera"
    assert opened["events"][0]["page"] == {
        "url": "https://shop.example/a",
        "title": "Kettles",
        "referrer": None,
    }
    assert [e["fields"] for e in opened["events"] if e.get("fields")] == [{"k": "v"}, {"plan": "gold"}]


async def test_a_text_has_1_to_10000_characters_that_can_be_seen(house: Running) -> None:
    vera = await house.vera()
    before = await written(house)
    for nothing in ("", "   ", "\n\t", "\u200b\u200d\ufeff", "\u2060\u00ad"):
        assert (await vera.say(nothing))["error"]["code"] == "invalid", repr(nothing)
    over = await vera.say("\u20ac" * 10_001)
    assert (over["error"]["code"], over["error"]["limit"]) == ("too_large", 10_000)
    assert await written(house) == before
    assert (await vera.say("\u20ac" * 10_000))["ok"]
    assert (await vera.say("\U0001f600" * 10_000))["ok"]


async def test_a_message_id_is_a_uuid_in_either_case_and_nothing_else(patient_house: Running) -> None:
    vera = await patient_house.vera()
    before = await written(patient_house)
    for wrong in NO_IDS:
        answer = await vera.call("say", {"id": wrong, "text": "Hello"})
        assert answer["error"]["code"] == "invalid", wrong
    assert await written(patient_house) == before
    message = str(uuid4())
    upper = await vera.call("say", {"id": message.upper(), "text": "Hello"})
    assert upper == await vera.call("say", {"id": message, "text": "Hello"})


async def test_ids_of_conversations_and_numbers_out_of_range_are_refused(patient_house: Running) -> None:
    vera, ada = await patient_house.vera(), await patient_house.agent(patient_house.ada)
    conversation = (await vera.say("Hello"))["conversation"]
    await ada.call("open", {"conversation": conversation})
    before = await written(patient_house)
    for wrong in NO_IDS:
        caught = await vera.call("catch_up", {"conversation": wrong, "after": 0})
        assert caught["error"]["code"] in ("invalid", "not_found"), wrong
        opened = await ada.call("open", {"conversation": wrong})
        assert opened["error"]["code"] in ("invalid", "not_found"), wrong
    for wrong in NO_NUMBERS:
        for answer in (
            await vera.call("catch_up", {"conversation": conversation, "after": wrong}),
            await vera.call("read", {"seq": wrong}),
            await ada.call("open", {"conversation": conversation, "after": wrong}),
            await ada.call("snooze", {"conversation": conversation, "until": wrong}),
        ):
            assert answer["error"]["code"] == "invalid", wrong
    assert await written(patient_house) == before


async def test_times_are_the_servers_whatever_a_client_says(house: Running) -> None:
    vera = await house.vera()
    for field in ("at", "t", "created_at", "seq", "conversation", "by", "kind", "public", "type"):
        answer = await vera.say("Hello", **{field: 1})
        assert answer["error"]["code"] == "invalid"
        assert field in answer["error"]["message"]
    said = await vera.say("Now")
    assert abs(said["at"] - house.clock()) < 60_000


async def test_nobody_reads_ahead_backwards_or_elsewhere(house: Running) -> None:
    vera, wanda = await house.vera(), await house.vera()
    await vera.say("Hello")
    last = (await vera.event("message.sent", lambda e: e["by"]["kind"] == "bot"))["seq"]
    ada = await house.agent(house.ada)
    conversation = (await vera.say("Once more"))["conversation"]
    await ada.call("take", {"conversation": conversation})
    assert (await wanda.call("read", {"seq": 1}))["error"]["code"] == "not_found"
    assert (await vera.call("read", {"seq": last}))["ok"]
    assert (await vera.call("read", {"seq": 1}))["ok"]
    assert (await vera.call("read", {"seq": 2**53}))["ok"]
    answer = await ada.say("Here", conversation=conversation)
    await vera.event("message.sent", lambda e: e["seq"] == answer["seq"])
    marks = [event["upto"] for event in vera.events() if event["type"] == "message.read"]
    assert marks == sorted(marks)
    assert len(marks) == 2
    assert marks[-1] < answer["seq"]


UNKNOWN = ("say ", "SAY", "", "x" * 10_000, "__init__", "note", "take", "board", "welcome")


async def test_an_unknown_command_is_answered_as_unknown(patient_house: Running) -> None:
    vera = await patient_house.vera()
    before = await written(patient_house)
    for name in UNKNOWN:
        answer = await vera.call(name, {})
        assert answer["error"]["code"] == "unknown_event"
        assert len(answer["error"]["message"]) < 200
    assert await written(patient_house) == before

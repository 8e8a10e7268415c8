"""Frames that no client of ours would send (TRUST S53, S55): answered or closed, and others never notice."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from typing import Any
from uuid import uuid4

from tests.house import Running
from tests.raw_socket import RawSocket, raw_socket
from tests.trust.written import written

V = "/visitor"
UNREADABLE = (
    "[]",
    "[5]",
    "[null,{}]",
    '[{"say":1}]',
    '["say"]',
    '["say",null]',
    '["say",[]]',
    '["say",{},{}]',
    '["say",{"id":NaN}]',
    '["say",{"id":1e999}]',
    '["say",' + "[" * 20_000 + "]" * 20_000 + "]",
    '["say",' + '{"a":' * 10_000 + "1" + "}" * 10_000 + "]",
    '["rate",{"conversation":"c","score":' + "9" * 5_000 + "}]",
    '["say",{"__proto__":{"x":1}}]',
    '["say",{"text":"a","text":"b"}]',
    '["say",[' + "1," * 40_000 + "1]]",
    '["say",{"id"',
    '["say" "x"]',
)


def saying(text: str) -> str:
    return json.dumps(["say", {"id": str(uuid4()), "text": text}])


@asynccontextmanager
async def a_visitor(house: Running) -> AsyncIterator[RawSocket]:
    async with raw_socket(house.url) as raw:
        assert (await raw.join(V, {"site": house.site.key})).startswith("40/visitor")
        yield raw


async def still_works(house: Running) -> None:
    """An honest visitor is answered."""
    vera = await house.vera()
    assert (await vera.say("Are you still there?"))["ok"]


async def test_a_binary_packet_is_not_spoken_here_and_closes(house: Running) -> None:
    for frame in ("4511-/visitor,1[]", "450-/visitor,1[]", "451-/visitor,1[{}]", "461-/visitor,1[]", b"\0\1"):
        async with a_visitor(house) as raw:
            await raw.send(frame)
            await raw.closed()
    await still_works(house)


async def test_names_that_the_library_uses_itself_are_no_commands(house: Running) -> None:
    rests: tuple[list[Any], ...] = ([], [{"HTTP_ORIGIN": None}], [{}, {"site": house.site.key}])
    async with a_visitor(house) as raw:
        for number, (name, rest) in enumerate(product(("connect", "disconnect", "connect_error"), rests)):
            answer = await raw.call(V, number, json.dumps([name, *rest]))
            assert answer["error"]["code"] == "unknown_event"
        assert (await raw.call(V, 99, saying("Still I")))["ok"]


async def test_what_cannot_be_read_is_acknowledged_as_invalid_and_nothing_is_written(house: Running) -> None:
    for body in UNREADABLE:
        async with a_visitor(house) as raw:
            before = await written(house)
            answer = await raw.call(V, 1, body)
            assert (answer["ok"], answer["error"]["code"]) == (False, "invalid"), body[:60]
            assert await written(house) == before
            assert (await raw.call(V, 2, saying("I am honest")))["ok"]


async def test_a_frame_over_the_limit_closes(house: Running) -> None:
    async with a_visitor(house) as raw:
        before = await written(house)
        await raw.send('42/visitor,1["say",{"text":"' + "x" * 1_000_000 + '"}]')
        assert await raw.closed() == 1009
        assert await written(house) == before
    await still_works(house)


async def test_who_goes_on_sending_what_cannot_be_read_is_cut_off(house: Running) -> None:
    async with a_visitor(house) as raw:
        for _ in range(20):
            await raw.send("42/visitor,not json")
        await raw.closed()
    await still_works(house)


async def test_events_before_connecting_and_acks_out_of_nowhere_do_nothing(house: Running) -> None:
    before = await written(house)
    async with raw_socket(house.url) as raw:
        await raw.send(f"42/visitor,1{saying('too early')}")
        await raw.send("43/visitor,5[{}]")
        await raw.join(V, {"site": house.site.key})
        await raw.send("43/visitor,5[{}]")
        assert (await raw.call(V, 9, '["typing",{"on":true}]'))["error"]["code"] == "not_found"
        assert not any(frame.startswith("43/visitor,1[") for frame in raw.heard)
    after = await written(house)
    assert after["events"] == before["events"]


async def test_a_second_connect_and_an_unknown_namespace_change_nothing(house: Running) -> None:
    async with a_visitor(house) as raw:
        await raw.send("40/nowhere,{}")
        await raw.until(lambda frame: frame.startswith("44/nowhere"))
        await raw.send(f"40/visitor,{json.dumps({'site': house.site.key})}")
        said = await raw.call(V, 3, saying("One of me"))
        assert said["ok"]
    await still_works(house)

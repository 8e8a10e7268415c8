"""Too much at once (TRUST S56): refused with a time to wait, then cut off; nobody else notices."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from server.sockets.answering import MOST_VIOLATIONS
from tests.house import Running, running_house
from tests.raw_socket import raw_socket

V = "/visitor"
RATE = 0.01  # a second: while a test runs nothing comes back, however long it takes


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[Running]:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    async with running_house(url, visitor_rate=RATE, address_rate=RATE, connect_rate=RATE) as running:
        yield running


async def test_a_visitor_may_send_20_at_once_then_hears_how_long_to_wait(house: Running) -> None:
    vera = await house.vera()
    answers = await asyncio.gather(*(vera.say(f"Message {n}") for n in range(30)))
    refused = [answer["error"] for answer in answers if not answer["ok"]]
    assert [answer["ok"] for answer in answers[:20]] == [True] * 20
    assert {error["code"] for error in refused} == {"rate_limited"}
    assert len(refused) == 10
    assert all(0 < error["retry_after"] <= 1 / RATE for error in refused)
    wanda = await house.vera()
    assert (await wanda.say("I am somebody else"))["ok"]


async def test_two_tabs_of_one_visitor_share_his_limit(house: Running) -> None:
    one = await house.vera()
    two = await house.vera((await one.heard("welcome"))["token"])
    answers = await asyncio.gather(*(tab.say(f"Message {n}") for n in range(15) for tab in (one, two)))
    assert sum(answer["ok"] for answer in answers) == 20


async def test_who_does_not_stop_is_cut_off_and_stays_out_for_a_while(house: Running) -> None:
    async with raw_socket(house.url) as raw:
        await raw.join(V, {"site": house.site.key})
        welcome = await raw.until(lambda frame: '"welcome"' in frame)
        token = json.loads(welcome.partition(",")[2])[1]["token"]
        for number in range(20 + MOST_VIOLATIONS + 10):
            await raw.send(f'42/visitor,{number}["typing",{{"on":true}}]')
        await raw.closed()
    async with raw_socket(house.url) as again:
        frame = await again.join(V, {"site": house.site.key, "token": token})
        refused = json.loads(frame.partition(",")[2])["data"]
        assert refused["code"] == "rate_limited"
    wanda = await house.vera()
    assert (await wanda.say("Am I still welcome?"))["ok"]


async def test_what_nobody_can_do_counts_as_much_as_what_he_can(house: Running) -> None:
    vera = await house.vera()
    answers = [await vera.call("nonsense", {"id": str(uuid4())}) for _ in range(30)]
    codes = [answer["error"]["code"] for answer in answers]
    assert codes == ["unknown_event"] * 20 + ["rate_limited"] * 10

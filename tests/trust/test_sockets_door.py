"""Too many at the door (TRUST S57, L6, L8): by address, nameless, with somebody else's session."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.house import WITHIN, Running, running_house
from tests.raw_socket import raw_socket

V = "/visitor"
POLL = "/socket.io/?EIO=4&transport=polling"
RATE = 0.01  # a second: while a test runs nothing comes back, however long it takes


@asynccontextmanager
async def strict_house(folder: Path, **settings: Any) -> AsyncIterator[Running]:
    async with running_house(f"sqlite:///{folder / 'house.db'}", **settings) as running:
        yield running


async def until_it_is(true: Callable[[], bool]) -> None:
    """Waits as long as a test waits for what should come at once."""
    async with asyncio.timeout(WITHIN):
        while not true():  # noqa: ASYNC110 (nothing tells)
            await asyncio.sleep(0.01)


def refused_with(frame: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(frame.partition(",")[2])["data"]
    return found


async def test_an_address_has_so_many_connections_and_agents_do_not_count(tmp_path: Path) -> None:
    async with strict_house(tmp_path, address_connections=3) as house, AsyncExitStack() as stack:
        ada, ben = await house.agent(house.ada), await house.agent(house.ben)
        hers = [await house.vera() for _ in range(2)]
        third = await stack.enter_async_context(raw_socket(house.url))
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await stack.enter_async_context(raw_socket(house.url))
        assert refused.value.status == 429
        assert refused.value.headers is not None
        assert int(refused.value.headers["Retry-After"]) > 0
        assert (await hers[0].say("I was here before"))["ok"]
        assert (await ada.call("status", {"status": "online"}))["ok"]
        await ben.disconnect()
        await third.close()
        await until_it_is(lambda: len(house.house.sio.door) == 3)
        assert (await (await house.vera()).say("There is room again"))["ok"]


async def test_visitors_behind_a_proxy_of_ours_are_counted_by_their_own_address(tmp_path: Path) -> None:
    async with (
        strict_house(tmp_path, address_connections=1, trusted_proxies=1) as house,
        raw_socket(house.url, **{"X-Forwarded-For": "10.9.9.9, 192.0.2.1"}),
        raw_socket(house.url, **{"X-Forwarded-For": "192.0.2.1, 192.0.2.2"}),
        raw_socket(house.url, **{"X-Forwarded-For": "2001:db8:0:1::1"}),
    ):
        for same in ("192.0.2.1", "10.1.1.1, 192.0.2.2", "2001:db8:0:1:ffff::2"):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                async with raw_socket(house.url, **{"X-Forwarded-For": same}):
                    pass


async def test_who_does_not_say_who_he_is_is_cut_off(tmp_path: Path) -> None:
    async with strict_house(tmp_path, join_timeout=1.5) as house:
        vera = await house.vera()
        async with raw_socket(house.url) as silent, raw_socket(house.url) as refused:
            assert (await refused.join(V, {"site": "no such site"})).startswith("44")
            await silent.closed()
            await refused.closed()
        async with raw_socket(house.url) as gone:
            await gone.join(V, {"site": house.site.key})
            await gone.send("41/visitor,")
            await gone.closed()
        assert (await vera.say("I have said it"))["ok"]


async def test_half_a_websocket_leaves_no_session_behind(tmp_path: Path) -> None:
    async with strict_house(tmp_path, join_timeout=1.5) as house, aiohttp.ClientSession() as http:
        address = f"{house.url}/socket.io/?EIO=4&transport=websocket"
        half = {"Connection": "Upgrade", "Upgrade": "websocket"}
        for _ in range(5):
            async with http.get(address, headers=half) as answer:
                assert answer.status == 400
        await until_it_is(lambda: not len(house.house.sio.door) and not house.house.sio.eio.sockets)


async def test_visitors_of_one_address_share_a_larger_limit(tmp_path: Path) -> None:
    async with strict_house(tmp_path, address_burst=30, address_rate=RATE) as house:
        visitors = [await house.vera() for _ in range(4)]
        answers = await asyncio.gather(
            *(vera.say(f"Message {n}") for vera in visitors for n in range(15)),
        )
        refused = [answer["error"] for answer in answers if not answer["ok"]]
        assert sum(answer["ok"] for answer in answers) == 30
        assert all(error["code"] == "rate_limited" and error["retry_after"] > 0 for error in refused)
        ada = await house.agent(house.ada)
        assert (await ada.call("status", {"status": "online"}))["ok"], "an agent there is no visitor"


async def test_who_connects_over_and_over_has_to_wait(tmp_path: Path) -> None:
    async with strict_house(tmp_path, connect_burst=5, connect_rate=RATE) as house:
        for _ in range(5):
            async with raw_socket(house.url) as raw:
                assert (await raw.join(V, {"site": house.site.key})).startswith("40")
        async with raw_socket(house.url) as raw:
            why = refused_with(await raw.join(V, {"site": house.site.key}))
            assert why["code"] == "rate_limited"
            assert 0 < why["retry_after"] <= 1 / RATE
        assert len(house.house.floor.guests) <= 5
        ada = await house.agent(house.ada)
        assert (await ada.call("status", {"status": "online"}))["ok"]


async def test_who_has_gone_before_he_is_let_in_leaves_nothing_behind(house: Running) -> None:
    sio, floor = house.house.sio, house.house.floor
    for _ in range(20):
        async with raw_socket(house.url) as raw:
            await raw.send(f"40/visitor,{json.dumps({'site': house.site.key})}")
    async with raw_socket(house.url) as raw:
        for _ in range(20):
            await raw.send(f"40/visitor,{json.dumps({'site': house.site.key})}")
        await raw.until(lambda frame: frame.startswith("40/visitor"))
    await until_it_is(lambda: not (sio.eio.sockets or len(sio.door) or floor.guests or sio.environ))
    assert not sio.manager.rooms.get(V)
    assert not sio.namespace_handlers[V]._who


async def test_packets_that_nobody_sends_are_counted_and_end_the_connection(house: Running) -> None:
    for packet in ("43/visitor,1[]", "40/nowhere,{}", "41/nowhere,"):
        async with raw_socket(house.url) as raw:
            await raw.join(V, {"site": house.site.key})
            for _ in range(300):
                await raw.send(packet)
            await raw.closed()
    async with raw_socket(house.url) as nameless:
        for _ in range(300):
            await nameless.send('42/visitor,1["say",{}]')
        await nameless.closed()
    assert (await (await house.vera()).say("Still there?"))["ok"]


async def opened(http: aiohttp.ClientSession, url: str, **headers: str) -> str:
    async with http.get(url + POLL, headers=headers) as answer:
        return str(json.loads((await answer.text())[1:])["sid"])


async def test_the_id_of_a_session_alone_is_not_enough_to_use_it(tmp_path: Path) -> None:
    async with strict_house(tmp_path, trusted_proxies=1) as house, aiohttp.ClientSession() as http:
        hers = {"X-Forwarded-For": "192.0.2.1", "Cookie": "chat_butler=secret; theme=dark"}
        session = await opened(http, house.url, **hers)
        join = f"40/visitor,{json.dumps({'site': house.site.key})}"
        thieves = (
            {**hers, "X-Forwarded-For": "198.51.100.7"},
            {**hers, "Cookie": "theme=dark"},
            {**hers, "Cookie": "chat_butler=guessed"},
        )
        for stolen in thieves:
            async with http.post(f"{house.url}{POLL}&sid={session}", data=join, headers=stolen) as answer:
                assert answer.status == 400
            async with http.get(f"{house.url}{POLL}&sid=&sid={session}", headers=stolen) as answer:
                assert answer.status == 400
        moved = {**hers, "X-Forwarded-For": "192.0.2.77", "Cookie": "chat_butler=secret; theme=light"}
        async with http.post(f"{house.url}{POLL}&sid={session}", data=join, headers=moved) as answer:
            assert answer.status == 200, "through another exit of the same network"


async def test_a_post_that_is_too_large_is_refused_at_once_and_the_session_goes_on(house: Running) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"40/visitor,"

    async with aiohttp.ClientSession() as http:
        address = f"{house.url}{POLL}&sid={await opened(http, house.url)}"
        for body in (b"4" * 1_100_000, endless()):
            async with asyncio.timeout(WITHIN), http.post(address, data=body) as answer:
                assert answer.status == 413
        join = f"40/visitor,{json.dumps({'site': house.site.key})}"
        async with http.post(address, data=join) as answer:
            assert answer.status == 200


async def test_more_packets_than_are_taken_end_the_session_instead_of_vanishing(house: Running) -> None:
    for body in ("\x1e".join(["41/visitor,"] * 501), "x", "\x1e", "9", "\ud7ff"):
        async with aiohttp.ClientSession() as http:
            address = f"{house.url}{POLL}&sid={await opened(http, house.url)}"
            async with asyncio.timeout(WITHIN), http.post(address, data=body.encode()) as answer:
                assert answer.status == 400, body[:20]
    assert (await (await house.vera()).say("Still there?"))["ok"]

"""Attacks through sockets and bodies while honest visitors talk (TRUST S46 to S56): refused, nothing written,
and nobody has to wait for it."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.our_server import StartServer
from tests.real_servers import FreshDatabase
from tests.trust.siege import NO_LIMITS, PATIENCE, Siege, besieged
from tests.trust.test_sockets_frames import UNREADABLE
from tests.trust.test_sockets_texts import NO_IDS, NO_NUMBERS, UNKNOWN

pytestmark = pytest.mark.alone

V = "/visitor"
LASTING = 3.0  # s

SAYS = tuple(json.dumps(["say", {"id": wrong, "text": "Hello"}]) for wrong in NO_IDS)
TEXTS: tuple[Any, ...] = ("", "  ", "\u200b\ufeff", "\u20ac" * 10_001, None, 5, [], {}, True, "\0", "\ud800")
NO_TEXTS = tuple(json.dumps(["say", {"id": str(uuid4()), "text": text}]) for text in TEXTS)
NUMBERS = tuple(
    json.dumps([name, {field: wrong}])
    for name, field in (("read", "seq"), ("rate", "score"))
    for wrong in NO_NUMBERS
)
ELSEWHERE = tuple(json.dumps(["catch_up", {"conversation": wrong, "after": 0}]) for wrong in NO_IDS)
STRANGE = tuple(json.dumps([name, {}]) for name in (*UNKNOWN, "connect", "disconnect", "__proto__"))
LATE = tuple(
    json.dumps(["say", {"id": str(uuid4()), "text": "Hello", "at": at}])
    for at in (-1, 10**18, 253402300800000, "2026-01-01T00:00:00+14:00", None)
)
COMMANDS = (*UNREADABLE, *SAYS, *NO_TEXTS, *NUMBERS, *ELSEWHERE, *STRANGE, *LATE)

DEEP = b"[" * 40_000 + b"]" * 40_000
BODIES = (
    b"", b"null", b"[]", b"5", b'"x"', b"{", b"\xff\xfe{}", b'{"email":"\xc3("}', b"\xef\xbb\xbf{}",
    DEEP, b'{"a":' * 15_000 + b"1" + b"}" * 15_000, b'{"email":' + b"9" * 5_000 + b"}",
    b'{"email":NaN}', b'{"email":1e999}', b'{"__proto__":{"x":1}}', b'{"email":"a","email":"b"}',
    b"{" + b",".join(b'"k%d":1' % n for n in range(9_000)) + b"}", b"[" + b"1," * 45_000 + b"1]",
    b'{"email":"\\ud800","password":"\\u0000"}', b'{"email":"' + b"x" * 99_000 + b'"}', b"x" * 200_000,
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
async def siege(
    request: pytest.FixtureRequest, start_server: StartServer, fresh_database: FreshDatabase, tmp_path: Path
) -> AsyncIterator[Siege]:
    """Without limits: what they would keep out is to be met."""
    database = await fresh_database() if request.param == "postgresql" else None
    async with besieged(start_server, tmp_path, database, **NO_LIMITS) as found:
        yield found
    await found.nothing_of_attackers()
    assert found.grown() < 50_000


async def test_commands_that_make_no_sense_are_refused_and_nobody_waits(siege: Siege) -> None:
    ends = time.monotonic() + LASTING
    for body in itertools.cycle(COMMANDS):
        async with siege.raw_socket() as raw:
            assert (await raw.join(V, {"site": siege.site})).startswith("40")
            begun = time.monotonic()
            answer = await raw.call(V, 1, body)
            assert answer["ok"] is False, body[:80]
            assert answer["error"]["code"] != "internal", body[:80]
            assert time.monotonic() - begun < PATIENCE, body[:80]
        if time.monotonic() > ends and body == COMMANDS[-1]:
            return


async def test_bodies_that_make_no_sense_are_refused_and_nobody_waits(siege: Siege) -> None:
    bearer = {"Authorization": f"Bearer {siege.token}", "Content-Type": "application/json"}
    routes = (
        ("POST", "/login"),
        ("POST", "/setup"),
        ("PATCH", "/me"),
        ("POST", "/tokens"),
        ("POST", "/nowhere"),
    )
    ends = time.monotonic() + LASTING
    async with siege.session() as http:
        while time.monotonic() < ends:
            for (method, path), body in itertools.product(routes, BODIES):
                begun = time.monotonic()
                url = f"{siege.url}/api/v1{path}"
                async with http.request(method, url, data=body, headers=bearer) as answer:
                    assert 400 <= answer.status < 500, (path, body[:40])
                    assert "error" in await answer.json()
                assert time.monotonic() - begun < PATIENCE, (path, body[:40])


async def flooded(siege: Siege, frame: str, count: int = 10_000) -> dict[str, Any]:
    """Sends a frame over and over, as fast as it goes, until it is cut off; gives its last token."""
    async with siege.raw_socket() as raw:
        await raw.join(V, {"site": siege.site})
        welcome = await raw.until(lambda frame: '"welcome"' in frame)
        with_number = (frame.replace("#", str(number)) for number in range(count))
        for one in with_number:
            try:
                await raw.send(one)
            except ConnectionError:
                break
        await raw.closed()
        found: dict[str, Any] = json.loads(welcome.partition(",")[2])[1]
        return found


FLOODS = (
    '42/visitor,#["typing",{"on":true}]',
    '42/visitor,["typing",{"on":true}]',
    '42/visitor,#["page",{"url":"https://shop.example/#"}]',
    '42/visitor,#["say",{"id":"#","text":"Buy!"}]',
    '42/visitor,#["nonsense",{}]',
    "43/visitor,#[]",
    "40/nowhere,{}",
    "42/visitor,#not json",
)


async def test_floods_are_cut_off_and_stay_out_for_a_while(start_server: StartServer, tmp_path: Path) -> None:
    async with besieged(start_server, tmp_path) as siege:
        welcomes = await asyncio.gather(*(flooded(siege, frame) for frame in FLOODS))
        banned = {"site": siege.site, "token": welcomes[0]["token"]}
        async with siege.raw_socket() as raw:
            refused = json.loads((await raw.join(V, banned)).partition(",")[2])["data"]
            assert refused["code"] == "rate_limited"
            assert 0 < refused["retry_after"] <= 60
    await siege.nothing_of_attackers()
    assert siege.grown() < 50_000


async def test_who_comes_and_goes_all_the_time_is_slowed_down(
    start_server: StartServer, tmp_path: Path
) -> None:
    async with besieged(start_server, tmp_path) as siege:
        outcomes = []
        ends = time.monotonic() + LASTING
        while time.monotonic() < ends:
            async with siege.raw_socket() as raw:
                outcomes.append((await raw.join(V, {"site": siege.site}))[:2])
        let_in = outcomes.count("40")
        assert "44" in outcomes
        assert let_in <= 100 + 5 * (LASTING + 1)
    await siege.nothing_of_attackers()

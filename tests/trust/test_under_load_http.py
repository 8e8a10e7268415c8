"""Attacks on HTTP itself while honest visitors talk (TRUST S54, S58 to S60)."""

import asyncio
import gzip
import itertools
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from server.rest.routes import PREFIX, ROUTES
from tests.our_server import StartServer
from tests.trust.siege import NO_LIMITS, PATIENCE, Siege, besieged

pytestmark = pytest.mark.alone

WITHIN = 10.0  # s
CHUNKS = b"Transfer-Encoding: chunked\r\n\r\n"
POST = b"POST /api/v1/login HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: shop.example\r\n"
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: shop.example\r\n\r\n"

# What a proxy in front of us may read differently than we do: never answered as two requests.
SMUGGLED = {
    "length and chunks": POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}" + HIDDEN,
    "a list of lengths": POST + b"Content-Length: 2, 60\r\n\r\n{}" + HIDDEN,
    "a signed length": POST + b"Content-Length: +2\r\n\r\n{}" + HIDDEN,
    "a length in other digits": POST + "Content-Length: \u0662\r\n\r\n{}".encode() + HIDDEN,
    "a length with an underscore": POST + b"Content-Length: 1_0\r\n\r\n{}" + HIDDEN,
    "chunks, then more": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunks with a tab": POST + b"Transfer-Encoding:\tchunked\x0b\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a folded header": POST + b"X-Folded: a\r\n Content-Length: 2\r\n\r\n{}" + HIDDEN,
    "bare line feeds": POST.replace(b"\r\n", b"\n") + b"Transfer-Encoding: chunked\n\n0\n\n" + HIDDEN,
    "a space before the colon": POST + b"Content-Length : 2\r\n\r\n{}" + HIDDEN,
    "a NUL in a header": GET + b"X-Nul: a\0b\r\n\r\n" + HIDDEN,
    "a carriage return in a header": GET + b"X-Return: a\rContent-Length: 60\r\n\r\n" + HIDDEN,
    "a chunk size in hexadecimal notation": POST + CHUNKS + b"0x2\r\n{}\r\n0\r\n\r\n" + HIDDEN,
    "a chunk size below nothing": POST + CHUNKS + b"-1\r\n{}\r\n0\r\n\r\n" + HIDDEN,
    "a chunk extension with a line feed": POST + CHUNKS + b"2;a\nb\r\n{}\r\n0\r\n\r\n" + HIDDEN,
    "no version": b"GET /healthz\r\nHost: shop.example\r\n\r\n" + HIDDEN,
    "another protocol": b"GET /healthz SIP/2.0\r\nHost: shop.example\r\n\r\n" + HIDDEN,
    "a thousand headers": GET + b"".join(b"X-%d: 1\r\n" % n for n in range(1_000)) + b"\r\n" + HIDDEN,
    "a long header": GET + b"X-Long: " + b"x" * 100_000 + b"\r\n\r\n" + HIDDEN,
    "a long address": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: shop.example\r\n\r\n" + HIDDEN,
    "no host at all, and rubbish": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + HIDDEN,
}  # fmt: skip


async def answers_to(siege: Siege, sent: bytes) -> bytes:
    """All that comes until the server closes, or says no more for a while."""
    reader, writer = await siege.connection()
    heard = b""
    try:
        writer.write(sent)
        while piece := await asyncio.wait_for(reader.read(65_536), 3):
            heard += piece
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.close()
    return heard


@pytest.mark.parametrize("pure", ["", "1"], ids=["fast parser", "pure parser"])
async def test_a_request_hidden_in_another_is_never_seen(
    start_server: StartServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pure: str
) -> None:
    monkeypatch.setenv("AIOHTTP_NO_EXTENSIONS", pure)
    async with besieged(start_server, tmp_path, **NO_LIMITS) as siege:
        heard = await asyncio.gather(*(answers_to(siege, sent) for sent in SMUGGLED.values()))
        for name, answer in zip(SMUGGLED, heard, strict=True):
            assert answer.count(b"HTTP/1.") <= 1, (name, answer)
            assert b" 200 " not in answer, (name, answer)
            assert b" 404 " not in answer, (name, answer)
            assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), (name, answer)


async def test_an_upgrade_with_a_body_is_one_request(start_server: StartServer, tmp_path: Path) -> None:
    upgrade = (
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: shop.example\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Content-Length: %d\r\n\r\n" % len(HIDDEN)
    )
    async with besieged(start_server, tmp_path, **NO_LIMITS) as siege:
        answer = await answers_to(siege, upgrade + HIDDEN)
        assert answer.count(b"HTTP/1.") == 1


def multiparts() -> dict[str, Iterable[bytes]]:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    return {
        "tiny parts": [part * 1_000] * 50,
        "a large field": [part.rstrip(b"\r\n"), *[b"y" * 65_536] * 60, b"\r\n--x--\r\n"],
        "endless heads": [b"--x\r\n", *[b"X-Head: 1\r\n" * 1_000] * 50],
        "no boundary": [b"--y\r\n\r\n" * 1_000] * 10,
    }


async def sent_in_pieces(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def posted(
    siege: Siege, http: aiohttp.ClientSession, method: str, path: str, pieces: Iterable[bytes]
) -> None:
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Authorization": f"Bearer {siege.token}",
        "Expect": "",
    }
    begun = time.monotonic()
    try:
        data = sent_in_pieces(pieces)
        async with http.request(method, siege.url + path, data=data, headers=headers) as answer:
            # Routes that expect no body do not look at it.
            assert answer.status < 500, (method, path, answer.status)
    except aiohttp.ClientError:
        pass  # closed before all of it was sent
    assert time.monotonic() - begun < WITHIN


async def test_forms_of_any_size_do_nothing_on_any_route(start_server: StartServer, tmp_path: Path) -> None:
    paths = [
        (route.method, PREFIX + route.path.partition("{")[0]) for route in ROUTES if route.method != "GET"
    ]
    paths += [
        ("POST", path) for path in ("/", "/widget.js", "/socket.io/?EIO=4&transport=polling", "/nowhere")
    ]
    async with besieged(start_server, tmp_path, **NO_LIMITS) as siege, siege.session() as http:
        begun = siege.cpu()
        for pieces in multiparts().values():
            await asyncio.gather(*(posted(siege, http, *path, pieces) for path in paths))
        count = len(multiparts()) * len(paths)
        assert (siege.cpu() - begun) / count < 1
        # They came all at once: what a buffer takes for each may stay with the allocator.
        assert siege.grown() < 700 * len(paths)
    await siege.nothing_of_attackers()


async def test_a_small_body_that_unpacks_to_a_large_one_is_refused(
    start_server: StartServer, tmp_path: Path
) -> None:
    bombs = (
        gzip.compress(b"[" * 20_000_000),
        gzip.compress(b"") * 50_000,
        gzip.compress(b"") * 5_000 + b"{}",
    )
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with besieged(start_server, tmp_path, **NO_LIMITS) as siege, siege.session() as http:
        for bomb in (*bombs, *bombs):
            begun = time.monotonic()
            async with http.post(f"{siege.url}/api/v1/login", data=bomb, headers=headers) as answer:
                assert 400 <= answer.status < 500
            assert time.monotonic() - begun < PATIENCE
        assert siege.grown() < 20_000


SLOW = {
    "nothing": (b"", b""),
    "a head": (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ", b"x"),
    "a body": (POST + b"Content-Length: 9000\r\n\r\n{", b""),
    "a body over polling": (
        b"POST /socket.io/?EIO=4&transport=polling&sid=SID HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n4",
        b"",
    ),
    "between two": (GET + b"\r\n", b""),
}
TRICKLE = 0.2  # s between two bytes


async def until_closed(siege: Siege, first: bytes, more: bytes) -> float:
    """Seconds until the server has had enough of it."""
    reader, writer = await siege.connection()
    begun = time.monotonic()
    with_more = itertools.repeat(more)
    try:
        writer.write(first)
        for piece in with_more:
            try:
                if not await asyncio.wait_for(reader.read(4_096), TRICKLE):
                    return time.monotonic() - begun
            except TimeoutError:
                writer.write(piece)
        raise AssertionError("it never ends")
    except ConnectionError:
        return time.monotonic() - begun
    finally:
        writer.close()


async def test_a_thousand_slow_connections_are_closed_and_stop_nobody(
    start_server: StartServer, tmp_path: Path
) -> None:
    times: dict[str, Any] = {"header_timeout": 2, "body_timeout": 2, "idle_timeout": 3}
    async with besieged(start_server, tmp_path, **NO_LIMITS, **times) as siege, siege.session() as http:
        async with http.get(f"{siege.url}/socket.io/?EIO=4&transport=polling") as answer:
            session = (await answer.text())[8:].partition('"')[0].encode()
        slow = [(first.replace(b"SID", session), more) for first, more in SLOW.values()] * 200
        took = await asyncio.wait_for(asyncio.gather(*(until_closed(siege, *one) for one in slow)), 40)
        assert len(took) == 1_000
        assert max(took) < 8
        assert siege.grown() < 50_000


async def test_who_does_not_read_his_answers_is_closed(start_server: StartServer, tmp_path: Path) -> None:
    times: dict[str, Any] = {"header_timeout": 1, "body_timeout": 1}
    asks = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
    async with besieged(start_server, tmp_path, **NO_LIMITS, **times) as siege:
        both = [await siege.connection() for _ in range(20)]
        for reader, writer in both:
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(asks * 500)
        async with asyncio.timeout(WITHIN):
            await asyncio.gather(*(closed(writer) for _, writer in both))
        assert siege.grown() < 50_000


async def closed(writer: asyncio.StreamWriter) -> None:
    """Writes on until the other side is gone."""
    try:
        while True:
            writer.write(b"\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)
    except ConnectionError:
        return

"""Attacks on websockets and connections while honest visitors talk (TRUST S54, S55, S57)."""

import asyncio
import struct
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.our_server import StartServer
from tests.trust.siege import NO_LIMITS, Siege, besieged

pytestmark = pytest.mark.alone

WITHIN = 10.0  # s
EACH = 25  # attackers
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: shop.example\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
)
TEXT, CONTINUED, BINARY, CLOSE, PING = 1, 0, 2, 8, 9
WHOLE = 0x80
COMPRESSED = 0x40


def frame(
    kind: int, payload: bytes, *, first: int = WHOLE, claimed: int | None = None, masked: bool = True
) -> bytes:
    """RFC 6455, 5.2. `claimed`: the length that it says it has."""
    size = len(payload) if claimed is None else claimed
    bit = 0x80 if masked else 0
    if size < 126:
        head = bytes((first | kind, bit | size))
    elif size < 65_536:
        head = bytes((first | kind, bit | 126)) + struct.pack(">H", size)
    else:
        head = bytes((first | kind, bit | 127)) + struct.pack(">Q", size)
    return head + (bytes(4) if masked else b"") + payload


def deflated(size: int) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(b"x" * size) + packer.flush(zlib.Z_SYNC_FLUSH)


BROKEN = {
    "too large": frame(TEXT, b"4" * 1_000_000),
    "the largest length": frame(TEXT, b"4", claimed=2**63 - 1),
    "a length below nothing": frame(TEXT, b"4", claimed=2**64 - 1),
    "compressed, as was not agreed": frame(TEXT, deflated(1_000), first=WHOLE | COMPRESSED),
    "a compressed bomb": frame(TEXT, deflated(50_000_000), first=WHOLE | COMPRESSED),
    "a reserved bit": frame(TEXT, b"2", first=WHOLE | 0x10),
    "a reserved kind": frame(3, b"2"),
    "a long ping": frame(PING, b"x" * 126),
    "a ping in pieces": frame(PING, b"x", first=0),
    "no UTF-8": frame(TEXT, b"\xc3\x28"),
    "an overlong NUL": frame(TEXT, b"42\xc0\x80"),
    "a surrogate": frame(TEXT, b"42\xed\xa0\x80"),
    "more of nothing": frame(CONTINUED, b"x"),
    "a message in a message": frame(TEXT, b"4", first=0) + frame(TEXT, b"4"),
    "too large in pieces": frame(TEXT, b"4", first=0) + frame(CONTINUED, b"4" * 1_000, first=0) * 120,
    "too large byte by byte": frame(TEXT, b"4", first=0) + frame(CONTINUED, b"4", first=0) * 110_000,
    "a farewell of one byte": frame(CLOSE, b"x"),
    "a farewell with a forbidden code": frame(CLOSE, struct.pack(">H", 1005)),
    "binary": frame(BINARY, b"\0\1"),
    "nothing": frame(TEXT, b""),
}


@pytest.fixture
async def siege(start_server: StartServer, tmp_path: Path) -> AsyncIterator[Siege]:
    async with besieged(start_server, tmp_path, **NO_LIMITS, join_timeout=2) as found:
        yield found
    await found.nothing_of_attackers()


async def upgraded(siege: Siege) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await siege.connection()
    writer.write(UPGRADE)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101")
    assert b"permessage-deflate" not in head
    return reader, writer


async def until_closed(siege: Siege, sent: bytes) -> float:
    """Seconds until the server has closed it. Whatever it says before is thrown away."""
    reader, writer = await upgraded(siege)
    begun = time.monotonic()
    try:
        writer.write(sent)
        while await asyncio.wait_for(reader.read(65_536), WITHIN):
            pass
    except ConnectionError:
        pass
    finally:
        writer.close()
    return time.monotonic() - begun


async def test_frames_that_break_the_protocol_close_at_once(siege: Siege) -> None:
    for name, sent in BROKEN.items():
        took = await asyncio.gather(*(until_closed(siege, sent) for _ in range(EACH)))
        assert max(took) < 4, name
    assert siege.grown() < 50_000


async def test_messages_that_never_end_are_bounded_and_end_with_the_nameless(siege: Siege) -> None:
    sent = frame(TEXT, b"4", first=0) + frame(CONTINUED, b"4" * 1_000, first=0) * 90
    halves = (sent, frame(TEXT, b"4" * 10, claimed=90_000), frame(TEXT, b"4")[:3], b"\x81")
    took = await asyncio.gather(*(until_closed(siege, half) for half in halves for _ in range(EACH)))
    assert all(1 < seconds < 5 for seconds in took)
    assert siege.grown() < 30_000


async def test_pongs_out_of_turn_are_ignored(siege: Siege) -> None:
    """A flood of them keeps nobody else from being served, and does not name who sends it."""
    pongs = frame(TEXT, b"3") * 10_000
    took = await asyncio.gather(*(until_closed(siege, pongs) for _ in range(EACH)))
    assert max(took) < 8
    assert siege.grown() < 50_000


async def test_an_address_full_of_idle_connections_has_no_more_and_stops_nobody_else(
    start_server: StartServer, tmp_path: Path
) -> None:
    async with besieged(start_server, tmp_path, join_timeout=2) as siege, siege.session() as http:
        address = f"{siege.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
        begun = time.monotonic()
        outcomes = await asyncio.gather(
            *(http.ws_connect(address, max_msg_size=0) for _ in range(500)), return_exceptions=True
        )
        idle = [one for one in outcomes if isinstance(one, aiohttp.ClientWebSocketResponse)]
        refused = [one for one in outcomes if isinstance(one, aiohttp.WSServerHandshakeError)]
        assert (len(idle), len(refused)) == (50, 450)
        assert {one.status for one in refused} == {429}
        async with asyncio.timeout(WITHIN):
            for ws in idle:
                while not ws.closed:
                    await ws.receive()
        assert time.monotonic() - begun < 6, "those who do not say who they are go after 2 s"
    assert siege.grown() < 30_000


async def test_half_handshakes_are_forgotten(siege: Siege) -> None:
    """Polling sessions that are opened and never used."""
    async with siege.session() as http:
        for _ in range(1_000):
            async with http.get(f"{siege.url}/socket.io/?EIO=4&transport=polling") as answer:
                assert answer.status == 200
    assert siege.grown() < 30_000

"""F24: reports, exports, long lists and passwords at once, while people chat: the event loop stays free."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot import butler
from server.clock import wall_clock
from server.demo.fill import fill
from server.settings import sqlite_url
from server.store.kept import Kept
from tests.faults.shop import Shop, message, opened
from tests.forked import PROGRAM
from tests.house import PASSWORD, Client

pytestmark = pytest.mark.alone

MOST_LATE = 100  # ms, at the 99th percentile
PAST = 600  # conversations
SECONDS = 3.0
TYPISTS = 8
PACE = 0.3  # s between two messages of one


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """With a past, and a supervisor's token in place of an agent's."""
    data = tmp_path / "data"
    kept = Kept(sqlite_url(data), wall_clock)
    await kept.start()
    await fill(kept, 1, wall_clock(), butler.decide, PASSWORD, lambda done, total: None, PAST)
    sam = next(person for person in kept.directory.people.values() if person.role == "supervisor")
    token = (await kept.accounts.add_token(sam.id, "test"))[1]
    site = next(iter(kept.directory.sites.values())).key
    await kept.stop()
    async with opened(tmp_path, str(kept.database.url), site, [token]) as shop:
        yield shop


async def test_the_event_loop_stays_free(shop: Shop) -> None:
    visitors = [await shop.vera() for _ in range(TYPISTS)]
    end = time.monotonic() + SECONDS
    acknowledged = await asyncio.gather(
        *(chats(vera, end) for vera in visitors),
        asks(shop, end, "/kpis/frt?by=day&from=2026-01-01", "/kpis/csat?by=channel&from=2026-01-01"),
        asks(shop, end, "/conversations?limit=200", "/kpis/volume/conversations?limit=200"),
        asks(shop, end, "/kpis/aht?by=hour&from=2026-01-01", "/queue"),
        logs_in_wrongly(shop, end),
        exports(shop, end),
    )
    assert min(acknowledged) > 0
    late = await shop.happened()
    assert late["n"] > 100
    assert late["p99"] < MOST_LATE, late


async def chats(vera: Client, end: float) -> int:
    said = 0
    while time.monotonic() < end:
        assert (await vera.call("say", message(str(said))))["ok"]
        said += 1
        await asyncio.sleep(PACE)
    return said


async def asks(shop: Shop, end: float, *paths: str) -> int:
    asked = 0
    headers = {"Authorization": f"Bearer {shop.tokens[0]}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        while time.monotonic() < end:
            path = paths[asked % len(paths)]
            async with session.get(f"{shop.server.url}/api/v1{path}") as response:
                assert response.status == 200, await response.text()
                await response.read()
            asked += 1
    return asked


async def logs_in_wrongly(shop: Shop, end: float) -> int:
    tried = 0
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < end:
            wrong = {"email": f"nobody{tried}@shop.example", "password": "wrong password"}
            async with session.post(f"{shop.server.url}/api/v1/login", json=wrong) as response:
                assert response.status in (401, 429)
            tried += 1
    return tried


async def exports(shop: Shop, end: float) -> int:
    exported = 0
    while time.monotonic() < end:
        words = (PROGRAM, "timeline", "export", "--database-url", shop.url)
        export = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
        lines, _ = await export.communicate()
        assert lines.count(b"\n") > PAST
        exported += 1
    return exported

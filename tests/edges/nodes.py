"""A second node on the database of the first: what it knows, it knows from there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from server.app import House
from server.settings import Settings
from tests.house import Running


@asynccontextmanager
async def another_node(first: Running, **settings: Any) -> AsyncIterator[Running]:
    house = House(Settings(database_url=first.house.settings.database_url, **settings), first.clock)
    runner = web.AppRunner(house.app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    second = Running(house, url, first.clock, first.site, first.ada, first.ben, first.sam, first.tokens)
    try:
        yield second
    finally:
        await second.close()
        await runner.cleanup()

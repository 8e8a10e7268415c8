from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio

from tests.houses import NO_LIMITS
from tests.rest.asking import Office, open_office
from tests.webhooks.receiver import Receiver, open_receiver


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with open_receiver() as opened:
        yield opened


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """It may tell programs on this machine, and does so when it is told to look."""
    async with _office(f"sqlite:///{tmp_path / 'house.db'}") as opened:
        yield opened


@pytest_asyncio.fixture
async def office_on_each(database_url: str) -> AsyncIterator[Office]:
    async with _office(database_url) as opened:
        yield opened


@asynccontextmanager
async def _office(url: str) -> AsyncIterator[Office]:
    async with open_office(url, webhooks_to_private=True, **NO_LIMITS) as opened:
        opened.running.house._scheduler.remove_job("webhooks")
        yield opened

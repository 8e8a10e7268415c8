from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.house import Running, running_house


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[Running]:
    """On SQLite; `house_on_each` runs on both databases."""
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as running:
        yield running


@pytest_asyncio.fixture
async def house_on_each(database_url: str) -> AsyncIterator[Running]:
    async with running_house(database_url) as running:
        yield running

"""Houses as fixtures, for the folders whose tests need a whole server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.house import Running, running_house

NO_LIMITS = {
    "visitor_burst": 1_000_000,
    "visitor_rate": 1_000_000,
    "address_burst": 1_000_000,
    "address_rate": 1_000_000,
    "address_connections": 1_000_000,
    "connect_burst": 1_000_000,
    "connect_rate": 1_000_000,
    "agent_burst": 1_000_000,
    "agent_rate": 1_000_000,
}


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[Running]:
    """On SQLite; `house_on_each` runs on both databases."""
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as running:
        yield running


@pytest_asyncio.fixture
async def house_on_each(database_url: str) -> AsyncIterator[Running]:
    async with running_house(database_url) as running:
        yield running


@pytest_asyncio.fixture
async def patient_house(tmp_path: Path) -> AsyncIterator[Running]:
    """It finds nothing too often."""
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}", **NO_LIMITS) as running:
        yield running


@pytest_asyncio.fixture
async def patient_house_on_each(database_url: str) -> AsyncIterator[Running]:
    async with running_house(database_url, **NO_LIMITS) as running:
        yield running

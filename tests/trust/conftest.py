from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.houses import house, house_on_each, patient_house, patient_house_on_each
from tests.rest.asking import Office, open_office

__all__ = ["house", "house_on_each", "office", "office_on_each", "patient_house", "patient_house_on_each"]


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """On SQLite; `office_on_each` runs on both databases."""
    async with open_office(f"sqlite:///{tmp_path / 'office.db'}") as found:
        yield found


@pytest_asyncio.fixture
async def office_on_each(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url) as found:
        yield found

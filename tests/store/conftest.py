from collections.abc import AsyncIterator

import pytest_asyncio

from server.store.database import Database
from server.store.timeline import StoredTimeline


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Migrated; on SQLite and on PostgreSQL."""
    database = Database(database_url)
    await database.open()
    yield database
    await database.close()


@pytest_asyncio.fixture
async def timeline(database: Database) -> AsyncIterator[StoredTimeline]:
    timeline = StoredTimeline(database)
    await timeline.start()
    yield timeline
    await timeline.stop()


@pytest_asyncio.fixture
async def other_timeline(timeline: StoredTimeline, database_url: str) -> AsyncIterator[StoredTimeline]:
    """Another node's, on the same database."""
    database = Database(database_url)
    other = StoredTimeline(database)
    await other.start()
    yield other
    await other.stop()
    await database.close()

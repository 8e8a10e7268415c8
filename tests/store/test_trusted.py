"""How PostgreSQL is asked something, and what becomes of connections that end between two questions."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from server.core.refusals import NotStored
from server.store import trusted
from server.store.database import Database
from server.store.reader import Reader
from tests.real_servers import FreshDatabase

LAST_ASKED = (
    "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
END_ALL = (
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest_asyncio.fixture
async def url(fresh_database: FreshDatabase) -> str:
    return await fresh_database()


@pytest_asyncio.fixture
async def reader(url: str) -> AsyncIterator[Reader]:
    database = Database(url)
    reader = Reader(database)
    reader.start()
    yield reader
    await reader.stop()
    await database.close()


async def question(reader: Reader) -> int:
    answer: int = await reader.read(lambda asked: asked.execute(text("SELECT 7 AS answer")).scalar_one())
    return answer


async def asked(url: str, what: str) -> list[object]:
    connection = await asyncpg.connect(url)
    try:
        return [row[0] for row in await connection.fetch(what)]
    finally:
        await connection.close()


async def test_a_question_goes_alone_without_a_transaction_around_it(reader: Reader, url: str) -> None:
    for _ in range(2):
        assert await question(reader) == 7
        assert await asked(url, LAST_ASKED) == ["SELECT 7 AS answer"]


@pytest.mark.parametrize("idle", [0.0, trusted.TRUSTED], ids=["lately", "long ago"])
async def test_a_connection_that_ended_between_two_questions_is_replaced_in_silence(
    reader: Reader, url: str, monkeypatch: pytest.MonkeyPatch, idle: float
) -> None:
    monkeypatch.setattr(trusted, "TRUSTED", trusted.TRUSTED - idle)
    assert await question(reader) == 7
    assert await asked(url, END_ALL) == [1]
    assert await question(reader) == 7


async def test_who_finds_all_connections_in_use_is_told_to_try_again(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = reader._database.engine
    monkeypatch.setattr(engine.pool, "_timeout", 0.01)
    async with AsyncExitStack() as others:
        for _ in range(20):
            _ = await others.enter_async_context(engine.connect())
        with pytest.raises(NotStored):
            await question(reader)
    assert await question(reader) == 7

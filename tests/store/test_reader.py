"""Short reads take turns in one thread, see what is stored, and fail each for itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import Connection, func, select, text

from server.store.database import Database
from server.store.reader import Reader
from server.store.rows import EVENTS


@pytest_asyncio.fixture
async def reader(database_url: str) -> AsyncIterator[Reader]:
    database = Database(database_url)
    await database.open()
    reader = Reader(database)
    reader.start()
    yield reader
    await reader.stop()
    await database.close()


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()


def nonsense(connection: Connection) -> None:
    connection.execute(text("SELECT nothing FROM nowhere"))


async def test_many_who_ask_at_once_are_all_answered(reader: Reader) -> None:
    assert await asyncio.gather(*(reader.read(count) for _ in range(300))) == [0] * 300


async def test_who_asks_nonsense_is_told_so_and_his_neighbours_get_their_answers(reader: Reader) -> None:
    answers = await asyncio.gather(
        reader.read(count), reader.read(nonsense), reader.read(count), return_exceptions=True
    )
    assert answers[0] == answers[2] == 0
    assert isinstance(answers[1], Exception)


async def test_who_has_gone_meanwhile_keeps_nobody_from_his_answer(reader: Reader) -> None:
    gone = asyncio.ensure_future(reader.read(count))
    await asyncio.sleep(0)
    gone.cancel()
    assert await reader.read(count) == 0

"""The schema that the migrations make is the one that the code means, on both databases."""

import asyncio
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, event, text
from sqlmodel import SQLModel

from server.settings import Misconfigured, sqlite_url
from server.store.database import HEAD, Database


async def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


async def test_opening_again_changes_nothing(database: Database) -> None:
    await database.open()
    async with database.engine.connect() as connection:
        assert (
            await connection.execute(text("SELECT version_num FROM alembic_version"))
        ).scalars().all() == [HEAD]


async def test_the_one_that_writes_waits_for_the_disk(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    await database.open()
    with database.writing_engine().connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    await database.close()


@pytest.mark.parametrize("made", [1, 12, 40])
async def test_a_first_start_that_is_broken_off_leaves_nothing_behind(tmp_path: Path, made: int) -> None:
    broken, statements = Database(sqlite_url(tmp_path)), count()

    def break_off(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith("CREATE") and next(statements) == made:
            raise OSError("somebody pulled the plug")

    event.listen(broken.engine.sync_engine, "before_cursor_execute", break_off)
    with pytest.raises(Misconfigured, match="plug"):
        await broken.open()
    await broken.close()
    database = Database(sqlite_url(tmp_path))
    await database.open()
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_two_who_start_at_once_make_one_schema(tmp_path: Path) -> None:
    both = [Database(sqlite_url(tmp_path)) for _ in range(2)]
    await asyncio.gather(*(one.open() for one in both))
    async with both[0].engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    for one in both:
        await one.close()

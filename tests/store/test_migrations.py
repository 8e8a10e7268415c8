"""The schema that the migrations make is the one that the code means, on both databases."""

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from server.settings import sqlite_url
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

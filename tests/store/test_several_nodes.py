"""What several processes on one PostgreSQL must not do to each other."""

import asyncio
import os

import pytest
from sqlalchemy import text

from server.core.refusals import NotStored
from server.store.database import HEAD, STANDS_STILL, Database, schema_of
from server.store.timeline import StoredTimeline
from tests.real_servers import beside, sql
from tests.store.written import opening

TAG = text("UPDATE conversations SET team = 'tagged' WHERE id = 'c_first'")


async def test_nodes_that_start_together_on_an_empty_database_all_come_up(postgres_url: str) -> None:
    name = f"empty_{os.getpid()}"
    await sql(postgres_url, f"CREATE DATABASE {name}")
    nodes = [Database(beside(postgres_url, name)) for _ in range(3)]
    await asyncio.gather(*(node.open() for node in nodes))
    async with nodes[0].engine.connect() as connection:
        assert await connection.run_sync(schema_of) == HEAD
    for node in nodes:
        await node.close()
    await sql(postgres_url, f"DROP DATABASE {name}")


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_node_that_stands_still_within_a_write_holds_up_the_others_for_seconds_only(
    timeline: StoredTimeline, other_timeline: StoredTimeline, database: Database
) -> None:
    await timeline.append(opening("c_first"))
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT 1"))
    frozen = await database.engine.connect()
    await frozen.execute(TAG)
    async with asyncio.timeout(STANDS_STILL / 1000 + 5):
        await other_timeline.writer.run(lambda connection: connection.execute(TAG))
    with pytest.raises(NotStored):
        await frozen.execute(TAG)
    await frozen.close()

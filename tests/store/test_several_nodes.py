"""What several processes on one PostgreSQL must not do to each other."""

import asyncio
import os
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from server.clock import wall_clock
from server.core.refusals import NotStored
from server.desk.ports import Taken
from server.store import database as database_module
from server.store.database import HEAD, STANDS_STILL, TAKES_ITS_TIME, Database, schema_of
from server.store.kept import Kept
from server.store.timeline import StoredTimeline
from tests.faults.waiting import LONG
from tests.real_servers import beside, sql
from tests.store.written import next_word, opening

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
async def test_nodes_that_offer_the_setup_at_once_all_come_up(database_url: str) -> None:
    """The last key counts, as ever."""
    nodes = [Kept(database_url, wall_clock) for _ in range(3)]
    for node in nodes:
        await node.start()
    for _ in range(20):
        await asyncio.gather(*(node.accounts.open_setup() for node in nodes))
    for node in nodes:
        await node.stop()


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


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_so_does_one_that_stands_still_in_the_midst_of_a_question(
    timeline: StoredTimeline, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "LASTS", 500)
    frozen = Database(database_url)
    await timeline.append(opening("c_first"))
    async with frozen.engine.connect() as connection:
        await connection.execute(TAG)
        with pytest.raises(NotStored):
            await connection.execute(text("SELECT pg_sleep(300)"))
    await timeline.writer.run(lambda connection: connection.execute(TAG))
    async with frozen.engine.connect() as connection:
        await connection.execute(TAKES_ITS_TIME)
        await connection.execute(text("SELECT pg_sleep(1)"))
    await frozen.close()


@pytest_asyncio.fixture
async def other_node(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Within a write of its own."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("BEGIN")
    yield connection
    await connection.close()


async def adds_an_event(node: asyncpg.Connection, conversation: str) -> None:
    """Number 3, which `next_word` has too."""
    await node.execute(
        "INSERT INTO events (subject_kind, subject, seq, at, type, by_kind, by_id, client_id, body, content)"
        " SELECT subject_kind, subject, 3, at, type, by_kind, by_id, 'of ' || subject, body, content"
        " FROM events WHERE subject = $1 AND seq = 2",
        conversation,
    )


async def stands_in_line(node: asyncpg.Connection) -> None:
    """Whoever else writes waits for this node by now."""
    async with asyncio.timeout(LONG):
        while not await node.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_who_waits_for_another_nodes_event_holds_nothing_else_of_that_conversation(
    timeline: StoredTimeline, other_node: asyncpg.Connection
) -> None:
    await timeline.append(opening("c_first"))
    await adds_an_event(other_node, "c_first")
    writing = asyncio.ensure_future(timeline.append(next_word("c_first")))
    await stands_in_line(other_node)
    await other_node.execute("UPDATE conversations SET change = change WHERE id = 'c_first'")
    await other_node.execute("UPDATE facts SET change = change WHERE subject = 'c_first'")
    await other_node.execute("COMMIT")
    with pytest.raises(Taken):
        await writing


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_what_is_written_together_is_written_in_the_same_order_by_all_nodes(
    timeline: StoredTimeline, other_node: asyncpg.Connection
) -> None:
    for conversation in ("c_a", "c_b"):
        await timeline.append(opening(conversation))
    await adds_an_event(other_node, "c_a")
    writing = [asyncio.ensure_future(timeline.append(next_word(one))) for one in ("c_b", "c_a")]
    await stands_in_line(other_node)
    await adds_an_event(other_node, "c_b")
    await other_node.execute("COMMIT")
    assert [type(one) for one in await asyncio.gather(*writing, return_exceptions=True)] == [Taken, Taken]

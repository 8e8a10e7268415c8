"""F22: a backup taken while everybody talks, restored elsewhere: all acknowledged before is in it, once."""

import asyncio
import contextlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url

from server.checker.history import Ok, Record, read
from server.settings import sqlite_url
from tests.faults.dump import Dump, dumped
from tests.faults.server_under_test import UnderTest
from tests.faults.waiting import until
from tests.faults.workload import Workload, plan_for, workload
from tests.forked import ran
from tests.real_servers import FreshDatabase, sql

TAKEN_AFTER = 40  # acknowledged operations


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup, and what had been acknowledged when it was begun: (conversation, number) of each message."""

    file: Path
    acknowledged: set[tuple[str, int]]


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
async def test_a_backup_holds_all_that_was_acknowledged_and_nothing_twice(
    under_test: UnderTest, tmp_path: Path, fresh_database: FreshDatabase, into: str
) -> None:
    plan = plan_for(seed=22)
    server = await under_test(agents=plan.agents)
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            taken = await backed_up(w, server.database_url, tmp_path / "backup.zip")
        await w.settle()
    w.verdict(server).must_be_clean()
    restored = sqlite_url(tmp_path / "restored") if into == "sqlite" else await fresh_database()
    assert await run("restore", taken.file, "--database-url", restored) == (0, "")
    dump = await dumped(restored)
    assert taken.acknowledged <= {(row.conversation, row.seq) for row in dump.rows}
    must_be_whole(dump)
    assert await run("rebuild", "--check", "--database-url", restored) == (0, "")
    if into == "sqlite":
        must_be_sound(tmp_path / "restored")


async def test_everybody_talks_on_after_the_database_was_lost_and_restored(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=23, seconds=2)
    server = await under_test(agents=plan.agents)
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            pass
        await w.settle()
        taken = await backed_up(w, server.database_url, tmp_path / "backup.zip")
        await server.stop()
        await lose(server.database_url)
        assert await run("restore", taken.file, "--database-url", server.database_url) == (0, "")
        await server.start()
        async with w.talking():
            pass
        await w.settle()
    w.verdict(server).must_be_clean()


async def lose(url: str) -> None:
    """All of it."""
    if url.startswith("postgresql"):
        await sql(url, "DROP SCHEMA public CASCADE")
        return await sql(url, "CREATE SCHEMA public")
    file = make_url(url).database or ""
    for left in (file, f"{file}-wal", f"{file}-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(left)


async def backed_up(w: Workload, url: str, file: Path) -> Taken:
    """As soon as enough was acknowledged."""
    await until(lambda: len(acknowledged(w)) >= TAKEN_AFTER)
    found = acknowledged(w)
    assert await run("backup", file, "--database-url", url) == (0, "")
    return Taken(file, found)


def acknowledged(w: Workload) -> set[tuple[str, int]]:
    w.history.flush()
    return {found for record in read(w.history.path) if (found := _stored(record)) is not None}


def _stored(record: Record) -> tuple[str, int] | None:
    if isinstance(record, Ok) and record.conversation and record.seq:
        return record.conversation, record.seq
    return None


def must_be_whole(dump: Dump) -> None:
    """The checker's points 2 and 3, and no conversation that is ahead of its events or behind them."""
    ids = [(row.by, row.id, row.conversation) for row in dump.rows if row.id]
    assert len(ids) == len(set(ids))
    numbers: dict[str, list[int]] = {}
    for row in dump.rows:
        numbers.setdefault(row.conversation, []).append(row.seq)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert {one.conversation: one.last_seq for one in dump.conversations} == {
        conversation: found[-1] for conversation, found in numbers.items()
    }


def must_be_sound(folder: Path) -> None:
    database = sqlite3.connect(folder / "chat-butler.db")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


async def run(command: str, *words: str | Path) -> tuple[int, str]:
    """Its exit code, and what it said of errors."""
    done = await asyncio.to_thread(ran, command, *map(str, words))
    return done.returncode, done.stderr

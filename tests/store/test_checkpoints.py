"""SQLite's log is moved into the database file beside the writer, and does not grow for ever."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from server.store.database import Database
from server.store.timeline import StoredTimeline
from server.store.writing.by_thread import Thread
from server.store.writing.checkpoints import LONG, Checkpoints, moved, pages_of
from server.store.writing.room import ROOM, make_room
from tests.cast import ada_says
from tests.store.written import appending, opening

PAGE = 4_096


def written(file: Path, pages: int) -> sqlite3.Connection:
    """A database whose log holds that many pages, and a connection that writes on."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("CREATE TABLE IF NOT EXISTS said (text BLOB)")
    write(connection, pages)
    return connection


def write(connection: sqlite3.Connection, pages: int) -> None:
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO said VALUES (?)", ([b"x" * PAGE] for _ in range(pages)))
    connection.execute("COMMIT")


def read(file: Path) -> int:
    found: int = sqlite3.connect(file).execute("SELECT count(*) FROM said").fetchone()[0]
    return found


async def started(folder: Path) -> tuple[StoredTimeline, Database]:
    database = Database(f"sqlite:///{folder / 'db'}")
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    return timeline, database


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def test_a_log_whose_pages_are_all_moved_begins_anew(tmp_path: Path) -> None:
    writer = written(tmp_path / "db", 500)
    beside = sqlite3.connect(tmp_path / "db", isolation_level=None)
    assert moved(beside) > 500
    size = (tmp_path / "db-wal").stat().st_size
    write(writer, 100)
    assert (tmp_path / "db-wal").stat().st_size == size
    assert moved(beside) < 500


def test_a_log_that_was_given_room_grows_no_more_and_holds_what_it_held(tmp_path: Path) -> None:
    writer = written(tmp_path / "db", 5)
    make_room(writer)
    size = (tmp_path / "db-wal").stat().st_size
    assert size > 0.8 * ROOM * PAGE
    write(writer, 500)
    assert (tmp_path / "db-wal").stat().st_size == size
    assert read(tmp_path / "db") == 505


def test_what_was_written_to_make_room_is_nothing_after_a_crash(tmp_path: Path) -> None:
    writer = written(tmp_path / "db", 5)
    make_room(writer)
    write(writer, 7)
    # As a process that is killed leaves them: both files, and no index of the log.
    for end in ("", "-wal"):
        shutil.copy(tmp_path / f"db{end}", tmp_path / f"left{end}")
    assert read(tmp_path / "left") == 12
    assert sqlite3.connect(tmp_path / "left").execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_timeline_has_as_much_room_as_it_is_said_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Thread, "room", 2_000)
    timeline, database = await started(tmp_path)
    await timeline.append(opening("c1"))
    assert (tmp_path / "db-wal").stat().st_size > 0.6 * 2_000 * PAGE
    await timeline.stop()
    await database.close()


async def test_the_log_does_not_grow_from_one_crash_to_the_next(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(4)]
    sizes = []
    for folder, left in pairwise(folders):
        folder.mkdir(exist_ok=True)
        timeline, database = await started(folder)
        await timeline.append(opening(f"c{folder.name}"))
        # As a process that is killed leaves them, before anything was moved.
        left.mkdir()
        for end in ("", "-wal"):
            shutil.copy(folder / f"db{end}", left / f"db{end}")
        sizes.append((left / "db-wal").stat().st_size)
        await timeline.stop()
        await database.close()
    assert sizes[2] == sizes[1]
    kept = sqlite3.connect(folders[3] / "db").execute("SELECT count(*) FROM conversations").fetchone()
    assert kept == (3,)


def test_without_room_on_the_disk_it_works_all_the_same(tmp_path: Path) -> None:
    writer = written(tmp_path / "db", 5)
    writer.execute("PRAGMA max_page_count=20")
    make_room(writer)
    write(writer, 1)
    assert read(tmp_path / "db") == 6


def test_nobody_waits_for_a_reader_who_still_looks_at_the_past(tmp_path: Path) -> None:
    writer = written(tmp_path / "db", 10)
    reader = sqlite3.connect(tmp_path / "db", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM said").fetchone() == (10,)
    write(writer, 50)
    assert moved(writer) > 50
    write(writer, 50)
    assert reader.execute("SELECT count(*) FROM said").fetchone() == (10,)


def test_the_writer_is_called_when_the_log_has_grown_long(tmp_path: Path) -> None:
    written(tmp_path / "db", LONG + 1)
    checkpoints = Checkpoints(tmp_path / "db")
    checkpoints.start()
    until(lambda: checkpoints.written(LONG))
    assert not checkpoints.written(1)
    checkpoints.stop()


async def test_what_a_timeline_writes_reaches_the_file_while_it_runs(tmp_path: Path) -> None:
    timeline, database = await started(tmp_path)
    before = (tmp_path / "db").stat().st_size
    await asyncio.gather(*(timeline.append(opening(f"c{number}")) for number in range(200)))
    await asyncio.to_thread(until, lambda: (tmp_path / "db").stat().st_size > before)
    await timeline.stop()
    await database.close()


async def test_the_log_is_about_as_long_as_it_is_taken_for(tmp_path: Path) -> None:
    timeline, database = await started(tmp_path)
    openings = {f"c{number}": opening(f"c{number}") for number in range(20)}
    await asyncio.gather(*(timeline.append(first) for first in openings.values()))
    beside = sqlite3.connect(tmp_path / "db", isolation_level=None)
    moved(beside)
    for conversation, first in openings.items():
        answer = appending(ada_says(), conversation=conversation, after=first.events)
        await timeline.append(replace(answer, before=first.conversation))
    pages, taken_for = moved(beside), pages_of(1) * len(openings)
    beside.close()
    await timeline.stop()
    await database.close()
    assert 0.7 * taken_for < pages < 1.1 * taken_for

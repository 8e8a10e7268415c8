"""Backup and restore: either database's into either, all of it or nothing, and no file that is not whole."""

import asyncio
import hashlib
import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Connection, insert, select
from sqlmodel import SQLModel

from server.settings import sqlite_url
from server.store import database, rebuild
from server.store.backup import back_up, tables_of
from server.store.backup_file import BadBackup
from server.store.backup_restore import restore
from server.store.database import HEAD, Database, migrate, schema_of
from server.store.timeline import StoredTimeline
from tests.house import running_house
from tests.real_servers import FreshDatabase
from tests.store.written import opening

NOON = 1_764_000_000_000
Members = dict[str, bytes]


def silent(done: int, total: int) -> None:
    """Nobody watches."""


@pytest_asyncio.fixture
async def busy(database_url: str) -> Database:
    """A database in which Vera and Ada have talked."""
    async with running_house(database_url) as house:
        vera, ada = await house.vera(), await house.agent(house.ada)
        said = await vera.say("Ünïcode 🎩 and \\ \" '")
        await ada.say("Hello", conversation=said["conversation"])
        await ada.call("resolve", {"conversation": said["conversation"]})
    return Database(database_url)


@pytest_asyncio.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The backup of a SQLite database with one message in it."""
    folder = tmp_path_factory.mktemp("whole")
    database = Database(sqlite_url(folder))
    async with running_house(str(database.url)) as house:
        await (await house.vera()).say("Hello")
    await back_up(database, folder / "backup.zip", NOON, silent)
    await database.close()
    return await asyncio.to_thread((folder / "backup.zip").read_bytes)


@pytest.fixture
def backup(whole: bytes, tmp_path: Path) -> Path:
    (tmp_path / "backup.zip").write_bytes(whole)
    return tmp_path / "backup.zip"


async def rows_of(database: Database) -> dict[str, list[Any]]:
    def read(connection: Connection) -> dict[str, list[Any]]:
        found = {}
        for table in tables_of(connection):
            kept = [column for column in table.columns if column.name != "change"]
            found[table.name] = sorted(map(repr, connection.execute(select(*kept))))
        return found

    async with database.engine.connect() as connection:
        return await connection.run_sync(read)


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
async def test_every_row_comes_back_in_either_kind_of_database(
    busy: Database, into: str, tmp_path: Path, fresh_database: FreshDatabase
) -> None:
    manifest = await back_up(busy, tmp_path / "backup.zip", NOON, silent)
    other = Database(sqlite_url(tmp_path / "other") if into == "sqlite" else await fresh_database())
    await restore(other, tmp_path / "backup.zip", silent)
    rows = await rows_of(busy)
    assert await rows_of(other) == rows
    assert {table.name: table.rows for table in manifest.tables} == {n: len(r) for n, r in rows.items()}
    assert len(rows["events"]) >= 5
    assert [line async for line in rebuild.differences(other, {})] == []
    await busy.close()
    await other.close()


async def test_a_slow_machine_may_stand_still_within_a_backup_and_within_its_restoring(
    busy: Database, tmp_path: Path, fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stands_still(done: int, total: int) -> None:
        if done == total:
            time.sleep(1.5 * database.STANDS_STILL / 1000)

    monkeypatch.setattr(database, "STANDS_STILL", 1_000)
    await back_up(busy, tmp_path / "backup.zip", NOON, stands_still)
    other = Database(await fresh_database())
    await restore(other, tmp_path / "backup.zip", stands_still)
    assert await rows_of(other) == await rows_of(busy)
    await busy.close()
    await other.close()


async def test_what_is_written_after_a_restore_is_news_and_nothing_else_is(
    backup: Path, database_url: str
) -> None:
    database = Database(database_url)
    await restore(database, backup, silent)
    timeline = StoredTimeline(database)
    await timeline.start()
    mark = await timeline.mark()
    assert await timeline.changes(mark) == ([], [], mark)
    await timeline.append(opening("c_new"))
    assert [conversation.id for conversation in (await timeline.changes(mark))[0]] == ["c_new"]
    await timeline.stop()
    await database.close()


async def test_an_older_one_is_brought_up_to_date(tmp_path: Path, database_url: str) -> None:
    old, new = Database(sqlite_url(tmp_path / "old")), Database(database_url)
    await new.open()
    async with old.engine.begin() as connection:
        await connection.run_sync(migrate, "0001")
        team = {"id": "t_1", "name": "Returns", "created_at": NOON, "removed": False}
        await connection.execute(insert(SQLModel.metadata.tables["teams"]), team)
    await back_up(old, tmp_path / "backup.zip", NOON, silent)
    manifest = await restore(new, tmp_path / "backup.zip", silent)
    assert manifest.schema == "0001"
    async with new.engine.connect() as connection:
        assert await connection.run_sync(schema_of) == HEAD
    assert (await rows_of(new))["teams"] == [f"('t_1', 'Returns', {NOON}, False, '{{}}')"]
    await old.close()
    await new.close()


async def test_only_its_owner_may_read_it_and_nothing_is_left_beside_it(
    busy: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    os.mkdir(folder)
    await back_up(busy, folder / "backup.zip", NOON, silent)
    if os.name != "nt":
        assert stat.S_IMODE(os.stat(folder / "backup.zip").st_mode) == 0o600
    assert os.listdir(folder) == ["backup.zip"]
    await busy.close()


async def test_a_file_that_is_there_already_is_left_alone(busy: Database, tmp_path: Path) -> None:
    write(tmp_path / "mine", b"mine")
    with pytest.raises(BadBackup, match="is there already"):
        await back_up(busy, tmp_path / "mine", NOON, silent)
    assert await asyncio.to_thread((tmp_path / "mine").read_bytes) == b"mine"
    await busy.close()


async def test_a_database_that_holds_something_is_left_alone(busy: Database, backup: Path) -> None:
    rows = await rows_of(busy)
    with pytest.raises(BadBackup, match="restore into a new one"):
        await restore(busy, backup, silent)
    assert await rows_of(busy) == rows
    await busy.close()


async def test_any_altered_byte_is_found_or_does_no_harm(backup: Path, tmp_path: Path, whole: bytes) -> None:
    sound = await restored(backup, tmp_path / "sound")
    found = 0
    places = range(0, len(whole), max(1, len(whole) // 60))
    for place in places:
        write(backup, whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert await restored(backup, tmp_path / f"altered{place}") == sound
        except BadBackup:
            found += 1
    assert found > len(places) / 2


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
async def test_a_truncated_one_is_refused_whole(
    backup: Path, tmp_path: Path, whole: bytes, part: float
) -> None:
    write(backup, whole[: int(len(whole) * part)])
    await refused(backup, tmp_path, "is not a whole backup")


Change = Callable[[Members], None]


def _adds(name: str) -> Change:
    def change(members: Members) -> None:
        members[name] = b"root:x:0:0"

    return change


def _promises(name: str) -> Change:
    """With a hash that is right: only its name is wrong."""

    def change(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        members[name] = members.pop(manifest["parts"][0]["name"])
        manifest["parts"][0]["name"] = name
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def _says(**fields: Any) -> Change:
    def change(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps({**manifest, **fields}).encode()

    return change


def _forges(line: bytes) -> Change:
    """A row more, well hashed."""

    def change(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        part = next(part for part in manifest["parts"] if part["table"] == "events")
        members[part["name"]] += line
        part["size"] = len(members[part["name"]])
        part["sha256"] = hashlib.sha256(members[part["name"]]).hexdigest()
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda members: members.pop("manifest.json"), "has no manifest"),
        (lambda members: members.pop("tables/events.000001.jsonl"), "not what its manifest says"),
        (lambda members: members.update({"manifest.json": b"[]"}), "manifest cannot be read"),
        (lambda members: members.update({"manifest.json": b"\xff{"}), "manifest cannot be read"),
        (lambda members: members.update({"tables/events.000001.jsonl": b"[]\n"}), "not what was backed up"),
        (_adds("readme.txt"), "not what its manifest says"),
        (_adds("../../etc/passwd"), "not what its manifest says"),
        (_promises("../../etc/passwd"), "does not belong"),
        (_promises("/etc/passwd"), "does not belong"),
        (_promises("tables/../../x.000001.jsonl"), "does not belong"),
        (_promises("tables\\events.000001.jsonl"), "does not belong"),
        (_promises("C:\\events.000001.jsonl"), "does not belong"),
        (_says(format=2), "newer Chat Butler"),
        (_says(schema="9999"), "newer Chat Butler"),
        (_says(schema="head"), "newer Chat Butler"),
        (_says(tables=[]), "tables are not those"),
        (_forges(b"[1]\n"), "a row of events is none"),
        (_forges(b"{}\n"), "a row of events is none"),
        (_forges(b'["conversation","x",1,1,"y","visitor",null,null,"{}",null]\n'), "events has"),
    ],
)
async def test_a_file_that_was_put_together_by_others_is_refused_whole(
    backup: Path, tmp_path: Path, change: Change, says: str
) -> None:
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    await refused(backup, tmp_path, says)


@pytest.mark.parametrize("content", [b"", b"PK", b"SQLite format 3\0" * 100, bytes(range(256)) * 20])
async def test_a_foreign_file_is_refused(backup: Path, tmp_path: Path, content: bytes) -> None:
    write(backup, content)
    await refused(backup, tmp_path, "is not a whole backup")


async def refused(file: Path, tmp_path: Path, says: str) -> None:
    """And neither the database nor any file was touched."""
    before = files(tmp_path)
    with pytest.raises(BadBackup, match=says):
        await restored(file, tmp_path / "target")
    assert files(tmp_path) == before
    database = Database(sqlite_url(tmp_path / "target"))
    assert await rows_of(database) == {}
    await database.close()


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "target" not in path.parts}


def write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


async def restored(file: Path, folder: Path) -> dict[str, list[Any]]:
    database = Database(sqlite_url(folder))
    try:
        await restore(database, file, silent)
        return await rows_of(database)
    finally:
        await database.close()

"""All rows of a database, as of one moment, into a file that either kind of database can be restored from."""

import base64
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import orjson
from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, select
from sqlmodel import SQLModel

from . import backup_file, tables  # noqa: F401  (registers the tables)
from .backup_file import FORMAT, BadBackup, Manifest, Writing
from .database import TAKES_ITS_TIME, Database, knows_schema, schema_of

AT_ONCE = 2_000  # rows
PART = 8_000_000  # bytes

Progress = Callable[[int, int], None]


async def back_up(database: Database, file: Path, now: int, progress: Progress) -> Manifest:
    """Everything that was committed before the call, once; who writes meanwhile is not held up.

    `now` in ms. Raises BadBackup when there is no such database, or the file is there already.
    """
    if database.file is not None and not database.file.exists():
        raise BadBackup(f"there is no database {database.file}")
    async with database.engine.connect() as connection:
        if database.is_sqlite:
            await connection.exec_driver_sql("BEGIN")
        else:
            connection = await connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            await connection.execute(TAKES_ITS_TIME)
        return await connection.run_sync(_write, file, now, progress)


def _write(connection: Connection, file: Path, now: int, progress: Progress) -> Manifest:
    schema = schema_of(connection)
    if schema is None or not knows_schema(schema):
        raise BadBackup("this database is not one of this version of Chat Butler")
    ours = tables_of(connection)
    total = sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in ours)
    done = 0
    described = []
    with backup_file.writing(file) as writing:
        for table in ours:
            rows = 0
            for some in _parts(connection, table, writing):
                rows += some
                done += some
                progress(done, total)
            described.append(backup_file.Table(str(table.name), *_columns(table), rows))
        manifest = Manifest(
            FORMAT,
            version("chat-butler"),
            schema,
            now,
            connection.dialect.name,
            described,
            writing.parts,
        )
        writing.seal(manifest)
    return manifest


def tables_of(connection: Connection) -> list[Table]:
    """Ours, as they are in this version of the schema; those that others refer to come first."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in SQLModel.metadata.tables)
    return list(found.sorted_tables)


def _columns(table: Table) -> tuple[list[str], list[str]]:
    binary = [str(column.name) for column in table.columns if isinstance(column.type, LargeBinary)]
    return [str(column.name) for column in table.columns], binary


def _parts(connection: Connection, table: Table, writing: Writing) -> Iterator[int]:
    """Writes the table's rows; gives how many there were in each of the steps."""
    names, binary = _columns(table)
    places = [names.index(name) for name in binary]
    gathered = bytearray()
    with connection.execution_options(yield_per=AT_ONCE).execute(select(table)) as found:
        for rows in found.partitions():
            for row in rows:
                gathered += orjson.dumps(_plain(list(row), places), option=orjson.OPT_APPEND_NEWLINE)
                if len(gathered) >= PART:
                    writing.add(str(table.name), bytes(gathered))
                    gathered.clear()
            yield len(rows)
    if gathered:
        writing.add(str(table.name), bytes(gathered))


def _plain(row: list[object], binary: list[int]) -> list[object]:
    for place in binary:
        value = row[place]
        if isinstance(value, bytes):
            row[place] = base64.b64encode(value).decode()
    return row

"""A backup into a new database of either kind: all of it, or none."""

import base64
from collections.abc import Callable
from pathlib import Path

import orjson
from sqlalchemy import Connection, Table, func, literal_column, select, text

from . import backup_file
from .backup import tables_of
from .backup_file import BadBackup, Manifest, Reading
from .database import TAKES_ITS_TIME, Database, knows_schema, migrate, schema_of

Progress = Callable[[int, int], None]
Row = tuple[str | int | float | bool | bytes | None, ...]


async def restore(database: Database, file: Path, progress: Progress) -> Manifest:
    """Brings it up to the newest schema too. Raises BadBackup, and has then changed nothing."""
    with backup_file.reading(file) as reading:
        parts = len(reading.manifest.parts)
        for done, _ in enumerate(reading.check(), 1):
            progress(done, 2 * parts)
        async with database.engine.connect() as connection:
            if database.is_sqlite:
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                await connection.execute(TAKES_ITS_TIME)
            await connection.run_sync(_fill, reading, lambda done: progress(parts + done, 2 * parts))
            await connection.commit()
        return reading.manifest


def _fill(connection: Connection, reading: Reading, progress: Callable[[int], None]) -> None:
    manifest = reading.manifest
    _prepare(connection, manifest)
    tables = {table.name: table for table in tables_of(connection)}
    _check_columns(tables, manifest)
    described = {table.name: table for table in manifest.tables}
    for done, part in enumerate(manifest.parts, 1):
        _insert(connection, described[part.table], reading.content(part))
        progress(done)
    for table in manifest.tables:
        _check_count(connection, tables[table.name], table.rows)
    migrate(connection)
    _check_whole(connection)


def _prepare(connection: Connection, manifest: Manifest) -> None:
    """The schema that the backup was made of, without rows."""
    if not knows_schema(manifest.schema):
        raise BadBackup(
            f"this backup was made by a newer Chat Butler ({manifest.version}): restore it with that one"
        )
    found = tables_of(connection)
    if any(_has_rows(connection, table) for table in found):
        raise BadBackup("there is something in this database already; restore into a new one")
    if schema_of(connection) not in (None, manifest.schema):
        _drop(connection, found)
    if schema_of(connection) is None:
        migrate(connection, manifest.schema)


def _drop(connection: Connection, empty: list[Table]) -> None:
    for table in reversed(empty):
        table.drop(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(literal_column("1")).select_from(table).limit(1)).first() is not None


def _check_columns(tables: dict[str, Table], manifest: Manifest) -> None:
    here = {name: {column.name for column in table.columns} for name, table in tables.items()}
    there = {table.name: set(table.columns) for table in manifest.tables}
    if here != there or not {part.table for part in manifest.parts} <= here.keys():
        raise BadBackup(f"its tables are not those of schema {manifest.schema}")
    for table in manifest.tables:
        if not set(table.binary) <= set(table.columns) or len(table.columns) != len(set(table.columns)):
            raise BadBackup(f"its description of {table.name} cannot be right")


def _insert(connection: Connection, described: backup_file.Table, lines: bytes) -> None:
    binary = [described.columns.index(name) for name in described.binary]
    change = described.columns.index("change") if "change" in described.columns else None
    number = _change(connection)
    try:
        rows = [_row(line, len(described.columns), binary) for line in lines.splitlines()]
    except (ValueError, TypeError) as problem:
        raise BadBackup(f"a row of {described.name} is none: {problem}") from None
    if change is not None:
        rows = [(*row[:change], number, *row[change + 1 :]) for row in rows]
    # As the driver takes it: SQLAlchemy's look at every value would double the time.
    connection.exec_driver_sql(_statement(connection, described), rows)


def _row(line: bytes, width: int, binary: list[int]) -> Row:
    row = orjson.loads(line)
    if not isinstance(row, list) or len(row) != width:
        raise ValueError(f"{width} values are wanted")
    for place in binary:
        row[place] = None if row[place] is None else base64.b64decode(row[place], validate=True)
    return tuple(row)


def _statement(connection: Connection, described: backup_file.Table) -> str:
    """Its names were found in this database's schema before."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    is_sqlite = connection.dialect.name == "sqlite"
    marks = ", ".join("?" if is_sqlite else f"${n}" for n in range(1, len(described.columns) + 1))
    names = ", ".join(quote(name) for name in described.columns)
    return f"INSERT INTO {quote(described.name)} ({names}) VALUES ({marks})"  # noqa: S608


def _change(connection: Connection) -> int:
    """The number of the change that this is: those of the database it comes from mean nothing here."""
    if connection.dialect.name == "sqlite":
        return 1
    number: int = connection.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
    return number


def _check_count(connection: Connection, table: Table, rows: int) -> None:
    found = connection.execute(select(func.count()).select_from(table)).scalar_one()
    if found != rows:
        raise BadBackup(f"{table.name} has {found} rows, and should have {rows}")


def _check_whole(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    verdict = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
    if verdict != "ok":
        raise BadBackup(f"the restored database is not sound: {verdict}")
    if (orphan := connection.execute(text("PRAGMA foreign_key_check")).first()) is not None:
        raise BadBackup(f"a row of {orphan[0]} refers to one that is not there")

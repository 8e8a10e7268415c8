"""`chat-butler backup` and `restore`: everything that is kept, in one file."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from server.clock import wall_clock
from server.progress import progress
from server.settings import settings

if TYPE_CHECKING:
    from server.store.backup_file import Manifest
    from server.store.database import Database

Work = Callable[["Database"], Coroutine[Any, Any, "Manifest"]]

Data = Annotated[Path | None, typer.Option(help="Folder of the SQLite database.")]
DatabaseUrl = Annotated[str | None, typer.Option(help="postgresql://… instead of SQLite.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def backup(file: Path, data: Data = None, database_url: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """Write everything that is kept into FILE, beside a running server."""
    from server.store.backup import back_up

    with progress("backup") as tell:
        manifest = _done(lambda database: back_up(database, file, wall_clock(), tell), data, database_url)
    _print(f"backed up to {file}", manifest, as_json)


def restore(file: Path, data: Data = None, database_url: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """Fill a new database, of either kind, with what is in FILE."""
    from server.store.backup_restore import restore as fill

    with progress("restore") as tell:
        manifest = _done(lambda database: fill(database, file, tell), data, database_url)
    _print(f"restored from {file}", manifest, as_json)


def _done(work: Work, data: Path | None, database_url: str | None) -> "Manifest":
    """Exit 1 with one line when the answer is no."""
    from sqlalchemy.exc import DBAPIError

    from server.store.backup_file import BadBackup
    from server.store.database import Database

    async def opened() -> "Manifest":
        database = Database(settings(data=data, database_url=database_url).database)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(opened())
    except (BadBackup, DBAPIError, OSError) as problem:
        reason = str(getattr(problem, "orig", None) or problem).splitlines()[0]
        typer.echo(f"chat-butler: {reason}", err=True)
        raise typer.Exit(1) from None


def _print(sentence: str, manifest: "Manifest", as_json: bool) -> None:
    rows = {table.name: table.rows for table in manifest.tables}
    if as_json:
        said = {"version": manifest.version, "schema": manifest.schema, "made_at": manifest.made_at}
        typer.echo(orjson.dumps({**said, "rows": rows}).decode())
    else:
        typer.echo(f"{sentence}: {sum(rows.values())} rows")

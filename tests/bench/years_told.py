"""Timelines of the same two years, event by event: what facts are derived from."""

import asyncio
import hashlib
import shutil
import sqlite3
from itertools import islice
from pathlib import Path

from server.settings import sqlite_url
from server.store import rows, tables
from server.store.database import Database
from tests.bench import told_rows, years
from tests.bench.case import Tell
from tests.bench.furnished import Furnished
from tests.bench.grown import QUICK, cache
from tests.bench.told_rows import Rows
from tests.bench.years_kept import a_week_of

AT_ONCE = 1_000


def kept_timelines(conversations: int, tell: Tell) -> Furnished:
    """SQLite with so many; written once, and kept for the next time."""
    folder = cache() / f"told-{conversations}-{_digest()}"
    if not (folder / "whole").exists():
        for outdated in cache().glob(f"told-{conversations}-*"):
            shutil.rmtree(outdated)
        folder.mkdir(parents=True, exist_ok=True)
        _fill(folder / "chat-butler.db", conversations, tell)
        (folder / "whole").touch()
    return Furnished(sqlite_url(folder), [], [], folder)


def _fill(file: Path, count: int, tell: Tell) -> None:
    asyncio.run(_opened(file))
    week = a_week_of(count)
    told = Rows(week)
    numbers = ((number, one) for one in range(years.WEEKS) for number in range(len(week.stories)))
    wanted = islice(numbers, count)
    names, places = ", ".join(told.columns), ", ".join("?" * len(told.columns))
    query = f"INSERT INTO events ({names}) VALUES ({places})"  # noqa: S608
    with sqlite3.connect(file, isolation_level=None) as connection:
        for pragma in QUICK:
            connection.execute(f"PRAGMA {pragma}")
        done = 0
        while batch := list(islice(wanted, AT_ONCE)):
            connection.execute("BEGIN")
            connection.executemany(query, (row for one in batch for row in told.of(*one)))
            connection.execute("COMMIT")
            tell(done := done + len(batch), count)
    connection.close()


async def _opened(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.open()
    await database.close()


def _digest() -> str:
    sources = [Path(str(one.__file__)) for one in (years, rows, tables, told_rows)] + [Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]

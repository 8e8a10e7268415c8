"""The first response by agent and day, asked of a plain table of facts in SQLite and PostgreSQL."""

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import polars as pl

from server.store.reports import plain_url
from server.store.reports.copy import Copy
from server.store.reports.source import source_of
from tests.bench import postgres, years
from tests.bench.years import DAY
from tests.real_servers import postgres_programs

TIMES = 3
_COLUMNS = "conversation TEXT, agent TEXT, wrote_at BIGINT, replied_at BIGINT, out TEXT, entered_at BIGINT"
_COUNTS = "out IS NULL AND entered_at IS NOT NULL AND replied_at >= {0} AND replied_at < {1}"
_SQL = (
    "SELECT agent, replied_at / 86400000 AS day, count(*), avg(replied_at - wrote_at){more}"  # noqa: S608
    f" FROM first_replies WHERE {_COUNTS} GROUP BY agent, day"
)
_PERCENTILES = (
    ", percentile_cont(array[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY replied_at - wrote_at)"
    ", max(replied_at - wrote_at)"
)


def beside(url: str, folder: Path, ours: float) -> list[str]:
    """`ours`: what the figure took, ms. SQLite knows no percentiles: count and mean alone."""
    rows = _rows(url, folder)
    since, until = years.END - 90 * DAY, years.END
    found = [
        f"the same by plain SQL in SQLite, n and mean alone: {_ratio(_in_sqlite(rows, since, until), ours)}"
    ]
    if postgres_programs() is not None:
        found.append(f"in PostgreSQL, with percentiles: {_ratio(_in_postgres(rows, since, until), ours)}")
    return found


def _ratio(ms: float, ours: float) -> str:
    return f"{ms:,.0f} ms, {ms / ours:.1f} x as long as the figure's {ours:.0f} ms"


def _rows(url: str, folder: Path) -> pl.DataFrame:
    kept = Copy(source_of(plain_url(url)), folder)
    kept.pull()
    found = kept.frames(None)["conversations"].select(
        "conversation", "replied_by", "wrote_at", "replied_at", "out", "entered_at"
    )
    rows = found.collect()
    kept.close()
    return rows


def _in_sqlite(rows: pl.DataFrame, since: int, until: int) -> float:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        sqlite3.connect(f"{folder}/plain.db") as database,
    ):
        database.execute(f"CREATE TABLE first_replies ({_COLUMNS})")
        database.executemany("INSERT INTO first_replies VALUES (?, ?, ?, ?, ?, ?)", rows.iter_rows())
        database.execute("CREATE INDEX by_reply ON first_replies (replied_at)")
        database.execute("ANALYZE")
        sql = _SQL.format(since, until, more="")
        return median(_took(lambda: database.execute(sql).fetchall()) for _ in range(TIMES))


def _took(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _in_postgres(rows: pl.DataFrame, since: int, until: int) -> float:
    with postgres.durable() as database:
        return asyncio.run(
            _asked_of_postgres(database.url, rows, _SQL.format(since, until, more=_PERCENTILES))
        )


async def _asked_of_postgres(url: str, rows: pl.DataFrame, sql: str) -> float:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE TABLE first_replies ({_COLUMNS})")
        await connection.copy_records_to_table("first_replies", records=rows.iter_rows())
        await connection.execute("CREATE INDEX by_reply ON first_replies (replied_at)")
        await connection.execute("ANALYZE first_replies")
        found = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            await connection.fetch(sql)
            found.append((time.perf_counter() - begun) * 1000)
        return median(found)
    finally:
        await connection.close()

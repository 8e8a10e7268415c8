"""Databases with years of facts, written once and kept for the next time."""

import asyncio
import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from server.clock import wall_clock
from server.core import facts as facts_
from server.core.facts import rows
from server.settings import sqlite_url
from server.store import records, tables
from server.store.database import Database
from server.store.kept import Kept
from tests.bench import years
from tests.bench.case import Tell
from tests.bench.furnished import Furnished, furnished
from tests.bench.grown import QUICK, cache

AT_ONCE = 5_000
IN_A_COMMIT = 50  # conversations with the same change


def kept_years(conversations: int, pairs: int, tell: Tell) -> Furnished:
    """SQLite, with agents and sites for so many pairs, and the facts of so many conversations."""
    folder = cache() / f"years-{conversations}-{pairs}-{_digest()}"
    if not (folder / "house.json").exists():
        for outdated in cache().glob(f"years-{conversations}-{pairs}-*"):
            shutil.rmtree(outdated)
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        house = furnished(folder / "data", pairs)
        _fill(folder / "data" / "chat-butler.db", conversations, tell)
        supervisor = asyncio.run(_supervised(house.url))
        kept = {
            "sites": house.sites,
            "tokens": house.tokens,
            "supervisor": supervisor,
            "seconds": time.perf_counter() - begun,
        }
        (folder / "house.json").write_text(json.dumps(kept))
    kept = json.loads((folder / "house.json").read_text())
    return Furnished(sqlite_url(folder / "data"), kept["sites"], kept["tokens"], folder / "data")


def supervisor_of(house: Furnished) -> str:
    """A token."""
    assert house.data is not None
    found: str = json.loads((house.data.parent / "house.json").read_text())["supervisor"]
    return found


async def _supervised(url: str) -> str:
    kept = Kept(url, wall_clock)
    await kept.start()
    try:
        person = await kept.people.add_person("sam@bench.example", "Sam", "supervisor", [])
        return (await kept.accounts.add_token(person.id, "bench"))[1]
    finally:
        await kept.stop()


def a_week_of(conversations: int) -> years.Week:
    """Of which so many are two years, or a few more."""
    return years.Week(max(1, -(-conversations // years.WEEKS)))


def _digest() -> str:
    sources = [Path(str(one.__file__)) for one in (years, records, rows, tables)] + [Path(__file__)]
    sources += sorted(Path(str(facts_.__file__)).parent.glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _fill(file: Path, count: int, tell: Tell) -> None:
    asyncio.run(_opened(file))
    week = a_week_of(count)
    everybody = ((*one, "agent") for one in years.presences())
    told = ((*one, "conversation") for one in islice(years.all_records(week), count))
    with sqlite3.connect(file, isolation_level=None) as connection:
        for pragma in QUICK:
            connection.execute(f"PRAGMA {pragma}")
        done = 0
        for batch in _batches(chain(everybody, told)):
            rows_ = [
                (kind, subject, 1 + (done + number) // IN_A_COMMIT, record)
                for number, (subject, record, kind) in enumerate(batch)
            ]
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO facts (subject_kind, subject, change, record) VALUES (?, ?, ?, ?)", rows_
            )
            connection.execute("COMMIT")
            tell(done := done + len(batch), count)
    connection.close()


async def _opened(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.open()
    await database.close()


def _batches(of: Iterator[tuple[str, bytes, str]]) -> Iterator[list[tuple[str, bytes, str]]]:
    while batch := list(islice(of, AT_ONCE)):
        yield batch


def kept_copy(house: Furnished) -> Path:
    """Where the columnar copy of it is kept from one run to the next."""
    assert house.data is not None
    return house.data.parent / "copy"

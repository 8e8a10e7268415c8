"""Ten million conversations straight into columns: the first week's, moved as a whole, week by week."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl

from server.core.kpis.tables import NTH, Tables, bare_of
from server.store import records
from server.store.reports import bare, stored
from server.store.reports.shelf import Shelf, schema_number
from tests.bench import years
from tests.bench.grown import cache
from tests.bench.years import AGENTS, TEAMS, WEEK, WEEKS, Week

VISITORS = ("visitor", "customer")


def in_columns(conversations: int, tell: Callable[[int, int], None]) -> Path:
    """A folder for the reporting process, of a database that has nothing new."""
    folder = cache() / f"columns-{conversations}-{_digest()}"
    if not (folder / "whole").exists():
        for outdated in cache().glob(f"columns-{conversations}-*"):
            shutil.rmtree(outdated)
        week = Week(max(1, -(-conversations // WEEKS)))
        first = bare_of(records.plain(week.record(number, 0)[1]) for number in range(len(week.stories)))
        presence = bare_of(records.plain(record) for _, record in years.presences())["presence"]
        shelf = Shelf(folder, 2**20)
        for number in range(WEEKS):
            shelf.add(f"week {number:03}", moved(first, number))
            tell(number + 1, WEEKS)
        shelf.save(1, bare.NOTHING, presence, [])
        shelf.close()
        (folder / "whole").write_text(json.dumps({"bytes": shelf.bytes()}))
    return folder


def bytes_of(folder: Path) -> int:
    found: int = json.loads((folder / "whole").read_text())["bytes"]
    return found


def moved(first: Tables, week: int) -> Tables:
    """The same conversations so many weeks later, of other visitors and with other people at work."""
    return {grain: _moved(rows, week) for grain, rows in first.items()}


def _moved(rows: pl.DataFrame, week: int) -> pl.DataFrame:
    people = {years.agent(one).id: years.agent(one + TEAMS * week).id for one in range(AGENTS)}
    changes = {}
    for column in rows:
        if column.dtype == pl.Int64 and (latest := column.max()) is not None and latest > years.FIRST:  # type: ignore[operator]
            changes[column.name] = column + week * WEEK
        elif column.name == "conversation":
            changes[column.name] = column.str.head(22) + f"{week:02x}"
        elif column.name in VISITORS:
            came = pl.Series([f"{years.came_in(number, week):02x}" for number in range(len(column))])
            changes[column.name] = column.str.head(22) + came
        elif column.dtype == pl.String and column.name != NTH:
            changes[column.name] = column.replace(list(people), list(people.values()))
    return rows.with_columns(**changes)


def _digest() -> str:
    sources = [Path(str(one.__file__)) for one in (years, records, stored)] + [Path(__file__)]
    return hashlib.sha256(
        b"".join([*(one.read_bytes() for one in sources), schema_number().encode()])
    ).hexdigest()[:12]

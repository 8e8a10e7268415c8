"""Whatever is committed is pulled, whoever wrote it and in whichever order it was committed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from server.core.conversation import replay
from server.core.events import Event, Named
from server.core.facts import facts_of
from server.desk.ports import Append
from server.store import records
from server.store.database import Database
from server.store.reports import copy, plain_url
from server.store.reports.copy import Copy
from server.store.reports.source import source_of
from server.store.timeline import StoredTimeline
from tests.cast import NINE, started, story, vera_says

# A copy belongs to the thread that made it, and none to that of the loop.
_THREAD = ThreadPoolExecutor(1)


async def beside(work: Callable[..., Any], *given: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(_THREAD, work, *given)


def talk(name: str) -> Sequence[Event]:
    return story(started(at=NINE, visitor=Named(f"v_{name}")), vera_says(at=NINE), conversation=name)


async def tell(timeline: StoredTimeline, name: str) -> None:
    events = talk(name)
    await timeline.append(Append(events, replay(events), facts_of(events, {})))


def known(mine: Copy) -> set[str]:
    mine.pull()
    return set(mine.frames(None)["conversations"].select("conversation").collect()["conversation"])


@pytest_asyncio.fixture
async def two(database_url: str) -> AsyncIterator[tuple[StoredTimeline, StoredTimeline]]:
    """Two processes' ways to the same database, both opened before either wrote."""
    databases = [Database(database_url), Database(database_url)]
    await databases[0].open()
    timelines = [StoredTimeline(database) for database in databases]
    for timeline in timelines:
        await timeline.start()
    yield timelines[0], timelines[1]
    for timeline, database in zip(timelines, databases, strict=True):
        await timeline.stop()
        await database.close()


async def test_what_a_second_process_writes_hides_nothing_of_the_first(
    two: tuple[StoredTimeline, StoredTimeline], database_url: str
) -> None:
    mine = await beside(lambda: Copy(source_of(plain_url(database_url))))
    told: set[str] = set()
    for number in range(12):
        name = f"c{number}"
        # One of them writes more often: its numbers would run ahead.
        await tell(two[number % 3 == 0], name)
        told.add(name)
        assert await beside(known, mine) == told


async def test_a_new_start_goes_on_where_the_last_one_was(
    two: tuple[StoredTimeline, StoredTimeline],
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("FRESH", "RECENT"):
        monkeypatch.setattr(copy, name, 4)
    for number in range(9):
        await tell(two[0], f"c{number}")
    first = await beside(lambda: Copy(source_of(plain_url(database_url)), tmp_path))
    assert len(await beside(known, first)) == 9
    first.close()
    await tell(two[1], "c9")
    again = await beside(lambda: Copy(source_of(plain_url(database_url)), tmp_path))
    assert await beside(again.pull) == 1
    assert len(await beside(known, again)) == 10


@pytest_asyncio.fixture
async def held(postgres_url: str) -> AsyncIterator[tuple[StoredTimeline, Any]]:
    """PostgreSQL, with a transaction of somebody's that stays open."""
    database = Database(postgres_url)
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    connection = await asyncpg.connect(plain_url(postgres_url))
    yield timeline, connection
    await connection.close()
    await timeline.stop()
    await database.close()


async def test_what_is_committed_late_is_not_missed_and_nothing_is_read_for_ever(
    held: tuple[StoredTimeline, Any], postgres_url: str
) -> None:
    timeline, connection = held
    mine = await beside(lambda: Copy(source_of(plain_url(postgres_url))))
    await tell(timeline, "before")
    late = connection.transaction()
    await late.start()
    await connection.execute(
        "INSERT INTO facts (subject_kind, subject, change, record)"
        " VALUES ('conversation', 'late', pg_current_xact_id()::text::bigint, $1)",
        records.encode(facts_of(talk("late"), {})),
    )
    await tell(timeline, "meanwhile")
    assert await beside(known, mine) == {"before", "meanwhile"}
    assert await beside(mine.pull) == 0
    await late.commit()
    assert await beside(known, mine) == {"before", "meanwhile", "late"}

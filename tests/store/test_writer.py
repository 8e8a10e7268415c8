"""Group commit on both databases: what waits together is committed together, and fails alone."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from sqlalchemy import Connection, text

from server.core.events import Event
from server.core.refusals import NotStored
from server.desk.ports import Taken, VisitorRecord
from server.settings import sqlite_url
from server.store.database import Database
from server.store.timeline import StoredTimeline
from server.store.writing import writer
from tests.cast import started, vera_says
from tests.store.written import appending, opening


async def test_many_who_wait_share_a_few_commits(timeline: StoredTimeline) -> None:
    appends = [opening(f"c{number}") for number in range(200)]
    await asyncio.gather(*(timeline.append(append) for append in appends))
    tally = timeline.writer.tally
    assert tally.items == 200
    assert tally.commits <= 20
    assert len(await timeline.open_ones()) == 200


async def test_one_alone_does_not_wait_for_company(timeline: StoredTimeline) -> None:
    await asyncio.wait_for(timeline.append(appending(started(), vera_says())), 5)
    assert timeline.writer.tally.commits == 1


async def test_a_bad_one_fails_alone_and_leaves_nothing(timeline: StoredTimeline) -> None:
    await timeline.append(appending(started(), vera_says()))
    bad = appending(started(), vera_says("Somebody else was here"))
    good = [opening(f"c{number}") for number in range(50) if number != 1]
    results = await asyncio.gather(
        *(timeline.append(append) for append in [*good[:25], bad, *good[25:]]), return_exceptions=True
    )
    assert [number for number, result in enumerate(results) if result is not None] == [25]
    assert isinstance(results[25], Taken)
    assert len(await timeline.open_ones()) == 50
    assert [getattr(e, "text", None) for e in await timeline.events("c1")] == [None, "Where is my order?"]


async def test_all_of_an_append_is_there_or_nothing_of_it(timeline: StoredTimeline) -> None:
    visitor = VisitorRecord("v_new", "s1", "hash", name="Vera")
    first = appending(started(), vera_says())
    await timeline.append(first)
    second = appending(vera_says("Again"), vera_says("And again"), after=first.events)
    torn = replace_last_seq(second.events, 2)
    with pytest.raises(Taken):
        await timeline.append(replace(second, events=torn, visitor=visitor))
    assert await timeline.visitor("v_new") is None
    stored = await timeline.stored("c1")
    assert stored is not None and stored.conversation.last_seq == 2


def replace_last_seq(events: Sequence[Event], seq: int) -> Sequence[Event]:
    return (*events[:-1], structs.replace(events[-1], seq=seq))


async def test_work_of_its_own_keeps_its_place_among_the_appends(timeline: StoredTimeline) -> None:
    first = timeline.append(appending(started(), vera_says()))
    count = timeline.writer.run(
        lambda connection: connection.execute(text("SELECT count(*) FROM events")).scalar()
    )
    second = timeline.append(opening("c2"))
    _, between, _ = await asyncio.gather(first, count, second)
    assert between == 2


async def test_what_fails_in_the_database_is_not_stored_and_the_next_one_is(timeline: StoredTimeline) -> None:
    with pytest.raises(NotStored):
        await timeline.writer.run(lambda connection: connection.execute(text("SELECT * FROM nowhere")))
    await timeline.append(appending(started(), vera_says()))
    assert await timeline.stored("c1") is not None


async def test_on_a_full_disk_nothing_is_stored_until_there_is_room(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    await timeline.writer.run(_as_large_as(1))
    refused = await asyncio.gather(
        *(timeline.append(opening(f"c{number}")) for number in range(200)), return_exceptions=True
    )
    await timeline.writer.run(_as_large_as(1_000_000))
    await timeline.append(opening("c1"))
    stored = await timeline.open_ones()
    await timeline.stop()
    await database.close()
    assert {type(one) for one in refused} == {NotStored}
    assert [one.id for one in stored] == ["c1"]


def _as_large_as(pages: int) -> Callable[[Connection], object]:
    """SQLite's own way to run out of disk: it takes no page more, but for those that it has."""
    return lambda connection: connection.execute(text(f"PRAGMA max_page_count = {pages}"))


async def test_stopping_writes_what_still_waits(database: Database) -> None:
    timeline = StoredTimeline(database)
    await timeline.start()
    waiting = [timeline.writer.write(opening(f"c{number}")) for number in range(20)]
    await timeline.stop()
    assert await asyncio.gather(*waiting) == [None] * 20
    assert len(await timeline.open_ones()) == 20


async def test_more_than_can_wait_is_refused_at_once_and_the_rest_is_stored(
    timeline: StoredTimeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 5)
    appends = [opening(f"c{number}") for number in range(1_000)]
    waiting = [timeline.writer.write(append) for append in appends]
    results = await asyncio.gather(*waiting, return_exceptions=True)
    refused = [result for result in results if result is not None]
    assert refused
    assert {type(result) for result in refused} == {NotStored}
    assert len(await timeline.open_ones()) == 1_000 - len(refused)

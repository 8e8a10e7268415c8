"""Claims on the outbox: one node at a time for one subject, whatever the nodes' clocks say."""

import asyncio

from server.core.refusals import NotFound
from server.desk.outside.errands import Envelope
from server.desk.ports import Append, Due, Out
from server.store.database import Database
from server.store.outbox import CLAIM, CLOCKS_DIFFER, StoredOutbox
from server.store.timeline import StoredTimeline

NINE = 1_795_770_000_000
ENVELOPE = Envelope("hash of an address", "hash of a network")


async def put(timeline: StoredTimeline, *runs: str, subject: str | None = None) -> None:
    await timeline.append(Append((), outbox=[Out(run, "letter", subject or run, NINE, NINE) for run in runs]))


async def test_what_is_due_is_claimed_once_by_however_many(
    database: Database, timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    await put(timeline, *(f"r{number}" for number in range(30)))
    nodes = [StoredOutbox(database, of.writer) for of in (timeline, other_timeline)]
    found = await asyncio.gather(*(node.claim(NINE + step) for step in range(4) for node in nodes))
    runs = [errand.run for batch in found for errand in batch]
    assert len(runs) == len(set(runs)) == 30


async def test_of_one_subject_one_thing_is_at_work(database: Database, timeline: StoredTimeline) -> None:
    outbox = StoredOutbox(database, timeline.writer)
    await put(timeline, "r1", "r2", subject="c1")
    [first] = await outbox.claim(NINE)
    assert await outbox.claim(NINE + 1) == []
    await outbox.sent(first)
    [second] = await outbox.claim(NINE + 2)
    assert {first.run, second.run} == {"r1", "r2"}


async def test_a_node_whose_clock_is_behind_leaves_alone_what_another_has_at_work(
    database: Database, timeline: StoredTimeline
) -> None:
    outbox = StoredOutbox(database, timeline.writer)
    await put(timeline, "r1")
    [errand] = await outbox.claim(NINE + 5)
    handed = await outbox.hands_over(errand, 7, ENVELOPE, NINE + 60_000)
    assert handed is not None
    assert await outbox.claim(NINE) == []
    await timeline.set_due(Due("x", NINE, "wake", "c1"))
    assert len(await timeline.claim_due(NINE + 5)) == 1
    assert await timeline.claim_due(NINE) == []


async def test_a_claim_of_before_the_clock_was_set_back_is_void(
    database: Database, timeline: StoredTimeline
) -> None:
    outbox = StoredOutbox(database, timeline.writer)
    await put(timeline, "r1")
    assert len(await outbox.claim(NINE + CLOCKS_DIFFER + 1)) == 1
    assert len(await outbox.claim(NINE)) == 1


async def test_whoever_took_too_long_changes_nothing_any_more(
    database: Database, timeline: StoredTimeline
) -> None:
    outbox = StoredOutbox(database, timeline.writer)
    await put(timeline, "r1")
    [slow] = await outbox.claim(NINE)
    [quick] = await outbox.claim(NINE + CLAIM)
    assert await outbox.hands_over(slow, 7, ENVELOPE, NINE + CLAIM) is None
    await outbox.fails(slow, "451", None)
    await outbox.drop([slow])
    handed = await outbox.hands_over(quick, 9, ENVELOPE, NINE + CLAIM)
    assert handed is not None and handed.upto == 9
    await outbox.sent(handed)
    assert [one.upto for one in await outbox.handed("r1")] == [9]
    assert await outbox.waiting() == 0


async def test_the_same_run_is_put_in_once(database: Database, timeline: StoredTimeline) -> None:
    outbox = StoredOutbox(database, timeline.writer)
    await put(timeline, "r1", "r1")
    await put(timeline, "r1")
    assert await outbox.waiting() == 1


async def test_only_what_is_dead_is_tried_again(database: Database, timeline: StoredTimeline) -> None:
    outbox = StoredOutbox(database, timeline.writer)
    await put(timeline, "r1")
    for run in ("r1", "none"):
        try:
            await outbox.tries_again(run, NINE)
        except NotFound:
            continue
        raise AssertionError(run)

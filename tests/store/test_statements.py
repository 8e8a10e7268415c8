"""Statements for many rows: on PostgreSQL by whole columns, with the same outcome as row after row."""

import asyncio
from dataclasses import replace

from server.desk.ports import Due, VisitorRecord
from server.store.timeline import StoredTimeline
from server.store.writing.many import by_columns


def test_an_insert_of_rows_becomes_one_of_columns() -> None:
    insert = (
        "INSERT INTO t (a, b, c) VALUES ($1::VARCHAR, now()::text, $2::BIGINT) ON CONFLICT (a) DO NOTHING"
    )
    assert by_columns(insert) == (
        "INSERT INTO t (a, b, c) SELECT given.c1, now()::text, given.c2"
        " FROM unnest($1::VARCHAR[], $2::BIGINT[]) AS given(c1, c2) ON CONFLICT (a) DO NOTHING"
    )
    assert by_columns("DELETE FROM t WHERE a = $1::VARCHAR") is None


async def test_of_one_visitor_written_twice_in_a_commit_the_last_is_kept(timeline: StoredTimeline) -> None:
    vera = VisitorRecord(
        "v_vera", "s1", "hash", name=None, tracking=True, fields={"plan": "ö"}, first_seen_at=5
    )
    known = replace(vera, name="Vera", email=None, last_seen_at=2**40)
    await asyncio.gather(timeline.keep_visitor(vera), timeline.keep_visitor(known))
    assert await timeline.visitor("v_vera") == known


async def test_of_one_time_set_twice_in_a_commit_the_last_is_kept(timeline: StoredTimeline) -> None:
    early, late = Due("wake:c1", 1_000, "wake", "c1"), Due("wake:c1", 9_000, "wake", "c1")
    await asyncio.gather(
        timeline.set_due(early), timeline.set_due(late), timeline.set_due(replace(late, key="x"))
    )
    assert await timeline.claim_due(5_000) == []
    assert {due.key for due in await timeline.claim_due(10_000)} == {"wake:c1", "x"}

"""What conversations are found by is written when it changes, and only then."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from server.core.conversation import replay
from server.core.events import Event
from server.desk.ports import Append
from server.store.database import Database
from server.store.rows import CONVERSATIONS, state_row
from server.store.timeline import StoredTimeline
from tests.cast import ada_says, given_to_ada, queued, resolved_by_ada, started, story, vera_says
from tests.store.written import appending

PAGE, LOG_HEAD, FRAME_HEAD = 4096, 32, 24  # bytes: https://sqlite.org/fileformat2.html#walformat


async def test_a_conversation_is_found_by_what_it_is_after_each_event(
    timeline: StoredTimeline, database: Database
) -> None:
    lives = [
        started(), vera_says(), queued(), given_to_ada(), ada_says(), vera_says("More"), resolved_by_ada(),
    ]  # fmt: skip
    for number in range(1, len(lives) + 1):
        await timeline.append(one_more(lives[:number]))
        async with database.engine.connect() as connection:
            row = (await connection.execute(select(CONVERSATIONS))).mappings().one()
        told = {name: value for name, value in row.items() if name != "change"}
        assert told == state_row(replay(story(*lives[:number], conversation="c1")))


async def test_what_happened_in_one_commit_counts_from_how_it_stood_before_all_of_it(
    timeline: StoredTimeline, database: Database
) -> None:
    talk = [started(), vera_says(), queued()]
    await timeline.append(one_more(talk[:1]))
    first, second = one_more(talk[:2]), one_more([*talk, given_to_ada()], 2)
    # Handed over in one turn of the loop, so that they share a commit.
    for done in [timeline.writer.write(append) for append in (first, second)]:
        await done
    async with database.engine.connect() as connection:
        assert (await connection.execute(select(CONVERSATIONS.c.agent))).scalars().all() == ["a_ada"]


async def test_a_message_touches_no_index_of_what_it_leaves_as_it_is(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    talk = [started(), vera_says(), queued(), given_to_ada()]
    for number in range(1, len(talk) + 1):
        await timeline.append(one_more(talk[:number]))
    log = tmp_path / "desk.db-wal"
    before = log.read_bytes()
    await timeline.append(one_more([*talk, vera_says("Are you there?")]))
    touched = pages_written(before, log.read_bytes())
    names = {name for page, name in roots_of(tmp_path / "desk.db").items() if page in touched}
    await timeline.stop()
    await database.close()
    assert {name for name in names if "conversations" in name} == {
        "conversations",
        "conversations_by_last",
        "conversations_by_agent",
        "ix_conversations_change",
    }


def one_more(events: Sequence[Event], after: int | None = None) -> Append:
    """The last of them, or those after so many, with how the conversation stood until then."""
    known = len(events) - 1 if after is None else after
    append = appending(*events[known:], after=events[:known])
    before = replay(story(*events[:known], conversation="c1")) if known else None
    return replace(append, before=before)


def roots_of(file: Path) -> dict[int, str]:
    """By page; as small as it is, a table or an index is a page each."""
    connection = sqlite3.connect(file)
    found = dict(connection.execute("SELECT rootpage, name FROM sqlite_master WHERE rootpage > 0").fetchall())
    connection.close()
    return found


def pages_written(before: bytes, after: bytes) -> set[int]:
    """Of each frame that the log has got anew, which page it is of. It is longer than what it holds."""
    starts = range(LOG_HEAD, len(after), FRAME_HEAD + PAGE)
    fresh = [at for at in starts if after[at : at + FRAME_HEAD] != before[at : at + FRAME_HEAD]]
    return {int.from_bytes(after[at : at + 4], "big") for at in fresh}

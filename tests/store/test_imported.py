"""Timelines out of a file: all of them, exactly, or none and why."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from sqlalchemy import func, select

from server.core import events as e
from server.core.conversation import replay
from server.core.events import Event, Named, Sender
from server.core.facts import facts_of
from server.core.wire import to_wire
from server.desk.directory import Directory
from server.desk.later.still_due import still_due
from server.desk.ports import Append, Audited, AuditWanted
from server.store import rebuild
from server.store.database import Database
from server.store.imported import Derived, Imported, Unimportable, imported, judged
from server.store.rows import CONVERSATIONS, EVENTS, FACTS
from server.store.timeline import StoredTimeline
from tests.cast import ADA, DAY, HOUR, NINE, ada_says, resolved_by_ada, started, story
from tests.kpis.worlds import shifts, worlds

NOW = NINE + 365 * DAY
DERIVED = Derived({}, lambda conversation, told: still_due(conversation, told, Directory()))


def silent(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass
class Shelf:
    """A database and a file beside it."""

    timeline: StoredTimeline
    database: Database
    file: Path

    async def take(self, stories: Sequence[Sequence[Event]], **how: Any) -> Imported:
        self.file.write_bytes(written(stories))
        return await self.take_file(**how)

    async def take_file(self, **how: Any) -> Imported:
        found = judged(self.file, NOW, silent)
        return await imported(self.timeline, DERIVED, self.file, found, silent, now=NOW, **how)

    async def exported(self) -> bytes:
        return b"".join([written([told]) async for _, told in rebuild.timelines(self.database)])

    async def differences(self) -> list[str]:
        return [line async for line in rebuild.differences(self.database, {})]

    async def rows(self) -> list[int]:
        async with self.database.engine.connect() as connection:
            counts = [select(func.count()).select_from(table) for table in (EVENTS, CONVERSATIONS, FACTS)]
            return [(await connection.execute(count)).scalar() or 0 for count in counts]

    async def why_not(self, lines: Sequence[str], **how: Any) -> list[tuple[int, str]]:
        self.file.write_text("\n".join(lines) + "\n")
        before = await self.rows()
        with pytest.raises(Unimportable) as problem:
            await self.take_file(**how)
        assert await self.rows() == before
        return [(one.line, one.reason) for one in problem.value.problems]


@pytest_asyncio.fixture
async def shelf(database_url: str, tmp_path: Path) -> AsyncIterator[Shelf]:
    database = Database(database_url)
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    yield Shelf(timeline, database, tmp_path / "timeline.jsonl")
    await timeline.stop()
    await database.close()


def written(stories: Sequence[Sequence[Event]]) -> bytes:
    lines = [
        orjson.dumps(to_wire(event), option=orjson.OPT_APPEND_NEWLINE) for told in stories for event in told
    ]
    return b"".join(lines)


def talk(name: str, at: int = NINE) -> tuple[Event, ...]:
    return story(
        started(visitor=Named(f"v_{name}", "Vera"), at=at),
        e.MessageSent(by=Sender("visitor", f"v_{name}"), text="Where is my order? 🙂", at=at, id="m1"),
        ada_says("Let me look.", at=at + HOUR),
        resolved_by_ada(at=at + 2 * HOUR),
        conversation=name,
    )


def lines_of(*stories: Sequence[Event]) -> list[str]:
    return written(stories).decode().splitlines()


async def test_what_is_exported_again_is_what_was_imported(shelf: Shelf) -> None:
    shift = replace(
        e.AgentStatus(by=ADA, agent=Named("a_ada", "Ada"), status="online", slots=3), seq=1, at=NINE
    )
    stories = [[shift], talk("c1"), talk("c2", NINE + DAY)]
    done = await shelf.take(stories)
    assert (done.events, done.timelines) == (9, 3)
    assert await shelf.exported() == written(stories)
    assert await shelf.differences() == []
    assert await shelf.rows() == [9, 2, 3]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(world=worlds(), there=shifts())
async def test_any_world_comes_back_byte_for_byte(
    shelf: Shelf, world: Sequence[Sequence[Event]], there: Sequence[Sequence[Event]]
) -> None:
    async with shelf.database.engine.begin() as connection:
        for table in (EVENTS, CONVERSATIONS, FACTS):
            await connection.execute(table.delete())
    # A visitor has one open conversation at most.
    stories = [*there, *(of_somebody(told, f"v_{number}") for number, told in enumerate(world))]
    await shelf.take(stories)
    assert await shelf.exported() == written(stories)
    assert await shelf.differences() == []


def of_somebody(told: Sequence[Event], visitor: str) -> list[Event]:
    first = told[0]
    assert isinstance(first, e.ConversationStarted)
    return [replace(first, visitor=Named(visitor)), *told[1:]]


async def test_timelines_may_lie_mixed_in_the_file(shelf: Shelf) -> None:
    mixed = [event for pair in zip(talk("c1"), talk("c2"), strict=True) for event in pair]
    await shelf.take([mixed, talk("c3")])
    assert await shelf.exported() == written([talk("c1"), talk("c2"), talk("c3")])
    assert await shelf.differences() == []


async def test_a_timeline_may_be_broken_off_by_another(shelf: Shelf) -> None:
    one, other = talk("c1"), talk("c2")
    await shelf.take([one[:2], other, one[2:]])
    assert await shelf.exported() == written([one, other])
    assert await shelf.differences() == []


async def test_a_timeline_goes_on_where_it_stopped(shelf: Shelf) -> None:
    whole = [*talk("c1"), replace(e.Reopened(), conversation="c1", seq=5, at=NINE + DAY)]
    await shelf.take([whole[:4]])
    await shelf.take([whole[4:]])
    assert await shelf.exported() == written([whole])
    assert await shelf.differences() == []


BROKEN = [
    ("nonsense", "this is not JSON"),
    ("[1]", "an event is a JSON object"),
    ('{"type": "luck", "conversation": "c1", "seq": 1, "at": 1}', "no event is called 'luck'"),
    ('{"type": "queued", "conversation": "c1", "seq": 5, "at": 1, "by": {"kind": "king"}}', "'king'"),
    ('{"type": "queued", "conversation": "c1", "seq": 0, "at": 1, "by": {"kind": "system"}}', ">= 1"),
    ('{"type": "queued", "conversation": "c1", "seq": 5, "at": "now", "by": {"kind": "system"}}', "$.at"),
    ('{"type": "queued", "seq": 5, "at": 1, "by": {"kind": "system"}}', "names no conversation"),
    (
        '{"type": "message.sent", "conversation": "c1", "seq": 5, "at": 1, "by": {"kind": "bot"}, "text": 7}',
        "$.text",
    ),
    (
        '{"type": "message.sent", "conversation": "c1", "seq": 5, "at": 1, "by": {"kind": "agent"}, '
        '"text": "\\u0000"}',
        "NUL",
    ),
]


async def test_every_broken_line_is_told_and_nothing_is_imported(shelf: Shelf) -> None:
    told = await shelf.why_not([*lines_of(talk("c1")), "", *(line for line, _ in BROKEN)])
    assert [line for line, _ in told] == list(range(6, 6 + len(BROKEN)))
    for (_, reason), (_, says) in zip(told, BROKEN, strict=True):
        assert says in reason


def changed(lines: list[str], number: int, **fields: Any) -> list[str]:
    """One of the lines (from 1) with other fields."""
    lines[number - 1] = json.dumps(json.loads(lines[number - 1]) | fields)
    return lines


async def test_a_gap_is_told_once(shelf: Shelf) -> None:
    lines = lines_of(talk("c1"), talk("c2"))
    del lines[1]
    assert await shelf.why_not(lines) == [(2, "there is a gap: number 3 comes where 2 is due")]


async def test_an_event_that_comes_twice_is_told(shelf: Shelf) -> None:
    lines = lines_of(talk("c1"))
    assert await shelf.why_not([*lines[:2], lines[1], *lines[2:]]) == [
        (3, "number 2 of this timeline comes twice, or out of order")
    ]


async def test_time_neither_runs_back_nor_ahead(shelf: Shelf) -> None:
    lines = changed(changed(lines_of(talk("c1")), 3, at=NINE - 1), 4, at=NOW + 1)
    assert await shelf.why_not(lines) == [
        (3, "it is earlier than the event before it"),
        (4, "it is in the future"),
    ]


async def test_a_conversation_begins_with_its_start(shelf: Shelf) -> None:
    lines = changed(lines_of(talk("c1"))[1:], 1, seq=1)
    says = "a conversation begins with conversation.started, and only begins with it"
    assert (await shelf.why_not(lines))[0] == (1, says)


async def test_every_fault_is_told_in_order(shelf: Shelf) -> None:
    lines = ["{", *lines_of(talk("c1")), "}", *lines_of(talk("c2"))[1:]]
    assert [line for line, _ in await shelf.why_not(lines)] == [1, 6, 7]


async def test_what_is_stored_already_is_not_stored_twice(shelf: Shelf) -> None:
    await shelf.take([talk("c1")])
    lines = lines_of(talk("c2", NINE + DAY), talk("c1"))
    assert await shelf.why_not(lines, rewrites_history=True) == [(5, "c1: number 1 is stored already")]


async def test_a_gap_to_what_is_stored_is_told(shelf: Shelf) -> None:
    await shelf.take([talk("c1")[:2]])
    lines = lines_of(talk("c1")[3:])
    assert await shelf.why_not(lines) == [(1, "c1: there is a gap: number 4 comes where 3 is due")]


async def test_a_message_id_of_one_sender_is_there_once(shelf: Shelf) -> None:
    one, other = talk("c1"), talk("c2", NINE + DAY)
    other = (other[0], replace(other[1], by=one[1].by), *other[2:])
    ((line, reason),) = await shelf.why_not(lines_of(one, other))
    assert line == 6 and "message id 'm1' is there already" in reason


async def test_a_visitor_has_one_open_conversation_at_most(shelf: Shelf) -> None:
    open_ones = [of_somebody(talk(name)[:1], "v_vera") for name in ("c1", "c2")]
    ((line, reason),) = await shelf.why_not(lines_of(*open_ones))
    assert (line, reason) == (2, "c2: its visitor would have two open conversations")


async def test_history_is_only_rewritten_when_it_is_wanted(shelf: Shelf) -> None:
    told = talk("c9", NINE + 30 * DAY)
    await shelf.timeline.append(Append(told, replay(told), facts_of(told, {})))
    lines = lines_of(talk("c0", NINE + 40 * DAY), talk("c1"))
    ((line, reason),) = await shelf.why_not(lines)
    assert line == 5 and "--rewrite-history" in reason
    assert await audited(shelf) == []
    await shelf.take_file(rewrites_history=True)
    assert await shelf.rows() == [12, 3, 3]
    (entry,) = await audited(shelf)
    assert (entry.who, entry.action, entry.at) == ("command-line", "history.rewritten", NOW)
    assert entry.detail == {"events": 8, "timelines": 2, "from": NINE}
    assert await shelf.differences() == []


async def test_history_that_only_goes_on_is_not_rewritten(shelf: Shelf) -> None:
    await shelf.take([talk("c1")])
    await shelf.take([talk("c2", NINE + DAY)], rewrites_history=True)
    assert await audited(shelf) == []


async def audited(shelf: Shelf) -> list[Audited]:
    found, _ = await shelf.timeline.audited(AuditWanted(), None, 10)
    return found


async def test_what_sleeps_wakes_up_again_and_what_is_resolved_needs_nothing(shelf: Shelf) -> None:
    asleep = [*talk("c2")[:3], replace(e.Snoozed(by=ADA, until=NINE + DAY), conversation="c2", seq=4)]
    await shelf.take([talk("c1"), [*asleep[:3], replace(asleep[3], at=NINE + HOUR)]])
    (due,) = await shelf.timeline.claim_due(NINE + DAY)
    assert (due.kind, due.subject, due.at) == ("wake", "c2", NINE + DAY)


async def test_a_long_file_goes_through_in_parts(shelf: Shelf) -> None:
    stories = [talk(f"c{number:04d}", NINE + number) for number in range(1_100)]
    steps: list[tuple[int, int]] = []
    shelf.file.write_bytes(written(stories))
    found = judged(shelf.file, NOW, silent)
    await imported(shelf.timeline, DERIVED, shelf.file, found, lambda *step: steps.append(step), now=NOW)
    assert steps == sorted(steps) and steps[-1] == (5_500, 5_500)
    assert await shelf.exported() == written(stories)


async def test_an_empty_file_holds_nothing(shelf: Shelf) -> None:
    assert await shelf.take([]) == Imported(0, 0)

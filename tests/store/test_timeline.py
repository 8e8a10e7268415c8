"""The timeline on both databases: who was faster, what was said before, what comes back."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select

from server.core.conversation import replay
from server.core.events import AgentStatus, MessageSent, Named, Tagged
from server.desk.ports import Append, Due, SaidBefore, Taken, VisitorRecord
from server.store import rebuild as rebuilding
from server.store.database import Database
from server.store.rebuild import derived, differences, rebuild, replacing, timelines
from server.store.rows import CONVERSATIONS
from server.store.timeline import StoredTimeline
from tests.cast import (
    ADA,
    NINE,
    VERA,
    ada_says,
    given_to_ada,
    queued,
    resolved_by_ada,
    started,
    vera_says,
)
from tests.store.written import appending, next_word, opening

MINUTE = 60_000
DIFFERS = "conversation c1: state differs"


async def test_of_two_who_write_the_same_number_one_wins(
    timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    opening = appending(started(), vera_says())
    await timeline.append(opening)
    results = await asyncio.gather(
        timeline.append(appending(ada_says("Ada's"), after=opening.events)),
        other_timeline.append(appending(vera_says("Vera's"), after=opening.events)),
        return_exceptions=True,
    )
    assert [type(result) for result in results if result is not None] == [Taken]
    assert [event.seq for event in await timeline.events("c1")] == [1, 2, 3]


async def test_a_visitor_opens_one_conversation_on_two_nodes_at_once(
    timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    results = await asyncio.gather(
        timeline.append(appending(started(), vera_says(), conversation="c1")),
        other_timeline.append(appending(started(), vera_says(), conversation="c2")),
        return_exceptions=True,
    )
    assert [type(result) for result in results if result is not None] == [Taken]
    assert len(await timeline.open_ones()) == 1


async def test_a_message_id_is_remembered_after_a_restart(
    timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    opening = appending(started(), vera_says("Once", id="m1"))
    await timeline.append(opening)
    with pytest.raises(SaidBefore) as said:
        await other_timeline.append(appending(vera_says("Once", id="m1"), after=opening.events))
    first = said.value.event
    assert isinstance(first, MessageSent)
    assert (first.seq, first.text, first.by) == (2, "Once", VERA)


async def test_events_come_back_as_they_were(timeline: StoredTimeline) -> None:
    events = (
        started(),
        vera_says("\u0645\u0631\u062d\u0628\u0627 \U0001f600 'quoted' \"twice\" \\ %s :x"),
        queued(),
        given_to_ada(),
        ada_says(),
        Tagged(by=ADA, tags=("vip", "\u00fc")),
        resolved_by_ada(),
    )
    append = appending(*events)
    await timeline.append(append)
    assert tuple(await timeline.events("c1")) == append.events
    stored = await timeline.stored("c1")
    assert stored is not None
    assert (stored.conversation, stored.facts) == (append.conversation, append.facts)
    assert stored.conversation == replay(append.events)


async def test_events_are_paged_and_those_for_visitors_picked(timeline: StoredTimeline) -> None:
    note = MessageSent(by=ADA, kind="note", public=False, text="Hm")
    append = appending(
        started(), vera_says(), given_to_ada(), Tagged(by=ADA, tags=("vip",)), note, ada_says()
    )
    await timeline.append(append)
    assert [e.seq for e in await timeline.events("c1", after=2, limit=2)] == [3, 4]
    assert 4 not in [e.seq for e in await timeline.events("c1", visible=True)]
    assert [e.seq for e in await timeline.last_events("c1", 2)][-1] == 6


async def test_what_is_due_is_claimed_by_one_of_two(
    timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    for number in range(40):
        await timeline.set_due(Due(f"wake:{number}", NINE + number, "wake", f"c{number}"))
    claimed = await asyncio.gather(
        *(of.claim_due(NINE + MINUTE, limit=10) for of in (timeline, other_timeline) * 4)
    )
    keys = [due.key for batch in claimed for due in batch]
    assert len(keys) == len(set(keys)) == 40
    assert await other_timeline.claim_due(NINE + MINUTE) == []


async def test_what_was_claimed_and_not_settled_is_due_again_after_a_minute(timeline: StoredTimeline) -> None:
    due = Due("wake:c1", NINE, "wake", "c1")
    await timeline.set_due(due)
    assert await timeline.claim_due(NINE - 1) == []
    assert await timeline.claim_due(NINE) == [due]
    assert await timeline.claim_due(NINE + MINUTE - 1) == []
    assert await timeline.claim_due(NINE + MINUTE) == [due]
    await timeline.drop_due(due)
    assert await timeline.claim_due(NINE + 10 * MINUTE) == []


async def test_what_was_set_anew_meanwhile_stays(timeline: StoredTimeline) -> None:
    due, later = (Due("wake:c1", NINE + ahead, "wake", "c1") for ahead in (0, MINUTE))
    await timeline.set_due(due)
    await timeline.set_due(later)
    await timeline.drop_due(due)
    assert await timeline.claim_due(NINE) == []
    assert await timeline.claim_due(NINE + MINUTE) == [later]


async def test_changes_of_another_node_are_told_once_known(
    timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    await timeline.append(appending(started(), vera_says(), conversation="c0"))
    mark = await other_timeline.mark()
    append = appending(started(visitor=Named("v_wanda", "Wanda")), vera_says(), conversation="c1")
    await timeline.append(append)
    status = AgentStatus(seq=1, at=NINE, by=ADA, agent=Named("a_ada", "Ada"), status="online", slots=4)
    await timeline.append(Append((status,), None, append.facts))
    conversations, statuses, mark = await other_timeline.changes(mark)
    assert append.conversation in conversations
    assert statuses == [status]
    assert "c0" not in [conversation.id for conversation in conversations]


async def test_a_visitor_is_found_by_his_token_on_his_site_until_it_is_too_old(
    timeline: StoredTimeline,
) -> None:
    vera = VisitorRecord("v_vera", "s1", "hash", "Vera", fields={"plan": "gold"}, last_seen_at=NINE)
    await timeline.keep_visitor(vera)
    assert await timeline.visitor_by_token("s1", "hash", NINE) == vera
    assert await timeline.visitor_by_token("s2", "hash", NINE) is None
    assert await timeline.visitor_by_token("s1", "hash", NINE + 1) is None


async def test_state_and_facts_are_what_the_timeline_says_and_can_be_made_anew(
    timeline: StoredTimeline, database: Database
) -> None:
    for number in range(5):
        whole = (started(), vera_says(), queued(), given_to_ada(), ada_says(), resolved_by_ada())
        await timeline.append(appending(*whole, conversation=f"c{number}"))
    assert await found(database) == []
    await timeline.writer.run(
        lambda connection: connection.execute(
            CONVERSATIONS.update().where(CONVERSATIONS.c.id == "c3").values(state="{}")
        )
    )
    assert await found(database) == ["conversation c3: state differs"]
    assert await rebuild(timeline, database, {}) == 5
    assert await found(database) == []


async def test_a_state_is_the_same_if_it_is_written_out_in_full_and_another_if_it_is_none(
    timeline: StoredTimeline, database: Database
) -> None:
    append = appending(started(), vera_says(), queued())
    await timeline.append(append)
    written_out = {**msgspec.to_builtins(append.conversation), "agent": None, "tags": [], "spam": False}
    assert "agent" not in msgspec.to_builtins(append.conversation)
    for state, differs in [
        (written_out, []),
        ({**written_out, "spam": True}, [DIFFERS]),
        ("torn", [DIFFERS]),
    ]:
        await put(timeline, msgspec.json.encode(state).decode())
        assert await found(database) == differs


async def put(timeline: StoredTimeline, state: str) -> None:
    """In the place of each conversation's."""
    update = CONVERSATIONS.update().values(state=state)
    await timeline.writer.run(lambda connection: connection.execute(update))


async def test_what_begins_meanwhile_keeps_nothing_from_being_made_anew(
    timeline: StoredTimeline, database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(name: str) -> Append:
        return appending(started(), resolved_by_ada(), conversation=name)

    monkeypatch.setattr(rebuilding, "AT_ONCE", 4)
    for name in ("c1", "c2", "z"):
        await timeline.append(told(name))
    await put(timeline, "{}")

    def another_begins(done: int, _: int) -> None:
        if done == 1:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(asyncio.run, told_elsewhere(database_url, told("y"))).result()

    assert await rebuild(timeline, database, {}, another_begins) == 4
    assert await found(database) == []


@pytest.mark.parametrize("at_once", [1, 4, 6, 7])
async def test_a_timeline_is_read_whole_however_many_events_are_read_at_once(
    timeline: StoredTimeline, database: Database, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(rebuilding, "AT_ONCE", at_once)
    whole = (started(), vera_says(), queued(), given_to_ada(), ada_says(), resolved_by_ada())
    for name in ("c1", "c2", "c3"):
        await timeline.append(appending(*whole, conversation=name))
    read = [(name, [event.seq for event in events]) async for (_, name), events in timelines(database)]
    assert read == [(name, [1, 2, 3, 4, 5, 6]) for name in ("c1", "c2", "c3")]


async def test_a_state_that_is_right_is_left_as_it_is(timeline: StoredTimeline, database: Database) -> None:
    for name in ("c1", "c2"):
        await timeline.append(opening(name))
    wrong = CONVERSATIONS.update().where(CONVERSATIONS.c.id == "c2").values(status="resolved")
    await timeline.writer.run(lambda connection: connection.execute(wrong))
    before = await places(database)
    await rebuild(timeline, database, {})
    after = await places(database)
    assert after["c1"] == before["c1"]
    assert after["c2"].change > before["c2"].change
    assert after["c2"].status == "open"


async def places(database: Database) -> dict[str, Any]:
    """How each conversation stands in the list, and since which change."""
    query = select(CONVERSATIONS.c.id, CONVERSATIONS.c.status, CONVERSATIONS.c.change)
    async with database.engine.connect() as connection:
        return {row.id: row for row in await connection.execute(query)}


async def test_what_goes_on_between_reading_and_writing_is_not_taken_back(
    timeline: StoredTimeline, database: Database
) -> None:
    for name in ("c1", "c2"):
        await timeline.append(opening(name))
    read = [one async for one in timelines(database)]
    await timeline.append(next_word("c1"))
    written = await timeline.writer.run(replacing(timeline, derived(read, {})))
    assert written == [("conversation", "c1")]
    assert await found(database) == []
    assert await rebuild(timeline, database, {}) == 2
    assert await found(database) == []


async def test_what_grows_while_it_is_made_anew_is_read_again(
    timeline: StoredTimeline, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("c1", "c2"):
        await timeline.append(opening(name))
    write = timeline.writer.run

    async def after_one_more_word(work: Callable[[Connection], Any]) -> Any:
        monkeypatch.setattr(timeline.writer, "run", write)
        await timeline.append(next_word("c1"))
        return await write(work)

    monkeypatch.setattr(timeline.writer, "run", after_one_more_word)
    assert await rebuild(timeline, database, {}) == 2
    assert await found(database) == []


async def told_elsewhere(url: str, append: Append) -> None:
    database = Database(url)
    timeline = StoredTimeline(database)
    await timeline.start()
    await timeline.append(append)
    await timeline.stop()
    await database.close()


async def found(database: Database) -> list[str]:
    return [line async for line in differences(database, {})]

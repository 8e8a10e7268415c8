"""The reporting process over a real database: fresh, exact in the past, and back after it died."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Any

import orjson
import pytest
import pytest_asyncio
from msgspec.structs import replace

from server.core.conversation import replay
from server.core.events import AgentStatus, Event, Named
from server.core.facts import facts_of
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.figure import figure
from server.core.kpis.tables import frames_of_facts
from server.desk.ports import Append
from server.store import reports
from server.store.database import Database
from server.store.reports import NotReady, ReportFailed, Reports
from server.store.timeline import StoredTimeline
from tests.cast import (
    ADA,
    HOUR,
    MINUTE,
    NINE,
    ada_says,
    given_to_ada,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

NOW = NINE + 5 * HOUR


class Told:
    """A database in which conversations happen, and the reports about it."""

    def __init__(self, timeline: StoredTimeline, reports: Reports) -> None:
        self.timeline = timeline
        self.reports = reports

    async def tell(self, events: Sequence[Event], already: int = 0) -> None:
        """The whole story, of which so many events are stored already."""
        append = Append(events[already:], replay(events), facts_of(events, {}))
        await self.timeline.append(append)

    async def ask(self, kpi: str, **more: Any) -> dict[str, Any]:
        return await self.reports.figure(Ask(kpi, now=NOW, **more))


@pytest_asyncio.fixture
async def told(database_url: str) -> AsyncIterator[Told]:
    database = Database(database_url)
    await database.open()
    timeline = StoredTimeline(database)
    await timeline.start()
    reports = Reports(database_url)
    await reports.start()
    yield Told(timeline, reports)
    await reports.stop()
    await timeline.stop()
    await database.close()


def talk(number: int, answered_after: int) -> tuple[Event, ...]:
    somebody = Named(f"v_{number}")
    events = (started(visitor=somebody), vera_says(at=NINE), ada_says(at=NINE + answered_after))
    return story(*events, conversation=f"c{number}")


async def test_what_was_stored_before_the_question_is_in_the_answer(told: Told) -> None:
    assert (await told.ask("frt"))["n"] == 0
    for number in range(3):
        await told.tell(talk(number, answered_after=MINUTE * (number + 1)))
        answer = await told.ask("frt")
        assert (answer["n"], answer["value"]) == (number + 1, 60 * (number + 2) / 2)


async def test_who_was_there_is_in_the_answer_from_when_he_came_until_he_went(told: Told) -> None:
    comes = AgentStatus(by=ADA, agent=Named("a_ada"), status="online", slots=1, seq=1, at=NINE)
    goes = replace(comes, status="offline", seq=2, at=NINE + 2 * HOUR)
    await told.tell(story(started(), vera_says(), given_to_ada(at=NINE), resolved_by_ada(at=NINE + HOUR)))
    await told.timeline.append(Append((comes,), None, facts_of((comes,), {})))
    assert (await told.ask("occupancy", attribution="overlap"))["value"] == 100 / 5
    await told.timeline.append(Append((goes,), None, facts_of((comes, goes), {})))
    assert (await told.ask("occupancy", attribution="overlap"))["value"] == 50
    assert (await told.ask("occupancy", attribution="overlap", as_of=NINE + HOUR))["value"] == 100


async def test_a_conversation_that_goes_on_replaces_what_was_known_of_it(told: Told) -> None:
    events = talk(1, answered_after=MINUTE)
    await told.tell(events)
    assert (await told.ask("backlog"))["value"] == 1
    longer = story(started(), *events[1:], resolved_by_ada(at=NINE + HOUR), conversation="c1")
    await told.tell(longer, already=3)
    assert (await told.ask("backlog"))["value"] == 0
    assert (await told.ask("volume"))["value"] == 1


async def test_the_past_is_folded_again(told: Told) -> None:
    await told.tell(talk(1, answered_after=MINUTE))
    await told.tell(talk(2, answered_after=HOUR))
    answer = await told.ask("frt", as_of=NINE + 2 * MINUTE)
    assert (answer["n"], answer["pending"], answer["value"]) == (1, 1, 60)
    assert answer == figure(
        frames_of_facts(_known(NINE + 2 * MINUTE)), Ask("frt", NOW, as_of=NINE + 2 * MINUTE)
    )


def _known(as_of: int) -> list[Any]:
    stories = [talk(1, MINUTE), talk(2, HOUR)]
    return [facts_of([event for event in one if event.at < as_of], {}) for one in stories]


async def test_a_figure_is_the_same_written_out_with_what_goes_with_it(told: Told) -> None:
    await told.tell(talk(1, MINUTE))
    ask = Ask("frt", now=NOW, since=NINE - HOUR, until=NOW, by=("agent", "day"))
    plain = await told.reports.figure(ask)
    assert [group["n"] for group in plain["groups"]] == [1]
    assert orjson.loads(await told.reports.written(ask, {"link": "/x"})) == {**plain, "link": "/x"}


async def test_the_rows_behind_a_figure_are_named(told: Told) -> None:
    await told.tell(talk(1, answered_after=MINUTE))
    await told.tell(story(started(), vera_says(at=NINE), conversation="c2"))
    counted = await told.reports.rows_behind(Listing(Ask("frt", now=NOW)))
    waiting = await told.reports.rows_behind(Listing(Ask("frt", now=NOW), "pending"))
    assert [row["conversation"] for row in counted["items"]] == ["c1"]
    assert [row["conversation"] for row in waiting["items"]] == ["c2"]


async def test_when_the_process_dies_it_comes_back_and_the_question_is_answered(told: Told) -> None:
    await told.tell(talk(1, answered_after=MINUTE))
    assert (await told.ask("frt"))["n"] == 1
    assert told.reports.process_id is not None
    os.kill(told.reports.process_id, signal.SIGKILL)
    assert (await told.ask("frt"))["n"] == 1


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="nothing stops like that here")
async def test_the_server_stops_though_the_process_is_at_work(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "FAREWELL", 0.2)
    await told.ask("frt")
    process = told.reports.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    asked = asyncio.ensure_future(told.ask("frt"))
    await asyncio.sleep(0)
    await told.reports.stop()
    with pytest.raises(ReportFailed, match="the server stops"):
        await asked


async def test_today_has_a_figure_for_each(told: Told) -> None:
    await told.tell(story(started(), vera_says(at=NINE), given_to_ada(), ada_says(at=NINE + MINUTE)))
    figures = await told.reports.today(("frt", "volume", "backlog", "csat"), NOW, "Europe/Rome")
    assert {kpi: answer["value"] for kpi, answer in figures.items()} == {
        "frt": 60.0,
        "volume": 1,
        "backlog": 1,
        "csat": None,
    }


async def test_what_takes_too_long_says_so_and_goes_on(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    await told.tell(talk(1, answered_after=MINUTE))
    monkeypatch.setattr(reports, "LONGEST", 0)
    with pytest.raises(NotReady, match="no answer within 0 s"):
        await told.ask("frt")
    monkeypatch.setattr(reports, "LONGEST", 60)
    assert (await told.ask("frt"))["n"] == 1
    first = told.reports.process_id
    assert (await told.ask("frt"))["n"] == 1
    assert told.reports.process_id == first


def test_the_chats_own_process_never_loads_polars() -> None:
    asked = "import sys, server.store.reports, server.rest.kpis; print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"

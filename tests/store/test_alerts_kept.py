"""An alert of a queue begins once, however many nodes see it."""

import asyncio

from server.core.alerts import QUIET
from server.desk.ports import Out
from server.store.alerts import StoredAlerts
from server.store.database import Database
from server.store.outbox import StoredOutbox
from server.store.timeline import StoredTimeline
from tests.cast import NINE


def out(run: str) -> Out:
    return Out(run, "webhook", "w", NINE, NINE, "{}")


async def test_of_many_who_see_it_one_tells_of_it(
    database: Database, timeline: StoredTimeline, other_timeline: StoredTimeline
) -> None:
    nodes = [StoredAlerts(database, of.writer) for of in (timeline, other_timeline) for _ in range(4)]
    seen = [node.begins("waiting:t", NINE, [out(f"r{number}")]) for number, node in enumerate(nodes)]
    assert sum(await asyncio.gather(*seen)) == 1
    assert await StoredOutbox(database, timeline.writer).waiting("webhook") == 1


async def test_it_begins_anew_only_after_it_was_over_for_a_minute(
    database: Database, timeline: StoredTimeline
) -> None:
    alerts = StoredAlerts(database, timeline.writer)
    assert await alerts.begins("waiting:t", NINE, [out("r1")])
    await alerts.ends("waiting:t", NINE + 1)
    assert (await alerts.known())["waiting:t"] == (NINE, NINE + 1)
    assert not await alerts.begins("waiting:t", NINE + QUIET, [out("r2")])
    assert (await alerts.known())["waiting:t"] == (NINE, None)
    await alerts.ends("waiting:t", NINE + QUIET)
    assert await alerts.begins("waiting:t", NINE + 2 * QUIET, [out("r3")])
    assert await StoredOutbox(database, timeline.writer).waiting("webhook") == 2

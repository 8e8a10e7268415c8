"""A comparison over HTTP: begun, watched, cancelled; in a process of its own, and one at a time."""

import asyncio
from datetime import timedelta
from typing import Any

from server.core.events import AgentStatus
from server.core.facts import facts_of
from server.core.kpis.asking import periods
from server.desk.ports import Append
from tests.house import WITHIN
from tests.rest.asking import Asking, Office
from tests.rest.test_staffing_asked import HOUR, has_a_past


async def ada_was_there(office: Office) -> str:
    """All of last week; gives its Monday."""
    today = periods.local_date(office.running.clock(), "UTC")
    monday = today - timedelta(days=today.weekday() + 7)
    ada, since = office.running.ada.named, periods.midnight(monday, "UTC")
    comes = AgentStatus(agent=ada, status="online", slots=2, seq=1, at=since)
    goes = AgentStatus(agent=ada, status="offline", slots=2, seq=2, at=since + 7 * 24 * HOUR)
    await office.kept.timeline.append(Append((comes, goes), None, facts_of((comes, goes), {})))
    return monday.isoformat()


async def ended(asking: Asking) -> dict[str, Any]:
    for _ in range(round(2 * WITHIN / 0.1)):
        told = dict((await asking.get("/what-if")).json)
        if told["state"] != "running":
            return told
        await asyncio.sleep(0.1)
    raise AssertionError("it runs still")


async def test_last_week_is_lived_through_with_a_change_and_without(office_on_each: Office) -> None:
    office = office_on_each
    await has_a_past(office)
    monday = await ada_was_there(office)
    sam = office.program(office.running.sam)
    assert (await sam.get("/what-if")).json["state"] == "none"
    more = {"count": 3, "from": "09:00", "to": "12:00"}
    begun = await sam.post("/what-if?tz=UTC", {"weeks": 3, "change": {"slots": 1, "extra": [more]}})
    assert (begun.status, begun.json["state"], begun.json["asked"]["week"]) == (200, "running", monday)
    again = await sam.post("/what-if", {"change": {}})
    assert (again.status, again.code) == (409, "conflict")

    told = await ended(sam)
    assert told["problem"] is None
    assert (told["state"], told["done"], told["total"]) == ("done", 6, 6)
    result = told["result"]
    assert result["weeks"] == 3
    assert [one["name"] for one in result["figures"]][:2] == ["frt", "service_level"]
    assert "same_handling" in result["notes"]
    assert all(one["real"] is not None for one in result["figures"])


async def test_what_is_cancelled_ends_at_once_and_the_next_may_begin(office: Office) -> None:
    await has_a_past(office)
    await ada_was_there(office)
    sam = office.program(office.running.sam)
    body = {"weeks": 30, "change": {"arrivals": 5.0}}
    assert (await sam.post("/what-if?tz=UTC", body)).status == 200
    assert (await sam.delete("/what-if")).json["state"] == "cancelled"
    assert (await sam.post("/what-if?tz=UTC", body)).status == 200
    assert (await sam.delete("/what-if")).json["state"] == "cancelled"
    assert (await sam.get("/what-if")).json["result"] is None


async def test_what_cannot_be_lived_through_is_refused(office: Office) -> None:
    sam = office.program(office.running.sam)
    next_week = periods.local_date(office.running.clock(), "UTC") + timedelta(days=7)
    wrongs: tuple[dict[str, Any], ...] = (
        {"change": {}},
        {"change": {}, "week": next_week.isoformat()},
        {"change": {}, "week": "soon"},
        {"change": {}, "weeks": 2},
        {"change": {"arrivals": 0}},
        {"change": {"without": ["nobody"]}},
        {"change": {"extra": [{"count": 1, "from": "nine", "to": "17:00"}]}},
        {"change": {"hours": {"tz": "UTC", "hours": {"mon": [["9", "17"]]}}}},
    )
    for wrong in wrongs:
        answer = await sam.post("/what-if", wrong)
        assert (answer.status, answer.code) == (422, "invalid"), wrong
    assert (await sam.post("/what-if", {"change": {}, "team": "nobody"})).status == 404
    assert (await sam.get("/what-if")).json["state"] == "none"

"""Routing keeps to an agent's working hours."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.house import running_house

HOUR = 3_600_000


async def test_ada_gets_nothing_outside_of_her_working_hours(database_url: str) -> None:
    async with running_house(database_url) as running:
        await running.house.kept.people.set_hours(running.ada.id, _later_today(running.clock()))
        ada = await running.agent(running.ada)
        await ada.call("status", {"status": "online"})
        vera = await running.vera()
        assert (await vera.heard("welcome"))["service"]["online"] is False
        await vera.say("Where is my order?")
        await vera.event("queued")
        await running.house.look_overdue()
        assert all(event["type"] != "assigned" for event in vera.events())
        await running.later(2 * HOUR)
        running.house.desk.changed.set()
        vera.within = 15
        assert (await vera.event("assigned"))["agent"]["name"] == "Ada"


def _later_today(now: int) -> dict[str, Any]:
    """Two hours long, from the hour after next; in UTC."""
    a = datetime.fromtimestamp(now / 1000, UTC).replace(minute=0) + timedelta(hours=2)
    b = a + timedelta(hours=2)
    return {"tz": "UTC", "hours": {f"{a:%a}".lower(): [[f"{a:%H:%M}", f"{b:%H:%M}"]]}, "holidays": []}

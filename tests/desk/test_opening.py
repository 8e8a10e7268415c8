"""What visitors, and pages before they open anything, are told of the hours."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest_asyncio

from server.core.hours import Calendar
from server.desk.people.opening import opening
from tests.house import Running, running_house

HOUR = 3_600_000


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest_asyncio.fixture
async def running(database_url: str) -> AsyncIterator[Running]:
    async with running_house(database_url) as running:
        yield running


def today(running: Running, opens: int, closes: int) -> dict[str, Any]:
    """Hours in UTC that open and close so many hours from now, on whatever day that is."""
    now = datetime.fromtimestamp(running.clock() / 1000, UTC).replace(minute=0)
    a, b = now + timedelta(hours=opens), now + timedelta(hours=closes)
    return {
        "tz": "UTC",
        "hours": {f"{a:%a}".lower(): [[f"{a:%H:%M}", f"{b:%H:%M}"]]},
        "holidays": [],
    }


async def look(running: Running, query: str = "") -> dict[str, Any]:
    async with aiohttp.ClientSession() as http:
        answer = await http.get(f"{running.url}/look/{running.site.key}{query}")
        return dict(await answer.json())


def test_the_clocks_where_it_is_are_those_of_the_day_on_which_it_opens() -> None:
    berlin = Calendar.from_dict({"tz": "Europe/Berlin", "hours": {"mon": [["09:00", "17:00"]]}})
    friday = at("2026-03-27T17:00")
    assert opening(berlin, friday) == {"open": False, "opens_at": at("2026-03-30T07:00"), "offset": 120}
    assert opening(berlin, at("2026-03-30T08:00")) == {
        "open": True,
        "closes_at": at("2026-03-30T15:00"),
        "opens_at": at("2026-04-06T07:00"),
        "offset": 120,
    }
    assert opening(None, friday) == {"open": True}


async def test_vera_is_told_until_when_it_is_open(running: Running) -> None:
    hours = today(running, -1, 2)
    await running.house.kept.people.set_hours(running.site.id, hours)
    service = (await (await running.vera()).heard("welcome"))["service"]
    assert service["open"] is True
    assert 0 < service["closes_at"] - service["at"] <= 2 * HOUR
    running.clock.ahead += 3 * HOUR
    service = (await (await running.vera()).heard("welcome"))["service"]
    assert (service["open"], service["online"], service["offset"]) == (False, False, 0)
    assert service["opens_at"] > service["at"]


async def test_a_site_that_hides_its_launcher_says_until_when(running: Running) -> None:
    people = running.house.kept.people
    assert "hidden" not in await look(running)
    await people.set_hours(running.site.id, today(running, 2, 4))
    await people.change_site(running.site.id, {"hide": "closed"})
    told = await look(running)
    assert told["hidden"] is True
    running.clock.ahead += told["turns_at"] - running.clock()
    assert (await look(running))["hidden"] is False
    await people.change_site(running.site.id, {"hide": "nobody"})
    assert (await look(running))["hidden"] is True
    ada = await running.agent(running.ada)
    await ada.call("status", {"status": "online"})
    assert (await look(running))["hidden"] is False
    returns = await people.add_team("Returns")
    assert (await look(running, f"?team={returns.id}"))["hidden"] is True, "Ada is none of theirs"
    assert (await look(running, "?team=t_unknown"))["hidden"] is False

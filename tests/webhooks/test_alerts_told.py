"""Supervisors are told when too many wait, somebody too long, a promise is near or a rating is low."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from server.core.alerts import QUIET
from server.core.rules import Rules
from server.core.sla import Policy
from server.store.outbox import OUTBOX
from tests.edges.nodes import another_node
from tests.house import Running, running_house
from tests.houses import NO_LIMITS
from tests.real_servers import FreshDatabase

SECOND = 1_000


@asynccontextmanager
async def floor(url: str, **rules: Any) -> AsyncIterator[Running]:
    """Alerts are looked for when the test says so; there is a webhook for them."""
    async with running_house(url, webhooks_to_private=True, **NO_LIMITS) as house:
        for job in ("alerts", "webhooks"):
            house.house._scheduler.remove_job(job)
        team = house.site.team
        assert team is not None
        await house.house.kept.people.change_team(team, {"rules": Rules(**rules).to_dict()})
        await house.house.kept.webhooks.add("http://127.0.0.1:9/", ["alert"])
        yield house


async def asks(house: Running) -> Any:
    """Somebody who waits for a person."""
    vera = await house.vera()
    assert (await vera.call("ask_human", {}))["ok"]
    return vera


async def told(house: Running) -> list[str]:
    """What went into the outbox, by run key without the webhook's."""
    async with house.house.kept.database.engine.connect() as connection:
        rows = (await connection.execute(select(OUTBOX.c.run).order_by(OUTBOX.c.created_at))).scalars()
        return [run.split(":", 2)[2].rsplit(":", 1)[0] for run in rows]


async def test_too_many_in_the_queue_is_told_once_until_it_was_over_for_a_minute(database_url: str) -> None:
    async with floor(database_url, alert_waiting=1) as house:
        alerts, sam = house.house.alerts, await house.supervisor()
        await asks(house)
        await alerts.look()
        assert await told(house) == []
        second = await asks(house)
        await alerts.look()
        alert = await sam.heard("alert")
        assert (alert["kind"], alert["value"], alert["limit"]) == ("waiting", 2, 1)
        assert (await sam.heard("board", lambda board: board["alerts"]))["alerts"][0]["key"] == alert["key"]
        for _ in range(2):
            await alerts.look()
        await second.call("end", {})
        await alerts.look()
        await sam.heard("board", lambda board: not board["alerts"], len(sam.told) - 1)
        again = await asks(house)
        await alerts.look()
        assert len(await told(house)) == 1
        await again.call("end", {})
        await alerts.look()
        house.clock.ahead += QUIET
        await asks(house)
        await alerts.look()
        assert await told(house) == [f"waiting:{house.site.team}"] * 2
        assert len([name for name, _ in sam.told if name == "alert"]) == 2


async def test_whoever_waits_too_long_is_told_of_where_supervisors_work(database_url: str) -> None:
    async with floor(database_url, alert_wait=60) as house:
        sam, ada = await house.agent(house.sam), await house.agent(house.ada)
        await asks(house)
        await house.house.alerts.look()
        await house.later(62 * SECOND)
        await house.house.alerts.look()
        alert = await sam.heard("alert")
        assert alert["kind"] == "wait" and alert["value"] >= 61
        assert not [name for name, _ in ada.told if name == "alert"]


async def test_a_promise_is_told_when_it_is_near_and_when_it_is_late_until_it_is_kept(
    database_url: str,
) -> None:
    async with floor(database_url) as house:
        await house.house.kept.slas.add(Policy("", "Usual", first_response=300, warn_before=60))
        sam, vera, ada = await house.supervisor(), await house.vera(), await house.agent(house.ada)
        conversation = (await vera.say("Where is my order?"))["conversation"]
        await vera.call("ask_human", {})
        await house.house.alerts.look()
        for ms, kind in ((245 * SECOND, "sla_warned"), (60 * SECOND, "sla_breached")):
            await house.later(ms)
            await house.house.alerts.look()
            alert = await sam.heard("alert", lambda alert, kind=kind: alert["kind"] == kind)  # type: ignore[misc]
            assert (alert["conversation"], alert["target"]) == (conversation, "first_response")
            assert [one["kind"] for one in house.house.alerts.shown()] == [kind]
        assert [run.split(":")[0] for run in await told(house)] == ["sla_warned", "sla_breached"]
        await ada.call("take", {"conversation": conversation})
        await ada.say("It left yesterday.", conversation=conversation)
        await house.house.alerts.look()
        assert house.house.alerts.shown() == []


async def test_a_low_rating_is_told_at_once_and_in_its_own_transaction(database_url: str) -> None:
    async with floor(database_url) as house:
        sam, vera, ada = await house.supervisor(), await house.vera(), await house.agent(house.ada)
        said = await vera.say("Where is my order?")
        await ada.call("take", {"conversation": said["conversation"]})
        await ada.say("No idea.", conversation=said["conversation"])
        await ada.call("resolve", {"conversation": said["conversation"], "reason": "solved"})
        await house.house.alerts.look()
        await vera.call("rate", {"conversation": said["conversation"], "score": 1})
        assert len(await told(house)) == 1
        await house.house.alerts.look()
        alert = await sam.heard("alert")
        assert (alert["kind"], alert["value"], alert["conversation"]) == (
            "low_rating",
            1,
            said["conversation"],
        )


async def test_a_restart_tells_nothing_anew_and_sees_what_is_over(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    async with floor(url, alert_waiting=1) as house:
        for _ in range(2):
            await asks(house)
        await house.house.alerts.look()
    async with another_node(house) as again:
        again.house._scheduler.remove_job("alerts")
        await again.house.alerts.look()
        assert len(await told(again)) == 1
        assert [alert["kind"] for alert in again.house.alerts.shown()] == ["waiting"]


async def test_two_nodes_tell_of_an_alert_once_and_each_its_own_supervisors(
    fresh_database: FreshDatabase,
) -> None:
    url = await fresh_database()
    async with floor(url, alert_waiting=1) as first, another_node(first) as second:
        second.house._scheduler.remove_job("alerts")
        here, there = await first.supervisor(), await second.supervisor()
        await asyncio.gather(first.house.alerts.look(), second.house.alerts.look())
        for _ in range(2):
            await asks(first)
        while len(second.house.floor.queue) < 2:
            await second.house.look_elsewhere()
        for node in (first, second, first):
            await node.house.alerts.look()
        assert await told(first) == [f"waiting:{first.site.team}"]
        for sam in (here, there):
            assert (await sam.heard("alert"))["value"] == 2

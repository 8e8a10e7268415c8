"""F06: away for a while and back again. What is shown then is what a fresh load shows."""

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.server_under_test import UnderTest
from tests.faults.workload import is_long, plan_for, workload
from tests.house import Client, Running

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
AWAY = {"a second": SECOND, "half a minute": 31 * SECOND, "5 minutes": 5 * MINUTE, "2 hours": 2 * HOUR}


async def test_sleepers_show_owner_status_and_events_as_they_are(
    under_test: UnderTest, tmp_path: Path
) -> None:
    """While everybody talks, resolves and transfers, one after the other falls asleep and wakes."""
    plan = plan_for(seed=601, resolves=0.15, transfers=0.25, answers=0.6, rate=30)
    server = await under_test(agents=plan.agents)
    chance = random.Random(plan.seed)
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            for _ in range(20 if is_long() else 4):
                asleep = [client for client in w.clients if chance.random() < 0.5]
                for client in asleep:
                    client.freeze()
                await asyncio.sleep(chance.uniform(0.2, 30 if is_long() else 0.8))
                for client in asleep:
                    client.thaw()
                await asyncio.gather(*(client.entered() for client in w.clients))
        await w.settle()
    w.verdict(server).must_be_clean()


@dataclass(slots=True)
class Screen:
    """What a client showed when it fell asleep: its events by number, and up to which it knew all."""

    events: dict[int, Any]
    upto: int

    def after(self, answer: dict[str, Any]) -> dict[int, Any]:
        return self.events | {event["seq"]: event for event in answer["events"]}


def screen(answer: dict[str, Any]) -> Screen:
    return Screen({event["seq"]: event for event in answer["events"]}, answer["upto"])


@pytest.mark.parametrize("away", [*AWAY.values(), 72 * HOUR], ids=[*AWAY, "3 days"])
async def test_back_after_a_long_time_all_is_as_a_fresh_load_has_it(house: Running, away: int) -> None:
    ada, ben = await house.agent(house.ada), await house.agent(house.ben)
    await ada.call("status", {"status": "online"})
    vera = await house.vera()
    token = (await vera.heard("welcome"))["token"]
    conversation = (await vera.say("Where is my order?"))["conversation"]
    await vera.event("assigned")
    await ada.say("One moment.", conversation=conversation)
    hers = screen(await vera.call("catch_up", {"conversation": conversation, "after": 0}))
    adas = screen(await ada.call("open", {"conversation": conversation}))

    await vera.disconnect()
    await ada.disconnect()
    await house.later(away)
    await changes(house, ben, conversation)

    vera, fresh = await house.vera(token), await house.vera(token)
    behind = await vera.call("catch_up", {"conversation": conversation, "after": hers.upto})
    whole = await fresh.call("catch_up", {"conversation": conversation, "after": 0})
    assert hers.after(behind) == screen(whole).events
    assert behind["conversation"] == whole["conversation"]
    assert behind["conversation"]["status"] == "resolved"
    assert (await vera.heard("welcome"))["survey"]["conversation"] == conversation

    ada, sam = await house.agent(house.ada), await house.agent(house.sam)
    behind = await ada.call("open", {"conversation": conversation, "after": adas.upto})
    whole = await sam.call("open", {"conversation": conversation})
    assert adas.after(behind) == screen(whole).events
    assert behind["conversation"] == whole["conversation"]
    assert behind["conversation"]["agent"]["name"] == "Ben"
    assert behind["conversation"]["tags"] == ["late"]
    answer = await ada.call("resolve", {"conversation": conversation})
    assert answer["error"]["code"] == "conflict"


async def changes(house: Running, ben: Client, conversation: str) -> None:
    """Another agent, words, a note, a tag, a read mark, and the end."""
    sam = await house.supervisor()
    await sam.call("assign", {"conversation": conversation, "agent": house.ben.id})
    for command, payload in (
        ("read", {"seq": 5}),
        ("tag", {"tags": ["late"]}),
        ("resolve", {"reason": "solved"}),
    ):
        if command == "resolve":
            await ben.say("It is on its way.", conversation=conversation)
        assert (await ben.call(command, {"conversation": conversation, **payload}))["ok"]

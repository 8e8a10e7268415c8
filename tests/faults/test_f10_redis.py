"""F10: two nodes on one PostgreSQL, while what joins them is gone, restarted, paused, emptied or deaf."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.server_under_test import Server, UnderTest
from tests.faults.valkey import Valkey, valkey
from tests.faults.workload import Plan, Workload, plan_for, workload

__all__ = ["valkey"]

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

SOON = 5.0  # s
PAUSE = 6.0  # s
TOO_LARGE = 33_000_000  # bytes; a subscriber whose output grows beyond 32 MB is cut off


async def two_nodes(under_test: UnderTest, plan: Plan, *options: str) -> tuple[Server, Server]:
    here = await under_test(agents=plan.agents, options=options)
    return here, await under_test(beside=here, options=options)


async def talk(w: Workload, what: str) -> float:
    """Everybody says something more, and is answered; gives the seconds until everybody shows it."""
    for visitor in w.visitors:
        visitor.wish("say", text=f"{what}: {visitor.name}")
    for agent in w.agents:
        for conversation in agent.mine:
            agent.wish("say", conversation=conversation, text=f"{what}: {agent.name}")
    await w.answered()
    return await w.caught_up()


async def test_visitors_and_agents_of_two_nodes_talk_through_every_trouble_of_redis(
    under_test: UnderTest, valkey: Valkey, tmp_path: Path
) -> None:
    plan = plan_for(seed=110)
    here, there = await two_nodes(under_test, plan, "--redis-url", valkey.url)
    async with workload(here, plan, tmp_path, [here.url, there.url]) as w:
        async with w.talking():
            await valkey.until_heard_by(2, SOON)
            await valkey.kill()
            assert await talk(w, "while it is gone") < SOON
            await valkey.start()
            await valkey.until_heard_by(2, SOON)
            await valkey.ask("FLUSHALL")
            await valkey.ask("CLIENT", "KILL", "TYPE", "pubsub")
            await valkey.until_heard_by(2, SOON)
            await valkey.ask("PUBLISH", "chat-butler", b"x" * TOO_LARGE)
            assert await talk(w, "after so large a note") < SOON
            await valkey.until_heard_by(2, SOON)
            await valkey.ask("CLIENT", "PAUSE", str(int(PAUSE * 1000)), "ALL")
            assert await talk(w, "while it is paused") < SOON
            await valkey.until_heard_by(2, PAUSE + SOON)
        await w.settle()
    w.verdict(here, there).must_be_clean()


async def test_two_nodes_that_nothing_joins_but_the_database_tell_each_other_in_time(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=111)
    here, there = await two_nodes(under_test, plan)
    async with workload(here, plan, tmp_path, [here.url, there.url]) as w:
        async with w.talking():
            for _ in range(3):
                assert await talk(w, "by the database alone") < SOON
        await w.settle()
    w.verdict(here, there).must_be_clean()


async def test_who_was_on_a_node_that_is_killed_goes_on_at_the_other(
    under_test: UnderTest, valkey: Valkey, tmp_path: Path
) -> None:
    plan = replace(plan_for(seed=112), tabs=2)
    here, there = await two_nodes(under_test, plan, "--redis-url", valkey.url)
    async with workload(here, plan, tmp_path, [here.url, there.url]) as w:
        async with w.talking():
            await talk(w, "on two nodes")
            await there.kill()
            assert await talk(w, "the one is killed") < 15
            await there.start()
            await here.kill()
            assert await talk(w, "the other is killed") < 15
        await w.settle()
    w.verdict(here, there).must_be_clean()

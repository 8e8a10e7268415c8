"""F16: one of two nodes dies, or is frozen and wakes up again in a world that went on without it."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from tests.faults.server_under_test import UnderTest
from tests.faults.stopwatch import Stopwatch
from tests.faults.test_f10_redis import talk, two_nodes
from tests.faults.valkey import Valkey, valkey
from tests.faults.waiting import LONG
from tests.faults.workload import is_long, plan_for, workload

__all__ = ["valkey"]

pytestmark = [pytest.mark.parametrize("database_kind", ["postgresql"])]

MOVED_WITHIN = 15.0  # s
FENCE = "SELECT fence FROM leases WHERE name = 'routing'"


async def test_a_node_that_is_frozen_writes_nothing_stale_when_it_wakes_up(
    under_test: UnderTest, valkey: Valkey, tmp_path: Path
) -> None:
    """The one that began routed; the other one does by the time that it wakes up."""
    plan = plan_for(seed=1601, resolves=0.2, seconds=8)
    here, there = await two_nodes(under_test, plan, "--redis-url", valkey.url)
    async with workload(here, plan, tmp_path, [here.url, there.url]) as w:
        async with w.talking():
            assert await talk(w, "on two nodes") < MOVED_WITHIN
            here.freeze()
            watch = Stopwatch()
            for client in w.clients:
                if client.addresses[0]() == here.url:
                    client.drop()
            await asyncio.gather(*(client.entered() for client in w.clients))
            moved = watch.seconds
            assert await talk(w, "on the one that is left") < MOVED_WITHIN
            if is_long():
                await asyncio.sleep(60 - moved)
            await until_taken_over(here.database_url)
            here.thaw()
            assert await talk(w, "on both again") < MOVED_WITHIN
        await w.settle()
    # Frozen within a write, which is taken back after a while: it finds that out when it wakes up.
    w.verdict(here, there, expected=("storage_failed",)).must_be_clean()
    assert moved < MOVED_WITHIN


async def until_taken_over(database_url: str) -> None:
    """The lease to route has changed hands."""
    connection = await asyncpg.connect(database_url)
    try:
        async with asyncio.timeout(LONG):
            while await connection.fetchval(FENCE) == 1:  # noqa: ASYNC110 (it does not tell)
                await asyncio.sleep(0.05)
    finally:
        await connection.close()

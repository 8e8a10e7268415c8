"""F05: the network is dead for half of the people, or bad for all of them."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.faults.proxy import Proxy, proxied
from tests.faults.server_under_test import UnderTest
from tests.faults.workload import is_long, plan_for, workload

MISSED_WITHIN = 2.0  # s after it is well again, and after the clients' own wait before they try again


@pytest.mark.parametrize("how", ["silent", "refused"])
async def test_half_of_the_people_are_cut_off_and_miss_nothing(
    under_test_on_sqlite: UnderTest, tmp_path: Path, how: str
) -> None:
    """Silent: nothing arrives and nobody is told. Refused: connections are reset, and new ones refused."""
    plan = plan_for(seed=501)
    server = await under_test_on_sqlite(agents=plan.agents)
    async with (
        proxied(server.port) as proxy,
        workload(server, plan, tmp_path, [server.url, proxy.url], stay=True) as w,
    ):
        async with w.talking():
            await asyncio.sleep(0.5)
            cut(proxy, how)
            await asyncio.sleep(30 if is_long() else 2)
            proxy.closed = False
            proxy.release()
            took = await w.caught_up()
        await w.settle()
    w.verdict(server).must_be_clean()
    assert took <= MISSED_WITHIN + plan.patience.longest


async def test_a_slow_and_lossy_network_costs_time_and_nothing_else(
    under_test_on_sqlite: UnderTest, tmp_path: Path
) -> None:
    """300 ms either way, more or less, and a tenth of all pieces is late by a retransmission."""
    plan = plan_for(seed=502, rate=15)
    server = await under_test_on_sqlite(agents=plan.agents)
    chance = random.Random(plan.seed)

    def delay() -> float:
        return chance.uniform(0.1, 0.2) + (0.3 if chance.random() < 0.1 else 0)

    async with proxied(server.port) as proxy, workload(server, plan, tmp_path, [proxy.url]) as w:
        proxy.delay = delay
        async with w.talking():
            pass
        await w.settle()
        proxy.delay = None
    w.verdict(server).must_be_clean()


def cut(proxy: Proxy, how: str) -> None:
    if how == "silent":
        proxy.hold()
    else:
        proxy.closed = True
        proxy.cut()

"""F01: the server is killed, again and again, while everybody talks."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path

from tests.faults.dump import asked
from tests.faults.server_under_test import UnderTest
from tests.faults.stopwatch import Stopwatch
from tests.faults.workload import is_long, plan_for, workload

BACK_WITHIN = 5.0  # s after the port is open


async def test_nothing_is_lost_or_doubled_when_the_server_is_killed(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=101)
    server = await under_test(agents=plan.agents)
    chance = random.Random(plan.seed)
    loop = asyncio.get_running_loop()
    back: list[float] = []
    watch = Stopwatch()
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            for _ in range(50 if is_long() else 3):
                await asyncio.sleep(chance.uniform(0.1, 2 if is_long() else 0.8))
                gone = loop.time()
                await server.kill()
                await server.start()
                opened = loop.time()
                await asyncio.gather(*(client.entered() for client in w.clients))
                back += w.returns(opened, gone)
        await w.settle()
    w.verdict(server).must_be_clean()
    p95 = sorted(back)[int(len(back) * 0.95)]
    print(f"{p95:.1f} s until 95 % were back; things took {watch.slowness:.1f} times as long as alone")  # noqa: T201
    assert p95 / watch.slowness <= BACK_WITHIN


async def test_who_does_not_come_back_after_a_kill_counts_as_gone_after_his_grace(
    under_test_on_sqlite: UnderTest, tmp_path: Path
) -> None:
    server = await under_test_on_sqlite(agents=1)
    async with workload(server, replace(plan_for(seed=102), visitors=1, agents=1), tmp_path) as w:
        (vera,), (ada,) = w.visitors, w.agents
        vera.wish("say", text="Are you there?")
        await w.settle()
        for client in (vera, ada):
            client.freeze()
        await server.kill()
        await server.start()
        (due,) = await asked(server.database_url, "SELECT key FROM due")
        (conversation,) = vera.held
        assert sorted(due) == [(f"agent_gone:{ada.person}",), (f"visitor_left:{conversation}",)]

"""F20: the server is stopped as one should, and started again, while everybody talks."""

import asyncio
from pathlib import Path

from server.checker.history import Fail, read
from tests.faults.server_under_test import UnderTest
from tests.faults.stopwatch import Stopwatch
from tests.faults.workload import is_long, plan_for, workload

STOPS_WITHIN = 10.0  # s


async def test_a_restart_loses_no_message_and_shows_nobody_a_failure(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=2001, resolves=0.0, transfers=0.0)
    server = await under_test(agents=plan.agents)
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            for _ in range(10 if is_long() else 2):
                await asyncio.gather(*(client.entered() for client in w.clients))
                for client in w.clients:
                    client.told.clear()
                watch = Stopwatch()
                assert await server.stop() == 0
                assert watch.seconds < STOPS_WITHIN
                told = [[name for name, _ in client.told] for client in w.clients]
                assert all("reconnect" in names for names in told)
                await server.start()
        await w.settle()
    w.verdict(server).must_be_clean()
    assert [one for one in read(w.history.path) if isinstance(one, Fail)] == []


async def test_what_is_under_way_when_the_server_is_stopped_is_acknowledged_or_comes_again(
    under_test_on_sqlite: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=2002, window=20, resolves=0.0)
    server = await under_test_on_sqlite(agents=plan.agents)
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            for visitor in w.visitors:
                for number in range(50):
                    visitor.wish("say", text=f"{visitor.name} {number}")
            assert await server.stop() == 0
            await server.start()
        await w.settle()
    w.verdict(server).must_be_clean()

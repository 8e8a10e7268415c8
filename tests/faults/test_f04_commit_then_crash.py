"""F04: the process ends between a commit and its broadcast."""

import signal
from dataclasses import replace
from pathlib import Path

from tests.faults.failing_server import CRASHED
from tests.faults.server_under_test import UnderTest
from tests.faults.workload import is_long, plan_for, workload

FAILING = Path(__file__).with_name("failing_server.py")
SHOWN_WITHIN = 5.0  # s after it is there again


async def test_what_was_stored_before_the_crash_reaches_everybody_after_it(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=401)
    # Whoever waits ten seconds before he tries again is not there in five.
    plan = replace(plan, patience=replace(plan.patience, longest=min(2, plan.patience.longest)))
    server = await under_test(agents=plan.agents, script=FAILING)
    took = []
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            for _ in range(20 if is_long() else 3):
                server.send(signal.SIGUSR1)
                assert await server.ended() == CRASHED
                await server.start()
                took.append(await w.caught_up())
        await w.settle()
    w.verdict(server).must_be_clean()
    assert max(took) <= SHOWN_WITHIN

"""F02: a thousand messages back to back, from two tabs, while the database takes its time."""

import json
from dataclasses import replace
from pathlib import Path

from tests.faults.server_under_test import UnderTest
from tests.faults.workload import is_long, plan_for, workload

FAILING = Path(__file__).with_name("failing_server.py")


async def test_messages_stand_in_the_order_in_which_each_tab_sent_them(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=201, visitors=2, agents=2, tabs=2, window=64, settle=90)
    plan = replace(plan, visitors=2, agents=2, settle=90)
    failing = json.dumps({"delay": [0, 0.02], "seed": plan.seed})
    server = await under_test(agents=2, env={"CHAT_BUTLER_FAILING": failing}, script=FAILING)
    async with workload(server, plan, tmp_path) as w:
        for visitor in w.visitors:
            visitor.wish("say", text="Hello")
        await w.answered()
        for number in range(1000 if is_long() else 200):
            for visitor in w.visitors:
                visitor.wish("say", text=f"{visitor.name} {number}")
            for agent in w.agents:
                for conversation in agent.mine:
                    agent.wish("say", conversation=conversation, text=f"{agent.name} {number}")
        await w.settle()
    w.verdict(server).must_be_clean()

"""F03: the connection is cut just when an acknowledgement is on its way."""

import asyncio
import random
from pathlib import Path

from tests.faults.proxy import Link, proxied
from tests.faults.server_under_test import UnderTest
from tests.faults.workload import is_long, plan_for, workload

ACK = b"43/"


async def test_a_message_whose_acknowledgement_is_lost_stands_there_once(
    under_test: UnderTest, tmp_path: Path
) -> None:
    plan = plan_for(seed=301, rate=60, resolves=0.0, transfers=0.0)
    server = await under_test(agents=plan.agents)
    chance = random.Random(plan.seed)
    wanted = 1000 if is_long() else 50
    cuts = 0

    def cut_at_some_acks(link: Link, from_server: bool, piece: bytes) -> None:
        nonlocal cuts
        if from_server and ACK in piece and cuts < wanted and chance.random() < 0.5:
            cuts += 1
            link.cut()
            if cuts == wanted:
                enough.set()

    enough = asyncio.Event()
    async with proxied(server.port) as proxy, workload(server, plan, tmp_path, [proxy.url]) as w:
        proxy.watch = cut_at_some_acks
        while not enough.is_set():
            async with w.talking():
                pass
        await w.settle()
    print(f"{cuts} acknowledgements lost")  # noqa: T201
    w.verdict(server).must_be_clean()

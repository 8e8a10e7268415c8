"""F11: what joins two nodes is slow, split off from one of them, or tells lies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from redis.asyncio import Redis

from server.sockets.bus import CHANNEL, Note, Passing
from tests.faults.proxy import Proxy, proxied
from tests.faults.server_under_test import UnderTest
from tests.faults.test_f10_redis import SOON, talk
from tests.faults.valkey import Valkey, valkey
from tests.faults.workload import Workload, plan_for, workload

__all__ = ["valkey"]

pytestmark = [pytest.mark.parametrize("database_kind", ["postgresql"])]

LATE = 0.2  # s
NOT_A_NOTE = (b"", b"\xc1", b"{}", b"\x93\x01\x02\x03", msgspec.msgpack.encode({"node": 1}))


@pytest.mark.parametrize("how", ["slow", "split"])
async def test_nothing_is_lost_doubled_or_disordered_while_one_node_hears_late_or_nothing(
    under_test: UnderTest, valkey: Valkey, tmp_path: Path, how: str
) -> None:
    plan = plan_for(seed=1101)
    async with proxied(valkey.port) as proxy:
        here = await under_test(agents=plan.agents, options=("--redis-url", valkey.url))
        far = proxy.url.replace("http", "redis")
        there = await under_test(beside=here, options=("--redis-url", far))
        async with workload(here, plan, tmp_path, [here.url, there.url], stay=True) as w:
            async with w.talking():
                await valkey.until_heard_by(2, SOON)
                spoil(proxy, how)
                assert await talk(w, f"while it is {how}") < SOON
                proxy.delay = None
                proxy.release()
                await valkey.until_heard_by(2, SOON)
                assert await talk(w, "when it is well again") < SOON
            await w.settle()
        w.verdict(here, there).must_be_clean()


async def test_what_is_forged_or_doubled_changes_nothing_that_anybody_is_shown(
    under_test: UnderTest, valkey: Valkey, tmp_path: Path
) -> None:
    plan = replace(plan_for(seed=1102), tabs=2)
    options = ("--redis-url", valkey.url)
    here = await under_test(agents=plan.agents, options=options)
    there = await under_test(beside=here, options=options)
    async with (
        workload(here, plan, tmp_path, [here.url, there.url], stay=True) as w,
        doubled(valkey) as notes,
    ):
        async with w.talking():
            for _ in range(3):
                await forge(valkey, w)
                assert await talk(w, "between lies") < SOON
        await w.settle()
    w.verdict(here, there).must_be_clean()
    assert any(note.changed for note in notes)
    assert not [client.name for client in w.clients if "forged" in str((client.told, client.held))]


def spoil(proxy: Proxy, how: str) -> None:
    if how == "slow":
        proxy.delay = lambda: LATE
    else:
        proxy.hold()


@asynccontextmanager
async def doubled(valkey: Valkey) -> AsyncIterator[list[Note]]:
    """Every note of a node comes a second time, as it was."""
    notes: list[Note] = []
    async with Redis.from_url(valkey.url) as redis, redis.pubsub() as pubsub:
        await pubsub.subscribe(CHANNEL)
        task = asyncio.create_task(_double(redis, pubsub.listen(), notes))
        yield notes
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _double(redis: Redis, messages: AsyncIterator[dict[str, Any]], notes: list[Note]) -> None:
    ours: list[bytes] = []
    async for message in messages:
        data = message["data"]
        if message["type"] != "message" or data in NOT_A_NOTE:
            continue
        if data in ours:
            ours.remove(data)
            continue
        ours.append(data)
        notes.append(msgspec.msgpack.decode(data, type=Note))
        await redis.publish(CHANNEL, data)


async def forge(valkey: Valkey, w: Workload) -> None:
    """Events that never happened, numbers that nobody reached, names that nobody has."""
    known = {conversation for client in w.clients for conversation in client.held}
    events = [
        Passing(namespace, room, "event", {"conversation": room, "seq": 10_000, "text": "forged"})
        for room in known
        for namespace in ("/visitor", "/agent", "/supervisor")
    ]
    changed = {**dict.fromkeys(known, 10_000), "c_none": 5, "\0": 1, "": 1, "ü" * 1000: 2}
    agents = ["nobody", "\0", *(agent.person or "" for agent in w.agents)]
    lies = Note("forger", changed, agents, [*events, Passing("", "", "", {})])
    for data in (*NOT_A_NOTE, msgspec.msgpack.encode(lies)):
        await valkey.ask("PUBLISH", CHANNEL, data)

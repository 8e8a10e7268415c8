"""F23: statements fail and stall, commits are lost, commands are cancelled. Each message is kept once."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from socketio.exceptions import TimeoutError as NoAnswer

from tests.faults import unsound as unsound_server
from tests.faults.dump import dumped
from tests.faults.server_under_test import UnderTest
from tests.faults.shop import Shop, message, unsound_shop
from tests.faults.waiting import until
from tests.faults.workload import is_long, plan_for, workload
from tests.house import Client

SEED = 23
VISITORS = 6
MESSAGES = 25
ANSWER_WITHIN = 3.0  # s; a command that was cancelled has no answer

CASES: dict[str, dict[str, Any]] = {
    "exceptions": {"exceptions": 0.06},
    "stalls": {"stalls": 0.08, "stall": 0.2},
    "lost commits": {"lost_commits": 0.1},
    "cancelled": {"cancelled": 0.5, "stalls": 0.1, "stall": 0.1},
    "all": {"exceptions": 0.04, "stalls": 0.04, "stall": 0.2, "lost_commits": 0.06, "cancelled": 0.2},
}
# Among thousands of messages.
RARE = {"exceptions": 0.01, "stalls": 0.01, "stall": 5.0, "lost_commits": 0.005, "cancelled": 0.01}


@pytest.fixture(params=CASES)
def unsound(request: pytest.FixtureRequest) -> dict[str, Any]:
    return CASES[request.param]


@pytest_asyncio.fixture
async def shop(tmp_path: Path, database_url: str, unsound: dict[str, Any]) -> AsyncIterator[Shop]:
    async with unsound_shop(tmp_path, database_url, seed=plan_for(SEED).seed, **unsound) as shop:
        yield shop


async def test_each_message_is_kept_once_and_nothing_else_is(shop: Shop, unsound: dict[str, Any]) -> None:
    agents = [await shop.agent(number) for number in range(3)]
    visitors = [await shop.vera() for _ in range(VISITORS)]
    await shop.control("faults")
    said = await asyncio.gather(*(talks(vera) for vera in visitors))
    await shop.control("faults", None)
    assert await ready(shop)
    dump = await dumped(shop.url)
    stored = [row.id for row in dump.rows if row.id]
    assert len(stored) == len(set(stored))
    for vera, (conversation, ids) in zip(visitors, said, strict=True):
        rows = [row for row in dump.rows if row.conversation == conversation]
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert [row.id for row in rows if row.id] == ids
        told = [event["seq"] for event in vera.events()]
        assert told == sorted(set(told))
        await must_be_told(vera, conversation, rows)
    happened = await shop.happened()
    assert sum(happened.get(name, 0) for name in unsound) > 0
    assert len(agents) == 3


async def test_in_the_midst_of_talk_nothing_is_lost_or_doubled(under_test: UnderTest, tmp_path: Path) -> None:
    (control := tmp_path / "control").mkdir()
    plan = plan_for(seed=SEED)
    wrong = json.dumps({"control": str(control), "seed": plan.seed, **(RARE if is_long() else CASES["all"])})
    server = await under_test(
        agents=plan.agents, script=Path(unsound_server.__file__), env={"CHAT_BUTLER_UNSOUND": wrong}
    )
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            await asyncio.to_thread((control / "faults").touch)
        await asyncio.to_thread((control / "faults").unlink)
        await w.settle()
    w.verdict(server, expected=["Fault: ", "storage_failed"]).must_be_clean()


async def must_be_told(vera: Client, conversation: str, rows: list[Any]) -> None:
    """All that is stored; on this connection, for she has not lost it."""

    def untold() -> list[int]:
        told = {event["seq"] for event in vera.events() if event["conversation"] == conversation}
        return [row.seq for row in rows if row.public and row.seq not in told]

    with contextlib.suppress(AssertionError):
        await until(lambda: not untold() or not vera.is_connected)
    assert not untold(), f"of {len(rows)} not told: {untold()}, connected: {vera.is_connected}"


async def talks(vera: Client) -> tuple[str, list[str]]:
    """One message after the other; gives the conversation and their ids."""
    vera.within = ANSWER_WITHIN
    conversation, ids = "", []
    for number in range(MESSAGES):
        one = message(str(number))
        while not (answer := await tried(vera, one))["ok"]:
            assert answer["error"]["code"] in ("storage", "internal", "none")
        conversation = answer["conversation"]
        ids.append(one["id"])
    return conversation, ids


async def tried(vera: Client, one: dict[str, str]) -> dict[str, Any]:
    try:
        return await vera.call("say", one)
    except (TimeoutError, NoAnswer):
        return {"ok": False, "error": {"code": "none"}}


async def ready(shop: Shop) -> bool:
    """And nobody is left with a connection: as many may read at once as ever."""
    headers = {"Authorization": f"Bearer {shop.tokens[0]}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def asks(path: str) -> int:
            async with session.get(f"{shop.server.url}{path}") as response:
                return response.status

        statuses = await asyncio.gather(*(asks("/api/v1/conversations") for _ in range(40)))
        return set(statuses) == {200} and await asks("/readyz") == 200

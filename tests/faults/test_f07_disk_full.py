"""F07: the disk is full. Nothing unkept is acknowledged, reading goes on, and so does all when it is free."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import make_url

from server.settings import sqlite_url
from tests.faults.server_under_test import Server, UnderTest
from tests.faults.shop import UNLIMITED, Shop, furnished, message, until_acknowledged
from tests.faults.stopwatch import Stopwatch
from tests.faults.waiting import gone_by, until
from tests.faults.workload import Workload, is_long, plan_for, workload
from tests.our_server import RunningServer, StartServer

if sys.platform == "linux":
    import resource
else:
    pytest.skip("only Linux can take the disk from a process that runs", allow_module_level=True)

BACK_WITHIN = 5.0  # s
LONG_FILLED = 30.0  # s


@pytest_asyncio.fixture
async def shop(tmp_path: Path, start_server: StartServer) -> AsyncIterator[Shop]:
    data = tmp_path / "data"
    url = sqlite_url(data)
    site, tokens = await furnished(url)
    opened = Shop(await start_server(data=data, env=UNLIMITED), url, site, tokens)
    yield opened
    await opened.close()


def fill_disk(server: RunningServer | Server) -> None:
    """No file may become longer: the system refuses what is written, as it does when there is no space."""
    assert server.process is not None
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


def free_disk(server: RunningServer | Server) -> None:
    assert server.process is not None
    forever = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, forever)


async def test_a_full_disk_refuses_messages_and_nothing_else(shop: Shop) -> None:
    ada, vera = await shop.agent(), await shop.vera()
    conversation = (await vera.say("Before"))["conversation"]
    await vera.event("assigned")
    fill_disk(shop.server)
    sent = [message(str(number)) for number in range(20)]
    answers = await asyncio.gather(*(vera.call("say", one) for one in sent))
    assert {answer["error"]["code"] for answer in answers} == {"storage"}
    assert (await ada.call("note", {"conversation": conversation, **message("Full")}))["ok"] is False
    opened = await ada.call("open", {"conversation": conversation})
    assert "Before" in [event.get("text") for event in opened["events"]]
    again = await shop.vera(token=(await vera.heard("welcome"))["token"])
    assert (await again.heard("welcome"))["conversation"]["id"] == conversation
    async with aiohttp.ClientSession() as session, session.get(f"{shop.server.url}/healthz") as response:
        assert response.status == 200

    free_disk(shop.server)
    watch = Stopwatch()
    for one in sent:
        await until_acknowledged(vera, one)
    assert watch.seconds < BACK_WITHIN
    caught = await vera.call("catch_up", {"conversation": conversation, "after": 0})
    ids = [event["id"] for event in caught["events"] if event["id"]]
    assert ids[-20:] == [one["id"] for one in sent]
    assert len(ids) == len(set(ids))
    await shop.close()
    assert await shop.server.stop() == 0
    assert integrity(shop.server.data) == "ok"


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_in_the_midst_of_talk_nothing_is_lost_or_doubled(under_test: UnderTest, tmp_path: Path) -> None:
    plan = plan_for(seed=7)
    server = await under_test(agents=plan.agents)
    async with workload(server, plan, tmp_path) as w:
        async with w.talking():
            for _ in range(3):
                fill_disk(server)
                await until(lambda: refused(w) >= 3)
                await gone_by(LONG_FILLED if is_long() else 0)
                free_disk(server)
                await until(lambda: not refused(w))
        await w.settle()
    w.verdict(server, expected=["storage_failed"]).must_be_clean()
    path = make_url(server.database_url).database
    assert path is not None and integrity(Path(path).parent) == "ok"


def refused(w: Workload) -> int:
    """How many messages wait to be sent again."""
    return sum(wish.refused > 0 for client in w.clients for wish in client.outbox)


async def test_a_crash_on_a_full_disk_loses_nothing_that_was_acknowledged(shop: Shop) -> None:
    vera = await shop.vera()
    before = [message(str(number)) for number in range(30)]
    answers = await asyncio.gather(*(vera.call("say", one) for one in before))
    assert all(answer["ok"] for answer in answers)
    fill_disk(shop.server)
    during = [message(f"full {number}") for number in range(5)]
    answers += await asyncio.gather(*(vera.call("say", one) for one in during))
    await shop.server.kill()
    assert integrity(shop.server.data) == "ok"
    stored = ids_in(shop.server.data)
    assert [one["id"] in stored for one in before + during] == [answer["ok"] for answer in answers]
    await shop.server.start()
    again = await shop.vera(token=(await vera.heard("welcome"))["token"])
    for one in during:
        assert await until_acknowledged(again, one) == 1


def integrity(data: Path) -> str:
    with sqlite3.connect(data / "chat-butler.db") as database:
        verdict = str(database.execute("PRAGMA integrity_check").fetchone()[0])
    database.close()
    return verdict


def ids_in(data: Path) -> set[str]:
    with sqlite3.connect(data / "chat-butler.db") as database:
        found = {row[0] for row in database.execute("SELECT client_id FROM events WHERE client_id <> ''")}
    database.close()
    return found

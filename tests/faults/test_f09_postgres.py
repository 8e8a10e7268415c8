"""F09: PostgreSQL is stopped, crashes, ends connections, has none left. The server goes on when it does."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import aiohttp
import asyncpg
import pytest
import pytest_asyncio

from tests.faults.postgres import Mode, Postgres, postgres
from tests.faults.server_under_test import Server, furnished
from tests.faults.shop import until_acknowledged
from tests.faults.stopwatch import Stopwatch
from tests.faults.waiting import until
from tests.faults.workload import Workload, is_long, plan_for, workload
from tests.house import Running, running_house
from tests.houses import NO_LIMITS
from tests.real_servers import beside, sql

BACK_WITHIN = 5.0  # s
LEFT_BEHIND = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE state LIKE 'idle in transaction%' AND clock_timestamp() - state_change > interval '2 seconds'"
)
MODES: tuple[Mode, ...] = ("fast", "immediate")


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres(connections=40) as started:
        yield started


@pytest_asyncio.fixture
async def house(server: Postgres) -> AsyncIterator[Running]:
    async with running_house(await new_database(server), **NO_LIMITS) as running:
        yield running


@asynccontextmanager
async def running_on(server: Postgres, folder: Path) -> AsyncIterator[Server]:
    """A process of ours."""
    url = await new_database(server)
    chat = Server(url, await furnished(url), folder / "server.log")
    try:
        yield await chat.start()
    finally:
        if chat.running:
            await chat.kill()
        print(chat.words_of_log())  # noqa: T201


async def new_database(server: Postgres) -> str:
    name = f"house_{uuid4().hex[:12]}"
    await sql(server.url, f"CREATE DATABASE {name}")
    return beside(server.url, name)


@pytest.mark.parametrize("mode", MODES)
async def test_while_it_is_away_writers_are_told_to_try_again_and_afterwards_all_is_well(
    server: Postgres, house: Running, mode: Mode
) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    conversation = (await vera.say("Before"))["conversation"]
    await vera.event("assigned")
    await asyncio.to_thread(server.stop, mode)
    try:
        message = {"id": str(uuid4()), "text": "Meanwhile"}
        assert (await vera.call("say", message))["error"]["code"] == "storage"
        read = await ada.call("open", {"conversation": conversation})
        assert read["error"]["code"] == "storage"
        assert await status(house.url, "/readyz") == 503
        assert await status(house.url, "/healthz") == 200
    finally:
        await asyncio.to_thread(server.start)
    watch = Stopwatch()
    await until_acknowledged(vera, message)
    assert watch.seconds < BACK_WITHIN
    assert (await ada.event("message.sent", lambda e: e["text"] == "Meanwhile"))["id"] == message["id"]
    await is_ready(house.url, within=BACK_WITHIN)
    caught = await vera.call("catch_up", {"conversation": conversation, "after": 0})
    assert [e["id"] for e in caught["events"]].count(message["id"]) == 1
    assert house.house.floor.agents[house.ada.id].status == "online"


async def test_restarts_in_the_midst_of_talk_lose_and_double_nothing(
    server: Postgres, tmp_path: Path
) -> None:
    async with running_on(server, tmp_path) as chat, workload(chat, plan_for(seed=9), tmp_path) as w:
        async with w.talking():
            for mode in MODES * (10 if is_long() else 1):
                await asyncio.to_thread(server.stop, mode)
                await until(lambda: refused(w) > 0)
                await asyncio.to_thread(server.start)
                await is_ready(chat.url, within=BACK_WITHIN)
                await until(lambda: refused(w) == 0)
        await w.settle()
        assert chat.running
    w.verdict(chat, expected=["storage_failed"]).must_be_clean()


async def test_connections_that_are_ended_in_the_midst_of_talk_lose_and_double_nothing(
    server: Postgres, tmp_path: Path
) -> None:
    async with running_on(server, tmp_path) as chat, workload(chat, plan_for(seed=10), tmp_path) as w:
        async with w.talking():
            for _ in range(60 if is_long() else 10):
                await end_all_connections(chat.database_url)
                acked = sum(len(client.acked) for client in w.clients)
                await until(lambda: sum(len(client.acked) for client in w.clients) >= acked + 3)
        await w.settle()
        assert await asked(chat.database_url, LEFT_BEHIND) == 0
    w.verdict(chat, expected=["storage_failed"]).must_be_clean()


def refused(w: Workload) -> int:
    """How many messages wait to be sent again."""
    return sum(wish.refused > 0 for client in w.clients for wish in client.outbox)


async def test_ended_connections_cost_a_message_a_second_try_at_most(house: Running) -> None:
    vera = await house.vera()
    conversation = (await vera.say("Hello"))["conversation"]
    sent = []
    for number in range(20):
        await end_all_connections(url_of(house))
        message = {"id": str(uuid4()), "text": str(number)}
        assert await until_acknowledged(vera, message) <= 2
        sent.append(message["id"])
    caught = await vera.call("catch_up", {"conversation": conversation, "after": 0})
    stored = [e["id"] for e in caught["events"] if e["by"]["kind"] == "visitor" and e["id"]]
    assert stored[-len(sent) :] == sent


async def test_no_connection_is_left_within_a_transaction(house: Running) -> None:
    visitors = [await house.vera() for _ in range(5)]
    for _ in range(10):
        saying = [asyncio.create_task(vera.say("Hello")) for vera in visitors]
        await end_all_connections(url_of(house))
        await asyncio.gather(*saying)
    await asyncio.gather(*(vera.say("Hello") for vera in visitors))
    assert await asked(url_of(house), LEFT_BEHIND) == 0


async def test_without_a_free_connection_it_goes_on_with_those_it_has(
    server: Postgres, house: Running
) -> None:
    vera = await house.vera()
    await vera.say("Hello")
    others: list[asyncpg.Connection] = []
    try:
        with pytest.raises(asyncpg.TooManyConnectionsError):
            while True:
                others.append(await asyncpg.connect(server.url, user="postgres"))
        answers = await asyncio.gather(*(vera.say(str(number)) for number in range(50)))
        assert {answer.get("error", {"code": "ok"})["code"] for answer in answers} <= {"ok", "storage"}
    finally:
        await asyncio.gather(*(other.close() for other in others))
    await until_acknowledged(vera, {"id": str(uuid4()), "text": "Afterwards"})


def url_of(house: Running) -> str:
    return str(house.house.settings.database_url)


async def end_all_connections(url: str) -> None:
    end = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await asked(url, end)


async def asked(url: str, question: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(question)
        return found
    finally:
        await connection.close()


async def status(url: str, path: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url + path) as response:
        return response.status


async def is_ready(url: str, within: float) -> None:
    watch = Stopwatch()
    while await status(url, "/readyz") != 200:
        assert watch.seconds < within, f"not ready within {within:g} s"

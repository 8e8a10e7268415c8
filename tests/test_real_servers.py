"""The ground that other tests stand on: the servers and the browser are real, and each test has its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio
from playwright.async_api import Page

from tests.house import WITHIN
from tests.real_servers import FreshDatabase, in_memory

WIDTH_OF_THE_HEADING = """() => {
    const letters = document.createRange();
    letters.selectNodeContents(document.querySelector("h1"));
    return letters.getBoundingClientRect().width;
}"""


async def test_each_fresh_database_has_our_schema_and_nothing_of_the_others(
    fresh_database: FreshDatabase,
) -> None:
    first, second = (
        await asyncpg.connect(await fresh_database()),
        await asyncpg.connect(await fresh_database()),
    )
    await first.execute("CREATE TABLE left_behind ()")
    assert await second.fetchval("SELECT to_regclass('events') IS NOT NULL")
    assert await second.fetchval("SELECT to_regclass('left_behind') IS NULL")
    await first.close()
    await second.close()


SOMEBODY_WITH_A_DATABASE = """
import time
from tests.real_servers import postgres_programs, running_postgres, temporary_folder
with temporary_folder() as folder, running_postgres(postgres_programs(), folder) as port:
    print(port, folder, flush=True)
    time.sleep(3600)
"""


def test_a_database_ends_with_whoever_started_it_also_when_he_is_killed() -> None:
    words = [sys.executable, "-c", SOMEBODY_WITH_A_DATABASE]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as somebody:  # noqa: S603
        assert somebody.stdout
        port, folder = somebody.stdout.readline().split()
        socket.create_connection(("127.0.0.1", int(port))).close()
        somebody.kill()
    eventually(lambda: not Path(folder).exists())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)))


def test_files_go_into_memory_only_where_there_is_some_to_spare() -> None:
    here = Path(sys.prefix)
    assert in_memory(here, room=1) == here
    assert in_memory(here, room=2**60) is None
    assert in_memory(here / "nowhere") is None


def eventually(it_is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while not it_is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


async def test_valkey_passes_on_what_is_published(redis_url: str) -> None:
    async with redis.asyncio.from_url(redis_url) as client, client.pubsub() as ear:
        await ear.subscribe("hints")
        await client.publish("hints", "c1")
        heard = [await ear.get_message(timeout=WITHIN) for _ in range(2)]
    assert [message and message["data"] for message in heard] == [1, b"c1"]


async def test_the_browser_draws_a_page_and_runs_its_scripts(page: Page) -> None:
    await page.set_content("<h1>Good morning</h1><button onclick='this.textContent += \"!\"'>Hello</button>")
    await page.get_by_role("button").click()
    assert await page.get_by_role("button").inner_text() == "Hello!"
    assert await page.evaluate(WIDTH_OF_THE_HEADING) > 50, "no font was found"

"""`chat-butler demo` as somebody who tries it would meet it."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from aiohttp import ClientSession, CookieJar

from tests.forked import PROGRAM

PAGES = ("", "kettles.html", "teapots.html", "care.html")


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Process]:
    """In surroundings that would lead it to somebody's data, if it listened to them."""
    env = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "CHAT_BUTLER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x",
    }
    process = await asyncio.create_subprocess_exec(PROGRAM, "demo", "--port", "0", stdout=PIPE, env=env)
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def what_it_says(process: Process) -> str:
    assert process.stdout is not None
    said = ""
    while "Ctrl+C" not in said:
        line = await process.stdout.readline()
        assert line, f"it ended: {said}"
        said += line.decode()
    return said


def after(word: str, said: str) -> str:
    found = re.search(rf"^{word} +(\S+)", said, re.MULTILINE)
    assert found, said
    return found.group(1)


async def test_it_shows_a_shop_lets_ada_in_and_leaves_nothing_behind(demo: Process, tmp_path: Path) -> None:
    said = await what_it_says(demo)
    shop, password = after("The shop", said), after("Password", said)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        for page in PAGES:
            async with session.get(shop + page) as answer:
                assert answer.status == 200 and 'data-site="demo"' in await answer.text()
        async with session.get(f"{shop}nothing.html") as answer:
            assert answer.status == 404
        login = {"email": "ada@demo.example", "password": password}
        async with session.post(f"{shop.removesuffix('demo/')}api/v1/login", json=login) as answer:
            assert (await answer.json())["me"]["name"] == "Ada"
        api = f"{shop.removesuffix('demo/')}api/v1"
        async with session.post(f"{api}/login", json={**login, "email": "sam@demo.example"}) as answer:
            assert answer.status == 200
        async with session.get(f"{api}/sites") as answer:
            (site,) = (await answer.json())["items"]
            assert site["origins"] == [shop.removesuffix("/demo/")]
    demo.send_signal(signal.SIGINT)
    assert await demo.wait() == 0
    assert os.listdir(tmp_path) == []

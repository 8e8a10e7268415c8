"""A house with a shop's page that carries the widget, and browsers for each of the cast."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page

from server.desk.directory import Person
from server.rest.pages import client_files
from tests.browser_found import PATIENCE
from tests.house import PASSWORD, Running, running_house

# As a careful shop would have it: nothing but its own files and the chat's.
STRICT = (
    "default-src 'none'; script-src {chat}; connect-src {chat} {sockets}; style-src {chat}; img-src {chat}; "
    "base-uri 'none'; form-action 'none'"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kettles</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>Kettles</h1><p>They whistle.</p>
<script async src="{chat}/widget.js" data-site="{key}"></script></body></html>"""


@dataclass
class Stage:
    """`shop`: the address of its page, another origin than the chat's; `asked`: whom browsers called."""

    running: Running
    browser: Browser
    shop: str
    _contexts: list[BrowserContext]
    asked: set[str] = field(default_factory=set)

    async def window(self, **options: object) -> BrowserContext:
        """Somebody's own browser: nothing in it yet."""
        context = await self.browser.new_context(locale="en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        self._contexts.append(context)
        return context

    async def at_the_shop(self, context: BrowserContext | None = None) -> Page:
        page = await (context or await self.window()).new_page()
        await page.goto(f"{self.shop}/kettles")
        return page

    async def at_work(self, person: Person, **options: object) -> Page:
        """A colleague who has signed in, in a browser of his own."""
        page = await (await self.window(**options)).new_page()
        await page.goto(f"{self.running.url}/console/")
        await page.get_by_label("E-mail").fill(person.email)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.get_by_role("navigation", name="Main").wait_for()
        return page

    async def close(self) -> None:
        for context in self._contexts:
            # What a page still asks for is nobody's answer any more.
            for page in context.pages:
                await page.unroute_all(behavior="ignoreErrors")
            await context.close()


MakeStage = Callable[[], Awaitable[Stage]]


@pytest_asyncio.fixture
async def stage(tmp_path: Path, browser: Browser) -> AsyncIterator[Stage]:
    if not (client_files() / "widget.js").is_file():
        pytest.fail("the web client is not built: use ./dev test", pytrace=False)
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as running:
        shop = web.AppRunner(_shop(running), shutdown_timeout=0.5)
        await shop.setup()
        listening = web.TCPSite(shop, "127.0.0.1", 0)
        await listening.start()
        address = f"http://127.0.0.1:{shop.addresses[0][1]}"
        await running.house.kept.people.change_site(running.site.id, {"origins": [address]})
        stage = Stage(running, browser, address, [])
        try:
            yield stage
        finally:
            await stage.close()
            await shop.cleanup()


def _shop(running: Running) -> web.Application:
    async def page(_: web.Request) -> web.Response:
        policy = STRICT.format(chat=running.url, sockets=running.url.replace("http", "ws"))
        return web.Response(
            text=PAGE.format(chat=running.url, key=running.site.key),
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        )

    app = web.Application()
    app.router.add_get("/{page}", page)
    return app

"""A shop's page that carries the widget, on an origin of its own, and what visitors do there."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp import web
from playwright.async_api import Locator, Page, expect

from tests.browser_found import OpenPage
from tests.house import Client, Running, running_house

AXE = Path(__file__).parents[2] / "web_client" / "node_modules" / "axe-core" / "axe.min.js"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kettles</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>
<body><main><h1>Kettles</h1><p>Enamelled steel, plum.</p>{body}</main>
<script async src="{server}/widget.js" data-site="{site}" {attributes}></script></body></html>"""


@dataclass
class Shop:
    """`look` says how the page is made: head, body, server and attributes of the tag, headers."""

    house: Running
    open_page: OpenPage
    url: str = ""
    look: dict[str, Any] = field(default_factory=dict)

    async def visited(self, page: Page | None = None, **options: Any) -> "Visit":
        """A browser (or a tab of one) on the shop's page, the launcher in sight."""
        tab = page or await self.open_page(**options)
        visit = Visit(tab)
        await tab.goto(self.url)
        await expect(visit.launcher).to_be_visible()
        return visit

    async def ada(self) -> Client:
        ada = await self.house.agent(self.house.ada)
        await ada.call("status", {"status": "online"})
        return ada

    async def answer(self, _: web.Request) -> web.Response:
        parts = {"server": self.house.url, "head": "", "body": "", "attributes": "", **self.look}
        html = PAGE.format(site=self.house.site.key, **parts)
        return web.Response(text=html, content_type="text/html", headers=self.look.get("headers"))


@dataclass
class Visit:
    """Vera's tab."""

    page: Page

    @property
    def launcher(self) -> Locator:
        return self.page.locator("chat-butler .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def message(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    async def opens(self) -> "Visit":
        await self.launcher.click()
        await expect(self.panel).to_be_visible()
        return self

    async def writes(self, text: str) -> None:
        await self.message.fill(text)
        await self.message.press("Enter")

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.log.get_by_text(text)).to_be_visible()

    async def own_messages(self) -> list[str]:
        texts = await self.log.locator(".me .b").all_inner_texts()
        return [text.removeprefix("You:").strip() for text in texts]

    async def stored(self) -> dict[str, Any]:
        """What is on the device."""
        found: dict[str, Any] = await self.page.evaluate(
            "({local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie})"
        )
        return found

    async def faults(self) -> list[str]:
        """What axe-core has against the page, by WCAG 2.0 to 2.2 A and AA and its best practice."""
        await self.page.evaluate(AXE.read_text())
        found = await self.page.evaluate(
            """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
               "wcag22aa", "best-practice"]})).violations.map(
               (v) => `${v.id}: ${v.nodes.map((n) => n.target.flat().join(" ") + " " + n.failureSummary)}`)"""
        )
        return list(found)


@pytest_asyncio.fixture
async def shop(tmp_path: Path, open_page: OpenPage) -> AsyncIterator[Shop]:
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as house:
        shop = Shop(house, open_page)
        app = web.Application()
        app.router.add_get("/{anything:.*}", shop.answer)
        runner = web.AppRunner(app, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        shop.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        house.site = await house.house.kept.people.change_site(house.site.id, {"origins": [shop.url]})
        yield shop
        await runner.cleanup()

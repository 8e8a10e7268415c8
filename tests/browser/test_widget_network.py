"""The network goes and comes: nothing is lost, nothing arrives twice."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web
from playwright.async_api import Route, WebSocketRoute, expect

from tests.browser.shop import Shop, shop

__all__ = ["shop"]

KEPT = "Kept, goes out when we are back"


async def test_what_is_typed_without_a_network_arrives_once_and_in_order(shop: Shop) -> None:
    ada = await shop.ada()
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    await vera.page.context.set_offline(True)
    await expect(vera.panel.get_by_text(re.compile("No connection since"))).to_be_visible()
    typed = [f"Offline {number}" for number in range(1, 6)]
    for text in typed:
        await vera.writes(text)
    await expect(vera.log.get_by_text(KEPT)).to_have_count(5)
    await vera.page.context.set_offline(False)
    await expect(vera.log.get_by_text(KEPT)).to_have_count(0)
    await expect(vera.panel.get_by_text(re.compile("No connection since"))).to_have_count(0)
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    assert await vera.own_messages() == ["Before", *typed]

    state = await ada.heard("conversation", lambda state: state["agent"])
    opened = await ada.call("open", {"conversation": state["id"]})
    stored = [
        e["text"] for e in opened["events"] if e["type"] == "message.sent" and e["by"]["kind"] == "visitor"
    ]
    assert stored == ["Before", *typed]


async def test_what_was_typed_offline_survives_a_reload(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    await vera.page.route(re.compile("/socket.io/"), refuse)
    await vera.page.context.set_offline(True)
    await vera.writes("Offline")
    await expect(vera.log.get_by_text(KEPT)).to_be_visible()
    await vera.page.context.set_offline(False)
    await vera.page.reload()
    await vera.opens()
    await vera.sees("Offline")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    assert await vera.own_messages() == ["Before", "Offline"]


async def test_answers_given_meanwhile_are_caught_up(shop: Shop) -> None:
    ada = await shop.ada()
    vera = await (await shop.visited()).opens()
    await vera.writes("Where is my order?")
    state = await ada.heard("conversation", lambda state: state["agent"])
    await ada.call("open", {"conversation": state["id"]})
    await vera.sees("Ada joined")
    await vera.page.context.set_offline(True)
    await expect(vera.panel.get_by_text("Reconnecting")).to_be_visible()
    for number in range(1, 4):
        await ada.say(f"Answer {number}", conversation=state["id"])
    await vera.page.context.set_offline(False)
    await vera.sees("Answer 3")
    texts = await vera.log.locator(".m:not(.me) .b").all_inner_texts()
    assert [text for text in texts if text.startswith("Answer")] == ["Answer 1", "Answer 2", "Answer 3"]


async def test_where_a_proxy_refuses_websockets_it_works_by_polling(shop: Shop) -> None:
    async with proxy_without_websockets(shop.house.url) as proxy:
        shop.look = {"server": proxy}
        vera = await (await shop.visited()).opens()
        for number in range(1, 4):
            await vera.writes(f"Polled {number}")
        await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
        assert await vera.own_messages() == ["Polled 1", "Polled 2", "Polled 3"]


async def test_where_a_proxy_cuts_websockets_it_works_by_polling(shop: Shop) -> None:
    page = await shop.open_page()
    await page.route_web_socket(re.compile("/socket.io/"), close)
    vera = await (await shop.visited(page)).opens()
    await vera.writes("Polled")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))


async def test_a_message_that_is_refused_says_why_and_gives_the_text_back(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    await vera.writes("x" * 10_001)
    await expect(vera.log.get_by_role("alert")).to_contain_text("Over 10,000 characters, not sent.")
    await vera.log.get_by_role("button", name="Edit").click()
    await expect(vera.message).to_have_value("x" * 10_001)
    await expect(vera.log.get_by_role("alert")).to_have_count(0)


async def test_a_page_that_may_not_carry_the_chat_is_told_so(shop: Shop) -> None:
    people = shop.house.house.kept.people
    await people.change_site(shop.house.site.id, {"origins": ["https://shop.example"]})
    vera = await (await shop.visited()).opens()
    await expect(vera.panel.get_by_role("alert")).to_contain_text("cannot be reached from this page")


async def refuse(route: Route) -> None:
    await route.abort()


async def close(socket: WebSocketRoute) -> None:
    await socket.close()


@asynccontextmanager
async def proxy_without_websockets(server: str) -> AsyncIterator[str]:
    """Passes everything on, as many companies' proxies do, but upgrades."""

    async def passed(request: web.Request) -> web.Response:
        if "Upgrade" in request.headers:
            return web.Response(status=400)
        headers = {
            name: value for name, value in request.headers.items() if name not in ("Host", "Accept-Encoding")
        }
        body = await request.read()
        async with client.request(
            request.method, server + request.path_qs, headers=headers, data=body
        ) as got:
            kept = ("Content-Type", "Access-Control-Allow-Origin", "Cache-Control")
            told = {name: value for name, value in got.headers.items() if name in kept}
            return web.Response(status=got.status, body=await got.read(), headers=told)

    async with ClientSession() as client:
        app = web.Application()
        app.router.add_route("*", "/{anything:.*}", passed)
        runner = web.AppRunner(app, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()

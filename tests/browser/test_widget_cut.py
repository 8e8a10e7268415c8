"""A network that cuts at the worst moment (F05, F12): each message arrives and is seen once, in order."""

import re
from urllib.parse import urlsplit

from playwright.async_api import expect

from tests.browser.shop import Shop, Visit, shop
from tests.browser.test_widget_network import proxy_without_websockets
from tests.faults.proxy import Link, Proxy, proxied
from tests.house import Client

__all__ = ["shop"]

FORTY = [f"Typed {number:02}" for number in range(40)]
SLOW = 30_000  # ms


async def test_forty_messages_typed_offline_arrive_once_and_in_order_by_websocket(shop: Shop) -> None:
    vera = await begun(shop)
    await vera.page.context.set_offline(True)
    await types(vera, FORTY)
    await vera.page.context.set_offline(False)
    await all_are_stored_and_shown(shop, vera, ["Before", *FORTY])


async def test_forty_messages_typed_offline_arrive_once_and_in_order_by_polling(shop: Shop) -> None:
    async with proxy_without_websockets(shop.house.url) as proxy:
        shop.look = {"server": proxy}
        vera = await begun(shop)
        await vera.page.context.set_offline(True)
        await types(vera, FORTY)
        await vera.page.context.set_offline(False)
        await all_are_stored_and_shown(shop, vera, ["Before", *FORTY])


async def test_a_websocket_that_dies_while_sending_goes_on_by_polling(shop: Shop) -> None:
    async with proxied(port_of(shop)) as proxy:
        shop.look = {"server": proxy.url}
        page = await shop.open_page()
        blocked = False
        vera = await begun(shop, await shop.visited(page))
        acks = 0

        def watch(link: Link, from_server: bool, piece: bytes) -> None:
            nonlocal acks, blocked
            acks += from_server and b"43/visitor" in piece
            if acks >= 10:
                blocked = True
            if blocked and not from_server and b"transport=websocket" in piece:
                link.cut()
            if acks == 10 and from_server:
                acks += 1
                link.cut()

        proxy.watch = watch
        await types(vera, FORTY)
        await all_are_stored_and_shown(shop, vera, ["Before", *FORTY])
        assert blocked


async def test_a_cut_between_storing_and_acknowledging_doubles_nothing(shop: Shop) -> None:
    async with proxied(port_of(shop)) as proxy:
        shop.look = {"server": proxy.url}
        vera = await begun(shop)
        cuts = cutting_acks(proxy, {1, 4, 7})
        for text in FORTY[:12]:
            await vera.writes(text)
        await all_are_stored_and_shown(shop, vera, ["Before", *FORTY[:12]])
        assert len(cuts) == 3


async def test_a_dead_network_is_told_within_the_servers_silence_and_missed_answers_come_with_it(
    shop: Shop,
) -> None:
    ada = await shop.ada()
    async with proxied(port_of(shop)) as proxy:
        shop.look = {"server": proxy.url}
        page = await shop.open_page()
        await page.clock.install()
        vera = await begun(shop, await shop.visited(page))
        state = await ada.heard("conversation", lambda state: state["agent"])
        await ada.call("open", {"conversation": state["id"]})
        proxy.hold()
        await page.clock.fast_forward(26_000)
        await expect(vera.panel.get_by_text("Reconnecting")).to_be_visible()
        await vera.writes("While away")
        await ada.say("Missed", conversation=state["id"])
        proxy.cut()
        proxy.release()
        await vera.panel.get_by_role("button", name="Try now").click()
        await page.clock.resume()
        await vera.sees("Missed")
        await all_are_stored_and_shown(shop, vera, ["Before", "While away"], ada)


async def test_a_device_that_slept_for_days_notices_at_once(shop: Shop) -> None:
    async with proxied(port_of(shop)) as proxy:
        shop.look = {"server": proxy.url}
        page = await shop.open_page()
        await page.clock.install()
        vera = await begun(shop, await shop.visited(page))
        proxy.hold()
        await page.clock.set_system_time((await page.evaluate("Date.now()")) + 3 * 86_400_000)
        await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}))")
        await expect(vera.panel.get_by_text("Reconnecting")).to_be_visible()
        proxy.cut()
        proxy.release()
        await page.clock.resume()
        await vera.writes("Good morning")
        await all_are_stored_and_shown(shop, vera, ["Before", "Good morning"])


def port_of(shop: Shop) -> int:
    return urlsplit(shop.house.url).port or 0


def cutting_acks(proxy: Proxy, which: set[int]) -> list[int]:
    """Cuts the connection instead of passing on these of its acknowledgements; gives those that were cut."""
    seen = 0
    cuts: list[int] = []

    def watch(link: Link, from_server: bool, piece: bytes) -> None:
        nonlocal seen
        if not from_server or b"43/visitor" not in piece:
            return
        seen += 1
        if seen in which:
            cuts.append(seen)
            link.cut()

    proxy.watch = watch
    return cuts


async def begun(shop: Shop, visit: Visit | None = None) -> Visit:
    vera = await (visit or await shop.visited()).opens()
    await vera.writes("Before")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"), timeout=SLOW)
    return vera


async def types(vera: Visit, texts: list[str]) -> None:
    for text in texts:
        await vera.writes(text)


async def all_are_stored_and_shown(
    shop: Shop, vera: Visit, texts: list[str], ada: Client | None = None
) -> None:
    await expect(vera.log.locator(".me .b")).to_have_count(len(texts), timeout=SLOW)
    await expect(vera.log.locator(".me .meta").last).to_have_text(
        re.compile("sent|delivered|read"), timeout=SLOW
    )
    assert await vera.own_messages() == texts
    ada = ada or await shop.house.agent(shop.house.ada)
    inbox = await ada.heard("inbox")
    states = [*inbox["conversations"], *inbox["queue"]] or [await ada.heard("conversation")]
    (conversation,) = {state["id"] for state in states}
    opened = await ada.call("open", {"conversation": conversation})
    stored = [event for event in opened["events"] if event["type"] == "message.sent"]
    assert [event["text"] for event in stored if event["by"]["kind"] == "visitor"] == texts

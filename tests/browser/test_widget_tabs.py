"""One visitor in many tabs, and browsers that keep little or nothing (F27)."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.shop import Shop, Visit, shop
from tests.browser.test_widget_cut import SLOW, all_are_stored_and_shown, begun, port_of
from tests.faults.proxy import proxied

__all__ = ["shop"]

FORBIDDEN = """
for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
  Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }});
Object.defineProperty(document, 'cookie', {get() { throw new DOMException('no', 'SecurityError') },
  set() { throw new DOMException('no', 'SecurityError') }});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };
"""


async def test_five_tabs_show_the_same_and_are_one_conversation(shop: Shop) -> None:
    first = await begun(shop)
    tabs = [first, *[await another_tab(shop, first) for _ in range(4)]]
    texts = [f"From tab {number}" for number in range(5)]
    for tab, text in zip(tabs, texts, strict=True):
        await tab.writes(text)
        await expect(tab.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    for tab in tabs:
        await expect(tab.log.locator(".me .b")).to_have_count(6)
        assert await tab.own_messages() == ["Before", *texts]
    await all_are_stored_and_shown(shop, first, ["Before", *texts])


async def test_a_tab_closed_while_sending_loses_nothing(shop: Shop) -> None:
    async with proxied(port_of(shop)) as proxy:
        shop.look = {"server": proxy.url}
        vera = await begun(shop)
        proxy.hold()
        typed = [f"Typed {number}" for number in range(5)]
        for text in typed:
            await vera.writes(text)
        context = vera.page.context
        await vera.page.close()
        proxy.cut()
        proxy.release()
        again = await shop.visited(await context.new_page())
        await again.opens()
        await expect(again.log.locator(".me .b")).to_have_count(6, timeout=SLOW)
        await all_are_stored_and_shown(shop, again, ["Before", *typed])


async def test_what_is_written_and_not_sent_survives_a_closed_tab(shop: Shop) -> None:
    vera = await begun(shop)
    await vera.message.fill("A long and careful question")
    context = vera.page.context
    await vera.page.close()
    again = await (await shop.visited(await context.new_page())).opens()
    await expect(again.message).to_have_value("A long and careful question")
    await again.message.press("Enter")
    await again.sees("A long and careful question")
    await again.page.reload()
    await again.opens()
    await expect(again.message).to_have_value("")


async def test_two_tabs_that_both_come_back_with_what_was_kept_send_it_once(shop: Shop) -> None:
    async with proxied(port_of(shop)) as proxy:
        shop.look = {"server": proxy.url}
        vera = await begun(shop)
        proxy.hold()
        await vera.writes("Kept by all")
        other = await shop.visited(await vera.page.context.new_page())
        await other.opens()
        await other.sees("Kept by all")
        proxy.cut()
        proxy.release()
        for tab in (vera, other):
            await expect(tab.log.locator(".me .meta").last).to_have_text(re.compile("sent"), timeout=SLOW)
            assert await tab.own_messages() == ["Before", "Kept by all"]
        await all_are_stored_and_shown(shop, vera, ["Before", "Kept by all"])


async def test_another_browser_is_another_visitor(shop: Shop) -> None:
    await begun(shop)
    stranger = await (await shop.visited()).opens()
    await expect(stranger.log).to_have_count(0)


async def test_emptied_storage_in_mid_conversation_loses_nothing(shop: Shop) -> None:
    vera = await begun(shop)
    await vera.page.evaluate("localStorage.clear()")
    await vera.writes("After clearing")
    await all_are_stored_and_shown(shop, vera, ["Before", "After clearing"])


@pytest.mark.parametrize("blocked", [FORBIDDEN, FULL], ids=["forbidden", "full"])
async def test_where_nothing_can_be_kept_it_works_while_the_page_is_there(shop: Shop, blocked: str) -> None:
    page = await shop.open_page()
    await page.add_init_script(blocked)
    vera = await begun(shop, await shop.visited(page))
    await vera.page.context.set_offline(True)
    await vera.writes("Offline")
    await vera.page.context.set_offline(False)
    await all_are_stored_and_shown(shop, vera, ["Before", "Offline"])


async def test_in_a_foreign_frame_without_storage_it_works_while_the_page_is_there(shop: Shop) -> None:
    """As browsers have it that block third parties' storage."""
    page = await shop.open_page()
    await page.add_init_script(FORBIDDEN)
    await page.set_content(f'<iframe src="{shop.url}/inner" width="600" height="760"></iframe>')
    inner = page.frame_locator("iframe")
    await inner.locator("chat-butler .launcher").click()
    await inner.get_by_label("Your message").fill("Framed")
    await inner.get_by_label("Your message").press("Enter")
    await expect(inner.locator(".me .meta").last).to_have_text(re.compile("sent"))


async def test_an_answer_is_heard_once_by_all_tabs_and_never_when_muted(shop: Shop) -> None:
    ada = await shop.ada()
    page = await shop.open_page()
    await page.context.add_init_script(COUNTS_SOUNDS)
    vera = await begun(shop, await shop.visited(page))
    state = await ada.heard("conversation", lambda state: state["agent"])
    await ada.call("open", {"conversation": state["id"]})
    await vera.sees("Ada joined")
    other = await another_tab(shop, vera)
    await asyncio.gather(*(tab.page.evaluate("ChatButler('close')") for tab in (vera, other)))
    before = await sounds(vera.page, other.page)
    await ada.say("Here I am", conversation=state["id"])
    for tab in (vera, other):
        await expect(tab.page.locator("chat-butler .teaser")).to_contain_text("Here I am")
    assert (before, await sounds(vera.page, other.page)) == (before, before + 1)

    await vera.opens()
    await vera.panel.get_by_label("More").click()
    await vera.panel.get_by_role("button", name="Sound").click()
    await vera.page.evaluate("ChatButler('close')")
    muted = await sounds(vera.page, other.page)
    await vera.page.clock.install()
    await ada.say("Still here", conversation=state["id"])
    await expect(vera.page.locator("chat-butler .teaser")).to_contain_text("Still here")
    assert await sounds(vera.page, other.page) == muted


COUNTS_SOUNDS = """
window.sounds = 0;
const Theirs = AudioContext;
window.AudioContext = class extends Theirs { constructor() { super(); window.sounds += 1; } };
"""


async def sounds(*pages: Page) -> int:
    return sum([await page.evaluate("window.sounds") for page in pages])


async def another_tab(shop: Shop, of: Visit) -> Visit:
    tab = await shop.visited(await of.page.context.new_page())
    await tab.opens()
    await expect(tab.log.locator(".me .b").first).to_be_visible()
    return tab

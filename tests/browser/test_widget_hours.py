"""What the widget says of the hours: on the visitor's own clock, across its changes, and as they turn."""

import re
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Page, WebSocket, expect

from tests.browser.shop import Shop, Visit, shop

__all__ = ["shop"]

OFFICE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
BERLIN: dict[str, Any] = {"tz": "Europe/Berlin", "hours": OFFICE, "holidays": []}
FRIDAY_EVENING = "2027-03-26T17:00:00"  # UTC; the clocks of Europe change on Sunday
PATIENT = 30_000  # ms
SOON = 20_000  # ms; a page that hears nothing for 25 s takes its connection for dead
MONDAY = re.compile(r"Monday.*9:00")


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


async def open_at(shop: Shop, instant: int, hours: dict[str, Any] = BERLIN, **options: Any) -> Page:
    """A page in a browser whose clock goes on from there, as the server's does."""
    await shop.house.house.kept.people.set_hours(shop.house.site.id, hours)
    shop.house.clock.ahead += instant - shop.house.clock()
    page = await shop.open_page(locale="en-GB", **options)
    await page.clock.install(time=instant / 1000)
    return page


async def visits(shop: Shop, page: Page) -> Visit:
    return await (await shop.visited(page)).opens()


async def opens_before(shop: Shop, turn: str) -> Visit:
    """The chat is opened shortly before the hours turn, by both clocks; the page's stands from then on."""
    page = await open_at(shop, at(turn) - 2 * SOON, timezone_id="Europe/Berlin")
    vera = await shop.visited(page)
    await page.clock.pause_at((at(turn) - SOON) / 1000)
    shop.house.clock.ahead += at(turn) - SOON - shop.house.clock()
    return await vera.opens()


async def turns(vera: Visit) -> list[WebSocket]:
    """The page's clock leaps over the turn, and the server's has yet to come there: the widget has to know it
    by itself. Gives the connections that are made from here on, each of which would tell it anew."""
    connections: list[WebSocket] = []
    # Playwright takes no built-in method.
    vera.page.on("websocket", lambda each: connections.append(each))
    await vera.page.clock.run_for(SOON + 1_000)
    return connections


async def test_16_it_says_nine_on_monday_though_the_clocks_change_before(shop: Shop) -> None:
    page = await open_at(shop, at(FRIDAY_EVENING), timezone_id="Europe/Berlin")
    vera = await visits(shop, page)
    form = vera.panel.locator("form")
    await expect(form.get_by_text(MONDAY)).to_be_visible(timeout=PATIENT)
    await expect(form.get_by_text("GMT")).to_have_count(0, timeout=PATIENT)


async def test_who_lives_elsewhere_reads_it_on_his_own_clock_with_his_zone(shop: Shop) -> None:
    page = await open_at(shop, at(FRIDAY_EVENING), timezone_id="America/New_York")
    vera = await visits(shop, page)
    # 09:00 in Berlin is 07:00 UTC by then; New York has had summer time since the 14th.
    await expect(
        vera.panel.locator("form").get_by_text(re.compile(r"Monday.*3:00 (GMT-4|EDT)"))
    ).to_be_visible(timeout=PATIENT)


async def test_the_widget_opens_and_closes_by_the_hours_without_a_reload(shop: Shop) -> None:
    vera = await opens_before(shop, "2027-03-29T07:00:00")
    await expect(vera.panel.get_by_role("heading", name="Leave your question")).to_be_visible(timeout=PATIENT)
    connections = await turns(vera)
    await expect(vera.panel.get_by_role("heading", name="Leave your question")).to_have_count(
        0, timeout=PATIENT
    )
    await expect(vera.message).to_be_visible(timeout=PATIENT)
    assert connections == []


async def test_at_closing_it_says_when_it_opens_next(shop: Shop) -> None:
    vera = await opens_before(shop, "2027-03-26T16:00:00")
    await expect(vera.message).to_be_visible(timeout=PATIENT)
    await expect(vera.panel.get_by_text("The butler answers at once")).to_be_visible(timeout=PATIENT)
    connections = await turns(vera)
    await expect(vera.panel.locator("form").get_by_text(MONDAY)).to_be_visible(timeout=PATIENT)
    assert connections == []


async def test_the_launcher_is_hidden_outside_the_hours_and_comes_with_them(shop: Shop) -> None:
    shop.house.site = await shop.house.house.kept.people.change_site(shop.house.site.id, {"hide": "closed"})
    page = await open_at(shop, at("2027-03-29T06:58:00"), timezone_id="Europe/Berlin")
    vera = Visit(page)
    await page.goto(shop.url)
    await expect(page.locator("chat-butler")).to_be_attached(timeout=PATIENT)
    await expect(vera.launcher).to_be_hidden(timeout=PATIENT)
    await page.evaluate("ChatButler('open')")
    await expect(vera.panel).to_be_visible(timeout=PATIENT)
    await expect(vera.launcher).to_be_hidden(timeout=PATIENT)
    await page.keyboard.press("Escape")
    await expect(vera.panel).to_be_hidden(timeout=PATIENT)
    shop.house.clock.ahead += 180_000
    await page.clock.run_for(180_000)
    await expect(vera.launcher).to_be_visible(timeout=PATIENT)


async def test_who_begins_a_conversation_while_it_is_hidden_gets_the_launcher(shop: Shop) -> None:
    await shop.house.house.kept.people.change_site(shop.house.site.id, {"hide": "nobody"})
    page = await shop.open_page()
    vera = Visit(page)
    await page.goto(shop.url)
    await expect(page.locator("chat-butler")).to_be_attached(timeout=PATIENT)
    await page.evaluate("ChatButler('open')")
    await expect(vera.message).to_be_visible(timeout=PATIENT)
    await vera.writes("Where is my order?")
    await expect(vera.log.locator("li")).not_to_have_count(0, timeout=PATIENT)
    await vera.sees(re.compile("person|colleague|nobody|Nobody"))
    await page.keyboard.press("Escape")
    await expect(vera.launcher).to_be_visible(timeout=PATIENT)


async def test_who_has_a_conversation_keeps_the_launcher(shop: Shop) -> None:
    page = await open_at(shop, at("2027-03-26T15:58:00"), timezone_id="Europe/Berlin")
    vera = await visits(shop, page)
    await vera.writes("Where is my order?")
    await vera.sees(re.compile("person|colleague"))
    await shop.house.house.kept.people.change_site(shop.house.site.id, {"hide": "closed"})
    shop.house.clock.ahead += 3_600_000
    await page.reload()
    await expect(vera.launcher).to_be_visible(timeout=PATIENT)
    other = Visit(await shop.open_page(locale="en-GB"))
    await other.page.goto(shop.url)
    await expect(other.page.locator("chat-butler")).to_be_attached(timeout=PATIENT)
    await expect(other.launcher).to_be_hidden(timeout=PATIENT)


async def test_the_launcher_is_hidden_while_nobody_takes_chats(shop: Shop) -> None:
    await shop.house.house.kept.people.change_site(shop.house.site.id, {"hide": "nobody"})
    page = await shop.open_page()
    vera = Visit(page)
    await page.goto(shop.url)
    await expect(page.locator("chat-butler")).to_be_attached(timeout=PATIENT)
    await expect(vera.launcher).to_be_hidden(timeout=PATIENT)
    await shop.ada()
    shop.house.clock.ahead += 61_000
    other = Visit(await shop.open_page())
    await other.page.goto(shop.url)
    await expect(other.launcher).to_be_visible(timeout=PATIENT)

"""From page to page by keyboard: past the navigation, to the heading of the next page, and no further."""

import asyncio

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Stage
from tests.browser.test_console import choose_status, row, vera_writes
from tests.browser.test_console_settings import goes_to

PHONE = {"width": 390, "height": 844}


async def follows(page: Page, name: str, within: str = "navigation") -> None:
    await page.get_by_role(within).get_by_role("link", name=name, exact=True).press("Enter")  # type: ignore[arg-type]


async def is_at(page: Page, heading: str, title: str) -> None:
    """On its heading, which is what a screen reader tells; and the tab says the same."""
    await expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_focused()
    await expect(page).to_have_title(title)


async def test_tab_and_enter_lead_past_the_navigation(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, "reports/fast")
    await expect(sam.get_by_role("heading", name="Are we fast?")).to_be_visible()
    await sam.reload()
    await expect(sam.get_by_role("heading", name="Are we fast?")).to_be_visible()
    await sam.keyboard.press("Tab")
    skip = sam.get_by_role("link", name="Skip to content")
    await expect(skip).to_be_focused()
    await expect(skip).to_have_css("clip-path", "none")
    await expect(skip).to_be_in_viewport(ratio=1)
    await sam.keyboard.press("Enter")
    await expect(sam.get_by_role("main")).to_be_focused()
    await expect(skip).not_to_have_css("clip-path", "none")
    assert sam.url.endswith("#/reports/fast")
    await sam.keyboard.press("Tab")
    await expect(sam.get_by_role("main").get_by_role("button").first).to_be_focused()


async def test_on_a_phone_it_leads_past_the_navigation_too(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE)
    await sam.reload()
    await expect(sam.get_by_role("heading", name="Inbox", exact=True).first).to_be_attached()
    await sam.keyboard.press("Tab")
    await expect(sam.get_by_role("link", name="Skip to content")).to_be_in_viewport(ratio=1)
    await sam.keyboard.press("Enter")
    await expect(sam.get_by_role("main")).to_be_focused()


async def test_another_page_begins_at_its_heading_and_top(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport={"width": 1100, "height": 400})
    await follows(sam, "Reports")
    await is_at(sam, "Are we fast?", "Are we fast? · Reports · Chat Butler")
    await sam.evaluate("scrollTo(0, 300)")
    await follows(sam, "Do we solve it?")
    await is_at(sam, "Do we solve it?", "Do we solve it? · Reports · Chat Butler")
    assert await sam.evaluate("[scrollY, document.body.scrollHeight > 1000]") == [0, True]
    await follows(sam, "Settings")
    await is_at(sam, "Sites", "Sites · Settings · Chat Butler")
    await follows(sam, "Shop", within="main")
    await is_at(sam, "Sites / Shop", "Sites / Shop · Settings · Chat Butler")
    await follows(sam, "Teams and hours")
    await is_at(sam, "Teams and hours", "Teams and hours · Settings · Chat Butler")
    await follows(sam, "Live")
    await is_at(sam, "Live", "Live · Chat Butler")
    await sam.go_back()
    await is_at(sam, "Teams and hours", "Teams and hours · Settings · Chat Butler")
    await goes_to(sam, "nowhere")
    await is_at(sam, "There is no such page", "There is no such page · Chat Butler")


async def test_the_heading_that_is_for_ears_only_shows_its_focus_on_the_one_in_sight(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    await follows(sam, "Live")
    await is_at(sam, "Live", "Live · Chat Butler")
    await follows(sam, "Inbox")
    await is_at(sam, "Inbox", "Inbox · Chat Butler")
    seen = sam.get_by_role("heading", level=2, name="Inbox", exact=True)
    await expect(seen).to_be_in_viewport()
    await expect(seen).to_have_css("outline-style", "solid")
    await sam.keyboard.press("Tab")
    await expect(seen).to_have_css("outline-style", "none")


async def test_who_signs_in_begins_at_the_heading_and_who_reloads_at_the_top(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    await is_at(ada, "Inbox", "Inbox · Chat Butler")
    await ada.reload()
    await expect(ada).to_have_title("Inbox · Chat Butler")
    await expect(ada.get_by_role("heading", level=1, name="Inbox")).to_be_attached()
    await expect(ada.get_by_role("heading", level=1, name="Inbox")).not_to_be_focused()
    await ada.get_by_role("button", name="change state").click()
    await ada.get_by_role("button", name="Sign out").click()
    await is_at(ada, "Sign in to Chat Butler", "Chat Butler")


async def test_what_is_chosen_on_a_page_keeps_the_focus(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    await choose_status(ada, "online")
    await vera_writes(stage)
    await row(ada).press("Enter")
    await expect(ada.get_by_role("log")).to_contain_text("Where is my order?")
    await expect(row(ada)).to_be_focused()
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, f"settings/sites/{stage.running.site.id}")
    words = sam.locator(".tabs").get_by_role("link").nth(1)
    await words.press("Enter")
    await expect(words).to_have_attribute("aria-current", "page")
    await expect(words).to_be_focused()


async def test_who_goes_on_while_a_page_comes_is_not_brought_back(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    held, comes = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        held.set()
        await comes.wait()
        await route.continue_()

    await sam.route("**/assets/page-*.js", hold)
    await follows(sam, "Reports")
    await held.wait()
    await sam.keyboard.press("Shift+Tab")
    on = sam.get_by_role("navigation", name="Main").get_by_role("link", name="Live")
    await expect(on).to_be_focused()
    comes.set()
    await expect(sam.get_by_role("heading", name="Are we fast?")).to_be_visible()
    await expect(sam).to_have_title("Are we fast? · Reports · Chat Butler")
    await expect(on).to_be_focused()

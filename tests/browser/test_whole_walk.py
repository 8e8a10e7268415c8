"""The whole of it, as people meet it: visitor, agent and supervisor, each in a browser of their own."""

from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Stage


async def test_a_visitor_writes_the_butler_answers_ada_takes_over_and_sam_sees_it(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    await sam.get_by_role("link", name="Live").click()
    await expect(sam.get_by_role("main")).to_contain_text("Waiting")

    window = await stage.window()
    vera = await stage.at_the_shop(window)
    await opens(vera)
    await writes(vera, "Where is my order?")
    await expect(log(vera)).to_contain_text("I am the automatic butler")
    tab = await stage.at_the_shop(window)
    await opens(tab)
    await expect(log(tab)).to_contain_text("Where is my order?")

    ada = await stage.at_work(stage.running.ada)
    await goes_online(ada)
    await ada.locator(".conv").first.click()
    await expect(ada.get_by_role("log")).to_contain_text("Where is my order?")
    await expect(ada.get_by_text("Kettles").first).to_be_visible()
    await expect(log(vera)).to_contain_text("Ada joined")

    composer = ada.get_by_role("textbox", name="Reply to")
    await composer.press_sequentially("Hello, I am looking.")
    await expect(log(vera).locator("..").get_by_text("Ada is typing").first).to_be_visible()
    await composer.press("Control+Enter")
    await expect(log(vera)).to_contain_text("Hello, I am looking.")
    await expect(log(tab)).to_contain_text("Hello, I am looking.")

    await window.set_offline(True)
    await writes(vera, "Are you still there?")
    await writes(vera, "I have lost you.")
    await composer.fill("It left yesterday.")
    await composer.press("Control+Enter")
    await window.set_offline(False)
    await expect(log(vera)).to_contain_text("It left yesterday.")
    await expect(ada.get_by_role("log")).to_contain_text("I have lost you.")
    for page in (vera, tab):
        await expect(bubbles(page, "Are you still there?")).to_have_count(1)
        await expect(bubbles(page, "I have lost you.")).to_have_count(1)
        await expect(bubbles(page, "It left yesterday.")).to_have_count(1)

    await vera.reload()
    await expect(log(vera).or_(vera.get_by_role("button", name="Open chat")).first).to_be_visible()
    await opens(vera)
    await expect(bubbles(vera, "It left yesterday.")).to_have_count(1)
    await expect(bubbles(vera, "Are you still there?")).to_have_count(1)

    await ada.get_by_role("button", name="Resolve").first.click()
    await ada.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    await expect(vera.get_by_text("How was the help you got?")).to_be_visible()
    await vera.reload()
    await opens(vera)
    await vera.get_by_role("radio", name="5 of 5: very good").check(force=True)
    await vera.get_by_role("button", name="Send rating").click()
    await expect(vera.get_by_text("Your rating: very good").first).to_be_visible()

    # Without a reload, Sam's day has moved with all of it.
    await expect(sam.locator("[data-kpi=csat] .big")).to_contain_text("100")
    for kpi in ("frt", "frt_butler", "art", "aht", "resolution_time", "interactions"):
        await expect(sam.locator(f"[data-kpi={kpi}] .big")).not_to_have_text("–")
    # Nothing was fetched from anywhere else.
    assert stage.asked == {urlsplit(stage.shop).netloc, urlsplit(stage.running.url).netloc}


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def bubbles(page: Page, text: str) -> Locator:
    return log(page).locator(".b").filter(has_text=text)


async def opens(page: Page) -> None:
    """Unless it is open."""
    button = page.get_by_role("button", name="Open chat")
    await button.or_(page.get_by_role("textbox", name="Your message")).first.wait_for()
    if await button.is_visible():
        await button.click()
    await page.get_by_role("textbox", name="Your message").wait_for()


async def writes(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Your message")
    await box.fill(text)
    await box.press("Enter")


async def goes_online(page: Page) -> None:
    await page.get_by_role("button", name="change state").click()
    menu = page.get_by_role("region", name="You")
    await menu.get_by_role("button", name="online").click()
    await expect(menu.get_by_role("button", name="online")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")

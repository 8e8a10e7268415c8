"""What calls an agent, and what asks her before she loses something."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Stage
from tests.browser.test_console import choose_status, row, vera_writes
from tests.browser.test_console_settings import goes_to, rita

# Chromium without a screen shows no notification: what is asked for is noted instead, and passed on.
NOTES = """
window.sounds = 0; window.notices = [];
const tell = () => Object.assign(document.documentElement.dataset, {sounds, notices: notices.length});
const Sound = AudioContext;
window.AudioContext = class extends Sound { constructor() { super(); window.sounds += 1; tell(); } };
const Notice = Notification;
window.Notification = class extends Notice {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, more) { super(title, more); window.notices.push([title, more.body]); tell(); } };
Document.prototype.hasFocus = () => window.focused ?? true;
"""


async def at_work(stage: Stage) -> Page:
    ada = await stage.at_work(stage.running.ada)
    await ada.context.grant_permissions(["notifications"])
    await ada.add_init_script(NOTES)
    await ada.reload()
    await choose_status(ada, "online")
    return ada


async def switches(page: Page, name: str) -> None:
    await page.get_by_role("button", name="change state").click()
    await page.get_by_role("region", name="You").get_by_role("switch", name=name).click()
    await closes_menu(page)


async def closes_menu(page: Page) -> None:
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("region", name="You")).to_have_count(0)


async def test_a_new_conversation_and_what_is_written_in_it_are_heard_unless_one_looks_at_it(
    stage: Stage,
) -> None:
    ada = await at_work(stage)
    vera = await vera_writes(stage)
    await expect(row(ada)).to_be_visible()
    await expect(ada.locator("html")).to_have_attribute("data-sounds", "1")
    await row(ada).click()
    await expect(ada.get_by_role("log")).to_contain_text("Where is my order?")
    await vera.say("I look at it with you.")
    await expect(ada.get_by_role("log")).to_contain_text("I look at it with you.")
    await expect(row(ada)).to_contain_text("I look at it with you.")
    assert await ada.evaluate("sounds") == 1
    await goes_to(ada, "profile")
    await vera.say("Are you still there?")
    await expect(ada.locator("html")).to_have_attribute("data-sounds", "2")


async def test_sound_that_is_switched_off_stays_off(stage: Stage) -> None:
    ada = await at_work(stage)
    await switches(ada, "Sound")
    await ada.reload()
    await ada.get_by_role("button", name="change state").click()
    switch = ada.get_by_role("region", name="You").get_by_role("switch", name="Sound")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await closes_menu(ada)
    await vera_writes(stage)
    await expect(row(ada)).to_be_visible()
    assert await ada.evaluate("sounds") == 0
    await switches(ada, "Sound")
    assert await ada.evaluate("sounds") == 1


async def test_notifications_come_once_they_are_switched_on_and_only_to_who_looks_elsewhere(
    stage: Stage,
) -> None:
    ada = await at_work(stage)
    vera = await vera_writes(stage)
    await expect(row(ada)).to_be_visible()
    assert await ada.evaluate("notices") == []
    await switches(ada, "Browser notifications")
    await vera.say("In sight")
    await expect(row(ada)).to_contain_text("In sight")
    assert await ada.evaluate("notices") == []
    await ada.evaluate("window.focused = false")
    await vera.say("Out of sight")
    await expect(ada.locator("html")).to_have_attribute("data-notices", "1")
    title, body = (await ada.evaluate("notices"))[0]
    assert "Vera" in title
    assert body == "Out of sight"


async def test_changes_that_are_not_saved_are_not_lost_without_a_word(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    site = stage.running.site
    await goes_to(page, f"settings/sites/{site.id}/words")
    title = page.get_by_label("Title", exact=True)
    await title.fill("Ask us about kettles")
    await page.get_by_role("link", name="Look").click()
    await page.get_by_role("link", name="Words").click()
    await expect(title).to_have_value("Ask us about kettles")

    asked = page.get_by_role("dialog", name="Leave without saving?")
    await page.get_by_role("link", name="Inbox").click()
    await expect(asked).to_be_visible()
    await expect(page).to_have_url(re.compile(f"settings/sites/{site.id}/words$"))
    await asked.get_by_role("button", name="Stay").click()
    await expect(asked).to_have_count(0)
    await expect(title).to_have_value("Ask us about kettles")

    await page.get_by_role("link", name="Inbox").click()
    await expect(asked).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(asked).to_have_count(0)
    await page.get_by_role("link", name="Inbox").click()
    await asked.get_by_role("button", name="Leave").click()
    await expect(page).to_have_url(re.compile("#/inbox$"))
    await goes_to(page, f"settings/sites/{site.id}/words")
    await expect(title).to_have_value("")

    await title.fill("Ask us")
    await page.keyboard.press("Control+s")
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await page.get_by_role("link", name="Inbox").click()
    await expect(page).to_have_url(re.compile("#/inbox$"))
    await expect(asked).to_have_count(0)

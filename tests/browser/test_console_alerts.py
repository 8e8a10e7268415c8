"""Alerts, webhooks and ratings in the console."""

import re

from playwright.async_api import Page, expect

from server.core.rules import Rules
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.house import PASSWORD, Running


async def olga(stage: Stage, path: str) -> Page:
    """The admin, at a page of the settings."""
    kept = stage.running.house.kept
    person = await kept.people.add_person("olga@shop.example", "Olga", "admin")
    await kept.accounts.sets_password(person.id, PASSWORD)
    page = await stage.at_work(person)
    await page.evaluate("(path) => { location.hash = path }", f"#/settings/{path}")
    return page


async def asks(house: Running) -> None:
    assert (await (await house.vera()).call("ask_human", {}))["ok"]


async def test_sam_is_called_wherever_he_is_and_sees_it_on_the_board_until_it_is_over(stage: Stage) -> None:
    house = stage.running
    team = str(house.site.team)
    await house.house.kept.people.change_team(team, {"rules": Rules(alert_waiting=1).to_dict()})
    sam = await stage.at_work(house.sam)
    for _ in range(2):
        await asks(house)
    await expect(sam.get_by_text("Support: 2 waiting, limit 1")).to_be_visible()
    await sam.evaluate("location.hash = '#/board'")
    bar = sam.get_by_role("region", name="Alerts")
    await expect(bar).to_contain_text("Support: 2 waiting, limit 1")
    assert await faults(sam) == []
    await house.house.kept.people.change_team(team, {"rules": Rules(alert_waiting=9).to_dict()})
    await expect(bar).to_have_count(0)


async def test_olga_adds_a_webhook_sees_its_secret_once_and_why_it_fails(stage: Stage) -> None:
    page = await olga(stage, "webhooks")
    await page.get_by_role("button", name="Add a webhook").click()
    dialog = page.get_by_role("dialog", name="Add a webhook")
    await dialog.get_by_label("Address of the program").fill("http://127.0.0.1/told")
    await dialog.get_by_label("A rating").uncheck()
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("private network")
    await dialog.get_by_label("Address of the program").fill("https://192.0.43.8/told")
    await dialog.get_by_role("button", name="Add").click()
    shown = page.get_by_role("dialog", name="Secret")
    await expect(shown).to_be_visible()
    [webhook] = stage.running.house.kept.directory.webhooks.values()
    await expect(shown).to_contain_text(webhook.secret)
    assert "rated" not in webhook.kinds
    await shown.get_by_role("button", name="Close").click()
    await page.get_by_role("link", name="https://192.0.43.8/told").click()
    await page.get_by_role("button", name="Make a new secret").click()
    await expect(shown).to_contain_text(re.compile("whs_"))
    await expect(shown).not_to_contain_text(webhook.secret)
    await shown.get_by_role("button", name="Close").click()
    await page.get_by_role("switch", name="Tell this program").click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Off", exact=True)).to_be_visible()
    assert await faults(page) == []


async def test_olga_says_to_whom_alerts_are_mailed(stage: Stage) -> None:
    page = await olga(stage, "alerts")
    addresses = page.get_by_label("Addresses")
    await addresses.fill("sam@shop.example, nobody")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("no e-mail address")
    await addresses.fill("sam@shop.example\nsam@shop.example")
    await page.get_by_role("button", name="Save").click()
    await expect(addresses).to_have_value("sam@shop.example")
    settings = stage.running.house.kept.directory.settings
    assert settings["alert_addresses"] == ["sam@shop.example"]


async def test_the_preview_shows_what_is_typed_in_the_language_of_the_site(stage: Stage) -> None:
    page = await olga(stage, f"sites/{stage.running.site.id}/words")
    preview = page.locator(".scene")
    await page.get_by_role("combobox", name="Language").select_option("it")
    await expect(preview).to_contain_text("Chat di Chat Butler")
    await page.get_by_role("textbox", name="Title", exact=True).fill("Ciao!")
    await expect(preview).to_contain_text("Ciao!")
    await page.get_by_role("button", name="Thumbs").click()
    await expect(preview.locator(".stars label")).to_have_count(2)
    await page.get_by_role("button", name="Phone").click()
    await page.get_by_role("button", name="Dark").click()
    assert await faults(page) == []
    assert await sideways(page) <= 0
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    site = stage.running.house.kept.directory.sites[stage.running.site.id]
    assert (site.rating, site.locale, site.texts["title"]) == ("thumbs", "it", "Ciao!")


async def is_rated_low(house: Running) -> str:
    """Whose conversation it was, as the console names a visitor without a name."""
    ada, vera = await house.agent(house.ada), await house.vera()
    conversation = (await vera.say("Where is my order?"))["conversation"]
    await ada.call("take", {"conversation": conversation})
    await ada.say("No idea.", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    assert (await vera.call("rate", {"conversation": conversation, "score": 1}))["ok"]
    await house.house.alerts.look()
    visitor = (await vera.heard("welcome"))["visitor"]["id"]
    return f"Visitor {visitor[-4:]}"


async def test_alerts_say_whose_they_are_about_and_share_one_toast(stage: Stage) -> None:
    # What is there when it looks for the first time is no news.
    await stage.running.house.alerts.look()
    sam = await stage.at_work(stage.running.sam)
    await expect(sam.get_by_role("button", name="Sam , offline")).to_be_visible()
    first = await is_rated_low(stage.running)
    toasts = sam.locator(".toast")
    await expect(toasts).to_contain_text(f"{first}, Support: rated 1 of 5")
    second = await is_rated_low(stage.running)
    await expect(toasts).to_contain_text(f"{second}, Support: rated 1 of 5")
    await expect(toasts).to_have_count(1)
    live = sam.locator(".toasts")
    assert [await live.get_attribute(name) for name in ("role", "aria-live", "aria-atomic")] == [
        "status",
        "polite",
        "false",
    ]
    assert await faults(sam) == []
    await toasts.get_by_role("link", name="1 more").click()
    await expect(toasts).to_have_count(0)
    bar = sam.get_by_role("region", name="Alerts")
    await expect(bar).to_contain_text(first)
    await expect(bar).to_contain_text(second)


async def test_how_a_server_is_started_is_told_to_who_may_start_it(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    for path in ("reports/mailed", "settings/server", "settings/alerts"):
        await sam.evaluate("(path) => { location.hash = `#/${path}` }", path)
        await expect(sam.get_by_text("Ask an admin to connect a mail server.")).to_be_visible()
        assert "smtp" not in await sam.locator("body").inner_text()
    admin = await olga(stage, "server")
    await expect(admin.get_by_text("--smtp-url")).to_be_visible()

"""What people keep of the reports in the console: dashboards, views, exports, reports by mail, targets."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from server.core.kpis.asking.saved import Dashboard, Tile
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_console_settings import goes_to, rita
from tests.browser.test_reports import LONG
from tests.reports.files import table_of


async def answered_chat(stage: Stage) -> str:
    running = stage.running
    vera, ada = await running.vera(), await running.agent(running.ada)
    said = await vera.say("Where is my order?")
    conversation = str(said["conversation"])
    assert (await ada.call("take", {"conversation": conversation}))["ok"]
    assert (await ada.say("It left yesterday.", conversation=conversation))["ok"]
    return conversation


async def test_sam_makes_a_dashboard_moves_a_figure_by_key_and_shares_it(stage: Stage) -> None:
    await answered_chat(stage)
    page = await stage.at_work(stage.running.sam)
    await goes_to(page, "reports/dashboards")
    await expect(page.get_by_text("No dashboard yet")).to_be_visible()
    await page.get_by_role("button", name="New dashboard").click()
    await page.get_by_label("Name").fill("Mornings")
    await page.get_by_role("dialog").get_by_role("button", name="New dashboard").click()
    for figure, shown in (("Conversations", "Series"), ("First response, people", "Figure")):
        await page.get_by_role("button", name="Add a figure").click()
        dialog = page.get_by_role("dialog", name="Add a figure")
        await dialog.get_by_label("Figure", exact=True).select_option(label=figure)
        await dialog.get_by_role("button", name=shown, exact=True).click()
        await dialog.get_by_role("button", name="Add a figure").click()
    await page.get_by_role("button", name="Move First response, people forward").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_text("First response, people is now 1 of 2.")).to_be_attached()
    await page.get_by_role("switch", name="Shared").click()
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("button", name="Edit")).to_be_visible()
    (kept,) = await stage.running.house.kept.dashboards.shown_to(stage.running.ada.id)
    assert [tile.kpi for tile in kept.tiles] == ["frt", "volume"]
    ada = await stage.at_work(stage.running.ada)
    await goes_to(ada, f"reports/dashboards/{kept.id}")
    await expect(ada.get_by_role("heading", name="Mornings")).to_be_visible()
    await expect(ada.get_by_role("button", name="Edit")).to_have_count(0)


async def test_sam_keeps_a_view_and_takes_out_what_is_behind_it(stage: Stage, tmp_path: Path) -> None:
    conversation = await answered_chat(stage)
    page = await stage.at_work(stage.running.sam)
    await goes_to(page, "reports/fast?period=7d&channel=web")
    await page.get_by_role("button", name="Keep").click()
    await page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Fast, web")
    await page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    await page.get_by_role("button", name="Export").click()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="CSV").click()
    file = tmp_path / "conversations.csv"
    await (await coming.value).save_as(file)
    text = file.read_bytes().decode()
    assert [row["conversation"] for row in table_of(text)] == [conversation]
    await goes_to(page, "reports/dashboards")
    await page.get_by_role("link", name="Fast, web").click()
    await expect(page).to_have_url(re.compile(r"#/reports/fast\?period=7d&channel=web$"))
    await goes_to(page, "reports/dashboards")
    await page.get_by_role("button", name="Remove Fast, web").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_text("No view is kept yet")).to_be_visible()


async def test_sam_has_a_report_mailed_and_is_told_what_is_wrong_with_an_address(stage: Stage) -> None:
    page = await stage.at_work(stage.running.sam)
    await goes_to(page, "reports/mailed")
    await page.get_by_role("button", name="New report by mail").click()
    dialog = page.get_by_role("dialog", name="New report by mail")
    await dialog.get_by_label("What").select_option(label="Are they happy?")
    await dialog.get_by_role("button", name="Each month").click()
    await dialog.get_by_label("To", exact=True).fill("boss@elsewhere.example")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Only people who log in here")
    await dialog.get_by_label("To", exact=True).fill("ada@shop.example\nsam@shop.example")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("row", name="Are they happy?")).to_contain_text(
        "On day 1 of the month at 07:00"
    )
    (kept,) = await stage.running.house.kept.schedules.all()
    assert (kept.subject, kept.every, kept.day, kept.to) == (
        "happy",
        "month",
        1,
        ("ada@shop.example", "sam@shop.example"),
    )


async def test_rita_sets_a_target_and_the_figure_is_judged_by_it(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/targets")
    field = page.get_by_label("Target of First response, people")
    await field.fill("soon")
    await expect(page.get_by_text("A number, or nothing.")).to_be_visible()
    await field.fill("45,5")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert stage.running.house.kept.directory.settings["targets"] == {"frt": 45.5}


async def test_what_today_is_worth_stands_beside_its_target_on_a_phone_too(stage: Stage) -> None:
    said = await (await stage.running.vera()).say("Where is my order?")
    assert said["ok"], said
    admin = await rita(stage)
    for options in ({}, {"viewport": {"width": 390, "height": 800}}):
        page = await stage.at_work(admin, **options)
        await goes_to(page, "settings/targets")
        butler = page.get_by_role("row").filter(has=page.get_by_label("Target of First response, butler"))
        worth = butler.get_by_text(re.compile(r"^(Today: )?< 0\.1 s")).locator("visible=true")
        # Each figure of the page is asked for, one after the other.
        await expect(worth).to_have_count(1, timeout=4 * LONG)


async def clean(page: Page, path: str, heading: str) -> None:
    await goes_to(page, path)
    await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert await faults(page) == []
    assert await sideways(page) == 0


async def test_the_pages_are_accessible_and_fit_on_a_phone(stage: Stage) -> None:
    admin = await rita(stage)
    tiles = (Tile("frt"), Tile("volume", "series", by=("day",)), Tile("volume", "table", by=("team",)))
    kept = stage.running.house.kept
    made = await kept.dashboards.add(Dashboard("", admin.id, "Mornings", True, "7d", tiles))
    for options in (
        {"viewport": {"width": 1440, "height": 900}},
        {"viewport": {"width": 390, "height": 800}},
    ):
        page = await stage.at_work(admin, **options)
        await clean(page, "reports/dashboards", "Dashboards")
        await clean(page, f"reports/dashboards/{made.id}?edit=1", "Mornings")
        await clean(page, "reports/mailed", "Reports by mail")
        await clean(page, "settings/targets", "Targets")

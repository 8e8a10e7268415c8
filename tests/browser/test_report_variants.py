"""Variants of a definition: those that go together are chosen together, on a page and on a dashboard."""

import re

from playwright.async_api import Page, expect

from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_reports import LONG, around_now, asks, goes_to


async def chooses(page: Page) -> None:
    """Of what waits for somebody to take it, the mean over the time."""
    await page.get_by_label("Counted as").select_option(label="With nobody")
    await page.get_by_role("switch", name="In the mean over the period").check()


async def test_by_whose_turn_it_is_and_the_mean_over_the_time_go_together(stage: Stage) -> None:
    await asks(stage)
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, f"figure/backlog?{around_now()}")
    await expect(sam.get_by_label("Counted as")).to_be_visible(timeout=LONG)
    async with sam.expect_response(re.compile(r"/kpis/backlog\?.*option=mean")) as told:
        await chooses(sam)
    assert set((await (await told.value).json())["options"]) == {"mean", "unassigned"}
    figure = sam.get_by_role("region", name="The figure")
    await expect(figure.locator(".v")).to_be_visible(timeout=LONG)
    await sam.reload()
    await expect(sam.get_by_label("Counted as")).to_have_value("unassigned", timeout=LONG)
    await expect(sam.get_by_role("switch", name="In the mean over the period")).to_be_checked()
    await sam.get_by_text("The exact definition, in English").click()
    for option in ("unassigned: ", "mean: "):
        await expect(sam.locator(".exact")).to_contain_text(option)
    assert await faults(sam) == []
    await sam.set_viewport_size({"width": 390, "height": 844})
    assert await sideways(sam) == 0
    await sam.get_by_label("Counted as").select_option(label="As usual")
    await expect(sam).to_have_url(re.compile(r"option=mean$"))


async def test_a_mean_is_by_week_and_of_open_days_unless_it_is_by_people(stage: Stage) -> None:
    await asks(stage)
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, f"figure/avg_volume?{around_now()}")
    counted, only = sam.get_by_label("Counted as"), sam.get_by_role("switch", name="Open days only")
    await expect(counted).to_be_visible(timeout=LONG)
    await counted.select_option(label="By week")
    async with sam.expect_response(re.compile(r"/kpis/avg_volume\?.*option=open_days")) as told:
        await only.check()
    assert set((await (await told.value).json())["options"]) == {"per=week", "open_days"}
    await counted.select_option(label="By person who answered")
    await expect(only).not_to_be_checked()
    await expect(sam).to_have_url(re.compile(r"option=per%3Dagent$"))
    await only.check()
    await expect(counted.locator("option:checked")).to_have_text("By day")
    await expect(sam).to_have_url(re.compile(r"option=open_days$"))


async def test_a_dashboard_keeps_both(stage: Stage) -> None:
    await asks(stage)
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, "dashboards")
    await sam.get_by_role("button", name="New dashboard").click()
    await sam.get_by_label("Name").fill("Queue")
    await sam.get_by_role("dialog").get_by_role("button", name="New dashboard").click()
    await sam.get_by_role("button", name="Add a figure").click()
    dialog = sam.get_by_role("dialog", name="Add a figure")
    await dialog.get_by_label("Figure", exact=True).select_option(label="Backlog")
    await chooses(sam)
    await dialog.get_by_role("button", name="Add a figure").click()
    await sam.get_by_role("button", name="Done").click()
    await expect(sam.get_by_role("button", name="Edit")).to_be_visible()
    (kept,) = await stage.running.house.kept.dashboards.shown_to(stage.running.sam.id)
    assert [set(tile.options) for tile in kept.tiles] == [{"mean", "unassigned"}]
    await sam.get_by_role("link", name="Backlog").click()
    await expect(sam).to_have_url(re.compile(r"option=unassigned%2Cmean"))

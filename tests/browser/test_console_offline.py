"""The network goes and comes on pages that only show something: each says so, and goes on by itself (F05)."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.accessible import faults
from tests.browser.conftest import Stage

LATE = 60_000  # ms: until it has tried again


async def goes_to(page: Page, path: str) -> None:
    await page.evaluate("(path) => { location.hash = path }", f"#/{path}")


def warnings(page: Page) -> Locator:
    return page.locator(".note-bar.warn")


async def test_what_did_not_come_without_a_network_comes_by_itself_when_it_is_back(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, "settings/teams")
    await expect(sam.get_by_role("link", name="People and roles")).to_be_visible()
    await sam.context.set_offline(True)
    await expect(warnings(sam)).to_have_text(re.compile("What is here stays as it was"), timeout=LATE)
    await goes_to(sam, "settings/people")
    await expect(sam.get_by_role("button", name="Try again")).to_be_visible()
    assert await faults(sam) == []
    await sam.context.set_offline(False)
    await expect(sam.get_by_role("link", name="Ada")).to_be_visible(timeout=LATE)
    await expect(sam.get_by_role("status").filter(has_text="The connection is back.")).to_be_visible(
        timeout=LATE
    )
    await expect(sam.get_by_role("button", name="Try again")).to_have_count(0)


async def test_figures_are_on_their_way_until_the_network_is_back(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, "reports/fast?period=7d")
    tiles = sam.locator(".tile")
    await expect(tiles.first).to_be_visible(timeout=LATE)
    await sam.context.set_offline(True)
    await expect(warnings(sam)).to_have_text(re.compile("What is here stays as it was"), timeout=LATE)
    # Of several that are asked for one after the other, this is the last: the first have failed by then.
    async with sam.expect_event("requestfailed", lambda asked: "/kpis/sla_slack" in asked.url, timeout=LATE):
        await goes_to(sam, "reports/fast?period=28d&channel=web")
    await expect(tiles.first.locator(".skel.big")).to_be_visible()
    await expect(sam.get_by_role("alert")).to_have_count(0)
    async with sam.expect_response(re.compile(r"/kpis/frt\?.*channel=web"), timeout=LATE) as told:
        await sam.context.set_offline(False)
    assert (await told.value).ok


async def test_each_page_says_once_what_the_lost_network_means_there(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, "board")
    await expect(sam.get_by_role("heading", name="Waiting now")).to_be_visible()
    await sam.context.set_offline(True)
    await expect(warnings(sam)).to_have_text([re.compile("The figures stand as they were")], timeout=LATE)
    await goes_to(sam, "inbox")
    await expect(warnings(sam)).to_have_text([re.compile("You can read and write")])

"""Service levels as people set them and see them: what is promised, what that means, and how long is left."""

import re
from datetime import UTC, datetime

from playwright.async_api import expect

from server.core.sla import Policy
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_console_settings import goes_to, rita

WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


async def test_a_service_level_is_set_with_its_effect_beside_it(stage: Stage) -> None:
    kept, site = stage.running.house.kept, stage.running.site
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/slas")
    await expect(page.get_by_text("Nothing is promised yet")).to_be_visible()
    await page.get_by_role("button", name="Add a service level").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Office")
    await page.get_by_role("dialog").get_by_role("button", name="Add").click()
    meaning = page.get_by_role("complementary", name="What it means")
    await expect(meaning).to_contain_text(re.compile(r"A message on Friday .* at 16:30"))
    await expect(meaning).to_contain_text(re.compile(r"is answered by Friday .* at 16:31"))
    await page.get_by_role("button", name="Opening hours").click()
    await expect(meaning).to_contain_text("There are no opening hours to count.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("main").get_by_text("There are no opening hours to count.")).to_have_count(
        2
    )
    assert [policy.clock for policy in kept.directory.slas] == ["wall"]
    await kept.people.set_hours(site.id, {"tz": "Europe/Berlin", "hours": WEEK, "holidays": []})
    await page.get_by_label("First answer: after how long").fill("60")
    await page.get_by_label("First answer: unit").select_option("minute")
    await expect(meaning).to_contain_text(re.compile(r"is answered by Monday .* at 09:30"))
    await page.get_by_label("One of these tags").fill("vip, press,")
    assert await faults(page) == []
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    (policy,) = kept.directory.slas
    assert (policy.first_response, policy.clock, policy.tags) == (3_600, "business", ("vip", "press"))
    await page.set_viewport_size({"width": 320, "height": 800})
    assert await sideways(page) == 0


async def test_the_order_is_changed_with_the_keyboard_and_one_is_taken_away(stage: Stage) -> None:
    kept = stage.running.house.kept
    for name in ("Usual", "VIP"):
        await kept.slas.add(Policy("", name, first_response=60))
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/slas")
    await page.get_by_role("button", name="Move VIP up").press("Enter")
    await expect(page.get_by_role("rowheader").first).to_contain_text("VIP")
    assert await faults(page) == []
    await page.get_by_role("link", name="Usual").click()
    await page.get_by_role("button", name="Remove this service level").click()
    await expect(page.get_by_role("rowheader")).to_have_count(1)
    assert [policy.name for policy in kept.directory.slas] == ["VIP"]


async def test_the_time_that_is_left_counts_down_in_row_head_and_board_and_is_late_in_words(
    stage: Stage,
) -> None:
    running = stage.running
    await running.house.kept.slas.add(Policy("", "Usual", first_response=600))
    vera = await running.vera(locale="en")
    await vera.call("details", {"name": "Vera"})
    conversation = (await vera.say("Where is my order?"))["conversation"]
    page = await stage.at_work(running.sam)
    await goes_to(page, f"inbox/{conversation}")
    await page.get_by_role("button", name=re.compile("All")).first.click()
    row = page.locator(f"[data-conversation='{conversation}']")
    head = page.locator(".standing")
    for where in (row, head):
        await expect(where.locator(".left").first).to_contain_text(re.compile(r"first answer: 9:\d\d left"))
    await page.clock.set_fixed_time(datetime.fromtimestamp(running.clock() / 1000 + 540, UTC))
    await expect(row.locator(".left.soon")).to_contain_text("left")
    await page.clock.set_fixed_time(datetime.fromtimestamp(running.clock() / 1000 + 700, UTC))
    for where in (row, head):
        await expect(where.locator(".left.late")).to_contain_text(re.compile(r"1:\d\d over"))
    assert await faults(page) == []
    await goes_to(page, "board")
    # In the queue, and among what is owed.
    rows = page.get_by_role("row", name=re.compile("Vera"))
    await expect(rows.filter(has_text=re.compile(r"first answer: 9:\d\d left"))).to_have_count(2)
    await expect(page.locator("[data-kpi=backlog_overdue] .big")).to_have_text("0")
    await running.later(601_000)
    await expect(page.locator("[data-kpi=backlog_overdue] .big")).to_have_text("1")
    await expect(page.locator("[data-kpi=sla_attainment] .big")).to_have_text("0.0 %")

"""What has to fit its place: times, columns, the head of a conversation; and what cannot fit says so."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, ViewportSize, expect

from server.core.kpis.asking import periods
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_console import choose_status, row, vera_writes
from tests.browser.test_console_settings import goes_to, rita
from tests.browser.test_console_staffing import LATE, office, sam_at
from tests.rest.test_staffing_asked import has_a_past

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
# By how many pixels each is narrower than what it has to show.
CUT = """fields => fields.map(field => {
  const now = field.getBoundingClientRect().width;
  field.style.cssText = "flex: none; inline-size: max-content; min-inline-size: 0";
  const wanted = field.getBoundingClientRect().width;
  field.style.cssText = "";
  return wanted - now;
})"""
BOX = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x, y, width, height];
}"""


@pytest.mark.parametrize(("viewport", "touch"), ((DESK, False), (PHONE, True)))
async def test_times_of_the_hours_are_shown_whole(stage: Stage, viewport: ViewportSize, touch: bool) -> None:
    page = await stage.at_work(await rita(stage), viewport=viewport, has_touch=touch, is_mobile=touch)
    await goes_to(page, f"settings/sites/{stage.running.site.id}/hours")
    await page.get_by_role("switch", name="Always open").uncheck()
    await page.get_by_label("Closes on Monday").fill("16:59")
    await page.get_by_role("button", name="More times on Monday").click()
    assert max(await page.locator("input.clock").evaluate_all(CUT)) <= 0
    assert await sideways(page) == 0


async def test_times_of_what_if_are_shown_whole_on_a_phone(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE, has_touch=True, is_mobile=True)
    await goes_to(sam, "reports/staffing/what-if")
    await expect(sam.get_by_label("There from")).to_be_visible(timeout=LATE)
    assert max(await sam.locator("input[type=time]").evaluate_all(CUT)) <= 0
    assert await sideways(sam) == 0


async def test_a_week_of_shifts_fits_and_a_table_that_does_not_says_so(stage: Stage, tmp_path: Path) -> None:
    today = periods.local_date(stage.running.clock(), "UTC")
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    shifts = [f"ada@shop.example,{day} 09:00,{day} 16:59" for day in days]
    (file := tmp_path / "roster.csv").write_text("\n".join(["agent,from,to", *shifts]))
    await has_a_past(office(stage))
    sam = await sam_at(stage, "/roster")
    await sam.get_by_role("button", name="Import").click()
    dialog = sam.get_by_role("dialog", name="Import")
    await dialog.get_by_label("CSV or iCalendar file").set_input_files(file)
    await dialog.get_by_role("button", name="Import").click()
    await expect(sam.get_by_role("button", name=re.compile("^09:00–16:59"))).to_have_count(7)
    hint = sam.get_by_text("Scroll sideways to see the rest.")
    await expect(hint).to_have_count(0)
    await sam.set_viewport_size(PHONE)
    await expect(hint).to_be_visible()
    await sam.get_by_role("link", name="Needed").click()
    await expect(hint).to_be_visible(timeout=LATE)
    more, week = sam.locator(".sideways[data-more]"), sam.locator(".sideways .scrolls")
    await expect(more).to_have_count(1)
    await week.evaluate("element => { element.scrollLeft = element.scrollWidth }")
    await expect(more).to_have_count(0)
    # Whose row it is stays in sight.
    first = week.get_by_role("rowheader").first
    assert (await first.evaluate(BOX))[0] >= (await week.evaluate(BOX))[0]
    assert await faults(sam) == []


async def test_the_head_of_a_conversation_has_one_line_for_how_it_stands(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada, viewport=DESK)
    await vera_writes(stage)
    await choose_status(ada, "online")
    await row(ada).click()
    head = ada.locator(".talk .pane-head")
    await expect(head).to_contain_text("waits for your reply")
    _, top, _, height = await head.get_by_role("heading", name="Vera").evaluate(BOX)
    for name in ("Transfer", "Snooze", "Resolve"):
        _, above, _, tall = await head.get_by_role("button", name=name).evaluate(BOX)
        assert above < top + height / 2 < above + tall, f"{name} is beside the name"
    standing = head.locator(".standing")
    await standing.evaluate(
        "element => { element.append(' and a team with a rather long name has it, too') }"
    )
    _, below, _, lines = await standing.evaluate(BOX)
    assert below >= top + height and lines < 24
    assert await faults(ada) == []
    await ada.set_viewport_size(PHONE)
    assert await sideways(ada) == 0


async def test_who_stands_out_stands_in_columns_that_are_the_same_in_each_card(stage: Stage) -> None:
    running = stage.running
    await running.house.kept.people.set_setting("per_agent_figures", True)
    sam = await stage.at_work(running.sam, viewport={"width": 1024, "height": 800})
    short = {"value": 512.0, "n": 123, "ci": [498.0, 533.0]}
    long = {"value": 86_512.0, "n": 41_234, "ci": [80_498.0, 91_533.0]}

    async def told(route: Route) -> None:
        found = await route.fetch(timeout=LATE)
        answer: dict[str, Any] = await found.json()
        if not found.ok:
            # Not reckoned yet: it is asked for again.
            return await route.fulfill(response=found)
        whose = {
            **(answer["groups"][0] if answer["groups"] else answer),
            "key": running.ada.id,
            "low_n": False,
        }
        group = {**whose, **(short if "/frt" in route.request.url else long)}
        await route.fulfill(json={**answer, "value": 60.0, "groups": [group]})

    for kpi in ("frt", "resolution_time"):
        await sam.route(re.compile(rf"/kpis/{kpi}\?.*by=agent"), told)
    await sam.evaluate("location.hash = '#/reports/help'")
    tables = sam.locator(".stands-out table")
    await expect(tables).to_have_count(2, timeout=LATE)
    first, second = [
        await tables.nth(number).locator("tbody tr > *:visible").evaluate_all(f"all => all.map({BOX})")
        for number in range(2)
    ]
    assert [round(x) for x, *_ in first] == [round(x) for x, *_ in second]
    texts = "cells => cells.map(cell => cell.scrollWidth - cell.clientWidth)"
    assert max(await tables.locator("tbody tr > *:visible").evaluate_all(texts)) <= 0
    assert await faults(sam) == []
    await sam.set_viewport_size(PHONE)
    assert await sideways(sam) == 0
    beyond = (
        "tags => tags.map(tag => tag.getBoundingClientRect().right"
        " - tag.closest('tr').parentElement.parentElement.parentElement.getBoundingClientRect().right + 16)"
    )
    assert max(await tables.locator(".tag").evaluate_all(beyond)) <= 0


async def test_where_one_is_in_the_settings_is_in_sight_on_a_phone(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE)
    await goes_to(sam, "settings/server")
    settings = sam.get_by_role("navigation", name="Settings")
    await expect(settings.get_by_role("link", name="Installation")).to_be_in_viewport()
    assert await sideways(sam) == 0


async def test_a_page_that_there_is_not_has_a_heading_too(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    for path in ("nowhere", "reports/nowhere", "reports/staffing/nowhere"):
        await goes_to(sam, path)
        heading = sam.get_by_role("heading", name="There is no such page", level=1)
        await expect(heading).to_be_visible(timeout=LATE)
        assert await faults(sam) == []


async def comes_out_as(page: Page, kpi: str, **more: Any) -> None:
    """As if it had been measured: the server's own answer, with these in it."""

    async def told(route: Route) -> None:
        found = await route.fetch(timeout=LATE)
        if not found.ok:
            return await route.fulfill(response=found)
        answer: dict[str, Any] = await found.json()
        await route.fulfill(json={**answer, **more})

    await page.route(re.compile(rf"/kpis/{kpi}\?"), told)


async def test_hours_of_a_week_that_do_not_fit_a_phone_say_so(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE)
    hours = [{"key": ["mon", hour], "value": 42.0, "n": 30} for hour in range(8, 18)]
    await comes_out_as(sam, "frt", n=300, value=42.0, groups=hours)
    await goes_to(sam, "reports/figure/frt")
    week = sam.get_by_role("region", name="By weekday and hour", exact=True)
    await expect(week.get_by_text("Scroll sideways to see the rest.")).to_be_visible(timeout=LATE)
    assert await sideways(sam) == 0
    await sam.set_viewport_size(DESK)
    await expect(week.get_by_text("Scroll sideways to see the rest.")).to_have_count(0)


async def test_a_target_is_named_above_the_data_where_a_chart_is_narrow(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE)
    days = [{"key": f"2026-03-{day:02}", "value": 21.0, "n": 30, "ci": [19.0, 90.0]} for day in range(1, 29)]
    await comes_out_as(sam, "frt", n=300, value=21.0, target=20.0, groups=days)
    await goes_to(sam, "reports/figure/frt")
    chart = sam.locator(".series")
    await expect(chart.get_by_text("target 20 s")).to_be_visible(timeout=LATE)
    _, top, _, height = await chart.locator(".goal-name").evaluate(BOX)
    drawn = await chart.locator(".ln, .band, .spot").evaluate_all(f"all => all.map({BOX})")
    assert len(drawn) > 2 and top + height <= min(above for _, above, _, _ in drawn)


async def test_what_a_chart_shows_is_said_in_a_line_however_long_its_name_is(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=DESK)
    await stage.running.house.kept.people.change_person(stage.running.sam.id, {"locale": "de"})
    await sam.reload()
    hours = [{"key": ["mon", hour], "value": 42.0, "n": 30} for hour in range(8, 18)]
    await comes_out_as(
        sam, "frt", n=300, value=42.0, groups=hours, distribution={"0-20s": 200, "20-60s": 100}
    )
    await goes_to(sam, "reports/figure/frt")
    said = sam.locator(".grid2 .chart > header p")
    await expect(said).to_have_count(2, timeout=LATE)
    for number in range(2):
        _, _, _, height = await said.nth(number).evaluate(BOX)
        assert height < 30


async def test_days_of_a_period_are_shown_whole_on_a_phone(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE, has_touch=True, is_mobile=True)
    await goes_to(sam, "reports/fast")
    await sam.locator(".bar .chip button").first.click(timeout=LATE)
    # px: as much as a date takes, with what opens the calendar.
    for _, _, width, _ in await sam.locator(".any-days input").evaluate_all(f"all => all.map({BOX})"):
        assert width > 145
    assert await faults(sam) == []


async def test_a_long_list_in_a_dialog_scrolls_under_the_way_out(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE)
    row = {"conversation": "c_1", "visitor": "Vera", "at": 1_767_225_600_000, "value": 42.0, "agent": None}
    rows = {
        "total": 50,
        "items": [{**row, "conversation": f"c_{number}"} for number in range(50)],
        "next": None,
    }
    await comes_out_as(sam, "frt", n=50, value=42.0)
    await sam.route(re.compile(r"/kpis/frt/conversations"), lambda route: route.fulfill(json=rows))
    await goes_to(sam, "reports/figure/frt")
    await sam.get_by_role("button", name="Show the 50 cases").click(timeout=LATE)
    dialog = sam.get_by_role("dialog")
    await expect(dialog.locator("tbody tr")).to_have_count(50)
    await expect(dialog.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    assert await faults(sam) == []


async def test_units_stand_beside_their_fields_whatever_today_is_worth(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam, viewport=PHONE)
    await comes_out_as(sam, "resolution_rate", value=12.0, n=300, target=100.0, verdict="missed")
    await goes_to(sam, "settings/targets")
    await expect(sam.locator(".today .tag")).to_have_text("missed, target 100 %", timeout=LATE)
    cells = sam.locator(".targets-list td:has(input)")
    for number in range(await cells.count()):
        _, top, _, height = await cells.nth(number).locator("input").evaluate(BOX)
        _, unit, _, _ = await cells.nth(number).locator(".unit").evaluate(BOX)
        assert top < unit < top + height
    assert await sideways(sam) == 0

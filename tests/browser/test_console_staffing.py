"""Sam plans a week: enters a shift, reads a file, sees what is missing, and tries what would be if."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

from playwright.async_api import Page, expect

from server.core.kpis.asking import periods
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_console_settings import goes_to
from tests.rest.asking import Office
from tests.rest.test_staffing_asked import has_a_past
from tests.rest.test_what_if_asked import ada_was_there

LATE = 60_000  # ms
# Where the middle of each is, from the top.
MIDDLES = """parts => parts.map(part => part.getBoundingClientRect())
  .map(box => Math.round(box.top + box.height / 2))"""
TEAM = re.compile("^Team: |^Zespół: ")


async def sam_at(stage: Stage, part: str = "") -> Page:
    sam = await stage.at_work(stage.running.sam)
    await sam.goto(f"{stage.running.url}/console/#/reports/staffing{part}")
    await expect(sam.get_by_role("heading", name="Staffing", level=1)).to_be_visible(timeout=LATE)
    return sam


def office(stage: Stage) -> Office:
    """What the tests of the routes fill."""
    return Office(
        stage.running, stage.running.sam, next(iter(stage.running.house.kept.directory.teams.values()))
    )


async def test_sam_sees_what_is_missing_until_he_puts_ada_on_the_roster(stage: Stage) -> None:
    await has_a_past(office(stage))
    sam = await sam_at(stage)
    await expect(sam.get_by_text("Nobody is on the roster of this week.")).to_be_visible(timeout=LATE)
    table = sam.get_by_role("table", name="People on the roster less people needed")
    short = table.get_by_role("button", name=re.compile("10:00: .* needed, 0 on the roster, .* missing"))
    await expect(short.first).to_be_visible()
    assert await faults(sam) == []

    await sam.get_by_role("link", name="Roster", exact=True).click()
    await sam.get_by_role("button", name=re.compile("Add a shift: Ada")).first.click()
    dialog = sam.get_by_role("dialog", name=re.compile("Ada, Monday"))
    await dialog.get_by_label("From").fill("08:00")
    await dialog.get_by_label("To").fill("15:59")
    await expect(dialog.get_by_label("To")).to_have_accessible_description("7 h 59 min")
    await dialog.get_by_label("To").fill("")
    await expect(dialog.get_by_label("To")).to_have_accessible_description("")
    await dialog.get_by_label("To").fill("16:00")
    await expect(dialog.get_by_label("To")).to_have_accessible_description("8 h")
    await dialog.get_by_role("button", name="Save").click()
    await expect(sam.get_by_role("button", name=re.compile("^08:00–16:00"))).to_be_visible()
    await expect(sam.get_by_role("row", name=re.compile("^Ada")).get_by_role("cell").last).to_have_text("8 h")
    assert await faults(sam) == []

    await sam.get_by_role("link", name="Needed").click()
    there = sam.get_by_role("button", name=re.compile("Monday .* 10:00: .* 1 on the roster"))
    await expect(there).to_be_visible(timeout=LATE)
    await there.focus()
    await sam.keyboard.press("ArrowDown")
    await expect(sam.get_by_role("button", name=re.compile("Tuesday .* 10:00: "))).to_be_focused()


async def test_without_a_past_nothing_is_foretold_and_the_page_says_so(stage: Stage) -> None:
    sam = await sam_at(stage)
    await expect(sam.get_by_role("heading", name="Too little history")).to_be_visible(timeout=LATE)
    await sam.set_viewport_size({"width": 390, "height": 844})
    assert await sideways(sam) == 0
    assert await faults(sam) == []


async def test_the_head_of_the_page_takes_two_rows_on_a_phone_in_each_language(stage: Stage) -> None:
    people = stage.running.house.kept.people
    await people.add_team("Returns")
    sam = await sam_at(stage)
    await sam.set_viewport_size({"width": 390, "height": 844})
    for language in ("en", "de", "it", "pl"):
        await people.change_person(stage.running.sam.id, {"locale": language})
        for part in ("", "/roster", "/what-if"):
            # Two months have the longest words for a week.
            await sam.goto(f"{stage.running.url}/console/#/reports/staffing{part}?week=2026-03-30")
            await sam.reload()
            bar = sam.locator(".bar.of-week")
            await expect(bar.get_by_role("button", name=TEAM)).to_be_visible(timeout=LATE)
            tops = await bar.locator("> *").evaluate_all(
                "parts => parts.map(part => Math.round((part.getBoundingClientRect().top"
                " + part.getBoundingClientRect().bottom) / 8))"
            )
            assert len(set(tops)) <= 2, (language, part, tops)
            assert await sideways(sam) == 0


async def test_on_a_phone_the_team_is_not_alone_in_its_row(stage: Stage) -> None:
    await stage.running.house.kept.people.add_team("Returns")
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    sam = await stage.at_work(stage.running.sam, **phone)
    # The words of a week are short or long.
    for part, week in product(("", "/roster", "/what-if"), ("2026-03-09", "2026-03-30")):
        await goes_to(sam, f"reports/staffing{part}?week={week}")
        bar = sam.locator(".bar.of-week")
        await expect(bar.get_by_role("button", name=TEAM)).to_be_visible(timeout=LATE)
        for width in (390, 430):
            await sam.set_viewport_size({"width": width, "height": 844})
            middles = await bar.locator("> *").evaluate_all(MIDDLES)
            assert middles.count(middles[-1]) > 1, (part, week, width, middles)


async def test_a_file_is_taken_only_when_every_line_of_it_can_be_read(stage: Stage, tmp_path: Path) -> None:
    today = periods.local_date(stage.running.clock(), "UTC")
    monday = today - timedelta(days=today.weekday())
    good = f"agent,from,to\nada@shop.example,{monday} 09:00,{monday} 17:00\n"
    broken, whole = tmp_path / "broken.csv", tmp_path / "roster.csv"
    broken.write_text(good + f"eve@evil.example,{monday} 09:00,{monday} 17:00\n")
    whole.write_text(good)
    sam = await sam_at(stage, "/roster")
    await sam.get_by_role("button", name="Import").click()
    dialog = sam.get_by_role("dialog", name="Import")
    await dialog.get_by_label("CSV or iCalendar file").set_input_files(broken)
    await expect(dialog.get_by_role("row", name=re.compile("3 nobody here has the address"))).to_be_visible()
    take = dialog.get_by_role("button", name="Import")
    await expect(take).to_be_disabled()
    await dialog.get_by_label("CSV or iCalendar file").set_input_files(whole)
    await expect(dialog.get_by_text(re.compile("1 shift of 1 people"))).to_be_visible()
    assert await faults(sam) == []
    await take.click()
    await expect(sam.get_by_role("button", name=re.compile("^09:00–17:00"))).to_be_visible()


async def test_sam_compares_last_week_with_more_people(stage: Stage) -> None:
    await has_a_past(office(stage))
    await ada_was_there(office(stage))
    sam = await sam_at(stage, "/what-if")
    await sam.get_by_label("Extra agents").fill("2")
    await sam.get_by_label("How often to replay it").fill("3")
    await sam.get_by_role("button", name="Replay and compare").click()
    result = sam.get_by_role("region", name="The result")
    await expect(result).to_be_visible(timeout=LATE)
    for figure in ("First answer by people", "Answered in time", "Abandonment", "Occupancy of agents"):
        await expect(result.get_by_role("row", name=re.compile(figure))).to_be_visible()
    assert await faults(sam) == []

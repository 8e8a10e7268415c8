"""Olga's editor of hours: what she sets, and what she is shown of it before she saves."""

import re
from datetime import UTC, datetime

from playwright.async_api import Page, expect

from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_console_settings import goes_to, rita

PATIENT = 30_000  # ms


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


async def hours_of_the_site(stage: Stage, at_: str, timezone: str) -> Page:
    """The page of the site's hours, hers and the server's clock standing there."""
    stage.running.clock.ahead += at(at_) - stage.running.clock()
    page = await stage.at_work(await rita(stage), timezone_id=timezone)
    # Time goes on from there; signing in took place before.
    await page.clock.install(time=datetime.fromisoformat(at_).replace(tzinfo=UTC))
    await goes_to(page, f"settings/sites/{stage.running.site.id}/hours")
    await page.get_by_role("switch", name="Always open").uncheck()
    await page.get_by_label("Time zone").select_option("Europe/Berlin")
    return page


async def test_the_effect_is_shown_beside_the_hours_before_they_are_saved(stage: Stage) -> None:
    page = await hours_of_the_site(stage, "2027-03-26T17:00:00", "Europe/Berlin")
    meaning = page.get_by_role("complementary", name="With these hours")
    await expect(meaning.get_by_text("Closed, opens Monday 09:00")).to_be_visible(timeout=PATIENT)
    await page.get_by_label("Country").select_option("DE")
    await expect(meaning.get_by_text("Closed, opens Tuesday 09:00")).to_be_visible(timeout=PATIENT)
    await expect(meaning.get_by_text("Easter Monday")).to_be_visible()
    await page.get_by_role("switch", name="Easter Monday").check()
    await expect(meaning.get_by_text("Closed, opens Monday 09:00")).to_be_visible(timeout=PATIENT)
    assert stage.running.house.kept.directory.calendars == {}
    assert await faults(page) == []
    await page.set_viewport_size({"width": 320, "height": 800})
    assert await sideways(page) == 0


async def test_several_intervals_copied_days_and_days_by_hand_are_saved(stage: Stage) -> None:
    page = await hours_of_the_site(stage, "2027-03-26T17:00:00", "Europe/Berlin")
    await page.get_by_role("button", name="More times on Monday").click()
    await page.get_by_label("Closes on Monday", exact=True).fill("12:00")
    await page.get_by_label("Opens on Monday (2)").fill("22:00")
    await page.get_by_label("Closes on Monday (2)").fill("02:00")
    await page.get_by_role("button", name="Copy Monday to other days").click()
    dialog = page.get_by_role("dialog")
    for day in ("Wednesday", "Thursday", "Friday"):
        await dialog.get_by_role("checkbox", name=day).uncheck()
    await dialog.get_by_role("button", name="Copy").click()
    await page.get_by_label("From", exact=True).fill("2027-08-03")
    await page.get_by_label("To, if several days").fill("2027-08-07")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("3–7 Aug 2027").or_(page.get_by_text("3 – 7 Aug 2027"))).to_be_visible()
    await page.get_by_role("button", name="Open at").click()
    await page.get_by_label("From", exact=True).fill("2027-12-24")
    await page.get_by_label("Closes", exact=True).fill("12:00")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible(timeout=PATIENT)
    kept = stage.running.house.kept.directory.calendars[stage.running.site.id].to_dict()
    both = [["09:00", "12:00"], ["22:00", "02:00"]]
    assert (kept["hours"]["mon"], kept["hours"]["tue"]) == (both, both)
    assert kept["hours"]["wed"] == [["09:00", "17:00"]]
    assert kept["holidays"] == [f"2027-08-0{day}" for day in range(3, 8)]
    assert kept["special"] == {"2027-12-24": [["09:00", "12:00"]]}


async def test_times_that_overlap_are_marked_and_not_saved(stage: Stage) -> None:
    page = await hours_of_the_site(stage, "2027-03-26T17:00:00", "Europe/Berlin")
    await page.get_by_label("Opens on Monday").fill("20:00")
    await page.get_by_label("Closes on Monday").fill("10:00")
    await expect(page.get_by_role("row", name="Tuesday")).to_contain_text("Begins before other times")
    meaning = page.get_by_role("complementary", name="With these hours")
    await expect(meaning.get_by_text("Times overlap.")).to_be_visible(timeout=PATIENT)
    await page.get_by_role("button", name="Save").click()
    refused = page.locator("form").get_by_role("alert")
    await expect(refused.filter(has_text="Times overlap.")).to_be_visible(timeout=PATIENT)
    assert stage.running.house.kept.directory.calendars == {}


async def test_ada_is_given_working_hours(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    ada = stage.running.ada
    await goes_to(page, f"settings/people/{ada.id}")
    await page.get_by_role("link", name="Working hours").click()
    await page.get_by_role("switch", name="No working hours").uncheck()
    await page.get_by_role("checkbox", name="Friday").uncheck()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible(timeout=PATIENT)
    directory = stage.running.house.kept.directory
    assert list(directory.calendars[ada.id].to_dict()["hours"]) == ["mon", "tue", "wed", "thu"]
    assert not directory.on_duty(ada.id, at("2027-03-26T12:00"))


async def test_the_launcher_is_hidden_by_a_setting_of_the_look(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    await goes_to(page, f"settings/sites/{stage.running.site.id}")
    await page.get_by_label("The button on the page").select_option("nobody")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible(timeout=PATIENT)
    assert stage.running.house.kept.directory.sites[stage.running.site.id].hide == "nobody"


async def test_ada_is_told_why_nothing_comes_to_her_and_sam_sees_it(stage: Stage) -> None:
    running = stage.running
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    tomorrow = days[datetime.fromtimestamp(running.clock() / 1000 + 86_400, UTC).weekday()]
    hours = {"tz": "UTC", "hours": {tomorrow: [["12:00", "13:00"]]}, "holidays": []}
    await running.house.kept.people.set_hours(running.ada.id, hours)
    page = await stage.at_work(running.ada)
    await page.get_by_role("button", name="change state").click()
    await page.get_by_role("button", name="online New").click()
    told = page.get_by_text("Outside your working hours: nothing is given to you until")
    await expect(told).to_be_visible(timeout=PATIENT)
    assert await faults(page) == []
    board = await stage.at_work(running.sam)
    await goes_to(board, "board")
    row = board.get_by_role("row", name="Ada")
    await expect(row).to_contain_text("outside the working hours", timeout=PATIENT)


async def test_who_sets_a_site_s_hours_is_told_that_its_team_has_some_of_its_own(stage: Stage) -> None:
    running = stage.running
    hours = {"tz": "UTC", "hours": {"mon": [["12:00", "13:00"]]}, "holidays": []}
    team = running.site.team
    assert team is not None
    await running.house.kept.people.set_hours(team, hours)
    page = await stage.at_work(await rita(stage))
    await goes_to(page, f"settings/sites/{running.site.id}/hours")
    await expect(page.get_by_text("has hours of its own")).to_be_visible(timeout=PATIENT)
    await page.get_by_role("link", name="To its hours").click()
    await expect(page.get_by_label("Opens on Monday")).to_have_value("12:00", timeout=PATIENT)


async def test_holidays_that_are_running_out_are_extended(stage: Stage) -> None:
    running = stage.running
    site = running.site.id
    hours = {
        "tz": "UTC",
        "hours": {"mon": [["12:00", "13:00"]]},
        "holidays_of": {"country": "IT", "language": "it"},
        "public": {"2027-12-25": "Natale"},
    }
    await running.house.kept.people.set_hours(site, hours)
    page = await stage.at_work(await rita(stage))
    await goes_to(page, f"settings/sites/{site}/hours")
    await expect(page.get_by_text("kept until the end of 2027")).to_be_visible(timeout=PATIENT)
    await page.get_by_role("button", name="Extend to").click()
    await expect(page.get_by_role("button", name="Extend to")).to_have_count(0, timeout=PATIENT)
    names = running.house.kept.directory.calendars[site].public.values()
    assert list(names).count("Natale") >= 10


async def test_nothing_is_missed_where_it_is_always_open(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    running = stage.running
    team = next(iter(running.house.kept.directory.teams))
    switch = page.get_by_role("switch", name=re.compile("Always open|No working hours"))
    for path in (f"sites/{running.site.id}", f"teams/{team}", f"people/{running.ada.id}"):
        await goes_to(page, f"settings/{path}/hours")
        await expect(switch).to_be_checked()
        await page.wait_for_load_state("networkidle")
    assert errors == []

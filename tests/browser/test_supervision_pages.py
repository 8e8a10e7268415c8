"""Sam looks on, whispers, and says how Ada stands; the board on the wall, of a part, and with a sound."""

import json
import re

from playwright.async_api import Page, Route, expect

from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_board import at_the_board, figure
from tests.house import PASSWORD, Client

# How often the page has begun to make a sound.
COUNTS_SOUNDS = """
    const Real = window.AudioContext
    let sounds = 0
    window.AudioContext = class extends Real {
        constructor() { super(); document.documentElement.dataset.sounds = sounds += 1 }
    }
"""
# What a browser does whose policy wants a press first: ours may have none.
HOLDS_BACK = """
    window.AudioContext = class extends AudioContext {
        get state() { return "suspended" }
        resume() { return new Promise(() => {}) }
    }
"""
HEIGHTS = "[document.documentElement.scrollHeight, innerHeight]"


async def vera_with_ada(stage: Stage) -> tuple[Client, str]:
    running = stage.running
    vera = await running.vera(locale="en")
    await vera.call("details", {"name": "Vera"})
    conversation = str((await vera.say("Where is my order?"))["conversation"])
    ada = await running.agent(running.ada)
    await ada.call("status", {"status": "online"})
    await ada.say("Let me look.", conversation=conversation)
    return vera, conversation


async def test_sam_looks_on_unseen_whispers_and_takes_over(stage: Stage) -> None:
    vera, conversation = await vera_with_ada(stage)
    ada = await stage.at_work(stage.running.ada)
    await ada.evaluate("(id) => { location.hash = `#/inbox/${id}` }", conversation)
    await expect(ada.get_by_role("log")).to_contain_text("Let me look.")
    sam = await at_the_board(stage)
    await sam.get_by_role("list", name="In these slots").get_by_role("link", name="Vera").click()
    await expect(sam.get_by_text("You look on unseen")).to_be_visible()
    await vera.say("Hello?")
    await expect(sam.get_by_role("log")).to_contain_text("Hello?")
    await sam.get_by_label("Whisper to Ada").fill("It left the depot today.")
    assert await faults(sam) == []
    await sam.keyboard.press("Control+Enter")
    await expect(sam.get_by_label("Whisper to Ada")).to_have_value("")
    for page in (sam, ada):
        await expect(page.get_by_role("log")).to_contain_text("It left the depot today.")
        await expect(page.get_by_role("log")).to_contain_text("Whisper: only Ada and supervisors see it")
    await expect(ada.get_by_text("Sam whispers: It left the depot today.")).to_be_visible()
    await expect(ada.locator(".hands")).to_have_count(0)
    await sam.get_by_role("button", name="Take over").click()
    moved = await vera.event("transferred")
    assert moved["to"]["name"] == "Sam"
    await expect(sam.get_by_role("textbox", name="Reply to Vera")).to_be_visible()
    assert "depot" not in json.dumps(vera.told)


async def test_olga_reads_who_looked_on(stage: Stage) -> None:
    _, conversation = await vera_with_ada(stage)
    sam, kept = await stage.running.supervisor(), stage.running.house.kept
    await sam.call("watch", {"conversation": conversation})
    wish = {"agent": stage.running.ada.id, "status": "away", "note": "Have some tea."}
    assert (await sam.call("status", wish))["ok"]
    person = await kept.people.add_person("olga@shop.example", "Olga", "admin")
    await kept.accounts.sets_password(person.id, PASSWORD)
    olga = await stage.at_work(person)
    await olga.evaluate("location.hash = '#/settings/audit'")
    rows = olga.get_by_role("row")
    await expect(rows.nth(1)).to_contain_text("Said how an agent stands: online → away")
    await expect(rows.nth(2)).to_contain_text("Looked on unseen")
    await expect(rows.nth(2)).to_contain_text("Sam")
    assert "tea" not in await olga.get_by_role("main").inner_text()
    assert await faults(olga) == []
    await rows.nth(2).get_by_role("link").click()
    await expect(olga.get_by_role("log")).to_contain_text("Where is my order?")


async def test_what_of_the_audit_does_not_come_is_said_and_can_be_asked_for_again(stage: Stage) -> None:
    admin = await stage.running.house.kept.people.add_person("olga@shop.example", "Olga", "admin")
    await stage.running.house.kept.accounts.sets_password(admin.id, PASSWORD)
    _, conversation = await vera_with_ada(stage)
    assert (await (await stage.running.supervisor()).call("watch", {"conversation": conversation}))["ok"]
    olga = await stage.at_work(admin)
    failures = ["once"]

    async def told(route: Route) -> None:
        """As with many entries: there are older ones, which do not come at first."""
        if "cursor=" not in route.request.url:
            answer = await route.fetch()
            await route.fulfill(response=answer, json={**await answer.json(), "next": "older"})
        elif failures:
            failures.clear()
            await route.abort()
        else:
            await route.fulfill(json={"items": [], "next": None})

    await olga.route("**/api/v1/audit*", told)
    await olga.evaluate("location.hash = '#/settings/audit'")
    await olga.get_by_role("button", name="Show more").click()
    await expect(olga.get_by_role("alert")).to_contain_text("The earlier ones did not come.")
    await expect(olga.get_by_role("row")).to_have_count(2)
    assert await faults(olga) == []
    await olga.get_by_role("button", name="Try again").click()
    await expect(olga.get_by_role("alert")).to_have_count(0)
    await expect(olga.get_by_role("button", name="Try again")).to_have_count(0)


async def test_who_looks_on_catches_up_after_his_connection_was_away(stage: Stage) -> None:
    vera, conversation = await vera_with_ada(stage)
    sam = await at_the_board(stage)
    await sam.evaluate("(id) => { location.hash = `#/watch/${id}` }", conversation)
    await expect(sam.get_by_role("log")).to_contain_text("Let me look.")
    await sam.context.set_offline(True)
    await vera.say("Hello?")
    await sam.context.set_offline(False)
    await expect(sam.get_by_role("log")).to_contain_text("Hello?")


async def test_sam_says_how_ada_stands_and_she_is_told_why(stage: Stage) -> None:
    await vera_with_ada(stage)
    ada = await stage.at_work(stage.running.ada)
    sam = await at_the_board(stage, waiting=0)
    await sam.get_by_role("button", name="Change the state of Ada").click()
    dialog = sam.get_by_role("dialog", name="State of Ada")
    await dialog.get_by_label("Away, because of").select_option(label="Break")
    await dialog.get_by_label("Note to Ada").fill("Have some tea.")
    assert await faults(sam) == []
    await dialog.get_by_role("button", name="Set: away").click()
    await expect(sam.get_by_role("row", name=re.compile("Ada away: Break"))).to_be_visible()
    await expect(ada.get_by_text("Sam has set you away: Break: Have some tea.")).to_be_visible()
    await expect(ada.get_by_role("button", name=re.compile("away: Break"))).to_be_visible()
    # Ben is not there: nobody says otherwise for him.
    await expect(sam.get_by_role("button", name="Change the state of Ben")).to_have_count(0)


async def test_a_part_of_the_board_is_in_its_address(stage: Stage) -> None:
    running = stage.running
    depot = await running.house.kept.people.add_team("Depot")
    for team in (None, depot.id):
        vera = await running.vera(locale="en", **({"team": team} if team else {}))
        await vera.say("Where is my order?")
    sam = await at_the_board(stage, waiting=2)
    await sam.get_by_label("Team").select_option(label="Depot")
    await expect(figure(sam, "Waiting")).to_have_text("1")
    await expect(sam.locator("[data-kpi=volume] .big")).to_have_text("1")
    assert f"team={depot.id}" in sam.url
    await sam.reload()
    await expect(figure(sam, "Waiting")).to_have_text("1")
    await sam.get_by_label("Team").select_option(label="All teams")
    await expect(figure(sam, "Waiting")).to_have_text("2")
    await expect(sam.locator("[data-kpi=volume] .big")).to_have_text("2")


async def test_the_wall_shows_it_without_a_scroll_and_counts_what_it_has_no_room_for(stage: Stage) -> None:
    running = stage.running
    for _ in range(15):
        await (await running.vera(locale="en")).say("Where is my order?")
    sam = await at_the_board(stage, waiting=15)
    await sam.set_viewport_size({"width": 1920, "height": 1080})
    await sam.get_by_role("button", name="Big screen").click()
    queue = sam.get_by_role("region", name="Waiting now").get_by_role("listitem")
    await expect(queue.last).to_have_text(re.compile(r"^\d+ more$"))
    shown = await queue.count() - 1
    assert await queue.last.inner_text() == f"{15 - shown} more" and shown > 5
    scrolled, high = await sam.evaluate(HEIGHTS)
    assert scrolled <= high and not await sideways(sam)
    assert await faults(sam) == []
    await sam.get_by_role("button", name="Leave the big screen").click()
    await expect(sam.get_by_role("heading", name="Live")).to_be_visible()


async def test_an_alarm_sounds_only_when_it_was_asked_for(stage: Stage) -> None:
    running = stage.running
    sam = await stage.at_work(running.sam)
    await sam.add_init_script(COUNTS_SOUNDS)
    await sam.reload()
    await sam.get_by_role("link", name="Live").click()
    await alarms(stage, sam)
    await expect(sam.locator("html[data-sounds]")).to_have_count(0)
    await sam.get_by_role("button", name="Alarm sound: off").click()
    await expect(sam.get_by_role("button", name="Alarm sound: on")).to_be_visible()
    await sam.get_by_role("button", name="Test tone").click()
    await expect(sam.locator("html[data-sounds='2']")).to_have_count(1)
    await alarms(stage, sam)
    await expect(sam.locator("html[data-sounds='3']")).to_have_count(1)


async def test_the_board_says_when_the_browser_keeps_the_sound_back(stage: Stage) -> None:
    sam = await at_the_board(stage)
    await sam.get_by_role("button", name="Alarm sound: off").click()
    # As in a browser that has just been started: nothing has been pressed yet.
    page = await sam.context.new_page()
    await sam.close()
    await page.add_init_script(HOLDS_BACK)
    await page.goto(f"{stage.running.url}/console/#/board")
    await expect(page.get_by_role("button", name="Alarm sound: on")).to_be_visible()
    await alarms(stage, page)
    held = page.get_by_text("The browser keeps the sound back")
    await expect(held).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(held).to_have_count(0)


async def alarms(stage: Stage, sam: Page) -> None:
    """A low rating, of which Sam is told."""
    running = stage.running
    before = await sam.get_by_text(re.compile("rated")).count()
    vera, conversation = await running.vera(locale="en"), ""
    conversation = str((await vera.say("Where is my order?"))["conversation"])
    ada = await running.agent(running.ada)
    await ada.say("No idea.", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    assert (await vera.call("rate", {"conversation": conversation, "score": 1}))["ok"]
    await expect(sam.get_by_role("region", name="Alerts").get_by_text(re.compile("rated"))).not_to_have_count(
        before
    )

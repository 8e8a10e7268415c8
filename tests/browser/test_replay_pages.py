"""A day of the floor, and a conversation, scrubbed by keyboard and pointer."""

import re
from datetime import UTC, datetime

from playwright.async_api import Page, Route, expect

from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_board import at_the_board, figure
from tests.edges.test_board_parts import until_noon

PHONE = {"viewport": {"width": 390, "height": 844}}


async def a_day(stage: Stage) -> str:
    """Vera waits for five minutes, Ada has her for five, then it is over. Gives the conversation."""
    running = stage.running
    running.clock.ahead += until_noon(running)
    vera = await running.vera(locale="en")
    await vera.call("details", {"name": "Vera"})
    conversation = str((await vera.say("Where is my order?"))["conversation"])
    running.clock.ahead += 300_000
    ada = await running.agent(running.ada)
    await ada.call("status", {"status": "online"})
    await vera.event("assigned")
    await ada.say("It is on its way.", conversation=conversation)
    running.clock.ahead += 300_000
    assert (await ada.call("resolve", {"conversation": conversation, "reason": "solved"}))["ok"]
    running.clock.ahead += 60_000
    return conversation


async def at_the_floor(page: Page, stage: Stage) -> None:
    """On the server's day: the browser's clock is not set."""
    await page.get_by_role("link", name="Replay").click()
    await expect(page.get_by_role("heading", name="Replay of the floor")).to_be_visible()
    date = datetime.fromtimestamp(stage.running.clock() / 1000, UTC).date()
    await page.evaluate("(date) => { location.hash = `#/replay/floor?date=${date}` }", date.isoformat())
    await expect(page.get_by_label("Day", exact=True)).to_have_value(date.isoformat())
    # The reporting process may have to start first.
    await expect(page.get_by_role("slider", name="Time of day")).to_be_visible()


async def test_sam_goes_through_a_day_and_into_a_conversation_at_that_moment(stage: Stage) -> None:
    await a_day(stage)
    sam = await at_the_board(stage)
    await at_the_floor(sam, stage)
    slider = sam.get_by_role("slider", name="Time of day")
    await slider.press("Home")
    await expect(figure(sam, "Waiting")).to_have_text("0")
    await sam.get_by_role("button", name="Next change").click()
    while await figure(sam, "Waiting").inner_text() != "1":
        await sam.get_by_role("button", name="Next change").click()
    await slider.press("ArrowRight")
    await expect(figure(sam, "Longest wait")).to_have_text("1:00")
    assert await faults(sam) == []
    await expect(sam.get_by_role("img", name=re.compile("Most waiting: 1"))).to_be_visible()
    address = sam.url
    assert "at=" in address
    await sam.reload()
    await expect(figure(sam, "Longest wait")).to_have_text("1:00")
    await sam.get_by_role("link", name="Vera").click()
    log = sam.get_by_role("log")
    await expect(log).to_contain_text("Where is my order?")
    await expect(log).not_to_contain_text("It is on its way.")
    await expect(sam.locator(".stood")).to_contain_text("whoever takes it from the queue")
    assert await faults(sam) == []
    await sam.get_by_role("slider").press("End")
    await expect(log).to_contain_text("It is on its way.")
    await expect(sam.locator(".stood")).to_contain_text("resolved")
    await sam.get_by_role("link", name="The floor at this moment").click()
    await expect(figure(sam, "Waiting")).to_have_text("0")


async def test_a_day_that_is_played_runs_on_and_stops_at_its_end(stage: Stage) -> None:
    await a_day(stage)
    sam = await at_the_board(stage)
    await at_the_floor(sam, stage)
    await sam.get_by_role("button", name="600×").click()
    slider = sam.get_by_role("slider", name="Time of day")
    await slider.press("End")
    await slider.press("PageDown")
    begun = float(await slider.input_value())
    await sam.get_by_role("button", name="Play").click()
    await expect(sam.get_by_role("button", name="Pause")).to_be_visible()
    await expect(sam.get_by_role("button", name="Play")).to_be_visible()
    assert float(await slider.input_value()) > begun


async def test_ada_replays_her_own_conversation_but_not_the_floor(stage: Stage) -> None:
    conversation = await a_day(stage)
    ada = await stage.at_work(stage.running.ada, **PHONE)
    await ada.evaluate("(id) => { location.hash = `#/replay/${id}` }", conversation)
    log = ada.get_by_role("log")
    await expect(log).to_contain_text("Where is my order?")
    await expect(log).not_to_contain_text("It is on its way.")
    await ada.get_by_role("slider").press("PageUp")
    await expect(log).to_contain_text("It is on its way.")
    assert await sideways(ada) == 0
    assert await faults(ada) == []
    await expect(ada.get_by_role("link", name="The floor at this moment")).to_have_count(0)
    await ada.evaluate("location.hash = '#/replay/floor'")
    await expect(ada.get_by_role("heading", name="There is no such page")).to_be_visible()


async def test_what_was_whispered_to_ada_is_not_in_bens_replay(stage: Stage) -> None:
    running = stage.running
    vera, ada = await running.vera(locale="en"), await running.agent(running.ada)
    conversation = str((await vera.say("Where is my order?"))["conversation"])
    await ada.say("Let me look.", conversation=conversation)
    sam = await running.supervisor()
    word = {"conversation": conversation, "id": "00000000-0000-4000-8000-000000000001", "text": "canary"}
    assert (await sam.call("whisper", word))["ok"]
    for person, hears in ((running.ben, False), (running.ada, True)):
        page = await stage.at_work(person)
        await page.evaluate("(id) => { location.hash = `#/replay/${id}` }", conversation)
        await page.get_by_role("slider").press("End")
        await expect(page.get_by_role("log")).to_contain_text("Let me look.")
        assert ("canary" in await page.get_by_role("log").inner_text()) is hears


async def test_a_page_on_its_way_has_its_own_shape_at_the_top_and_one_that_is_lost_says_so(
    stage: Stage,
) -> None:
    """Not a small thing in the middle of nothing, which jumps to the top when the page is there."""
    sam = await at_the_board(stage)
    held: list[Route] = []
    await sam.route("**/assets/page-*.js", lambda route: held.append(route))
    await sam.get_by_role("link", name="Replay").click()
    coming = sam.get_by_role("region", name="Loading")
    await expect(coming).to_be_visible()
    box, page = await coming.bounding_box(), await sam.locator("main").bounding_box()
    assert box and page
    assert box["y"] - page["y"] < 50 and box["width"] > 0.8 * page["width"]
    await held.pop().abort()
    await expect(sam.get_by_role("button", name="Try again")).to_be_visible()


async def test_up_to_when_a_day_is_known_is_a_sentence(stage: Stage) -> None:
    await a_day(stage)
    sam = await at_the_board(stage)
    await at_the_floor(sam, stage)
    await expect(sam.locator(".zone-of")).to_have_text(re.compile(r"^Known up to [^.]+\.(?! *\.)"))

"""Taking over, and who else is there: two people at work in the console, in a real browser."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.browser.test_console import choose_status, row, vera_writes
from tests.house import Client


async def ada_has_it(stage: Stage, **options: object) -> tuple[Page, Client]:
    """Ada is online, and has answered Vera."""
    ada = await stage.at_work(stage.running.ada, **options)
    vera = await vera_writes(stage)
    await choose_status(ada, "online")
    await row(ada).click()
    await ada.locator("#composer").fill("Let me look.")
    await ada.keyboard.press("Control+Enter")
    await vera.event("message.sent", lambda event: event["by"]["kind"] == "agent")
    return ada, vera


async def asks_ben(ada: Page, note: str) -> None:
    await ada.locator(".talk .pane-head").get_by_role("button", name="Transfer").click()
    dialog = ada.get_by_role("dialog", name="Transfer Vera")
    await dialog.get_by_role("radio", name="Ben").check()
    await dialog.get_by_label("Note for whoever takes it").fill(note)
    await dialog.get_by_role("switch", name="Ask first").check()
    await dialog.get_by_role("button", name="Ask Ben").click()


async def test_ben_is_asked_reads_the_note_and_takes_it_over(stage: Stage) -> None:
    ben = await stage.at_work(stage.running.ben)
    await choose_status(ben, "away")
    ada, vera = await ada_has_it(stage)
    await asks_ben(ada, "Knows the depot")
    await expect(ada.get_by_role("status").filter(has_text="Ben is asked")).to_be_visible()
    await expect(ben.get_by_role("heading", name="You are asked to take over")).to_be_visible()
    await row(ben).click()
    card = ben.get_by_role("region", name="Ada asks whether you take this over")
    await expect(card).to_contain_text("Knows the depot")
    assert await faults(ben) == []
    await card.get_by_role("button", name="Take over").click()
    moved = await vera.event("transferred")
    assert moved["to"]["name"] == "Ben" and "note" not in moved
    await expect(card).to_have_count(0)
    await expect(ada.get_by_role("log")).to_contain_text("handed over to Ben")


async def test_ben_declines_and_ada_reads_so(stage: Stage) -> None:
    ben = await stage.at_work(stage.running.ben)
    await choose_status(ben, "away")
    ada, _ = await ada_has_it(stage)
    await asks_ben(ada, "Knows the depot")
    await row(ben).click()
    await ben.get_by_role("button", name="Not now").click()
    await expect(ada.get_by_role("log")).to_contain_text("Ben: not able to take over now")
    await asks_ben(ada, "Please")
    await ada.get_by_role("button", name="Withdraw").click()
    await expect(ada.get_by_role("log")).to_contain_text("You took back the question to Ben")
    await expect(ben.get_by_role("button", name="Take over")).to_have_count(0)


async def test_two_who_have_it_open_know_of_each_other(stage: Stage) -> None:
    ada, _ = await ada_has_it(stage)
    ben = await stage.at_work(stage.running.ben)
    conversation = await row(ada).get_attribute("data-conversation")
    await ben.evaluate("(id) => { location.hash = `#/inbox/${id}` }", conversation)
    await expect(ada.get_by_role("status").filter(has_text="Also looking at this: Ben")).to_be_visible()
    await expect(ben.get_by_role("status").filter(has_text="Also looking at this: Ada")).to_be_visible()
    await ben.locator("#composer").press_sequentially("I could")
    await expect(ada.get_by_role("status").filter(has_text="Ben: writing an answer here")).to_be_visible()
    await ben.evaluate("location.hash = '#/inbox'")
    await expect(ada.get_by_text("Also looking at this")).to_have_count(0)


async def test_ada_is_reminded_of_who_waits_for_her(stage: Stage) -> None:
    team = stage.running.site.team or ""
    await stage.running.house.kept.people.change_team(team, {"rules": {"agent_nudge_after": 60}})
    ada, vera = await ada_has_it(stage)
    await vera.say("And when will it come?")
    await expect(ada.get_by_role("log")).to_contain_text("And when will it come?")
    await stage.running.later(60_000)
    await expect(ada.get_by_text("A reminder: Vera")).to_be_visible()
    await ada.locator("#composer").fill("On Friday.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.get_by_text("A reminder: Vera")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
async def test_all_of_it_is_for_everybody(stage: Stage, width: int, scheme: str) -> None:
    size = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "reduced_motion": "reduce"}
    ada, _ = await ada_has_it(stage)
    ben = await stage.at_work(stage.running.ben, **size)
    await choose_status(ben, "away")
    await asks_ben(ada, "Knows the depot, and where parcels go that nobody fetches")
    await row(ben).click()
    await expect(ben.get_by_role("button", name="Take over")).to_be_visible()
    await expect(ben.get_by_text("Also looking at this")).to_be_visible()
    assert await faults(ben) == []
    assert await sideways(ben) <= 0

"""The live board as Sam sees it: it moves by itself."""

import re

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.accessible import faults
from tests.browser.conftest import Stage

A_WAIT = re.compile(r"^\d+:\d\d$")


def figure(page: Page, name: str) -> Locator:
    """One of the four figures of the moment."""
    return page.locator(".fig", has=page.get_by_role("heading", name=name, exact=True)).locator(".v")


async def at_the_board(stage: Stage, waiting: int = 0) -> Page:
    sam = await stage.at_work(stage.running.sam)
    await sam.get_by_role("link", name="Live").click()
    await expect(figure(sam, "Waiting")).to_have_text(str(waiting))
    return sam


async def test_who_waits_and_who_is_there_moves_without_a_reload(stage: Stage) -> None:
    running = stage.running
    sam = await at_the_board(stage)
    await expect(figure(sam, "Longest wait")).to_have_text("–")
    vera = await running.vera(locale="en")
    await vera.call("details", {"name": "Vera"})
    await vera.say("Where is my order?")
    await expect(figure(sam, "Waiting")).to_have_text("1")
    await expect(figure(sam, "Longest wait")).to_have_text(A_WAIT)
    await expect(sam.get_by_role("rowheader", name="Vera")).to_be_visible()
    before = await figure(sam, "Longest wait").inner_text()
    await expect(figure(sam, "Longest wait")).not_to_have_text(before)
    ada = await running.agent(running.ada)
    await ada.call("status", {"status": "online"})
    await expect(figure(sam, "Waiting")).to_have_text("0")
    await expect(figure(sam, "Active")).to_have_text("1")
    await expect(figure(sam, "Agents")).to_contain_text("1 online")
    await expect(sam.get_by_role("row", name=re.compile("Ada online"))).to_contain_text("1 of 4")


async def test_sam_gives_a_waiting_conversation_to_ben(stage: Stage) -> None:
    running = stage.running
    sam = await at_the_board(stage)
    vera = await running.vera(locale="en")
    await vera.call("details", {"name": "Vera"})
    await vera.say("Where is my order?")
    await sam.get_by_role("button", name="Assign Vera").click()
    dialog = sam.get_by_role("dialog", name="Assign Vera")
    await dialog.get_by_role("radio", name="Ben").check()
    await dialog.get_by_role("button", name="Assign to Ben").click()
    given = await vera.event("assigned")
    assert given["agent"]["name"] == "Ben"
    await expect(figure(sam, "Waiting")).to_have_text("0")


async def test_the_days_figures_move_and_an_empty_one_says_why(stage: Stage) -> None:
    running = stage.running
    sam = await at_the_board(stage)
    kpi = {
        name: sam.locator(f"[data-kpi={name}]") for name in ("frt", "frt_butler", "csat", "volume", "backlog")
    }
    await expect(kpi["frt"]).to_contain_text("–")
    await expect(kpi["frt"]).to_contain_text("Nobody has answered a first message yet today.")
    await expect(kpi["csat"].locator(".big")).to_have_text("–")
    await expect(kpi["volume"].locator(".big")).to_have_text("0")
    vera = await running.vera(locale="en")
    conversation, asked_at = (await vera.say("Where is my order?"))["conversation"], running.clock()
    await expect(kpi["volume"].locator(".big")).to_have_text("1")
    await expect(kpi["backlog"].locator(".big")).to_have_text("1")
    await expect(kpi["frt_butler"].locator(".big")).to_have_text("< 0.1 s")
    await expect(kpi["frt"]).to_contain_text("1 conversation still waits.")
    ada = await running.agent(running.ada)
    running.clock.ahead += max(0, asked_at + 42_000 - running.clock())
    answer = {"conversation": conversation, "id": "00000000-0000-4000-8000-000000000001", "text": "Hello."}
    await ada.call("say", answer)
    await expect(kpi["frt"].locator(".big")).to_have_text(re.compile(r"^4[2-9] s$"))
    await expect(kpi["frt"].locator(".cases")).to_have_text("n 1")
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await expect(kpi["backlog"].locator(".big")).to_have_text("0")
    await vera.call("rate", {"conversation": conversation, "score": 5})
    await expect(kpi["csat"].locator(".big")).to_have_text("100.0 %")
    await expect(kpi["csat"]).to_contain_text("few cases")


async def test_that_figures_are_worked_out_or_missing_is_said_once(stage: Stage) -> None:
    """Those of a team are never told by themselves: they are there when they have been asked for."""
    sam = await at_the_board(stage)
    held: list[Route] = []
    await sam.route("**/api/v1/queue?*", lambda route: held.append(route))
    team = next(iter(stage.running.house.kept.directory.teams))
    await sam.evaluate("(team) => { location.hash = `#/board?team=${team}` }", team)
    card = sam.get_by_role("region", name="Today against targets")
    status, table = card.get_by_role("status"), card.get_by_role("table")
    await expect(status).to_have_text("The figures are being worked out.")
    await expect(table).to_have_attribute("aria-busy", "true")
    await expect(table.locator("small:not(.skel)")).to_have_count(0)
    assert await faults(sam) == []
    await held.pop(0).abort()
    await expect(status).to_have_text("The figures are not to be had at the moment.")
    await expect(table).to_have_attribute("aria-busy", "false")
    await expect(table.locator(".skel")).to_have_count(0)
    await expect(table.get_by_text("not to be had")).to_have_count(0)
    assert await faults(sam) == []


async def test_what_stands_under_an_interval_keeps_to_its_place_in_the_longest_language(stage: Stage) -> None:
    running = stage.running
    page = await stage.at_work(running.sam, viewport={"width": 1280, "height": 720})
    await running.house.kept.people.change_person(running.sam.id, {"locale": "pl"})
    await page.evaluate("location.hash = '#/board'")
    await page.reload()
    vera = await running.vera(locale="en")
    conversation = (await vera.say("Where is my order?"))["conversation"]
    ada = await running.agent(running.ada)
    answer = {"conversation": conversation, "id": "00000000-0000-4000-8000-000000000001", "text": "Hello."}
    await ada.call("say", answer)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await vera.call("rate", {"conversation": conversation, "score": 5})
    under = page.locator("[data-kpi=csat] .under")
    await expect(under).to_contain_text("mało przypadków", timeout=20_000)
    right = "(part) => part.getBoundingClientRect().right"
    assert await under.evaluate(right) <= await under.locator("..").evaluate(right)
    assert await under.evaluate("(words) => words.scrollWidth - words.clientWidth") <= 0


async def test_agents_do_not_get_the_board_or_the_settings(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    await expect(ada.get_by_role("link", name="Live")).to_have_count(0)
    for view in ("board", "settings/sites"):
        await ada.evaluate("(view) => { location.hash = `#/${view}` }", view)
        await expect(ada.get_by_role("heading", name="There is no such page")).to_be_visible()

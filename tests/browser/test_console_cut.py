"""An agent whose network goes and comes, for a moment or for longer (F05, F06, F17)."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from tests.browser.conftest import Stage
from tests.browser.test_console import choose_status, row, vera_writes
from tests.faults.proxy import Link, Proxy, proxied
from tests.house import PASSWORD, Client

LONG = 30_000  # ms
GRACE = 30_000  # ms after an agent's last connection


async def at_work_behind(stage: Stage, proxy: Proxy) -> Page:
    """Ada, with a network in between, and Vera's conversation open before her."""
    ada = await (await stage.window()).new_page()
    await ada.goto(f"{proxy.url}/console/")
    await ada.get_by_label("E-mail").fill(stage.running.ada.email)
    await ada.get_by_label("Password").fill(PASSWORD)
    await ada.get_by_role("button", name="Sign in").click()
    await ada.get_by_role("navigation", name="Main").wait_for()
    return ada


async def talks_to_vera(stage: Stage, ada: Page) -> Client:
    vera = await vera_writes(stage)
    await choose_status(ada, "online")
    await row(ada).click()
    await expect(ada.get_by_role("log")).to_contain_text("Where is my order?")
    return vera


async def says(ada: Page, text: str) -> None:
    composer = ada.get_by_role("textbox", name="Reply to Vera")
    await composer.fill(text)
    await composer.press("Control+Enter")


async def loses_the_network(ada: Page, proxy: Proxy) -> None:
    proxy.closed = True
    proxy.cut()
    await expect(ada.get_by_role("status").filter(has_text="No connection since")).to_be_visible()


async def comes_back(ada: Page, proxy: Proxy) -> None:
    proxy.closed = False
    await ada.evaluate("dispatchEvent(new Event('online'))")
    await expect(ada.get_by_role("status").filter(has_text="No connection since")).to_have_count(
        0, timeout=LONG
    )


def answers(vera: Client) -> list[str]:
    return [event["text"] for event in vera.events() if event["by"]["kind"] == "agent" and "text" in event]


def port_of(stage: Stage) -> int:
    return urlsplit(stage.running.url).port or 0


async def test_a_cut_between_storing_and_acknowledging_doubles_no_answer(stage: Stage) -> None:
    async with proxied(port_of(stage)) as proxy:
        ada = await at_work_behind(stage, proxy)
        vera = await talks_to_vera(stage, ada)
        answered = 0

        def watch(link: Link, from_server: bool, piece: bytes) -> None:
            nonlocal answered
            if from_server and b"43/agent" in piece and b'"at"' in piece:
                answered += 1
                if answered in (1, 3):
                    link.cut()

        proxy.watch = watch
        texts = [f"Answer {number}" for number in range(6)]
        for text in texts:
            await says(ada, text)
        await vera.event("message.sent", lambda event: event["text"] == texts[-1])
        assert answers(vera) == texts
        await expect(ada.locator(".msg.held, .msg.lost")).to_have_count(0, timeout=LONG)
        for text in texts:
            await expect(ada.get_by_role("log").get_by_text(text, exact=True)).to_have_count(1)
        assert answered >= 3


async def test_what_changed_while_away_is_there_as_after_a_fresh_load(stage: Stage) -> None:
    async with proxied(port_of(stage)) as proxy:
        ada = await at_work_behind(stage, proxy)
        vera = await talks_to_vera(stage, ada)
        for name in ("Wanda", "Xenia"):
            other = await stage.running.vera(locale="en")
            await other.call("details", {"name": name})
            await other.say(f"{name} here")
        await expect(row(ada, "Xenia")).to_be_visible()
        await loses_the_network(ada, proxy)

        sam = await stage.running.agent(stage.running.sam)
        states = {state["visitor"]["name"]: state for state in (await inbox(sam))}
        await vera.say("Are you still there?")
        assert (await sam.call("resolve", {"conversation": states["Wanda"]["id"]}))["ok"]
        transfer = {"conversation": states["Xenia"]["id"], "agent": stage.running.ben.id}
        assert (await sam.call("transfer", transfer))["ok"]
        assert (await sam.call("tag", {"conversation": states["Vera"]["id"], "tags": ["late"]}))["ok"]
        await stage.running.later(5 * 60_000)

        await comes_back(ada, proxy)
        await expect(ada.get_by_role("log")).to_contain_text("Are you still there?")
        await expect(ada.get_by_role("log").get_by_text("Are you still there?")).to_have_count(1)
        await expect(row(ada, "Wanda")).to_have_count(0)
        held = await screen(ada)
        await ada.reload()
        await expect(ada.get_by_role("log")).to_contain_text("Are you still there?")
        assert await screen(ada) == held


async def test_an_answer_written_away_to_what_was_closed_meanwhile_opens_it_again_once(stage: Stage) -> None:
    async with proxied(port_of(stage)) as proxy:
        ada = await at_work_behind(stage, proxy)
        vera = await talks_to_vera(stage, ada)
        await loses_the_network(ada, proxy)
        await says(ada, "It left yesterday.")
        await expect(ada.get_by_role("log")).to_contain_text("goes out when the connection is back")
        assert (await vera.call("end", {}))["ok"]
        await comes_back(ada, proxy)
        await vera.event("reopened")
        await vera.event("message.sent", lambda event: event["text"] == "It left yesterday.")
        assert answers(vera) == ["It left yesterday."]
        await expect(ada.locator(".msg.held, .msg.lost")).to_have_count(0)
        await expect(ada.get_by_role("log").get_by_text("It left yesterday.")).to_have_count(1)
        await expect(ada.get_by_role("textbox", name="Reply to Vera")).to_be_visible()


async def test_an_agent_who_is_back_within_the_grace_keeps_her_visitor(stage: Stage) -> None:
    async with proxied(port_of(stage)) as proxy:
        ada = await at_work_behind(stage, proxy)
        vera = await talks_to_vera(stage, ada)
        await loses_the_network(ada, proxy)
        await stage.running.later(GRACE - 5_000)
        await comes_back(ada, proxy)
        await stage.running.later(GRACE)
        await says(ada, "Here again.")
        await vera.event("message.sent", lambda event: event["text"] == "Here again.")
        assert not [event for event in vera.events() if event.get("reason") == "agent_gone"]


async def test_the_visitor_of_an_agent_who_stays_away_goes_back_to_the_queue_and_is_told_once(
    stage: Stage,
) -> None:
    async with proxied(port_of(stage)) as proxy:
        ada = await at_work_behind(stage, proxy)
        vera = await talks_to_vera(stage, ada)
        await loses_the_network(ada, proxy)
        await stage.running.later(GRACE + 1_000)
        await vera.event("queued", lambda event: event["reason"] == "agent_gone")
        await stage.running.later(GRACE)
        gone = [event for event in vera.events() if event.get("reason") == "agent_gone"]
        assert [event["type"] for event in gone].count("queued") == 1
        await comes_back(ada, proxy)
        await expect(ada.get_by_role("button", name="change state")).to_contain_text("offline")
        await expect(ada.get_by_role("button", name="Take")).to_be_visible()


async def test_what_was_begun_and_what_is_held_survive_a_reload(stage: Stage) -> None:
    async with proxied(port_of(stage)) as proxy:
        ada = await at_work_behind(stage, proxy)
        vera = await talks_to_vera(stage, ada)
        await ada.route("**/socket.io/**", lambda route: route.abort())
        proxy.hold()
        await says(ada, "Held.")
        await ada.get_by_role("textbox", name="Reply to Vera").fill("Begun")
        ada.on("dialog", lambda dialog: dialog.accept())
        proxy.cut()
        proxy.release()
        await ada.unroute("**/socket.io/**")
        await ada.reload()
        await vera.event("message.sent", lambda event: event["text"] == "Held.")
        await expect(ada.get_by_role("textbox", name="Reply to Vera")).to_have_value("Begun")
        await expect(ada.get_by_role("log").get_by_text("Held.")).to_have_count(1)
        assert answers(vera) == ["Held."]


async def inbox(agent: Client) -> list[dict[str, Any]]:
    told = await agent.heard("inbox")
    return [*told["conversations"], *told["queue"]]


async def screen(ada: Page) -> list[str]:
    """All that she may see: the list, the head, the log; without the seconds, which go on meanwhile."""
    await ada.get_by_role("group", name="Show").get_by_role("button", name="All").click()
    await expect(row(ada)).to_be_visible()
    await ada.mouse.move(0, 0)
    parts = [".conv", ".talk .pane-head", ".talk-log"]
    texts = [text for part in parts for text in await ada.locator(part).all_inner_texts()]
    return [re.sub(r"\b\d{1,2}:\d\d\b", "m:ss", text) for text in texts]

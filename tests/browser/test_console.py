"""The console as Ada uses it: real browser, real server."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Stage
from tests.house import Client

SHOP = {"url": "https://shop.example/kettles", "title": "Kettles", "referrer": None}


async def vera_writes(stage: Stage, text: str = "Where is my order?", **details: Any) -> Client:
    vera = await stage.running.vera(locale="en", page=SHOP)
    await vera.call("details", {"name": "Vera", **details})
    await vera.say(text)
    return vera


async def choose_status(page: Page, status: str) -> None:
    await page.get_by_role("button", name="change state").click()
    menu = page.get_by_role("region", name="You")
    await menu.get_by_role("button", name=status).click()
    await expect(menu.get_by_role("button", name=status)).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")


def row(page: Page, name: str = "Vera") -> Locator:
    return page.locator(".conv", has_text=name)


async def test_ada_answers_notes_and_resolves_with_the_keyboard_alone(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    vera = await vera_writes(stage)
    await choose_status(ada, "online")
    await expect(row(ada)).to_be_visible()
    await ada.locator("body").click(position={"x": 5, "y": 5})
    await ada.keyboard.press("j")
    await expect(ada.get_by_role("log")).to_contain_text("Where is my order?")
    await ada.keyboard.press("r")
    await ada.keyboard.type("It left yesterday, resolve?")
    await ada.keyboard.press("Control+Enter")
    said = await vera.event("message.sent", lambda event: event["by"]["kind"] == "agent")
    assert said["text"] == "It left yesterday, resolve?"
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("n")
    await ada.keyboard.type("She was kind.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator(".msg.note")).to_contain_text("She was kind.")
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("e")
    await expect(ada.get_by_role("dialog", name="Resolve Vera")).to_be_visible()
    await ada.keyboard.press("Enter")
    await vera.event("resolved", lambda event: event["reason"] == "solved")
    await expect(ada.get_by_role("status").filter(has_text="Resolved.")).to_be_visible()
    assert not [event for event in vera.events() if event.get("text") == "She was kind."]
    await ada.keyboard.press("u")
    await vera.event("reopened")


async def test_who_is_not_online_is_told_why_nothing_comes_and_goes_online_from_there(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    await vera_writes(stage)
    empty = ada.locator(".inbox .blank")
    await expect(empty).to_contain_text("You are not online")
    await empty.get_by_role("button", name="1 waits in the queue").click()
    await expect(row(ada)).to_be_visible()
    await ada.get_by_role("button", name="Mine").click()
    await empty.get_by_role("button", name="Go online").click()
    await expect(ada.get_by_role("button", name="change state")).to_contain_text("online")
    await expect(row(ada)).to_be_visible()


async def test_how_a_conversation_stands_is_read_to_its_end(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada, viewport={"width": 1280, "height": 720})
    await vera_writes(stage)
    await ada.get_by_role("button", name="Waiting").click()
    await row(ada).click()
    standing = ada.locator(".talk .standing")
    await expect(standing).to_contain_text("waits in the queue for")
    assert await standing.evaluate("(line) => line.scrollWidth - line.clientWidth") <= 0


async def test_her_own_state_is_what_the_server_says(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    me = ada.get_by_role("button", name="change state")
    await expect(me).to_contain_text("offline")
    elsewhere = await stage.running.agent(stage.running.ada)
    await elsewhere.call("status", {"status": "away"})
    await expect(me).to_contain_text("away")
    await ada.context.set_offline(True)
    await expect(ada.get_by_role("status").filter(has_text="No connection since")).to_be_visible()
    await me.click()
    menu = ada.get_by_role("region", name="You")
    await menu.get_by_role("button", name="online").click()
    await expect(menu).to_contain_text("asking the server")
    await expect(menu.get_by_role("button", name="away")).to_have_attribute("aria-pressed", "true")
    await ada.context.set_offline(False)
    await expect(menu.get_by_role("button", name="online")).to_have_attribute("aria-pressed", "true")
    assert stage.running.house.floor.presence(stage.running.ada.id).status == "online"


async def test_who_takes_too_late_is_told_who_was_faster(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    ben = await stage.running.agent(stage.running.ben)
    await vera_writes(stage)
    await ada.get_by_role("button", name="Waiting").click()
    await row(ada).click()
    take = ada.get_by_role("button", name="Take")
    await expect(take).to_be_visible()
    await ada.context.set_offline(True)
    await expect(ada.get_by_role("status").filter(has_text="No connection since")).to_be_visible()
    await take.click()
    conversation = next(iter(stage.running.house.floor.queue))
    assert (await ben.call("take", {"conversation": conversation}))["ok"]
    await ada.context.set_offline(False)
    faster = ada.get_by_role("status").filter(has_text="Ben took Vera’s conversation before you.")
    await expect(faster).to_be_visible()
    await expect(ada.locator(".talk .pane-head")).to_contain_text("Ben has it")
    await expect(take).to_have_count(0)


async def test_what_is_written_without_a_connection_goes_out_once_and_nothing_is_missed(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    vera = await vera_writes(stage)
    await choose_status(ada, "online")
    await row(ada).click()
    await expect(ada.get_by_role("log")).to_contain_text("Where is my order?")
    await ada.context.set_offline(True)
    await expect(ada.get_by_role("status").filter(has_text="No connection since")).to_be_visible()
    composer = ada.get_by_role("textbox", name="Reply to Vera")
    for text in ("First.", "Second."):
        await composer.fill(text)
        await composer.press("Control+Enter")
    await expect(ada.get_by_role("log")).to_contain_text("goes out when the connection is back")
    await vera.say("Are you still there?")
    await ada.context.set_offline(False)
    await expect(ada.get_by_role("status").filter(has_text="none is missing")).to_be_visible()
    await vera.event("message.sent", lambda event: event["text"] == "Second.")
    for text in ("First.", "Second.", "Are you still there?"):
        await expect(ada.get_by_role("log").get_by_text(text, exact=True)).to_have_count(1)
    heard = [event["text"] for event in vera.events() if event["by"]["kind"] == "agent" and "text" in event]
    assert heard == ["First.", "Second."]


async def test_ada_sees_who_it_is_typing_read_marks_and_what_is_unread(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    vera = await vera_writes(stage, email="vera@home.example")
    await choose_status(ada, "online")
    await expect(row(ada).locator(".count")).to_contain_text("1")
    await expect(ada).to_have_title("(1) Inbox · Chat Butler")
    await row(ada).click()
    await expect(row(ada).locator(".count")).to_have_count(0)
    side = ada.get_by_role("complementary", name="Visitor")
    await expect(side).to_contain_text("vera@home.example")
    await expect(side.get_by_role("link", name="Kettles")).to_have_attribute("href", SHOP["url"] or "")
    await expect(side).to_contain_text("on the page")
    await vera.call("typing", {"on": True})
    await expect(ada.get_by_role("log")).to_contain_text("Vera is typing")
    composer = ada.get_by_role("textbox", name="Reply to Vera")
    await composer.press_sequentially("Hello")
    await vera.heard("typing", lambda told: told["by"]["name"] == "Ada" and told["on"])
    await composer.press("Control+Enter")
    said = await vera.event("message.sent", lambda event: event["by"]["kind"] == "agent")
    await expect(ada).to_have_title("Inbox · Chat Butler")
    await vera.call("read", {"seq": said["seq"]})
    await expect(ada.locator(".msg", has_text="Hello").locator("header")).to_contain_text("read")


async def test_a_conversation_goes_to_ben_with_a_note_and_back_to_the_queue(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    await vera_writes(stage)
    await choose_status(ada, "online")
    await row(ada).click()
    await expect(ada.get_by_role("log")).to_be_visible()
    await ada.keyboard.press("t")
    dialog = ada.get_by_role("dialog", name="Transfer Vera")
    await dialog.get_by_role("radio", name="Ben").check()
    await dialog.get_by_role("textbox", name="Note for whoever takes it").fill("She is in a hurry.")
    await dialog.get_by_role("button", name="Transfer to Ben").click()
    await expect(ada.locator(".talk .pane-head")).to_contain_text("Ben has it")
    await expect(ada.get_by_role("log")).to_contain_text("You handed over to Ben: “She is in a hurry.”")
    await choose_status(ada, "away")
    await ada.get_by_role("button", name="Transfer", exact=False).first.click()
    await dialog.get_by_role("radio", name="back to the queue").check()
    await dialog.get_by_role("button", name="Transfer to Support").click()
    await expect(ada.locator(".talk .pane-head")).to_contain_text("waits in the queue")


async def test_who_is_not_signed_in_opens_the_page_without_an_error_in_the_log(stage: Stage) -> None:
    page = await (await stage.window()).new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    await page.goto(f"{stage.running.url}/console/")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Chat Butler")
    assert errors == []


async def test_whose_access_ends_is_signed_out_at_once(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    await expect(ada.get_by_role("button", name="change state")).to_contain_text("offline")
    await stage.running.house.kept.people.change_person(stage.running.ada.id, {"disabled": True})
    await stage.running.house.revoke(stage.running.ada.id)
    await expect(ada.get_by_text("Your session is over.")).to_be_visible()
    await ada.get_by_label("E-mail").fill(stage.running.ada.email)
    await ada.get_by_label("Password").fill("wrong")
    await ada.get_by_role("button", name="Sign in").click()
    await expect(ada.get_by_role("alert")).to_contain_text("E-mail address or password is wrong.")

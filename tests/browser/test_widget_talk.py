"""Vera talks: with the butler, with Ada, in two tabs, and rates at the end."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.accessible import faults
from tests.browser.shop import Shop, Visit, shop
from tests.house import Client

__all__ = ["shop"]


async def conversation_of(ada: Client) -> str:
    state = await ada.heard("conversation", lambda state: state["agent"] and state["agent"]["name"] == "Ada")
    await ada.call("open", {"conversation": state["id"]})
    return str(state["id"])


async def with_ada(shop: Shop) -> tuple[Visit, Client, str]:
    """Vera has asked, and Ada has her."""
    ada = await shop.ada()
    vera = await (await shop.visited()).opens()
    await vera.writes("Where is my order?")
    return vera, ada, await conversation_of(ada)


async def test_the_butler_answers_at_once_and_says_what_he_is(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    await expect(vera.message).to_be_focused()
    await vera.writes("Where is my order?")
    await vera.sees("Where is my order?")
    await expect(vera.log.locator(".who", has_text="automatic").first).to_be_visible()
    await expect(vera.log.locator(".m:not(.me) .b").first).to_be_visible()


async def test_ada_joins_types_answers_and_reads(shop: Shop) -> None:
    vera, ada, conversation = await with_ada(shop)
    await vera.sees("Ada joined")
    await ada.call("typing", {"conversation": conversation, "on": True})
    await vera.sees("Ada is typing")
    await ada.say("It left yesterday: https://shop.example/track", conversation=conversation)
    await vera.sees(re.compile("It left yesterday"))
    await expect(vera.log.get_by_text("Ada is typing")).to_have_count(0)
    link = vera.log.get_by_role("link", name="https://shop.example/track")
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
    assert await link.get_attribute("target") == "_blank"

    await vera.writes("Thank you!")
    said = await ada.event("message.sent", lambda event: event["text"] == "Thank you!")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    await ada.call("read", {"conversation": conversation, "seq": said["seq"]})
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("read"))


async def test_ada_learns_what_vera_has_seen_and_that_she_types(shop: Shop) -> None:
    vera, ada, conversation = await with_ada(shop)
    answer = await ada.say("Which order?", conversation=conversation)
    await ada.event("message.read", lambda event: event["upto"] == answer["seq"])
    await vera.message.press_sequentially("It")
    assert (await ada.heard("typing", lambda typing: typing["on"]))["by"]["kind"] == "visitor"


async def test_what_comes_while_the_chat_is_closed_is_counted_and_shown(shop: Shop) -> None:
    vera, ada, conversation = await with_ada(shop)
    await vera.page.keyboard.press("Escape")
    await expect(vera.launcher).to_be_focused()
    await ada.say("The plum lid is back on Thursday.", conversation=conversation)
    await expect(vera.page.get_by_role("status")).to_contain_text("The plum lid is back on Thursday.")
    await expect(vera.launcher).to_have_accessible_name("Open chat, 1 unread message")
    await vera.page.reload()
    await expect(vera.launcher).to_have_accessible_name("Open chat, 1 unread message")
    await vera.opens()
    await vera.sees("The plum lid is back on Thursday.")
    await expect(vera.launcher).to_have_accessible_name("Close chat")
    await ada.event("message.read", lambda event: event["by"]["kind"] == "visitor")


async def test_a_reload_keeps_everything(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    for text in ("One", "Two"):
        await vera.writes(text)
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    before = await vera.log.locator(".b").all_inner_texts()
    await vera.page.reload()
    await vera.opens()
    await vera.sees("Two")
    assert await vera.log.locator(".b").all_inner_texts() == before


async def test_two_tabs_show_the_same_conversation(shop: Shop) -> None:
    first = await (await shop.visited()).opens()
    await first.writes("From the first tab")
    await first.sees("From the first tab")
    second = await (await shop.visited(await first.page.context.new_page())).opens()
    await second.sees("From the first tab")
    await second.writes("From the second tab")
    await first.sees("From the second tab")
    assert (
        await first.own_messages()
        == await second.own_messages()
        == [
            "From the first tab",
            "From the second tab",
        ]
    )


async def test_vera_rates_after_a_reload(shop: Shop) -> None:
    vera, ada, conversation = await with_ada(shop)
    await ada.say("Done.", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await expect(vera.panel.get_by_text("How was the help you got?")).to_be_visible()
    await vera.page.reload()
    await vera.opens()
    await vera.sees("Done.")
    await vera.panel.get_by_label("4 of 5: good").check(force=True)
    await vera.panel.get_by_label("What could have gone better?").fill("The box")
    await vera.panel.get_by_role("button", name="Send rating").click()
    await vera.sees("Your rating: good")
    rated = await ada.event("rated")
    assert (rated["score"], rated["comment"]) == (4, "The box")
    await expect(vera.panel.get_by_text("How was the help you got?")).to_have_count(0)


@pytest.mark.parametrize(("look", "label", "score"), [("smileys", "2 of 5: poor", 2), ("thumbs", "poor", 0)])
async def test_vera_rates_with_a_face_or_a_thumb_as_the_site_asks(
    shop: Shop, look: str, label: str, score: int
) -> None:
    await shop.house.house.kept.people.change_site(shop.house.site.id, {"rating": look})
    vera, ada, conversation = await with_ada(shop)
    await ada.say("Done.", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    group = vera.panel.get_by_role("group", name="How was the help you got?")
    await expect(group.get_by_role("radio")).to_have_count(5 if look == "smileys" else 2)
    await group.get_by_role("radio", name=label).check(force=True)
    assert await faults(vera.page) == []
    await vera.panel.get_by_role("button", name="Send rating").click()
    await vera.sees("Your rating: poor")
    assert (await ada.event("rated"))["score"] == score


async def test_vera_ends_the_conversation_herself_and_goes_on_later(shop: Shop) -> None:
    vera, ada, _ = await with_ada(shop)
    await vera.panel.get_by_label("More").click()
    await vera.panel.get_by_role("button", name="End conversation").click()
    assert (await ada.event("resolved"))["reason"] == "visitor_ended"
    await expect(vera.log.get_by_text(re.compile("Conversation ended"))).to_be_visible()
    await expect(vera.panel.get_by_role("button", name="Sound")).to_be_hidden()
    await vera.writes("One more thing")
    await vera.sees("Conversation reopened")


async def test_nobody_is_there_and_the_butler_asks_for_an_address(shop: Shop) -> None:
    shop.house.house.desk.mail_after = 120_000
    vera = await (await shop.visited()).opens()
    await vera.writes("Do you repair kettles?")
    form = vera.log.locator("form")
    await form.get_by_label("E-mail").fill("vera@")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_role("alert")).to_contain_text("address such as")
    await form.get_by_label("E-mail").fill("vera@shop.example")
    await form.get_by_label("Name").fill("Vera")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)
    ada = await shop.ada()
    conversation = await conversation_of(ada)
    opened = await ada.call("open", {"conversation": conversation})
    given = [event for event in opened["events"] if event["type"] == "details.given"]
    assert (given[0]["name"], given[0]["email"]) == ("Vera", "vera@shop.example")


async def test_where_no_mail_goes_out_no_address_is_asked_for(shop: Shop) -> None:
    never = {"tz": "Europe/Berlin", "hours": {}, "holidays": []}
    await shop.house.house.kept.people.set_hours(shop.house.site.id, never)
    vera = await (await shop.visited()).opens()
    await expect(vera.panel.get_by_label("Your question")).to_be_visible()
    await expect(vera.panel.get_by_label("E-mail")).to_have_count(0)
    await vera.panel.get_by_label("Your question").fill("Can I have the Brae engraved?")
    await vera.panel.get_by_role("button", name="Send the question").click()
    await vera.sees("Can I have the Brae engraved?")
    await expect(vera.log.locator("form")).to_have_count(0)


async def test_outside_of_the_hours_a_question_is_taken_with_an_address(shop: Shop) -> None:
    shop.house.house.desk.mail_after = 120_000
    never = {"tz": "Europe/Berlin", "hours": {}, "holidays": []}
    await shop.house.house.kept.people.set_hours(shop.house.site.id, never)
    vera = await (await shop.visited()).opens()
    await expect(vera.panel.get_by_role("heading", name="Leave your question")).to_be_visible()
    await vera.panel.get_by_role("button", name="Send the question").click()
    await expect(vera.panel.get_by_text("Please write your question.")).to_be_visible()
    await vera.panel.get_by_label("Your question").fill("Can I have the Brae engraved?")
    await vera.panel.get_by_label("E-mail").fill("vera@shop.example")
    await vera.panel.get_by_role("button", name="Send the question").click()
    await vera.sees("Can I have the Brae engraved?")
    await expect(vera.log.locator("form")).to_have_count(0)


async def test_a_button_of_the_butlers_is_an_answer(shop: Shop) -> None:
    ada = await shop.ada()
    await shop.house.house.kept.people.change_person(shop.house.ada.id, {"slots": 1})
    first = await (await shop.visited()).opens()
    await first.writes("I come first")
    await conversation_of(ada)
    vera = await (await shop.visited()).opens()
    await vera.writes("And I second")
    await expect(vera.panel.get_by_text("You are next")).to_be_visible()

"""Everybody can use it: by keyboard, on a phone, enlarged, in the dark, right to left."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.shop import Shop, Visit, shop

__all__ = ["shop"]

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 760}}
WAYS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
    "right to left": {"attributes": 'data-locale="ar"'},
    "narrow": {"viewport": {"width": 320, "height": 640}},
}


@pytest.mark.parametrize("way", WAYS)
async def test_axe_finds_nothing_in_any_state(shop: Shop, way: str) -> None:
    options: dict[str, Any] = dict(WAYS[way])
    shop.look = {"attributes": options.pop("attributes", "")}
    shop.house.house.desk.mail_after = 120_000
    found: dict[str, list[str]] = {}
    vera = await shop.visited(reduced_motion="reduce", **options)

    async def look(state: str) -> None:
        assert not await overflows(vera), f"{way}, {state}: scrolls sideways"
        if faults := await vera.faults():
            found[state] = faults

    await look("closed")
    await vera.opens()
    await expect(vera.message).to_be_focused()
    await look("first page")
    await vera.writes("Where is my order? " + "x" * 120)
    await expect(vera.log.locator("form")).to_be_visible()
    await look("asked for an address")
    ada = await shop.ada()
    state = await ada.heard("conversation", lambda state: state["agent"])
    await ada.call("open", {"conversation": state["id"]})
    await ada.say("It left yesterday: https://shop.example/" + "track" * 30, conversation=state["id"])
    await ada.call("typing", {"conversation": state["id"], "on": True})
    await vera.sees("Ada is typing")
    await look("with Ada")
    await vera.page.context.set_offline(True)
    await vera.writes("Offline")
    await expect(vera.log.locator(".held")).to_be_visible()
    await look("no connection")
    await vera.page.context.set_offline(False)
    await expect(vera.log.locator(".held")).to_have_count(0)
    await ada.call("resolve", {"conversation": state["id"]})
    await vera.panel.locator(".stars input").nth(3).check(force=True)
    await expect(vera.panel.locator("#cb-comment")).to_be_visible()
    await look("rating")
    await vera.panel.get_by_role("button", name="Back").click()
    await expect(vera.panel.locator(".cw-resume")).to_be_visible()
    await look("first page with a conversation")
    assert found == {}


async def overflows(vera: Visit) -> bool:
    wide: bool = await vera.page.evaluate(
        """() => { const { shadowRoot } = document.querySelector("chat-butler");
        const wide = (part) => part.scrollWidth > part.clientWidth + 1;
        const parts = [...shadowRoot.querySelectorAll(".cw, .cw-log, .cw-form"), document.documentElement];
        return parts.some(wide); }"""
    )
    return wide


async def test_a_question_outside_of_the_hours_is_accessible(shop: Shop) -> None:
    never = {"tz": "Europe/Berlin", "hours": {}, "holidays": []}
    await shop.house.house.kept.people.set_hours(shop.house.site.id, never)
    vera = await (await shop.visited(reduced_motion="reduce")).opens()
    await vera.panel.get_by_role("button", name="Send the question").click()
    await expect(vera.panel.get_by_role("alert")).to_be_visible()
    assert await vera.faults() == []


async def test_everything_works_by_keyboard_alone(shop: Shop) -> None:
    ada = await shop.ada()
    vera = await shop.visited()
    keyboard = vera.page.keyboard
    await keyboard.press("Tab")
    await expect(vera.launcher).to_be_focused()
    await keyboard.press("Enter")
    await expect(vera.message).to_be_focused()
    await keyboard.type("Where is my order?")
    await keyboard.press("Shift+Enter")
    await keyboard.type("It is number 7.")
    await keyboard.press("Enter")
    said = await ada.heard("conversation", lambda state: state["agent"])
    opened = await ada.call("open", {"conversation": said["id"]})
    assert any(event.get("text") == "Where is my order?\nIt is number 7." for event in opened["events"])
    await ada.say("Done.", conversation=said["id"])
    await ada.call("resolve", {"conversation": said["id"]})
    await expect(vera.panel.locator(".stars")).to_be_visible()
    await expect(vera.message).to_be_focused()
    await keyboard.press("Shift+Tab")
    await expect(vera.panel.get_by_role("button", name="Not now")).to_be_focused()
    await keyboard.press("Shift+Tab")
    for _ in range(3):
        await keyboard.press("ArrowRight")
    await expect(vera.panel.get_by_label("3 of 5: fair")).to_be_checked()
    await keyboard.press("Tab")
    await keyboard.type("Faster")
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    assert (await ada.event("rated"))["comment"] == "Faster"
    await keyboard.press("Escape")
    await expect(vera.launcher).to_be_focused()
    await expect(vera.panel).to_be_hidden()
    await keyboard.press("Shift+Tab")
    await expect(vera.launcher).not_to_be_focused()


async def test_targets_are_large_enough_to_hit(shop: Shop) -> None:
    shop.house.house.desk.mail_after = 120_000
    vera = await (await shop.visited()).opens()
    await vera.writes("Hello")
    await expect(vera.log.locator("form")).to_be_visible()
    small = await vera.page.evaluate(
        """() => [...document.querySelector("chat-butler").shadowRoot
        .querySelectorAll("button, input, summary")]
        .map((part) => [part.outerHTML.slice(0, 80), part.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
    )
    assert small == []


async def test_on_a_phone_it_fills_the_screen(shop: Shop) -> None:
    vera = await (await shop.visited(**PHONE, reduced_motion="reduce")).opens()
    box = await vera.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 760}
    await expect(vera.launcher).to_be_hidden()
    await vera.panel.get_by_role("button", name="Minimise chat").click()
    await expect(vera.launcher).to_be_focused()


async def test_nothing_moves_for_those_who_do_not_want_it(shop: Shop) -> None:
    vera = await (await shop.visited(reduced_motion="reduce")).opens()
    moving = await vera.page.evaluate(
        """() => document.querySelector("chat-butler").shadowRoot.getAnimations().filter(
        (one) => one.effect.getComputedTiming().duration > 0).length"""
    )
    assert moving == 0

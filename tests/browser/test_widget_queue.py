"""Vera waits: her place and her interval, live; and the form when the wait would be too long."""

import re

from playwright.async_api import expect

from server.core.rules import Rules
from tests.browser.accessible import faults
from tests.browser.shop import Shop, Visit, shop
from tests.cast import SECOND
from tests.house import Client

__all__ = ["shop"]


async def ada_is_full(shop: Shop, **rules: int) -> tuple[Client, list[str]]:
    """Her slots are in use; six of them, ten minutes each, unless the rules say otherwise."""
    kept = shop.house.house.kept
    (team,) = kept.directory.teams.values()
    await kept.people.change_team(team.id, {"rules": Rules.from_dict(rules).to_dict()})
    await kept.people.change_person(shop.house.ada.id, {"slots": 6})
    ada, served = await shop.ada(), []
    for _ in range(6):
        zoe = await shop.house.vera()
        served.append((await zoe.say("First"))["conversation"])
        await zoe.event("assigned")
    return ada, served


async def waits(shop: Shop) -> Visit:
    vera = await (await shop.visited()).opens()
    await vera.writes("Where is my order?")
    await expect(vera.panel.locator(".queue")).to_be_visible()
    return vera


async def test_her_place_and_her_interval_change_as_the_queue_does(shop: Shop) -> None:
    ada, served = await ada_is_full(shop)
    for _ in range(2):
        await (await shop.house.vera()).say("Second")
    vera = await waits(shop)
    card = vera.panel.locator(".queue")
    await expect(card).to_contain_text("You are number 3 in the queue")
    await expect(card).to_contain_text("A person should answer in 1–9 minutes.")
    await vera.sees("A person usually answers in 1 to 9 minutes.")
    assert await faults(vera.page) == []
    for conversation in served[:2]:
        await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await expect(card).to_contain_text("You are next")
    await expect(card).to_contain_text("A person should answer within 4 min.")
    await ada.call("resolve", {"conversation": served[2], "reason": "solved"})
    await expect(card).to_have_count(0)


async def test_more_than_ten_minutes_is_said_without_a_scale(shop: Shop) -> None:
    await ada_is_full(shop, handling=36_000)
    card = (await waits(shop)).panel.locator(".queue")
    await expect(card).to_contain_text("It may take 10 min or more.")
    await expect(card.locator(".wait")).to_have_count(0)


async def test_when_it_takes_longer_than_said_she_is_told_so(shop: Shop) -> None:
    await ada_is_full(shop, handling=60)
    vera = await waits(shop)
    card = vera.panel.locator(".queue")
    await expect(card).to_contain_text("within 1 min.")
    await vera.page.evaluate("const now = Date.now; Date.now = () => now() + 61_000")
    await expect(card).to_contain_text(re.compile("longer than we said"))


async def test_the_form_comes_when_the_wait_would_be_too_long_and_goes_without_a_reload(shop: Shop) -> None:
    ada, served = await ada_is_full(shop, max_wait=90)  # one more would wait 100 s
    vera = await (await shop.visited()).opens()
    await expect(vera.message).to_be_visible()
    await shop.house.house.tell_visitors()
    shop.house.clock.ahead += 60 * SECOND
    question = vera.panel.get_by_role("heading", name="Leave your question")
    await expect(question).to_be_visible()
    await expect(vera.panel).to_contain_text("Many are waiting right now.")
    assert await faults(vera.page) == []
    await ada.call("resolve", {"conversation": served[0], "reason": "solved"})
    shop.house.clock.ahead += 5 * SECOND
    await expect(question).to_have_count(0)
    await expect(vera.message).to_be_visible()


async def test_people_are_not_promised_while_they_take_more_than_ten_minutes(shop: Shop) -> None:
    ada, served = await ada_is_full(shop, handling=36_000)
    await shop.house.house.tell_visitors()
    shop.house.clock.ahead += 60 * SECOND
    vera = await (await shop.visited()).opens()
    await expect(vera.panel).to_contain_text("it takes more than 10 minutes now")
    await vera.writes("Where is my order?")
    head = vera.panel.locator(".cw-head")
    await expect(head).to_contain_text("More than 10 min of waiting")
    assert await faults(vera.page) == []
    for conversation in served[:2]:  # one for her, and one for whoever comes next
        await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    shop.house.clock.ahead += 5 * SECOND
    other = await (await shop.visited()).opens()
    await expect(other.panel).to_contain_text("People are here to help.")

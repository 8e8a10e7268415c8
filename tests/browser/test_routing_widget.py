"""Topics in the widget: said before the first word, so that it comes to the right people at once."""

import pytest
from playwright.async_api import expect

from server.core.conversation import Conversation
from tests.browser.shop import Shop, Visit, shop

__all__ = ["shop"]


@pytest.fixture(autouse=True)
async def topics(shop: Shop) -> None:
    """A sales team is asked about prices."""
    people = shop.house.house.kept.people
    sales = await people.add_team("Sales")
    await people.change_person(shop.house.ada.id, {"teams": ["t_first", sales.id]})
    wish = [
        {"id": "o_order", "label": "My order", "team": None, "skills": []},
        {"id": "o_price", "label": "Prices", "team": sales.id, "skills": []},
    ]
    shop.house.site = await people.change_site(shop.house.site.id, {"topics": wish})


async def stored(shop: Shop, vera: Visit) -> Conversation:
    """Her conversation, once the butler has answered in it."""
    await expect(vera.log.get_by_text("Butler, automatic").first).to_be_visible()
    (found,) = shop.house.house.desk.floor.open.values()
    return found


async def test_vera_says_what_it_is_about_before_she_writes(shop: Shop) -> None:
    await shop.ada()
    vera = await (await shop.visited()).opens()
    asked = vera.page.get_by_role("group", name="What is it about?")
    await expect(asked.get_by_role("button")).to_have_text(["My order", "Prices", "Something else"])
    await expect(vera.message).to_have_count(0)
    assert await vera.faults() == []
    await asked.get_by_role("button", name="Prices").focus()
    await vera.page.keyboard.press("Enter")
    await expect(vera.message).to_be_focused()
    await expect(asked.get_by_role("button", name="Prices")).to_have_attribute("aria-pressed", "true")
    await vera.writes("What does it cost?")
    await vera.sees("What does it cost?")
    await expect(asked).to_have_count(0)
    team = (await stored(shop, vera)).team
    assert (team and team.name) == "Sales"
    await vera.page.reload()
    await vera.opens()
    await vera.sees("What does it cost?")
    await expect(asked).to_have_count(0)


async def test_something_else_goes_to_the_sites_own_team(shop: Shop) -> None:
    await shop.ada()
    vera = await (await shop.visited()).opens()
    await vera.page.get_by_role("button", name="Something else").click()
    await vera.writes("Do you whistle?")
    await vera.sees("Do you whistle?")
    team = (await stored(shop, vera)).team
    assert (team and team.name) == "Support"


async def test_nobody_is_asked_where_the_page_says_what_it_is_about(shop: Shop) -> None:
    await shop.ada()
    shop.look["attributes"] = 'data-topic="o_price"'
    vera = await (await shop.visited()).opens()
    await vera.writes("What does it cost?")
    await vera.sees("What does it cost?")
    await expect(vera.page.get_by_text("What is it about?")).to_have_count(0)
    team = (await stored(shop, vera)).team
    assert (team and team.name) == "Sales"


async def test_a_visitor_can_write_though_the_topics_do_not_load(shop: Shop) -> None:
    await shop.ada()
    visit = await shop.visited()
    await visit.page.route("**/assets/topics-*", lambda route: route.abort())
    vera = await visit.opens()
    await vera.writes("Hello?")
    await vera.sees("Hello?")


async def test_while_nobody_is_on_duty_the_topic_comes_before_the_question(shop: Shop) -> None:
    closed = {"tz": "UTC", "hours": {"mon": [["00:00", "00:01"]]}}
    await shop.house.house.kept.people.set_hours(shop.house.site.id, closed)
    vera = await (await shop.visited()).opens()
    await vera.page.get_by_role("button", name="My order").click()
    await expect(vera.page.get_by_role("heading", name="Leave your question")).to_be_visible()
    await expect(vera.page.get_by_label("Your question")).to_be_focused()
    await vera.page.get_by_label("Your question").fill("Where is it?")
    await vera.page.get_by_role("button", name="Send the question").click()
    await vera.sees("Where is it?")
    assert (await stored(shop, vera)).mode == "offline"

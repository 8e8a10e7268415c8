"""What a conversation needs: said by the visitor, by his page, or by an agent."""

from collections.abc import AsyncIterator

import pytest

from tests.house import Running, running_house

ORDERS = {"id": "o_orders", "label": "My order", "team": None, "skills": ["orders"]}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[Running]:
    """Ada knows orders; a sales team is asked about prices."""
    async with running_house(database_url) as house:
        people = house.house.kept.people
        sales = await people.add_team("Sales")
        prices = {"id": "o_prices", "label": "Prices", "team": sales.id, "skills": []}
        house.site = await people.change_site(house.site.id, {"topics": [ORDERS, prices]})
        house.ada = await people.change_person(house.ada.id, {"skills": {"orders": 3}})
        yield house


async def test_the_widget_is_told_the_topics_and_not_whose_they_are(house: Running) -> None:
    topics = (await (await house.vera()).heard("welcome"))["site"]["topics"]
    assert topics == [{"id": "o_orders", "label": "My order"}, {"id": "o_prices", "label": "Prices"}]


async def test_a_chosen_topic_brings_its_skills_and_the_visitor_his_language(house: Running) -> None:
    vera = await house.vera(locale="de-AT")
    said = await vera.say("Wo ist meine Bestellung?", topic="o_orders")
    stands = await house.house.desk.conversation(said["conversation"])
    assert (stands.team and stands.team.name) == "Support"
    assert (stands.skills, stands.language) == (("orders",), "de")


async def test_a_chosen_topic_brings_the_conversation_to_its_team(house: Running) -> None:
    vera = await house.vera()
    await vera.say("What does it cost?", topic="o_prices")
    assert (await vera.event("conversation.started"))["team"]["name"] == "Sales"


async def test_a_page_may_say_what_it_is_about_and_the_visitor_knows_better(house: Running) -> None:
    vera = await house.vera(topic="o_prices")
    await vera.say("Where is my order?", topic="o_orders")
    assert (await vera.event("conversation.started"))["team"]["name"] == "Support"
    other = await house.vera(topic="o_prices")
    await other.say("What does it cost?")
    assert (await other.event("conversation.started"))["team"]["name"] == "Sales"
    third = await house.vera(topic="o_gone")
    assert (await third.say("Hello"))["ok"], "an old page is no reason to refuse anybody"


async def test_a_topic_that_is_none_opens_nothing(house: Running) -> None:
    vera = await house.vera()
    assert (await vera.say("Hello", topic="o_none"))["error"]["code"] == "invalid"
    assert house.house.desk.floor.open == {}


async def test_a_topic_that_the_page_still_shows_is_taken(house: Running) -> None:
    vera = await house.vera()
    await house.house.kept.people.change_site(house.site.id, {"topics": []})
    assert (await vera.say("What does it cost?", topic="o_prices"))["ok"]


async def test_a_topic_whose_team_is_gone_is_for_the_sites_own(house: Running) -> None:
    vera = await house.vera()
    sales = house.site.topics[1].team
    await house.house.kept.people.remove_team(str(sales))
    await vera.say("What does it cost?", topic="o_prices")
    assert (await vera.event("conversation.started"))["team"]["name"] == "Support"


async def test_a_topic_does_not_move_a_conversation_that_goes_on(house: Running) -> None:
    vera = await house.vera()
    first = await vera.say("Where is my order?", topic="o_orders")
    again = await vera.say("And what do you cost?", topic="o_prices")
    assert again["conversation"] == first["conversation"]
    assert (await house.house.desk.conversation(first["conversation"])).skills == ("orders",)


async def test_an_agent_sets_what_it_needs_and_colleagues_see_it(house: Running) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    conversation = (await vera.say("Hello"))["conversation"]
    wish = {"conversation": conversation, "skills": ["orders", "orders"], "language": "it"}
    assert (await ada.call("needs", wish))["ok"]
    state = await ada.heard("conversation", lambda told: told["skills"] == ["orders"])
    assert state["language"] == "it"
    seq = (await house.house.desk.conversation(conversation)).last_seq
    assert (await ada.call("needs", wish))["seq"] == seq, "saying it again changes nothing"


@pytest.mark.parametrize(
    "wish",
    [{"skills": ["magic"]}, {"language": "Deutsch"}, {"skills": [""]}, {"skills": ["x" * 65]}, {"skills": 3}],
    ids=str,
)
async def test_what_nobody_can_is_refused(house: Running, wish: dict[str, object]) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    conversation = (await vera.say("Hello"))["conversation"]
    answer = await ada.call("needs", {"conversation": conversation, **wish})
    assert answer["error"]["code"] == "invalid"
    assert (await house.house.desk.conversation(conversation)).skills == ()


WORDS = {"o_orders": ["parcel"], "o_prices": ["cost*"]}


@pytest.fixture
async def knowing(house: Running) -> Running:
    """The house, where words tell the butler what it is about."""
    topics = [
        {"id": topic.id, "label": topic.label, "team": topic.team, "skills": list(topic.skills)}
        for topic in house.site.topics
    ]
    worded = [{**topic, "words": WORDS[str(topic["id"])]} for topic in topics]
    house.site = await house.house.kept.people.change_site(house.site.id, {"topics": worded})
    return house


async def test_who_just_writes_comes_to_those_whose_words_he_uses(knowing: Running) -> None:
    vera = await knowing.vera()
    said = await vera.say("What does it cost?")
    stands = await knowing.house.desk.conversation(said["conversation"])
    assert (stands.team and stands.team.name, stands.skills) == ("Sales", ())
    assert "topic" in stands.said
    other = await knowing.vera()
    said = await other.say("Where is my parcel?")
    stands = await knowing.house.desk.conversation(said["conversation"])
    assert (stands.team and stands.team.name, stands.skills) == ("Support", ("orders",))


async def test_what_a_visitor_or_his_page_has_said_the_butler_knows_no_better(knowing: Running) -> None:
    vera = await knowing.vera()
    said = await vera.say("What does the parcel cost?", topic="o_orders")
    stands = await knowing.house.desk.conversation(said["conversation"])
    assert (stands.team and stands.team.name, stands.skills) == ("Support", ("orders",))
    other = await knowing.vera(topic="o_prices")
    said = await other.say("Where is my parcel?")
    stands = await knowing.house.desk.conversation(said["conversation"])
    assert (stands.team and stands.team.name, stands.skills) == ("Sales", ())

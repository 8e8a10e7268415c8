"""Admins set how a team works and see what follows; agents see why something is theirs, and are away."""

from playwright.async_api import Page, expect

from tests.browser.accessible import faults
from tests.browser.conftest import Stage
from tests.browser.test_console_settings import goes_to, rita


async def saves(page: Page) -> None:
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".save")).to_have_count(0)


async def test_rita_sets_how_a_team_works_and_sees_who_would_be_next(stage: Stage) -> None:
    house = stage.running
    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/teams/t_first")
    beside = page.get_by_role("complementary", name="What happens to a chat")
    await expect(beside).to_contain_text("The next chat would go to Ada: the only one free, 0 of 4 chats")
    await page.get_by_label("The next chat goes to").select_option("broadcast")
    await expect(beside).to_contain_text("would ring at 1 agent")
    await page.get_by_label("The next chat goes to").select_option("round_robin")
    await expect(beside).to_contain_text("It goes to the agent whose turn it is.")
    await page.get_by_role("switch", name="Pass on what is not answered").check()
    await page.get_by_label("Pass on what is not answered: after how long").fill("90")
    await page.get_by_label("Pass on what is not answered: unit").select_option("second")
    await expect(beside).to_contain_text("Not answered within 90 seconds: the next one gets it.")
    await page.get_by_role("button", name="Add a rule").click()
    await page.get_by_label("Tag", exact=True).fill("vip")
    await expect(page.get_by_text("3 changes not saved")).to_be_visible()
    assert await faults(page) == []
    await saves(page)
    rules = house.house.kept.directory.teams["t_first"].rules
    assert (rules.policy, rules.answer_within) == ("round_robin", 90)
    assert [(one.kind, one.value, one.priority) for one in rules.raises] == [("tag", "vip", 1)]


async def test_what_would_go_round_in_a_circle_is_said_at_its_field(stage: Stage) -> None:
    people = stage.running.house.kept.people
    sales = await people.add_team("Sales")
    await people.change_team(sales.id, {"rules": {"overflow_to": "t_first"}})
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/teams/t_first")
    chosen = page.get_by_label("Help from another team")
    await chosen.select_option(label="Sales")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Chats would go round in a circle")).to_be_visible()
    await expect(chosen).to_have_attribute("aria-invalid", "true")
    await expect(chosen).to_have_value(sales.id)


async def test_rita_gives_ada_a_skill_and_a_topic_needs_it(stage: Stage) -> None:
    house = stage.running
    page = await stage.at_work(await rita(stage))
    await goes_to(page, f"settings/people/{house.ada.id}")
    await page.get_by_label("New skill").fill("returns")
    await page.get_by_label("New skill").press("Enter")
    await page.get_by_label("Level of returns").select_option("5")
    await page.get_by_label("Languages", exact=True).select_option(label="Italian")
    await saves(page)
    ada = house.house.kept.directory.people[house.ada.id]
    assert (dict(ada.skills), ada.languages) == ({"returns": 5}, ("it",))
    await goes_to(page, f"settings/sites/{house.site.id}/topics")
    await page.get_by_role("button", name="Add a topic").click()
    await page.get_by_label("What visitors read").fill("I send it back")
    await page.get_by_label("Skills needed").select_option("returns")
    await expect(page.get_by_text("1 person can answer it: Ada")).to_be_visible()
    assert await faults(page) == []
    await saves(page)
    (topic,) = house.house.kept.directory.sites[house.site.id].topics
    assert (topic.label, topic.team, topic.skills) == ("I send it back", None, ("returns",))


async def test_the_team_s_members_stand_with_what_they_can_do(stage: Stage) -> None:
    people = stage.running.house.kept.people
    await people.change_person(stage.running.ada.id, {"skills": {"returns": 5}, "slots": 3})
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/teams/t_first/members")
    row = page.get_by_role("row").filter(has_text="Ada")
    await expect(row).to_contain_text("3")
    await expect(row).to_contain_text("returns 5")


async def test_ada_sees_why_it_is_hers_and_changes_what_it_needs(stage: Stage) -> None:
    house = stage.running
    await house.house.kept.people.change_person(house.ben.id, {"skills": {"returns": 2}})
    page = await stage.at_work(house.ada)
    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    vera = await house.vera()
    conversation = (await vera.say("Where is my order?"))["conversation"]
    await goes_to(page, f"inbox/{conversation}")
    why = page.get_by_text("Given to you: the only one free, 0 of 4 chats")
    await why.click()
    await expect(page.get_by_role("row").filter(has_text="Ada")).to_contain_text("chosen")
    await expect(page.get_by_text("You got the conversation")).to_have_count(0)
    await page.get_by_role("button", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog", name="What this conversation needs")
    await dialog.get_by_label("returns").check()
    await dialog.get_by_label("Urgency").select_option("2")
    assert await faults(page) == []
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    stands = await house.house.desk.conversation(conversation)
    assert (stands.skills, stands.priority) == (("returns",), 2)
    await expect(page.locator(".talk .pane-head")).to_contain_text("urgent, 2")


async def test_ada_is_away_for_lunch_and_sam_sees_it(stage: Stage) -> None:
    page = await stage.at_work(stage.running.ada)
    await page.get_by_role("button", name="change state").click()
    await page.get_by_role("button", name="Lunch").click()
    chosen = page.get_by_role("button", name="away: Lunch You keep")
    await expect(chosen).to_have_attribute("aria-pressed", "true")
    board = await stage.at_work(stage.running.sam)
    await goes_to(board, "board")
    await expect(board.get_by_role("row").filter(has_text="Ada")).to_contain_text("away: Lunch")


async def test_rita_gives_the_house_a_reason_of_its_own(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/server")
    await page.get_by_role("button", name="Add a reason").click()
    await page.get_by_label("Reason 5").fill("On the phone")
    assert await faults(page) == []
    await saves(page)
    await page.get_by_role("button", name="change state").click()
    await expect(page.get_by_role("button", name="On the phone", exact=True)).to_be_visible()

"""Whether a visitor waits for the agent he had: away, gone, asleep, opened again. On both databases."""

import pytest

from server.core.events import MessageSent, Queued
from server.core.refusals import Invalid
from server.desk import agent, visitor
from server.desk.later import overdue
from server.desk.presence import GRACE
from tests.cast import DAY, MINUTE
from tests.desk.acting import answered, happened, later, message, online, rules, stands
from tests.desk.conftest import Shop


async def waiting_for_ada(shop: Shop) -> str:
    await online(shop, "Ada")
    conversation = await answered(shop)
    await visitor.says(shop.desk, shop.guest(), message("Are you sure?"))
    return conversation


async def said_once(shop: Shop, conversation: str, phrase: str) -> int:
    said = await happened(shop, conversation, MessageSent)
    return sum(isinstance(event, MessageSent) and event.phrase == phrase for event in said)


async def why_queued(shop: Shop, conversation: str) -> str:
    queued = (await happened(shop, conversation, Queued))[-1]
    assert isinstance(queued, Queued)
    return queued.reason


async def test_who_sets_himself_away_keeps_what_waits_for_him_by_default(shop: Shop) -> None:
    conversation = await waiting_for_ada(shop)
    await shop.presences.sets(shop.person("Ada"), "away", "lunch")
    await visitor.says(shop.desk, shop.guest(), message("Hello?"))
    assert stands(shop, conversation).agent == shop.person("Ada").named


async def test_a_message_is_no_reason_to_look_at_its_agent_anew(shop: Shop) -> None:
    await waiting_for_ada(shop)
    floor = shop.desk.floor
    floor.looks()
    looked = floor.shift.changes
    await visitor.says(shop.desk, shop.guest(), message("Hello?"))
    floor.looks()
    assert floor.shift.changes == looked


async def test_who_sets_himself_away_hands_it_back_where_the_team_wants_that(shop: Shop) -> None:
    await rules(shop, when_away="hand_back")
    conversation = await waiting_for_ada(shop)
    await shop.presences.sets(shop.person("Ada"), "away", "lunch")
    now = stands(shop, conversation)
    assert (now.agent, now.waiting, now.in_front) == (None, "queue", True)
    assert await said_once(shop, conversation, "gone.agent") == 1


async def test_what_waits_for_the_visitor_is_handed_back_when_he_writes(shop: Shop) -> None:
    await rules(shop, when_away="hand_back")
    await online(shop, "Ada")
    conversation = await answered(shop)
    await shop.presences.sets(shop.person("Ada"), "away")
    assert stands(shop, conversation).agent == shop.person("Ada").named
    await visitor.says(shop.desk, shop.guest(), message("One more thing"))
    assert stands(shop, conversation).waiting == "queue"


async def test_the_visitor_is_told_once_that_his_agent_is_gone(shop: Shop) -> None:
    conversation = await waiting_for_ada(shop)
    for name in ("Ada", "Ben"):
        await online(shop, name)
        if stands(shop, conversation).agent is None:
            await agent.takes(shop.desk, shop.person(name), conversation)
        await shop.presences.leaves(shop.person(name), f"socket of {name}")
        await later(shop, GRACE / 1000)
        now = stands(shop, conversation)
        assert (now.agent, now.waiting, now.in_front) == (None, "queue", True)
    assert await said_once(shop, conversation, "gone.agent") == 1


async def test_what_is_reopened_goes_to_the_agent_he_had_if_that_one_is_here(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation = await answered(shop)
    await agent.resolves(shop.desk, shop.person("Ada"), conversation, "solved")
    shop.clock.now += 6 * DAY
    said = await visitor.says(shop.desk, shop.guest(), message("It still has not come."))
    assert said.conversation == conversation
    now = stands(shop, conversation)
    assert (now.agent, now.waiting, now.resolved_at) == (shop.person("Ada").named, "agent", None)


async def test_one_who_is_connected_but_takes_no_new_chats_still_gets_it(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation = await answered(shop)
    await agent.resolves(shop.desk, shop.person("Ada"), conversation, "solved")
    await shop.presences.sets(shop.person("Ada"), "offline")
    await visitor.says(shop.desk, shop.guest(), message("It still has not come."))
    assert stands(shop, conversation).agent == shop.person("Ada").named


@pytest.mark.parametrize("by", ["a message", "a wish for a person"])
async def test_what_is_reopened_joins_the_queue_when_its_agent_is_gone(shop: Shop, by: str) -> None:
    conversation = await waiting_for_ada(shop)
    await agent.resolves(shop.desk, shop.person("Ada"), conversation, "solved")
    await shop.presences.leaves(shop.person("Ada"), "socket of Ada")
    await later(shop, GRACE / 1000)
    if by == "a message":
        await visitor.says(shop.desk, shop.guest(), message("It still has not come."))
    else:
        await visitor.asks_for_a_person(shop.desk, shop.guest())
    now = stands(shop, conversation)
    assert (now.agent, now.waiting, now.in_front) == (None, "queue", False)
    assert await why_queued(shop, conversation) == "reopened"


async def test_what_wakes_up_goes_to_its_agent_or_without_him_to_the_queue(shop: Shop) -> None:
    conversation = await waiting_for_ada(shop)
    ada = shop.person("Ada")
    await agent.snoozes(shop.desk, ada, conversation, shop.clock.now + MINUTE)
    await later(shop, 59)
    assert stands(shop, conversation).status == "snoozed"
    await later(shop, 1)
    assert (stands(shop, conversation).status, stands(shop, conversation).agent) == ("open", ada.named)
    await agent.snoozes(shop.desk, ada, conversation, shop.clock.now + MINUTE)
    await shop.presences.leaves(ada, "socket of Ada")
    await later(shop, 60)
    now = stands(shop, conversation)
    assert (now.status, now.agent, now.waiting) == ("open", None, "queue")


async def test_of_three_that_sleep_only_the_one_whose_time_has_come_wakes(shop: Shop) -> None:
    await online(shop, "Ada")
    ada, now = shop.person("Ada"), shop.clock.now
    asleep = []
    for name, until in (("Vera", now + 1), ("Wanda", now + DAY), ("Willy", now + 366 * DAY)):
        said = await visitor.says(shop.desk, shop.guest(name), message())
        await agent.takes(shop.desk, ada, said.conversation or "")
        await agent.snoozes(shop.desk, ada, said.conversation or "", until)
        asleep.append(said.conversation or "")
    shop.clock.now += 5 * MINUTE
    for due in await shop.kept.timeline.claim_due(shop.clock.now):
        await overdue.look(shop.desk, shop.presences, due)
    assert [stands(shop, one).status for one in asleep] == ["open", "snoozed", "snoozed"]


@pytest.mark.parametrize("span", [0, -1, -DAY])
async def test_nobody_snoozes_for_no_time_or_less(shop: Shop, span: int) -> None:
    await online(shop, "Ada")
    conversation = await answered(shop)
    before = await shop.kept.timeline.events(conversation)
    with pytest.raises(Invalid):
        await agent.snoozes(shop.desk, shop.person("Ada"), conversation, shop.clock.now + span)
    assert await shop.kept.timeline.events(conversation) == before

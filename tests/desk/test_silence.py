"""Whoever is silent is reminded; then it is closed, or somebody else gets it. On both databases."""

from server.core import facts
from server.core.conversation import replay
from server.core.events import MessageSent, Nudged, OfferLapsed, Queued, Resolved
from server.desk import agent, visitor
from server.desk.later import reminders
from server.desk.later.silence import KIND
from tests.cast import MINUTE
from tests.desk.acting import answered, happened, later, message, online, opened, rules, stands
from tests.desk.conftest import Shop

VISITOR = {"visitor_nudge_after": 60, "visitor_close_after": 180}
AGENT = {"agent_nudge_after": 20, "agent_requeue_after": 50}


async def reminded(shop: Shop, conversation: str) -> list[str]:
    said = await happened(shop, conversation, MessageSent)
    return [
        event.text for event in said if isinstance(event, MessageSent) and event.phrase == "nudge.visitor"
    ]


async def test_a_visitor_who_is_silent_is_reminded_and_then_it_is_closed_as_inactive(shop: Shop) -> None:
    await rules(shop, **VISITOR)
    conversation = await answered(shop)
    begun = shop.clock.now
    await later(shop, 59)
    assert await happened(shop, conversation, Nudged) == []
    await later(shop, 1)
    [nudged] = await happened(shop, conversation, Nudged)
    assert nudged.at == begun + MINUTE
    assert len(await reminded(shop, conversation)) == 1
    await later(shop, 119)
    assert stands(shop, conversation).status == "open"
    await later(shop, 1)
    [resolved] = await happened(shop, conversation, Resolved)
    assert (resolved.at, resolved.reason) == (begun + 3 * MINUTE, "inactive")  # type: ignore[attr-defined]


async def test_what_is_closed_for_a_silence_ended_when_somebody_last_spoke(shop: Shop) -> None:
    await rules(shop, visitor_close_after=60)
    conversation = await answered(shop)
    spoke = stands(shop, conversation).spoke_at
    await later(shop, 60)
    folded = facts.NOTHING
    for event in await shop.kept.timeline.events(conversation):
        folded = facts.after(folded, event, {})
    assert folded.resolutions[-1].ends_at == spoke


async def test_a_visitor_who_writes_after_the_reminder_is_not_closed_and_may_be_reminded_again(
    shop: Shop,
) -> None:
    await rules(shop, **VISITOR)
    conversation = await answered(shop)
    await later(shop, 100)
    await visitor.says(shop.desk, shop.guest(), message("Yes, still here."))
    await later(shop, 200)
    assert stands(shop, conversation).status == "open"
    await agent.says(shop.desk, shop.person("Ada"), conversation, message("Good."))
    await later(shop, 60)
    assert len(await reminded(shop, conversation)) == 2


async def test_nobody_is_reminded_where_no_rule_says_so(shop: Shop) -> None:
    conversation = await answered(shop)
    await later(shop, 600)
    assert await happened(shop, conversation, Nudged) == []
    assert not await shop.kept.timeline.claim_due(shop.clock.now + 1000 * MINUTE)


async def test_a_visitor_who_waits_for_the_queue_is_not_silent(shop: Shop) -> None:
    await rules(shop, **VISITOR, **AGENT)
    conversation = await opened(shop)
    await later(shop, 600)
    assert await happened(shop, conversation, Nudged) == []


async def test_an_agent_who_is_silent_is_reminded_and_then_it_goes_to_the_head_of_the_queue(
    shop: Shop,
) -> None:
    await rules(shop, **AGENT)
    await online(shop, "Ada")
    conversation = await opened(shop)
    await agent.takes(shop.desk, shop.person("Ada"), conversation)
    await later(shop, 20)
    [nudged] = await happened(shop, conversation, Nudged)
    assert isinstance(nudged, Nudged) and nudged.whom == "agent"
    assert stands(shop, conversation).agent_nudged_at == shop.clock.now
    await later(shop, 30)
    now = stands(shop, conversation)
    assert (now.agent, now.waiting, now.in_front) == (None, "queue", True)
    assert now.passed == (shop.person("Ada").id,)
    assert [event.reason for event in await happened(shop, conversation, Queued)][-1] == "unanswered"  # type: ignore[attr-defined]
    assert len(await happened(shop, conversation, OfferLapsed)) == 1


async def test_an_agent_who_answers_in_time_keeps_it_and_each_turn_is_measured_anew(shop: Shop) -> None:
    await rules(shop, **AGENT)
    await online(shop, "Ada")
    conversation = await answered(shop)
    for _ in range(3):
        await visitor.says(shop.desk, shop.guest(), message("And now?"))
        await later(shop, 30)
        await agent.says(shop.desk, shop.person("Ada"), conversation, message("A moment."))
        await later(shop, 30)
    assert len(await happened(shop, conversation, Nudged)) == 3
    assert stands(shop, conversation).agent == shop.person("Ada").named


async def test_a_snoozed_one_sleeps_and_its_visitor_is_not_counted_silent_before_it_wakes(shop: Shop) -> None:
    await rules(shop, **VISITOR)
    await online(shop, "Ada")
    conversation = await answered(shop)
    await agent.snoozes(shop.desk, shop.person("Ada"), conversation, shop.clock.now + 10 * MINUTE)
    await later(shop, 599)
    assert await happened(shop, conversation, Nudged) == []
    await later(shop, 60)
    assert await happened(shop, conversation, Nudged) == []
    await later(shop, 1)
    assert len(await happened(shop, conversation, Nudged)) == 1


async def test_messages_set_no_rows_of_their_own(shop: Shop) -> None:
    await rules(shop, **VISITOR, **AGENT)
    conversation = await answered(shop)
    for number in range(20):
        await visitor.says(shop.desk, shop.guest(), message(f"{number}"))
        await agent.says(shop.desk, shop.person("Ada"), conversation, message(f"{number}"))
    due = await shop.kept.timeline.claim_due(shop.clock.now + 20_000)
    assert [(one.kind, one.at) for one in due] == [(KIND, stands(shop, conversation).assigned_at + 20_000)]  # type: ignore[operator]


async def test_rules_that_are_set_hold_for_what_is_open_already(shop: Shop) -> None:
    conversation = await answered(shop)
    await later(shop, 30)
    await rules(shop, **VISITOR)
    await reminders.begin(shop.desk, shop.site.team or "")
    await later(shop, 60)
    assert len(await reminded(shop, conversation)) == 1


async def test_a_restart_forgets_no_silence(shop: Shop, other_shop: Shop) -> None:
    await rules(shop, **VISITOR)
    conversation = await answered(shop)
    await other_shop.kept.people.look()
    await other_shop.desk.start()
    other_shop.clock.now = shop.clock.now
    await later(other_shop, 180)
    events = await other_shop.kept.timeline.events(conversation)
    assert replay(events).resolved_reason == "inactive"

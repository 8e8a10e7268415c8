"""Promises at the desk, on both databases: kept, near, late, and said once by however many look."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from server.core import events as e
from server.core.conversation import replay
from server.core.decide.visitor import Message
from server.core.events import Event
from server.core.sla import Policy
from server.desk import agent, visitor
from server.desk.later import overdue
from server.store.rebuild import differences
from tests.cast import DAY, HOUR, MINUTE, NINE
from tests.desk.conftest import Shop

USUAL = Policy("", "Usual", first_response=300, next_response=600, resolution=86_400, warn_before=60)


def message(text: str = "Where is my order?") -> Message:
    return Message(str(uuid4()), text)


async def asks(shop: Shop, policy: Policy | None = USUAL) -> str:
    """Vera asks for a person at nine."""
    if policy is not None:
        await shop.kept.slas.add(policy)
    said = await visitor.says(shop.desk, shop.guest(), message())
    await visitor.asks_for_a_person(shop.desk, shop.guest())
    return said.conversation or ""


async def looks(*shops: Shop) -> None:
    """Everything that is due by now, whoever gets it."""
    for shop in shops:
        for due in await shop.kept.timeline.claim_due(shop.clock()):
            await overdue.look(shop.desk, shop.presences, due)


async def told(shop: Shop, conversation: str) -> list[Event]:
    events = await shop.kept.timeline.events(conversation)
    return [event for event in events if isinstance(event, e.SlaWarned | e.SlaBreached)]


async def at(shop: Shop, now: int) -> None:
    """Time passes, as far as the scheduler is punctual."""
    shop.clock.now = now
    await looks(shop)


async def test_without_a_service_level_nothing_is_promised(shop: Shop) -> None:
    conversation = await asks(shop, None)
    assert (await shop.desk.conversation(conversation)).sla is None
    assert not [event for event in await shop.kept.timeline.events(conversation) if "sla" in event.type]


async def test_the_promise_is_made_in_the_transaction_of_the_first_message(shop: Shop) -> None:
    conversation = await asks(shop)
    events = await shop.kept.timeline.events(conversation)
    applied = next(event for event in events if isinstance(event, e.SlaApplied))
    assert (applied.at, applied.policy, applied.version) == (NINE, shop.kept.directory.slas[0].id, 1)
    assert applied.deadlines == {"first_response": NINE + 5 * MINUTE, "resolution": NINE + DAY}


async def test_a_minute_before_it_is_said_that_time_is_short_and_then_that_it_is_late(shop: Shop) -> None:
    conversation = await asks(shop)
    await at(shop, NINE + 4 * MINUTE - 1)
    assert await told(shop, conversation) == []
    await at(shop, NINE + 4 * MINUTE)
    await at(shop, NINE + 5 * MINUTE)
    assert [(event.type, event.at - NINE) for event in await told(shop, conversation)] == [
        ("sla.warned", 4 * MINUTE)
    ]
    await at(shop, NINE + 5 * MINUTE + 1)
    warned, late = await told(shop, conversation)
    assert late.type == "sla.breached" and late.deadline == warned.deadline == NINE + 5 * MINUTE  # type: ignore[attr-defined]
    assert late.at == NINE + 5 * MINUTE + 1


@pytest.mark.parametrize(("answered_at", "late"), [(-1_000, 0), (0, 0), (1_000, 1)])
async def test_what_was_answered_in_time_is_never_late_however_late_the_scheduler_is(
    shop: Shop, answered_at: int, late: int
) -> None:
    conversation = await asks(shop)
    shop.clock.now = NINE + 5 * MINUTE + answered_at
    if late:
        await looks(shop)
    await agent.says(shop.desk, shop.person("Ada"), conversation, message("Let me look."))
    await at(shop, NINE + HOUR)
    breached = [event for event in await told(shop, conversation) if isinstance(event, e.SlaBreached)]
    assert len(breached) == late


async def test_ten_looks_and_two_nodes_at_once_say_it_once(shop: Shop, other_shop: Shop) -> None:
    conversation = await asks(shop)
    shop.clock.now = other_shop.clock.now = NINE + 6 * MINUTE
    (due,) = [due for due in await shop.kept.timeline.claim_due(NINE + 6 * MINUTE) if due.kind == "sla"]
    both = [overdue.look(node.desk, node.presences, due) for node in (shop, other_shop) * 5]
    await asyncio.gather(*both)
    assert [event.type for event in await told(shop, conversation)] == ["sla.breached"]


async def test_after_a_restart_what_fell_due_meanwhile_is_said(shop: Shop, other_shop: Shop) -> None:
    conversation = await asks(shop)
    await at(other_shop, NINE + HOUR)
    assert [event.type for event in await told(shop, conversation)] == ["sla.breached"]


async def test_each_run_of_messages_after_the_first_has_a_promise_of_its_own(shop: Shop) -> None:
    conversation, ada = await asks(shop), shop.person("Ada")
    await agent.says(shop.desk, ada, conversation, message("Which one?"))
    for minute in (10, 11, 12):
        await at(shop, NINE + minute * MINUTE)
        await visitor.says(shop.desk, shop.guest(), message())
    await at(shop, NINE + 19 * MINUTE)
    await at(shop, NINE + 20 * MINUTE + 1)
    assert [event.type for event in await told(shop, conversation)] == ["sla.warned", "sla.breached"]
    await agent.says(shop.desk, ada, conversation, message("Here it is."))
    await at(shop, NINE + 10 * HOUR)
    assert len(await told(shop, conversation)) == 2
    assert (await shop.desk.conversation(conversation)).next_deadline == NINE + DAY


async def test_after_an_answer_in_time_the_resolution_is_still_looked_after(shop: Shop) -> None:
    conversation, ada = await asks(shop), shop.person("Ada")
    await agent.takes(shop.desk, ada, conversation)
    await agent.says(shop.desk, ada, conversation, message("Let me look."))
    await at(shop, NINE + HOUR)
    assert await told(shop, conversation) == []
    await at(shop, NINE + DAY - MINUTE)
    await at(shop, NINE + DAY + 1)
    assert [(event.type, event.target) for event in await told(shop, conversation)] == [  # type: ignore[attr-defined]
        ("sla.warned", "resolution"),
        ("sla.breached", "resolution"),
    ]


async def test_only_the_policy_that_is_now_on_it_is_judged(shop: Shop) -> None:
    conversation = await asks(shop)
    vip = await shop.kept.slas.add(Policy("", "VIP", first_response=7_200, tags=("vip",)))
    await shop.kept.slas.change(replace(vip, order=-1))
    await agent.tags(shop.desk, shop.person("Ada"), conversation, ("vip",))
    await at(shop, NINE + HOUR)
    assert await told(shop, conversation) == []
    await at(shop, NINE + 3 * HOUR)
    (late,) = await told(shop, conversation)
    assert late.deadline == NINE + 2 * HOUR  # type: ignore[attr-defined]


async def test_a_changed_service_level_is_for_those_who_come_from_then_on(shop: Shop) -> None:
    conversation = await asks(shop)
    (usual,) = shop.kept.directory.slas
    changed = await shop.kept.slas.change(replace(usual, first_response=10))
    assert changed.version == 2
    await at(shop, NINE + 2 * MINUTE)
    assert await told(shop, conversation) == []
    await visitor.says(shop.desk, shop.guest("Wanda"), message())
    wanda = await shop.kept.timeline.last_of("v_wanda")
    assert wanda is not None and wanda.sla is not None
    assert (wanda.sla.version, wanda.sla.deadlines["first_response"]) == (2, shop.clock() + 10_000)


async def test_what_is_stored_is_what_the_timeline_says(shop: Shop) -> None:
    conversation = await asks(shop)
    await at(shop, NINE + 6 * MINUTE)
    await agent.says(shop.desk, shop.person("Ada"), conversation, message("Sorry!"))
    await visitor.says(shop.desk, shop.guest(), message())
    found = [line async for line in differences(shop.kept.database, shop.kept.directory.calendars_ever)]
    assert found == []
    stored = await shop.kept.timeline.stored(conversation)
    assert stored is not None
    assert stored.conversation == replay(await shop.kept.timeline.events(conversation))

"""A team's rules at the desk: how much, who can do it, who is urgent, and why it was he."""

from server.core.audience import visitor_sees
from server.core.events import (
    Assigned,
    NeedsSet,
    Prioritised,
    Routed,
)
from server.core.sla import Policy
from server.core.wire import to_wire
from server.desk import agent, visitor
from server.desk.queue import routing
from tests.cast import HOUR, MINUTE
from tests.desk.at_the_desk import (
    by_rules,
    changed,
    happened,
    online,
    owner,
    writes,
    writes_and_is_given,
)
from tests.desk.conftest import Shop


async def test_a_share_of_an_hour_is_remembered_over_a_restart(shop: Shop, other_shop: Shop) -> None:
    await by_rules(shop, fair_share=1)
    await online(shop, "Ada", "Ben")
    assert {await writes_and_is_given(shop, name) for name in ("Vera", "Wim")} == {"Ada", "Ben"}
    assert await writes_and_is_given(shop, "Xena") is None
    await other_shop.kept.people.load()
    await other_shop.desk.start()
    await other_shop.presences.start()
    for name in ("Ada", "Ben"):
        await other_shop.presences.arrives(other_shop.person(name), name)
    other_shop.clock.now = shop.clock.now
    await routing.recall(other_shop.desk)
    idle = [other_shop.desk.floor.presence(other_shop.person(name).id).idle_since for name in ("Ada", "Ben")]
    assert min(idle) >= shop.clock.now - 2 * MINUTE
    await routing.look(other_shop.desk)
    assert len(other_shop.desk.floor.queue) == 1
    other_shop.clock.now += HOUR
    await routing.look(other_shop.desk)
    assert not other_shop.desk.floor.queue


async def test_skills_and_languages_are_asked_for_where_somebody_has_them(sqlite_shop: Shop) -> None:
    await online(sqlite_shop, "Ada")
    assert await wanting(sqlite_shop, "Vera", language="it") == "Ada"
    await online(sqlite_shop, "Ben")
    await changed(sqlite_shop, "Ben", languages=["it-CH"], skills={"refunds": 2})
    await changed(sqlite_shop, "Ada", languages=["en"])
    assert [await wanting(sqlite_shop, f"Guest {n}", language="it") for n in range(4)] == ["Ben"] * 4
    await by_rules(sqlite_shop, policy="most_skilled")
    assert await wanting(sqlite_shop, "Wim", skills=("refunds",)) is None  # he is full
    await changed(sqlite_shop, "Ben", slots=5)
    await routing.look(sqlite_shop.desk)
    assert owner(sqlite_shop, sqlite_shop.guest("Wim").conversation or "") == "Ben"


async def wanting(shop: Shop, name: str, **needs: object) -> str | None:
    conversation = await writes(shop, name)
    async with shop.desk.turn(shop.guest(name).id):
        await shop.desk.record(conversation, lambda _: [NeedsSet(**needs)])  # type: ignore[arg-type]
    await routing.look(shop.desk)
    return owner(shop, conversation)


async def test_why_is_stored_before_it_is_given_and_is_not_for_the_visitor(sqlite_shop: Shop) -> None:
    await online(sqlite_shop, "Ada", "Ben")
    await writes_and_is_given(sqlite_shop, "Wim")
    conversation = await writes(sqlite_shop)
    await routing.look(sqlite_shop.desk)
    routed, assigned = (await happened(sqlite_shop, conversation))[-2:]
    assert isinstance(routed, Routed) and isinstance(assigned, Assigned)
    assert routed.agent == assigned.agent and not visitor_sees(routed)
    assert {"policy", "decided_by", "candidates", "others", "priority", "waited"} <= routed.reasons.keys()
    ids = {one["agent"] for one in routed.reasons["candidates"]}
    assert (
        routed.names == {sqlite_shop.person(name).id: name for name in ("Ada", "Ben")}
        and ids == routed.names.keys()
    )
    assert "Ada" not in str(to_wire(routed)["reasons"])


async def test_a_tag_makes_it_urgent_and_by_hand_it_stays(sqlite_shop: Shop) -> None:
    await by_rules(sqlite_shop, raises=[{"kind": "tag", "value": "vip", "priority": 3, "name": ""}])
    first, second, third = [await writes(sqlite_shop, name) for name in ("Vera", "Wim", "Xena")]
    await agent.tags(sqlite_shop.desk, sqlite_shop.person("Ada"), second, ["vip"])
    await agent.prioritises(sqlite_shop.desk, sqlite_shop.person("Ada"), third, 5)
    await agent.tags(sqlite_shop.desk, sqlite_shop.person("Ada"), third, ["vip"])
    assert [one.conversation for one in sqlite_shop.desk.floor.line.waiters()] == [third, second, first]
    (raised,) = [event for event in await happened(sqlite_shop, second) if isinstance(event, Prioritised)]
    assert (raised.priority, raised.reason, raised.by.kind) == (3, "tag:vip", "system")
    await agent.tags(sqlite_shop.desk, sqlite_shop.person("Ada"), second, [])
    assert [one.conversation for one in sqlite_shop.desk.floor.line.waiters()] == [third, first, second]


async def test_by_service_levels_what_was_promised_sooner_goes_first(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    await shop.kept.slas.add(Policy("", "VIP", first_response=60, tags=("vip",)))
    await by_rules(shop, order="sla")
    first, second, third = [await writes(shop, name) for name in ("Vera", "Wim", "Xena")]
    await agent.tags(shop.desk, shop.person("Ada"), third, ["vip"])
    assert [one.conversation for one in shop.desk.floor.line.waiters()] == [third, first, second]
    await agent.prioritises(shop.desk, shop.person("Ada"), second, 1)
    assert [one.conversation for one in shop.desk.floor.line.waiters()] == [second, third, first]


async def test_what_is_known_of_him_counts_from_his_next_conversation_on(sqlite_shop: Shop) -> None:
    await by_rules(sqlite_shop, raises=[{"kind": "field", "value": "gold", "priority": 2, "name": "plan"}])
    await visitor.sets_attributes(sqlite_shop.desk, sqlite_shop.guest(), {"plan": "gold"})
    assert sqlite_shop.desk.floor.open[await writes(sqlite_shop)].priority == 2


async def test_a_change_of_the_rules_changes_the_order_of_those_who_wait(sqlite_shop: Shop) -> None:
    first, second = await writes(sqlite_shop, "Vera"), await writes(sqlite_shop, "Wim")
    await agent.prioritises(sqlite_shop.desk, sqlite_shop.person("Ada"), second, 1)
    assert [one.conversation for one in sqlite_shop.desk.floor.line.waiters()] == [second, first]
    await by_rules(sqlite_shop, ageing=30)
    await routing.look(sqlite_shop.desk)
    assert [one.conversation for one in sqlite_shop.desk.floor.line.waiters()] == [first, second]


async def test_where_agents_help_themselves_nothing_is_given_until_the_rule_changes(
    sqlite_shop: Shop,
) -> None:
    for policy in ("pull", "broadcast"):
        await by_rules(sqlite_shop, policy=policy)
        await online(sqlite_shop, "Ada")
        conversation = await writes(sqlite_shop)
        await routing.look(sqlite_shop.desk)
        assert owner(sqlite_shop, conversation) is None
        assert sqlite_shop.desk.floor.is_first_to_take(sqlite_shop.desk.floor.open[conversation]) == (
            policy == "broadcast"
        )
    await by_rules(sqlite_shop, policy="least_busy")
    await routing.look(sqlite_shop.desk)
    assert owner(sqlite_shop, conversation) == "Ada"

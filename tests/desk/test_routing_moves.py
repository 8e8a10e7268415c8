"""Who answers in time, who comes back, and who helps out: by a team's rules, at the desk."""

from server.core.events import (
    Queued,
    Routed,
)
from server.desk import agent
from server.desk.queue import overflow, routing
from tests.cast import DAY, HOUR, MINUTE
from tests.desk.at_the_desk import (
    answers,
    by_rules,
    changed,
    happened,
    hired,
    last_reasons,
    later,
    online,
    owner,
    what_routing_did,
    writes,
    writes_and_is_given,
)
from tests.desk.conftest import Shop


async def test_whoever_does_not_answer_in_time_loses_it_to_the_next_one(shop: Shop) -> None:
    await by_rules(shop, answer_within=30)
    await online(shop, "Ada", "Ben")
    conversation = await writes(shop)
    await routing.look(shop.desk)
    first = owner(shop, conversation)
    assert shop.desk.floor.open[conversation].offered_until == shop.clock() + 30_000
    await later(shop, 29_999)
    assert owner(shop, conversation) == first
    await later(shop, 1)
    assert {first, owner(shop, conversation)} == {"Ada", "Ben"}
    given = ["routed", "assigned", "offered"]
    assert what_routing_did(await happened(shop, conversation)) == [
        "queued", *given, "offer.lapsed", "unassigned", "queued", *given
    ]  # fmt: skip


async def test_what_was_not_answered_goes_before_those_who_came_earlier(sqlite_shop: Shop) -> None:
    await by_rules(sqlite_shop, answer_within=30)
    await changed(sqlite_shop, "Ada", slots=1)
    await online(sqlite_shop, "Ada")
    earlier = await writes(sqlite_shop, "Wim")
    await agent.takes(sqlite_shop.desk, sqlite_shop.person("Ben"), earlier)
    asked = await writes(sqlite_shop, "Vera")
    await routing.look(sqlite_shop.desk)
    waiting = [await writes(sqlite_shop, name) for name in ("Xena", "Yves")]
    await sqlite_shop.presences.sets(sqlite_shop.person("Ada"), "away")
    await later(sqlite_shop, HOUR)
    floor = sqlite_shop.desk.floor
    assert [waiter.conversation for waiter in floor.line.waiters()] == [asked, *waiting]
    assert floor.open[asked].passed == (sqlite_shop.person("Ada").id,)


async def test_who_has_answered_keeps_it(sqlite_shop: Shop) -> None:
    await by_rules(sqlite_shop, answer_within=30)
    await online(sqlite_shop, "Ada")
    conversation = await writes(sqlite_shop)
    await routing.look(sqlite_shop.desk)
    await answers(sqlite_shop, "Ada", conversation)
    await later(sqlite_shop, MINUTE)
    assert owner(sqlite_shop, conversation) == "Ada"


async def test_while_there_is_nobody_else_the_same_one_is_asked_again(sqlite_shop: Shop) -> None:
    await by_rules(sqlite_shop, answer_within=30)
    await online(sqlite_shop, "Ada")
    conversation = await writes(sqlite_shop)
    await routing.look(sqlite_shop.desk)
    await later(sqlite_shop, 30_000)
    (_, again) = [event for event in await happened(sqlite_shop, conversation) if isinstance(event, Routed)]
    assert (owner(sqlite_shop, conversation), again.reasons["decided_by"]) == ("Ada", "passed")


async def was_served_by(shop: Shop, name: str, guest: str = "Vera") -> None:
    """Once, in a conversation that cannot be reopened."""
    conversation = await writes(shop, guest)
    await agent.takes(shop.desk, shop.person(name), conversation)
    await answers(shop, name, conversation)
    await agent.marks_spam(shop.desk, shop.person(name), conversation)


async def test_who_comes_back_within_the_time_gets_the_agent_whom_he_had(shop: Shop) -> None:
    await by_rules(shop, last_agent_within=7 * 86_400)
    await was_served_by(shop, "Ben")
    await online(shop, "Ada", "Ben")
    for name in ("Wim", "Xena"):
        await agent.takes(shop.desk, shop.person("Ben"), await writes(shop, name))
    assert await writes_and_is_given(shop) == "Ben"
    assert (await last_reasons(shop))["decided_by"] == "last_agent"


async def test_who_comes_back_later_or_to_somebody_who_is_full_gets_the_usual_one(sqlite_shop: Shop) -> None:
    await by_rules(sqlite_shop, last_agent_within=86_400)
    await was_served_by(sqlite_shop, "Ben")
    await online(sqlite_shop, "Ada", "Ben")
    await agent.takes(sqlite_shop.desk, sqlite_shop.person("Ben"), await writes(sqlite_shop, "Wim"))
    sqlite_shop.clock.now += DAY
    assert await writes_and_is_given(sqlite_shop) == "Ada"
    await was_served_by(sqlite_shop, "Ben", "Xena")
    await changed(sqlite_shop, "Ben", slots=1)
    assert await writes_and_is_given(sqlite_shop, "Xena") == "Ada"


async def test_who_waits_too_long_goes_to_the_team_that_helps_out_and_keeps_his_waiting_since(
    shop: Shop,
) -> None:
    helpers = await shop.kept.people.add_team("Helpers")
    await hired(shop, "Cleo", teams=[helpers.id])
    await by_rules(shop, overflow_after=120, overflow_to=helpers.id)
    await changed(shop, "Ada", slots=1)
    await online(shop, "Ada")
    await writes_and_is_given(shop, "Wim")
    conversation = await writes(shop)
    since = shop.clock()
    await later(shop, 119_999)
    assert owner(shop, conversation) is None
    await later(shop, 1)
    assert shop.desk.floor.open[conversation].team != helpers.named  # nobody is there
    await online(shop, "Cleo")
    await later(shop, 120_000)
    (moved,) = [
        e for e in await happened(shop, conversation) if isinstance(e, Queued) and e.reason == "overflow"
    ]
    assert (owner(shop, conversation), moved.team) == ("Cleo", helpers.named)
    assert (await last_reasons(shop))["waited"] == shop.clock() - since


async def test_who_waits_already_goes_by_a_rule_from_when_it_is_made(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    helpers = await shop.kept.people.add_team("Helpers")
    await hired(shop, "Cleo", teams=[helpers.id])
    await changed(shop, "Ada", slots=0)
    await online(shop, "Ada", "Cleo")
    conversation = await writes(shop)
    team = await by_rules(shop, overflow_after=120, overflow_to=helpers.id)
    await overflow.begin(shop.desk, team)
    await later(shop, 119_999)
    assert owner(shop, conversation) is None
    await later(shop, 1)
    assert owner(shop, conversation) == "Cleo"


async def test_where_nobody_is_on_duty_the_next_team_on_the_way_helps_out_at_once(sqlite_shop: Shop) -> None:
    helpers = await sqlite_shop.kept.people.add_team("Helpers")
    others = await sqlite_shop.kept.people.add_team("Others")
    await sqlite_shop.kept.people.change_team(helpers.id, {"rules": {"overflow_to": others.id}})
    await hired(sqlite_shop, "Cleo", teams=[others.id])
    team = await by_rules(sqlite_shop, overflow_to=helpers.id)
    await online(sqlite_shop, "Cleo")
    assert sqlite_shop.desk.floor.serving(team) == others.id
    assert await writes_and_is_given(sqlite_shop) == "Cleo"
    await online(sqlite_shop, "Ada")
    assert await writes_and_is_given(sqlite_shop, "Wim") == "Ada"

"""Routing at the desk, on both databases: the cases that others get wrong."""

from server.core.events import Assigned
from server.desk import agent, visitor
from server.desk.presence import GRACE
from server.desk.queue import routing
from tests.desk.at_the_desk import (
    by_rules,
    changed,
    happened,
    hired,
    later,
    online,
    owner,
    writes,
    writes_and_is_given,
)
from tests.desk.conftest import Shop


async def test_of_two_who_write_one_after_the_other_the_second_goes_to_the_other_agent(shop: Shop) -> None:
    await online(shop, "Ada", "Ben")
    assert {await writes_and_is_given(shop, name) for name in ("Vera", "Wim")} == {"Ada", "Ben"}


async def test_while_nobody_is_there_the_conversation_is_there_and_waits(shop: Shop) -> None:
    team = await by_rules(shop)
    assert await writes_and_is_given(shop) is None
    floor = shop.desk.floor
    assert (len(floor.queue), floor.online(team), floor.ahead_of(team)) == (1, 0, 1)
    assert sum(team in person.teams for person in shop.kept.directory.people.values()) == 2


async def test_of_five_only_the_two_who_are_online_get_them_in_turn(shop: Shop) -> None:
    await by_rules(shop, policy="round_robin")
    await hired(shop, "Cleo", "Dana", "Emil")
    await online(shop, "Ada", "Cleo")
    for name in ("Ben", "Dana", "Emil"):
        await shop.presences.sets(shop.person(name), "away")
    given = [await writes_and_is_given(shop, name) for name in ("Vera", "Wim", "Xena", "Yves")]
    assert sorted(map(str, given[:2])) == ["Ada", "Cleo"] and given[2:] == given[:2]


async def test_who_was_away_when_it_was_his_turn_has_it_next(shop: Shop) -> None:
    await by_rules(shop, policy="round_robin")
    await hired(shop, "Cleo")
    await online(shop, "Ada", "Ben", "Cleo")
    first = [await writes_and_is_given(shop, name) for name in ("Vera", "Wim", "Xena")]
    await shop.presences.sets(shop.person(str(first[0])), "away")
    assert await writes_and_is_given(shop, "Yves") == first[1]
    await online(shop, str(first[0]))
    assert [await writes_and_is_given(shop, name) for name in ("Zoe", "Aziz", "Bea")] == [
        first[0],
        first[2],
        first[1],
    ]


async def test_who_has_as_many_as_he_may_is_skipped_and_the_others_get_them(shop: Shop) -> None:
    await changed(shop, "Ada", slots=3)
    await changed(shop, "Ben", slots=100)
    await online(shop, "Ada", "Ben")
    for number in range(8):
        await writes_and_is_given(shop, f"Visitor{number}")
    assert [shop.desk.floor.taken(shop.person(name).id) for name in ("Ada", "Ben")] == [3, 5]


async def test_a_slot_is_free_when_one_is_resolved_or_sleeps(shop: Shop) -> None:
    await changed(shop, "Ada", slots=1)
    await online(shop, "Ada")
    first, second, third = [await writes(shop, name) for name in ("Vera", "Wim", "Xena")]
    await routing.look(shop.desk)
    assert [owner(shop, one) for one in (first, second, third)] == ["Ada", None, None]
    await agent.resolves(shop.desk, shop.person("Ada"), first, "solved")
    await routing.look(shop.desk)
    assert owner(shop, second) == "Ada" and owner(shop, third) is None
    await agent.snoozes(shop.desk, shop.person("Ada"), second, shop.clock() + 3_600_000)
    await routing.look(shop.desk)
    assert owner(shop, third) == "Ada"


async def test_the_oldest_is_taken_and_what_is_resolved_or_somebodys_is_left_alone(shop: Shop) -> None:
    ended, taken, oldest, later_ = [await writes(shop, name) for name in ("Vera", "Wim", "Xena", "Yves")]
    await visitor.ends(shop.desk, shop.guest("Vera"))
    await agent.takes(shop.desk, shop.person("Ben"), taken)
    before = {one: await happened(shop, one) for one in (ended, taken)}
    await changed(shop, "Ada", slots=1)
    await online(shop, "Ada")
    await routing.look(shop.desk)
    assert [owner(shop, one) for one in (taken, oldest, later_)] == ["Ben", "Ada", None]
    assert {one: await happened(shop, one) for one in (ended, taken)} == before


async def test_who_went_offline_because_nothing_was_heard_of_him_gets_nothing(shop: Shop) -> None:
    ada = shop.person("Ada")
    await online(shop, "Ada")
    await shop.presences.arrives(ada, "socket")
    await shop.presences.leaves(ada, "socket")
    assert await writes_and_is_given(shop, "Vera") is None
    await later(shop, GRACE + 1)
    assert shop.desk.floor.presence(ada.id).status == "offline"
    assert await writes_and_is_given(shop, "Wim") is None


async def test_what_is_given_is_given_once_however_often_somebody_looks(shop: Shop) -> None:
    await online(shop, "Ada", "Ben")
    conversation = await writes(shop)
    for _ in range(3):
        await routing.look(shop.desk)
    assert sum(isinstance(event, Assigned) for event in await happened(shop, conversation)) == 1

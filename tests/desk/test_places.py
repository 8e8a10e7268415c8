"""Who waits knows his place, and how long it takes."""

import asyncio
import random
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from server.core.conversation import Conversation
from server.core.decide.visitor import Message
from server.core.events import Named, WaitTold
from server.core.facts.rows import ConversationFacts, Facts
from server.core.routing import Needs
from server.core.rules import Rules
from server.desk import agent, visitor
from server.desk.directory import Directory
from server.desk.floor import Floor
from server.desk.queue import places as queue
from server.desk.queue.places import Places
from tests.cast import MINUTE, NINE, SECOND
from tests.desk.conftest import Shop

waiting = st.builds(
    lambda number, team, queued_at, in_front, priority, is_over: Conversation(
        id=f"c{number}",
        team=team and Named(team),
        queued_at=None if is_over else NINE + queued_at,
        in_front=in_front,
        priority=priority,
        started_at=NINE,
        last_seq=1,
    ),
    st.integers(1, 9),
    st.sampled_from(["support", "sales", None]),
    st.integers(0, 3),
    st.booleans(),
    st.integers(-1, 1),
    st.booleans(),
)


@given(st.lists(waiting, max_size=40))
def test_everybodys_place_is_how_many_are_served_before_him_and_one(changes: list[Conversation]) -> None:
    floor, now = Floor(Directory()), dict[str, Conversation]()
    for conversation in changes:
        floor.put(conversation)
        now[conversation.id] = conversation
    queue = [one for one in now.values() if one.queued_at is not None]
    for one in now.values():
        before = [other for other in queue if other.team == one.team and sooner(other, one)]
        expected = None if one.queued_at is None else len(before) + 1
        assert floor.position(one) == expected


def sooner(a: Conversation, b: Conversation) -> bool:
    """Straight from the rule: the more urgent, who had somebody already, who waits longer."""
    if a.priority != b.priority:
        return a.priority > b.priority
    if a.in_front != b.in_front:
        return a.in_front
    return (a.queued_at or 0, a.id) < (b.queued_at or 0, b.id)


async def waits(shop: Shop, name: str) -> str:
    shop.clock.now += 1
    said = await visitor.says(shop.desk, shop.guest(name), Message(str(uuid4()), "Hello"))
    return said.conversation or ""


def told(shop: Shop, name: str) -> list[dict[str, Any]]:
    who = f"v_{name.lower()}"
    return [payload for visitor, what, payload in shop.screens.visitors if (visitor, what) == (who, "queue")]


def needs(shop: Shop, *skills: str) -> Needs:
    """What a conversation of the shop's team needs."""
    (team,) = shop.kept.directory.teams.values()
    return Needs(team.id, skills)


async def ada_is_full(shop: Shop, slots: int = 1) -> None:
    """Online, with all her slots in use."""
    ada = shop.person("Ada")
    await shop.kept.people.change_person(ada.id, {"slots": slots})
    await shop.presences.sets(shop.person("Ada"), "online")
    for number in range(slots):
        await agent.takes(shop.desk, shop.person("Ada"), await waits(shop, f"Served {number}"))


async def test_the_butler_and_the_widget_say_the_same_interval(shop: Shop) -> None:
    await ada_is_full(shop, slots=6)
    conversation = await waits(shop, "Vera")
    await Places(shop.desk).tell()
    assert told(shop, "Vera") == [{"position": 1, "wait": {"low": 0, "high": 240}}]
    events = await shop.kept.timeline.events(conversation)
    assert "you are next. A person usually answers within 4 minutes." in str(events)


async def test_without_anybody_there_nobody_is_told_a_wait_and_nothing_is_promised(shop: Shop) -> None:
    conversation = await waits(shop, "Vera")
    await Places(shop.desk).tell()
    assert told(shop, "Vera") == [{"position": 1, "wait": None}]
    assert (await shop.desk.conversation(conversation)).wait_told_at is None


async def test_a_wait_is_promised_once_with_what_was_reckoned(shop: Shop) -> None:
    await ada_is_full(shop, slots=6)
    places, conversation = Places(shop.desk), await waits(shop, "Vera")
    for _ in range(3):
        await places.tell()
        shop.clock.now += MINUTE
    (promise,) = [event for event in shop.screens.told if isinstance(event, WaitTold)]
    assert (promise.conversation, promise.by.kind, promise.position) == (conversation, "system", 1)
    assert (promise.low, promise.high) == (0, 240_000)
    assert (promise.p10, promise.p90) == (10_536, 230_259)  # 100 s times ln(1/0.9) and ln 10


async def test_two_who_tell_her_at_once_promise_once(shop: Shop) -> None:
    """As two nodes do, to both of which she is connected."""
    await ada_is_full(shop)
    await waits(shop, "Vera")
    await asyncio.gather(Places(shop.desk).tell(), Places(shop.desk).tell())
    assert sum(isinstance(event, WaitTold) for event in shop.screens.told) == 1


async def test_who_is_queued_again_is_promised_anew(shop: Shop) -> None:
    await ada_is_full(shop)
    places, conversation = Places(shop.desk), await waits(shop, "Vera")
    await places.tell()
    await agent.takes(shop.desk, shop.person("Ben"), conversation)
    await shop.presences.gives_back(shop.person("Ben").id, "agent_gone")
    await places.tell()
    assert sum(isinstance(event, WaitTold) for event in shop.screens.told) == 2


async def test_a_promise_that_cannot_be_stored_is_made_later(shop: Shop) -> None:
    await ada_is_full(shop)
    places, conversation = Places(shop.desk), await waits(shop, "Vera")
    joined = shop.desk.joined
    shop.desk.joined = None  # type: ignore[method-assign, assignment]
    await places.tell()
    shop.desk.joined = joined  # type: ignore[method-assign]
    await places.tell()
    assert (await shop.desk.conversation(conversation)).wait_told_at == shop.clock.now


async def test_the_first_ten_hear_it_at_once_and_the_others_every_five_seconds(shop: Shop) -> None:
    names = [f"Vera {number:02}" for number in range(1, 13)]
    conversations = [await waits(shop, name) for name in names]
    places = Places(shop.desk)
    await places.tell()
    for second in range(1, 6):
        shop.clock.now += SECOND
        if second == 1:
            await agent.takes(shop.desk, shop.person("Ada"), conversations[0])
        await places.tell()
        assert [len(told(shop, name)) for name in names[:11]] == [2] * 11
        assert len(told(shop, names[11])) == (2 if second == 5 else 1)
    assert told(shop, names[0])[-1] == {"position": None, "wait": None}
    assert [told(shop, name)[-1]["position"] for name in names[1:]] == list(range(1, 12))


async def test_nothing_is_said_twice(shop: Shop) -> None:
    places = Places(shop.desk)
    await waits(shop, "Vera")
    for _ in range(10):
        await places.tell()
        shop.clock.now += MINUTE
    assert len(told(shop, "Vera")) == 1


async def test_whoever_comes_and_goes_in_the_end_everybody_was_told_his_true_place(shop: Shop) -> None:
    chance, places = random.Random(4), Places(shop.desk)
    ada, open_ = shop.person("Ada"), dict[str, str]()
    for number in range(60):
        if open_ and chance.random() < 0.4:
            await agent.takes(shop.desk, ada, open_.pop(chance.choice(sorted(open_))))
        else:
            open_[f"V{number}"] = await waits(shop, f"V{number}")
        shop.clock.now += 100
        if chance.random() < 0.3:
            await places.tell()
    shop.clock.now += 5 * SECOND
    await places.tell()
    floor = shop.desk.floor
    order = sorted(open_, key=lambda name: (floor.queue[open_[name]].queued_at or 0, open_[name]))
    assert [told(shop, name)[-1]["position"] for name in order] == list(range(1, len(order) + 1))


async def test_a_very_long_queue_is_told_in_turns_and_nobody_is_forgotten(
    shop: Shop, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queue, "MOST_TOLD", 4)
    names = [f"V{number:02}" for number in range(24)]
    for name in names:
        await waits(shop, name)
    places = Places(shop.desk)
    for looked in range(1, 7):
        await places.tell()
        assert sum(bool(told(shop, name)) for name in names) == 4 * looked
        shop.clock.now += SECOND


async def test_a_team_that_takes_long_is_reckoned_so_from_what_was_seen(shop: Shop) -> None:
    await ada_is_full(shop)
    ada = shop.person("Ada")
    for number in range(30):
        conversation = await waits(shop, f"Once {number}")
        await agent.takes(shop.desk, ada, conversation)
        shop.clock.now += MINUTE
        await agent.resolves(shop.desk, ada, conversation, "solved")
    view = shop.desk.waits.outlook(needs(shop))
    assert (view.servers, view.free, view.time, view.patience) == (1, 0, 60, None)


async def test_from_thirty_on_it_counts_who_gives_up_but_never_as_less_than_a_second(shop: Shop) -> None:
    await ada_is_full(shop)
    team = needs(shop).team
    for number in range(30):
        shop.clock.now += MINUTE
        assert shop.desk.waits.outlook(needs(shop)).patience is None, number
        now = shop.clock.now
        gone = ConversationFacts(team=team, queued_at=now, resolved_at=now, resolved_reason="abandoned")
        gone.resolved_count = 1
        shop.desk.waits.learns(Facts(gone))
    shop.clock.now += MINUTE
    assert shop.desk.waits.outlook(needs(shop)).patience == 1
    await waits(shop, "Vera")
    await Places(shop.desk).tell()
    assert told(shop, "Vera") == [{"position": 1, "wait": {"low": 60, "high": None}}]


async def test_a_restart_knows_what_was_seen(shop: Shop, other_shop: Shop) -> None:
    ada = shop.person("Ada")
    await shop.presences.sets(ada, "online")
    for number in range(31):
        conversation = await waits(shop, f"Once {number}")
        shop.clock.now += 30 * SECOND
        if number == 30:
            await visitor.ends(shop.desk, shop.guest("Once 30"))
        else:
            await agent.takes(shop.desk, ada, conversation)
            shop.clock.now += MINUTE
            await agent.resolves(shop.desk, ada, conversation, "solved")
    await other_shop.kept.people.look()
    await other_shop.desk.start()
    other_shop.clock.now = shop.clock.now + MINUTE
    shop.clock.now += MINUTE
    for desk in (shop.desk, other_shop.desk):
        view = desk.waits.outlook(needs(shop))
        # One gave up: all waited half a minute each.
        assert (view.time, view.patience) == (60, 31 * 30)


async def test_of_those_who_need_a_skill_only_who_has_it_counts(shop: Shop) -> None:
    for name, skills in (("Ada", {"refunds": 3}), ("Ben", {})):
        await shop.kept.people.change_person(shop.person(name).id, {"skills": skills, "slots": 2})
        await shop.presences.sets(shop.person(name), "online")
    assert shop.desk.waits.outlook(needs(shop)).servers == 4
    assert shop.desk.waits.outlook(needs(shop, "refunds")).servers == 2


async def test_slots_of_a_team_count_no_further_than_its_limit(shop: Shop) -> None:
    (team,) = shop.kept.directory.teams.values()
    ada = shop.person("Ada")
    await shop.kept.people.change_person(ada.id, {"slots": 5, "team_slots": {team.id: 2}})
    await shop.presences.sets(shop.person("Ada"), "online")
    assert shop.desk.waits.outlook(needs(shop)).servers == 2
    assert Rules().handling == shop.desk.waits.outlook(needs(shop)).time == 600

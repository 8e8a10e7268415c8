"""Messages that share a turn are decided one by one: each has its own number, answer or refusal."""

import asyncio

import pytest

from server.core.decide.visitor import Message
from server.core.events import MessageSent
from server.core.refusals import Conflict
from server.desk import agent, visitor
from tests.desk.conftest import Shop


def message(number: int, text: str = "Hello?") -> Message:
    return Message(f"00000000-0000-4000-8000-{number:012}", text)


async def conversation_of(shop: Shop) -> str:
    said = await visitor.says(shop.desk, shop.guest(), message(0))
    assert said.conversation is not None
    return said.conversation


async def test_messages_of_one_breath_are_one_append_and_keep_their_order(shop: Shop) -> None:
    conversation = await conversation_of(shop)
    before = shop.kept.tally()
    said = await asyncio.gather(
        *(visitor.says(shop.desk, shop.guest(), message(n, f"{n}")) for n in range(1, 21))
    )
    written = shop.kept.tally()[1] - before[1]
    stored = await shop.desk.timeline.events(conversation, 0)
    texts = [e.text for e in stored if isinstance(e, MessageSent) and e.by.kind == "visitor"]
    assert written < 5
    assert texts == ["Hello?", *(f"{n}" for n in range(1, 21))]
    assert [event.seq for event in said] == sorted(event.seq for event in said)
    assert [event.seq for event in shop.screens.told] == list(range(1, len(shop.screens.told) + 1))


async def test_the_same_message_twice_in_one_breath_is_stored_once(shop: Shop) -> None:
    conversation = await conversation_of(shop)
    first, again = await asyncio.gather(
        visitor.says(shop.desk, shop.guest(), message(1, "Twice")),
        visitor.says(shop.desk, shop.guest(), message(1, "Twice")),
    )
    stored = await shop.desk.timeline.events(conversation, 0)
    assert first == again
    assert sum(isinstance(e, MessageSent) and e.text == "Twice" for e in stored) == 1


async def test_a_refused_neighbour_leaves_the_others_alone(shop: Shop) -> None:
    await conversation_of(shop)
    good, bad, later = await asyncio.gather(
        visitor.says(shop.desk, shop.guest(), message(1, "One")),
        visitor.says(shop.desk, shop.guest(), message(1, "Another text under the same id")),
        visitor.says(shop.desk, shop.guest(), message(2, "Two")),
        return_exceptions=True,
    )
    assert isinstance(good, MessageSent)
    assert isinstance(bad, Conflict)
    assert isinstance(later, MessageSent)
    assert later.seq > good.seq


async def test_a_repeat_that_only_the_database_remembers_does_not_spoil_its_neighbours(
    shop: Shop, other_shop: Shop
) -> None:
    await conversation_of(shop)
    first = await visitor.says(shop.desk, shop.guest(), message(1, "First"))
    guest = other_shop.guest()
    guest.conversation = first.conversation
    again, second = await asyncio.gather(
        visitor.says(other_shop.desk, guest, message(1, "First")),
        visitor.says(other_shop.desk, guest, message(2, "Second")),
    )
    assert again == first
    assert second in other_shop.screens.told


async def test_what_is_said_after_the_end_comes_after_the_end(shop: Shop) -> None:
    conversation = await conversation_of(shop)
    await asyncio.gather(
        visitor.says(shop.desk, shop.guest(), message(1, "One more")),
        visitor.ends(shop.desk, shop.guest()),
        visitor.says(shop.desk, shop.guest(), message(2, "And another")),
    )
    types = [event.type for event in await shop.desk.timeline.events(conversation, 0)]
    assert types.index("resolved") < types.index("reopened")
    assert types.count("reopened") == 1


@pytest.mark.parametrize("reason", ["spam", "duplicate"])
async def test_a_word_that_waits_while_its_conversation_ends_for_good_opens_a_new_one(
    shop: Shop, reason: str
) -> None:
    conversation = await conversation_of(shop)
    ada = shop.person("Ada")
    _, said = await asyncio.gather(
        agent.resolves(shop.desk, ada, conversation, reason),  # type: ignore[arg-type]
        visitor.says(shop.desk, shop.guest(), message(1, "Still there?")),
    )
    assert said.conversation not in (None, conversation)

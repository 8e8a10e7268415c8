"""Two nodes and a mail server in a bad mood: each unseen answer in exactly one letter, no seen one in any."""

import asyncio
import random

import pytest

from server.app import House
from tests.house import Running
from tests.mail.mailbox import Mailbox
from tests.mail.office import HOUR, MINUTE, Talk, looks, outbox, vera_asks

TALKS, ANSWERS = 6, 4


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_each_unseen_answer_is_in_one_letter(
    office_on_each: Running, mailbox: Mailbox, seed: int
) -> None:
    chance = random.Random(seed)
    moods = [*["250 OK"] * 4, "451 later", "421 bye", "452 no room"]
    mailbox.answers = [chance.choice(moods) for _ in range(40)]
    other = House(office_on_each.house.settings, office_on_each.clock)
    await other.kept.start()
    try:
        talks = [await vera_asks(office_on_each, email=f"vera{n}@home.example") for n in range(TALKS)]
        unseen = await answered(office_on_each, other, talks, chance)
        await all_out(office_on_each, other)
    finally:
        await other.kept.stop()
    mailed = [text for one in mailbox.received for text in unseen if f"{text}\n" in one.text]
    assert sorted(mailed) == sorted(unseen), f"seed {seed}"
    assert not any("(read)" in one.text for one in mailbox.received)


async def answered(office: Running, other: House, talks: list[Talk], chance: random.Random) -> list[str]:
    """Ada answers all of them bit by bit; some answers are read at once, the others stay unseen."""
    unseen = []
    for turn in range(ANSWERS):
        for number, talk in enumerate(talks):
            is_read = turn == 0 and chance.random() < 0.5
            text = f"Answer {number}-{turn}{' (read)' if is_read else ''}"
            seq = await talk.answers(text)
            if is_read:
                assert (await talk.vera.call("read", {"seq": seq}))["ok"]
            else:
                unseen.append(text)
        office.clock.ahead += chance.randrange(30 * MINUTE)
        await both_look(office, other)
    return unseen


async def both_look(office: Running, other: House) -> None:
    assert other.letters is not None
    await asyncio.gather(looks(office), other.letters.look())


async def all_out(office: Running, other: House) -> None:
    for _ in range(100):
        if all(row.state == "sent" for row in await outbox(office)):
            return
        office.clock.ahead += 6 * HOUR
        await both_look(office, other)
    raise AssertionError(f"still there: {await outbox(office)}")

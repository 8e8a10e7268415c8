"""A house that closes while it hands a letter over."""

import asyncio
from pathlib import Path

from tests.house import running_house
from tests.houses import NO_LIMITS
from tests.mail.mailbox import Mailbox
from tests.mail.office import MINUTE, mail_settings, outbox, until_sent, vera_asks


async def test_the_letter_at_hand_goes_out_once_and_the_next_one_is_left_to_whoever_comes_next(
    tmp_path: Path, mailbox: Mailbox
) -> None:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    taken = asyncio.Event()
    mailbox.at_an_offer = taken.wait
    async with running_house(url, **NO_LIMITS, **mail_settings(mailbox)) as office:
        for name in ("vera", "wanda"):
            talk = await vera_asks(office, email=f"{name}@home.example")
            await talk.answers()
        office.clock.ahead += 3 * MINUTE
        letters = office.house.letters
        assert letters is not None
        looking = asyncio.create_task(letters.look())
        await mailbox.until(lambda: mailbox.offered == 1)
        looking.cancel()
        stopping = asyncio.create_task(letters.stop(within=5))
        taken.set()
        await stopping
        rows = await outbox(office)
        assert sorted(row.state for row in rows) == ["sent", "waiting"]
        assert all(row.claimed_until == 0 for row in rows)
    assert mailbox.offered == 1


async def test_whoever_comes_next_sends_what_was_left(tmp_path: Path, mailbox: Mailbox) -> None:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    async with running_house(url, **NO_LIMITS, **mail_settings(mailbox)) as office:
        office.house._scheduler.remove_job("letters")
        talk = await vera_asks(office)
        await talk.answers()
    async with running_house(url, **NO_LIMITS, **mail_settings(mailbox)) as office:
        office.clock.ahead += 3 * MINUTE
        await until_sent(office)
        await mailbox.gets()
    assert mailbox.offered == 1

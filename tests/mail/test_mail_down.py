"""While the mail server refuses, is away, or the process ends at the worst moment."""

from dataclasses import replace

from server.app import House
from server.desk.outside.errands import Envelope, NotSent
from server.jobs.outbox import AGAIN_AFTER, again_at
from server.jobs.outbox import HOUR as JOB_HOUR
from tests.house import Running
from tests.mail.mailbox import Mailbox, open_mailbox
from tests.mail.office import DAY, HOUR, MINUTE, looks, outbox, passes, until_sent, vera_asks


async def test_a_server_that_refuses_twice_gets_the_letter_a_third_time(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    mailbox.answers = ["451 try later", "452 no room"]
    talk = await vera_asks(office_on_each)
    await talk.answers()
    await passes(office_on_each, 2 * MINUTE)
    await mailbox.until(lambda: mailbox.offered == 1)
    await until_sent(office_on_each)
    for offered in (2, 3):
        await passes(office_on_each, 10 * MINUTE)
        await mailbox.until(lambda expected=offered: mailbox.offered == expected)  # type: ignore[misc]
        await until_sent(office_on_each)
    await mailbox.gets()
    await passes(office_on_each, 10 * HOUR)
    await until_sent(office_on_each)
    assert (len(mailbox.received), mailbox.offered) == (1, 3)
    [row] = await outbox(office_on_each)
    assert (row.state, row.attempts, row.last_error) == ("sent", 3, None)


async def test_while_the_server_is_away_the_chat_goes_on_and_answers_gather(
    office: Running, mailbox: Mailbox
) -> None:
    talk = await vera_asks(office)
    away = Mailbox()
    async with open_mailbox(mailbox=away):
        pass
    post = office.house.post
    assert post is not None
    post.server = replace(post.server, port=away.port)
    await talk.answers("One")
    await passes(office, 3 * MINUTE)
    await talk.answers("Two")
    await passes(office, 3 * MINUTE)
    assert (await talk.vera.event("message.sent", lambda e: e["text"] == "Two"))["seq"]
    rows = await outbox(office)
    assert rows and any(row.attempts and row.last_error for row in rows)
    async with open_mailbox(away.port, mailbox):
        await passes(office, HOUR)
        letter = await mailbox.gets()
        assert "One" in letter.text and "Two" in letter.text
        await passes(office, HOUR)
        await until_sent(office)
    assert mailbox.offered == 1


async def test_what_no_server_takes_for_two_days_is_given_up_and_an_admin_may_try_again(
    office: Running, mailbox: Mailbox
) -> None:
    mailbox.answers = ["451 never"] * (len(AGAIN_AFTER) + 1)
    talk = await vera_asks(office)
    await talk.answers()
    for offered in range(1, len(AGAIN_AFTER) + 2):
        await passes(office, 30 * HOUR)
        await mailbox.until(lambda expected=offered: mailbox.offered == expected)  # type: ignore[misc]
        await until_sent(office)
    [dead], _ = await office.house.kept.outbox.dead(None, 50)
    assert "451 never" in dead.error
    await passes(office, 30 * DAY)
    assert mailbox.offered == len(AGAIN_AFTER) + 1
    await office.house.kept.outbox.tries_again(dead.run, office.clock())
    await looks(office)
    assert "yesterday" in (await mailbox.gets()).text


async def test_an_address_that_does_not_exist_is_given_up_at_once(office: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office, email="nobody@home.example")
    await talk.answers()
    await passes(office, 3 * MINUTE)
    await until_sent(office)
    [dead], _ = await office.house.kept.outbox.dead(None, 50)
    assert dead.error == "550 no such user …", "no address in it"


async def test_a_process_that_ends_after_handing_over_sends_the_same_letter_again(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    """The one window: a repeat has the same Message-ID, and covers the same answers."""
    outbox_ = office_on_each.house.kept.outbox
    talk = await vera_asks(office_on_each)
    seq = await talk.answers("One")
    office_on_each.clock.ahead += 2 * MINUTE
    [errand] = await outbox_.claim(office_on_each.clock())
    handed = await outbox_.hands_over(errand, seq, Envelope("r"), office_on_each.clock())
    assert handed is not None and handed.upto == seq
    await talk.answers("Two")
    await passes(office_on_each, MINUTE)
    assert mailbox.offered == 0, "it is claimed"
    await passes(office_on_each, 10 * MINUTE)
    await until_sent(office_on_each)
    await mailbox.gets(2)
    texts = sorted(("One" in one.text, "Two" in one.text) for one in mailbox.received)
    assert texts == [(False, True), (True, False)]
    # Whoever had it before finds that it is his no longer.
    assert await outbox_.hands_over(errand, seq, Envelope("r"), office_on_each.clock()) is None


async def test_of_two_nodes_one_sends(office_on_each: Running, mailbox: Mailbox) -> None:
    other = House(office_on_each.house.settings, office_on_each.clock)
    await other.kept.start()
    try:
        assert other.letters is not None
        talk = await vera_asks(office_on_each)
        for number in range(3):
            await talk.answers(f"Part {number}")
        office_on_each.clock.ahead += 3 * MINUTE
        await other.letters.look()
        await passes(office_on_each, MINUTE)
        await other.letters.look()
        await until_sent(office_on_each)
        assert mailbox.offered == 1
        assert all(f"Part {number}" in mailbox.received[0].text for number in range(3))
    finally:
        await other.kept.stop()


def test_it_is_tried_again_from_a_minute_to_a_day_later_and_then_no_more() -> None:
    assert again_at(1, 0, 0.5) == MINUTE
    assert (again_at(1, 0, 0.0), again_at(1, 0, 1.0)) == (0.8 * MINUTE, 1.2 * MINUTE)
    assert again_at(len(AGAIN_AFTER), 0, 0.5) == 24 * JOB_HOUR
    assert again_at(len(AGAIN_AFTER) + 1, 0, 0.5) is None


def test_what_is_told_of_a_failure_is_whether_to_try_again() -> None:
    assert NotSent("550", for_good=True).for_good and not NotSent("451").for_good

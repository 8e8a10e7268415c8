"""Answers reach those who left: by mail, each once, and none that was seen."""

from sqlalchemy import update

from server.store.rows import EVENTS
from tests.house import Running
from tests.mail.mailbox import Mailbox
from tests.mail.office import (
    HOUR,
    MINUTE,
    SECOND,
    SENDER,
    VERAS,
    outbox,
    passes,
    until_sent,
    vera_asks,
)


async def test_an_answer_that_stays_unseen_for_two_minutes_is_mailed(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    talk = await vera_asks(office_on_each)
    await talk.answers("It left yesterday.")
    await passes(office_on_each, 100 * SECOND)
    assert mailbox.offered == 0
    await passes(office_on_each, 21 * SECOND)
    letter = await mailbox.gets()
    assert letter.to == [VERAS]
    assert "It left yesterday." in letter.text
    assert letter.message["From"] == f"Shop <{SENDER}>"
    await until_sent(office_on_each)
    assert [row.state for row in await outbox(office_on_each)] == ["sent"]
    await passes(office_on_each, HOUR)
    assert mailbox.offered == 1


async def test_what_was_read_in_time_is_not_mailed(office_on_each: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office_on_each)
    seq = await talk.answers()
    assert (await talk.vera.call("read", {"seq": seq}))["ok"]
    await passes(office_on_each, 5 * MINUTE)
    await until_sent(office_on_each)
    assert mailbox.offered == 0
    assert await outbox(office_on_each) == []


async def test_who_has_written_since_has_seen_the_answer(office: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office)
    await talk.answers()
    await talk.vera.say("Thank you")
    await passes(office, 5 * MINUTE)
    await until_sent(office)
    assert mailbox.offered == 0


async def test_several_answers_go_in_one_letter(office_on_each: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office_on_each)
    await talk.answers("It left yesterday.")
    await office_on_each.later(MINUTE)
    await talk.answers("It should be there tomorrow.")
    await passes(office_on_each, 61 * SECOND)
    letter = await mailbox.gets()
    assert "yesterday" in letter.text and "tomorrow" in letter.text
    await passes(office_on_each, 10 * MINUTE)
    await until_sent(office_on_each)
    assert mailbox.offered == 1


async def test_who_has_left_is_written_to_soon(office_on_each: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office_on_each)
    await talk.vera_leaves()
    await talk.answers()
    await passes(office_on_each, 31 * SECOND)
    assert (await mailbox.gets()).to == [VERAS]


async def test_who_leaves_without_having_seen_the_answer_is_written_to_soon(
    office: Running, mailbox: Mailbox
) -> None:
    talk = await vera_asks(office)
    await talk.answers()
    await talk.vera_leaves()
    await passes(office, 31 * SECOND)
    assert "yesterday" in (await mailbox.gets()).text
    await passes(office, 10 * MINUTE)
    await until_sent(office)
    assert mailbox.offered == 1


async def test_letters_of_one_conversation_make_a_thread(office: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office)
    for number, text in enumerate(("One", "Two", "Three"), 1):
        await talk.answers(text)
        await passes(office, 3 * MINUTE)
        await mailbox.gets(number)
        await until_sent(office)
    first, second, third = (received.message for received in mailbox.received)
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"] == f"{first['Message-ID']} {second['Message-ID']}"
    assert len({message["Subject"] for message in (first, second, third)}) == 1
    assert "One" not in mailbox.received[1].text and "Two" not in mailbox.received[2].text
    assert {message["Auto-Submitted"] for message in (first, second, third)} == {"auto-replied"}


async def test_without_an_address_nothing_is_put_into_the_outbox(office: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office, email=None)
    await talk.answers()
    await passes(office, 5 * MINUTE)
    assert await outbox(office) == [] and mailbox.offered == 0


async def test_notes_and_the_butler_are_not_mailed(office: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office)
    note = {
        "conversation": talk.conversation,
        "id": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
        "text": "CANARY",
    }
    assert (await talk.ada.call("note", note))["ok"]
    await talk.answers()
    await passes(office, 3 * MINUTE)
    letter = await mailbox.gets()
    assert b"CANARY" not in letter.raw and b"butler" not in letter.raw.lower().replace(b"chat-butler", b"")
    assert office.ada.email.encode() not in letter.raw


async def test_an_address_in_the_visitors_words_will_do(office: Running, mailbox: Mailbox) -> None:
    vera = await office.vera()
    said = await vera.say("Where is my order?")
    await vera.event("message.sent", lambda e: "email" in e["ask"])
    await vera.say(f"write to {VERAS} please")
    await vera.event("message.sent", lambda e: e["by"]["kind"] == "bot" and e["seq"] > 5)
    ada = await office.agent(office.ada)
    await ada.say("It left yesterday.", conversation=said["conversation"])
    await passes(office, 3 * MINUTE)
    assert (await mailbox.gets()).to == [VERAS]


async def test_what_was_erased_is_not_mailed(office_on_each: Running, mailbox: Mailbox) -> None:
    """The outbox holds references only; the texts are read when the letter goes out."""
    talk = await vera_asks(office_on_each)
    await talk.answers("CANARY")
    [row] = await outbox(office_on_each)
    assert not any(word in str(row) for word in ("CANARY", "vera", "home.example"))
    emptied = update(EVENTS).where(EVENTS.c.type == "message.sent").values(content=None)
    await office_on_each.house.kept.timeline.writer.run(lambda connection: connection.execute(emptied))
    await passes(office_on_each, 3 * MINUTE)
    assert mailbox.offered == 0

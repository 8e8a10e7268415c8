"""The link in a letter brings its reader back into the conversation, and nobody else anywhere."""

import aiohttp
import pytest

from server import links
from tests.house import Running
from tests.mail.mailbox import Mailbox
from tests.mail.office import DAY, MINUTE, VERAS, Talk, outbox, passes, vera_asks

ANSWER = "It left yesterday."


async def mailed(office: Running, mailbox: Mailbox, email: str = VERAS) -> tuple[Talk, str]:
    """Vera has left; the link of the letter that she got."""
    talk = await vera_asks(office, email=email)
    await talk.vera_leaves()
    await talk.answers(ANSWER)
    await passes(office, MINUTE)
    return talk, (await mailbox.gets()).link


async def test_it_opens_the_conversation_with_its_past_and_one_can_write(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    talk, link = await mailed(office_on_each, mailbox)
    phone = await office_on_each.vera(token=link)
    welcome = await phone.heard("welcome")
    assert welcome["visitor"]["id"] == talk.visitor
    assert welcome["conversation"]["id"] == talk.conversation
    assert ANSWER in [event.get("text") for event in welcome["events"]]
    said = await phone.say("Thank you!")
    assert said["conversation"] == talk.conversation
    heard = await talk.ada.event("message.sent", lambda e: e["text"] == "Thank you!")
    assert heard["by"]["id"] == talk.visitor


async def test_it_stays_the_token_and_the_one_of_the_first_device_stays_valid(
    office: Running, mailbox: Mailbox
) -> None:
    talk, link = await mailed(office, mailbox)
    phone = await office.vera(token=link)
    kept = (await phone.heard("welcome"))["token"]
    for token in (kept, talk.token):
        again = await office.vera(token=token)
        assert (await again.heard("welcome"))["visitor"]["id"] == talk.visitor


async def test_what_was_resolved_is_reopened_within_its_window_and_later_a_new_one_begins(
    office: Running, mailbox: Mailbox
) -> None:
    talk, link = await mailed(office, mailbox)
    assert (await talk.ada.call("resolve", {"conversation": talk.conversation, "reason": "solved"}))["ok"]
    office.clock.ahead += 5 * DAY
    phone = await office.vera(token=link)
    assert (await phone.say("One more thing"))["conversation"] == talk.conversation
    assert (await talk.ada.call("resolve", {"conversation": talk.conversation, "reason": "solved"}))["ok"]
    office.clock.ahead += 8 * DAY
    later = await office.vera(token=link)
    assert (await later.say("And another"))["conversation"] != talk.conversation


async def test_after_its_time_it_opens_nothing(office: Running, mailbox: Mailbox) -> None:
    talk, link = await mailed(office, mailbox)
    office.clock.ahead += 31 * DAY
    late = await office.vera(token=link)
    welcome = await late.heard("welcome")
    assert welcome["visitor"]["id"] != talk.visitor and welcome["events"] == []


async def test_it_opens_nothing_once_another_address_is_his(office: Running, mailbox: Mailbox) -> None:
    talk, link = await mailed(office, mailbox)
    vera = await office.vera(token=talk.token)
    assert (await vera.call("details", {"email": "vera@work.example"}))["ok"]
    late = await office.vera(token=link)
    assert (await late.heard("welcome"))["visitor"]["id"] != talk.visitor


async def test_a_forged_one_opens_nothing(office: Running, mailbox: Mailbox) -> None:
    talk, link = await mailed(office, mailbox)
    site, conversation, address, expires, signature = link.split(".")
    other = await office.house.kept.people.add_site("Other", [])
    forged = [
        ".".join((site, conversation, address, str(int(expires) + 1), signature)),
        ".".join((site, conversation, address, expires, signature[:-2] + "AA")),
        ".".join((site, conversation, address, expires, "")),
        ".".join((other.id, conversation, address, expires, signature)),
        links.signed(other, talk.conversation, VERAS, int(expires) * 1_000),
        links.signed(office.site, talk.conversation, "eve@evil.example", int(expires) * 1_000),
        links.signed(office.site, "c_none", VERAS, int(expires) * 1_000),
        "....",
        link + ".",
        link[:-1] + "é",
    ]
    for text in forged:
        eve = await office.vera(token=text)
        assert (await eve.heard("welcome"))["visitor"]["id"] != talk.visitor, text


async def test_who_opens_the_link_has_proven_the_address_and_his_question_is_quoted_from_then_on(
    office: Running, mailbox: Mailbox
) -> None:
    talk, link = await mailed(office, mailbox)
    assert "Where is my order?" not in mailbox.received[0].text
    phone = await office.vera(token=link)
    await phone.say("And the teapot?")
    await talk.answers("That one too.")
    await passes(office, 3 * MINUTE)
    letter = await mailbox.gets(2)
    assert "> And the teapot?" in letter.text and "That one too." in letter.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_at_the_page_changes_nothing(office: Running, mailbox: Mailbox, method: str) -> None:
    """Mail scanners open every link."""
    talk, link = await mailed(office, mailbox)
    before, rows = await talk.state(), await outbox(office)
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.request(method, f"{office.url}/c/{link}") as answer:
                assert answer.status == 200
                assert answer.headers["Cache-Control"] == "no-store"
                assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
                assert "noindex" in answer.headers["X-Robots-Tag"]
    assert (await talk.state(), await outbox(office)) == (before, rows)
    record = await office.house.kept.timeline.visitor(talk.visitor)
    assert record is not None and record.verified is None


async def test_the_page_of_a_link_that_is_over_says_so_in_the_readers_language(office: Running) -> None:
    async with aiohttp.ClientSession() as session:
        asked = session.get(f"{office.url}/c/a.b.c.d.e", headers={"Accept-Language": "it-IT,it;q=0.9"})
        async with asked as answer:
            text = await answer.text()
    assert answer.status == 404
    assert "Questo link non è più valido" in text and '<html lang="it">' in text


async def test_the_page_names_the_site_as_text(office: Running, mailbox: Mailbox) -> None:
    await office.house.kept.people.change_site(office.site.id, {"name": '<img src=x onerror="alert(1)">'})
    _, link = await mailed(office, mailbox)
    async with aiohttp.ClientSession() as session, session.get(f"{office.url}/c/{link}") as answer:
        text = await answer.text()
    assert "<img" not in text and "&lt;img" in text

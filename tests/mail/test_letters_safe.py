"""Nobody mails through us: one recipient, no foreign header, no visitor's words to an address not proven."""

import hashlib
import hmac
from email.message import EmailMessage

import pytest

from server.channels.mail.letter import message
from server.core.letters import Answer, Letter
from tests.house import Running
from tests.mail.mailbox import Mailbox
from tests.mail.office import DAY, HOUR, MINUTE, SENDER, VERAS, outbox, passes, until_sent, vera_asks

CANARY = "BUY-CHEAP-WATCHES"
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "MIME-Version", "Content-Type", "In-Reply-To", "References",
}  # fmt: skip
REFUSED = (
    "vera@home.example\r\nBcc: eve@evil.example",
    "vera@home.example\u2028Bcc: eve@evil.example",
    "vera@home.example,eve@evil.example",
    "vera@home.example eve@evil.example",
    '"a,b"@home.example',
    '"vera\\"@home.example',
    "vera\x00@home.example",
    "vera@home\x07.example",
    "ve\u200bra@home.example",
    "vera\u202e@home.example",
)
ODD = ("a%0d%0ab@home.example", "o'hara@home.example", "vära@home.example")
NAMES = (
    "Vera\r\nBcc: eve@evil.example",
    "Vera\u2028Bcc: eve@evil.example",
    "=?utf-8?q?Vera=0d=0aBcc:_eve@evil.example?=",
    "Vera %0d%0aBcc: eve@evil.example",
    "{{7*7}} {0.__class__} %(x)s {site}",
)


@pytest.mark.parametrize("email", REFUSED)
async def test_an_address_that_is_not_one_is_refused(office_on_each: Running, email: str) -> None:
    vera = await office_on_each.vera()
    refused = await vera.call("details", {"email": email})
    assert refused["error"]["code"] == "invalid"


@pytest.mark.parametrize("email", ODD)
async def test_an_odd_address_is_exactly_one_recipient(office: Running, mailbox: Mailbox, email: str) -> None:
    talk = await vera_asks(office, email=email)
    await talk.answers()
    await passes(office, 3 * MINUTE)
    letter = await mailbox.gets()
    assert letter.to == [email]
    assert set(letter.message.keys()) <= HEADERS
    assert letter.message.get_all("To") == [email]


async def test_what_a_form_takes_but_nobody_can_write_to_is_given_up_at_once(
    office: Running, mailbox: Mailbox
) -> None:
    talk = await vera_asks(office, email="=?utf-8?q?vera?=@home.example")
    await talk.answers()
    await passes(office, 3 * MINUTE)
    [dead], _ = await office.house.kept.outbox.dead(None, 50)
    assert (dead.error, mailbox.offered) == ("this address cannot be written to", 0)


def written(name: str = "Shop", *answers: Answer, question: str | None = None) -> EmailMessage:
    said = answers or (Answer(name, "Hello", 0),)
    link = "https://chat.shop.example/c/x"
    return message(Letter("letter:c:1", VERAS, name, "en", said, link, question=question), SENDER, 0)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_makes_a_header(name: str) -> None:
    """The agent's and the site's, which go into letters, are taken as text, whatever they look like."""
    letter = written(name)
    assert set(letter.keys()) <= HEADERS
    assert "Bcc" not in letter and str(letter["To"]) == VERAS
    assert letter["From"].addresses[0].addr_spec == SENDER and len(letter["From"].addresses) == 1
    head = letter.as_bytes().replace(b"\r\n ", b" ").split(b"\r\n\r\n")[0]
    assert {line.split(b":")[0].decode() for line in head.split(b"\r\n")} <= HEADERS


@pytest.mark.parametrize("text", ["{{7*7}}", "{{config}}", "{0.__class__}", "%(x)s", "${7*7}", "{site}"])
def test_templates_in_answers_and_questions_are_plain_text(text: str) -> None:
    letter = written("Shop", Answer("Ada", text, 0), question=text)
    for kind in ("plain", "html"):
        body = letter.get_body((kind,))
        assert body is not None and body.get_content().count(text) == 2


def test_markup_in_answers_is_text() -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    letter = written(evil, Answer(evil, evil, 0), Answer("Ben", evil, 0), question=evil)
    body = letter.get_body(("html",))
    assert body is not None
    html = body.get_content()
    assert "<script" not in html and "<img" not in html and html.count("&lt;script&gt;") >= 5


async def test_what_a_visitor_writes_does_not_come_back_to_an_address_that_is_not_proven(
    office: Running, mailbox: Mailbox
) -> None:
    vera = await office.vera(page={"url": f"https://evil.example/{CANARY}", "title": CANARY})
    victim = {"name": CANARY, "email": "victim@home.example", "fields": {"note": CANARY}}
    assert (await vera.call("details", victim))["ok"]
    said = await vera.say(f"{CANARY} {CANARY}")
    await passes(office, HOUR)
    assert mailbox.offered == 0, "no mail without an agent's answer"
    ada = await office.agent(office.ada)
    await ada.say("How can I help?", conversation=said["conversation"])
    await passes(office, 3 * MINUTE)
    assert CANARY.encode() not in (await mailbox.gets()).raw


async def test_the_question_is_quoted_to_an_address_that_the_host_site_vouches_for(
    office: Running, mailbox: Mailbox
) -> None:
    vera = await office.vera()
    proof = hmac.new(office.site.secret.encode(), b"customer-1", hashlib.sha256).hexdigest()
    identity = {"id": "customer-1", "hash": proof, "email": VERAS}
    assert (await vera.call("identify", identity))["ok"]
    said = await vera.say("Where is my order?")
    ada = await office.agent(office.ada)
    await ada.say("It left yesterday.", conversation=said["conversation"])
    await passes(office, 3 * MINUTE)
    assert "> Where is my order?" in (await mailbox.gets()).text


async def test_an_address_gets_three_letters_a_day_and_the_rest_in_one_on_the_next(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    talks = [await vera_asks(office_on_each, email="victim@home.example") for _ in range(6)]
    for talk in talks:
        await talk.answers()
        await passes(office_on_each, 3 * MINUTE)
        await until_sent(office_on_each)
    assert mailbox.offered == 3
    await talks[-1].answers("One more thing.")
    await passes(office_on_each, HOUR)
    assert mailbox.offered == 3
    await passes(office_on_each, DAY)
    await until_sent(office_on_each)
    assert mailbox.offered == 6
    assert sum("yesterday" in one.text and "One more" in one.text for one in mailbox.received) == 1


async def test_visitors_behind_one_address_cause_ten_letters_an_hour(
    office: Running, mailbox: Mailbox
) -> None:
    for number in range(12):
        talk = await vera_asks(office, email=f"vera{number}@home.example")
        await talk.answers()
    await passes(office, 3 * MINUTE)
    await until_sent(office)
    assert mailbox.offered == 10
    await passes(office, HOUR)
    await until_sent(office)
    assert mailbox.offered == 12
    rows = await outbox(office)
    assert not any(word in f"{row.origin} {row.recipient}" for row in rows for word in ("127.0.0", "@"))

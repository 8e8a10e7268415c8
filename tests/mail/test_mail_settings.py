"""What an admin sees of mail, and what stops a start."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from server.settings import Misconfigured, settings
from server.smtp_url import SmtpServer, smtp_server
from tests.mail.mailbox import Mailbox
from tests.mail.office import MINUTE, PUBLIC_URL, SENDER, mail_settings, passes, until_sent, vera_asks
from tests.rest.asking import Office, open_office

SECRET = "s3cret-of-the-mail-server"


@pytest_asyncio.fixture
async def desk(tmp_path: Path, mailbox: Mailbox) -> AsyncIterator[Office]:
    async with open_office(f"sqlite:///{tmp_path / 'office.db'}", **mail_settings(mailbox)) as office:
        office.running.house._scheduler.remove_job("letters")
        yield office


async def test_the_page_says_whether_mail_goes_out(desk: Office, mailbox: Mailbox) -> None:
    found = await desk.program(desk.olga).get("/mail")
    assert found.json == {
        "on": True, "server": f"127.0.0.1:{mailbox.port}", "sender": SENDER, "after": 120.0, "waiting": 0,
    }  # fmt: skip


async def test_a_test_message_goes_to_who_asks_for_it(desk: Office, mailbox: Mailbox) -> None:
    answer = await desk.program(desk.olga).ask("POST", "/mail/test")
    assert answer.json == {"to": desk.olga.email, "problem": None}
    assert (await mailbox.gets()).to == [desk.olga.email]
    mailbox.answers = ["554 we know you"]
    answer = await desk.program(desk.olga).ask("POST", "/mail/test")
    assert "554 we know you" in answer.json["problem"]


async def test_a_dead_letter_is_seen_and_tried_again(desk: Office, mailbox: Mailbox) -> None:
    mailbox.answers = ["554 no thanks"]
    talk = await vera_asks(desk.running)
    await talk.answers()
    await passes(desk.running, 3 * MINUTE)
    await until_sent(desk.running)
    olga = desk.program(desk.olga)
    [dead] = (await olga.get("/outbox?state=dead")).json["items"]
    assert (dead["conversation"], dead["attempts"], dead["error"]) == (talk.conversation, 1, "554 no thanks")
    assert (await olga.ask("POST", f"/outbox/{dead['id']}/retry")).status == 200
    await until_sent(desk.running)
    assert (await mailbox.gets()).to
    assert (await olga.get("/outbox?state=dead")).json == {"items": [], "next": None}
    assert (await olga.ask("POST", f"/outbox/{dead['id']}/retry")).status == 404
    assert (await olga.get("/outbox?state=sent")).status == 422
    assert (await olga.get("/outbox?cursor=x")).status == 422


async def test_many_dead_letters_come_in_pages(desk: Office, mailbox: Mailbox) -> None:
    for number in range(5):
        talk = await vera_asks(desk.running, email=f"nobody@home{number}.example")
        await talk.answers()
    await passes(desk.running, 3 * MINUTE)
    await until_sent(desk.running)
    olga = desk.program(desk.olga)
    found, cursor = [], ""
    while cursor is not None:
        page = (await olga.get(f"/outbox?state=dead&limit=2{cursor and f'&cursor={cursor}'}")).json
        found += [dead["id"] for dead in page["items"]]
        cursor = page["next"]
    assert len(found) == len(set(found)) == 5


async def test_the_password_is_told_to_nobody(
    tmp_path: Path, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    more = mail_settings(mailbox) | {"smtp_url": f"smtp://user:{SECRET}@127.0.0.1:{mailbox.port}?tls=none"}
    async with open_office(f"sqlite:///{tmp_path / 'office.db'}", **more) as office:
        olga = office.program(office.olga)
        texts = [(await olga.get(path)).text for path in ("/mail", "/settings", "/outbox", "/sites", "/me")]
        answer = await olga.ask("POST", "/mail/test")
        assert answer.json["problem"], "this server takes no password"
        said = capsys.readouterr()
        told = json.dumps([texts, answer.text, repr(office.running.house.settings), said.out, said.err])
        assert SECRET not in told and repr(office.running.house.post).count(SECRET) == 0


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 587, "starttls")),
        ("smtp://mail.example?tls=implicit", SmtpServer("mail.example", 465, "implicit")),
        ("smtp://mail.example/?tls=none", SmtpServer("mail.example", 25, "none")),
        ("smtp://a%40b.example:p%2Fw@h:2525", SmtpServer("h", 2525, "starttls", "a@b.example", "p/w")),
    ],
)
def test_a_mail_server_is_read_from_its_url(url: str, server: SmtpServer) -> None:
    assert smtp_server(url) == server


@pytest.mark.parametrize(
    "url",
    ["", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x", "smtp://h?tls=maybe",
     "smtp://h?starttls=1", "smtp://h/path", "smtp://h:99999", "smtp://[::1", "smtp://h#x"],
)  # fmt: skip
def test_what_is_no_mail_server_stops_the_start_and_is_not_repeated(url: str) -> None:
    with pytest.raises(Misconfigured) as problem:
        settings(smtp_url=f"{url}", mail_from=SENDER, public_url=PUBLIC_URL)
    assert "--smtp-url" in str(problem.value) and "smtp://user:password@host" in str(problem.value)
    assert SECRET not in str(problem.value)


@pytest.mark.parametrize("missing", ["mail_from", "public_url"])
def test_a_mail_server_alone_stops_the_start(missing: str) -> None:
    given = {"smtp_url": "smtp://mail.example", "mail_from": SENDER, "public_url": PUBLIC_URL}
    with pytest.raises(Misconfigured, match="--mail-from and --public-url"):
        settings(**{name: value for name, value in given.items() if name != missing})


@pytest.mark.parametrize("sender", ["chat", "Chat <a@b.example>", "a@b.example,c@d.example", "ü@b.example"])
def test_a_sender_is_one_address(sender: str) -> None:
    with pytest.raises(Misconfigured, match="--mail-from"):
        settings(smtp_url="smtp://mail.example", mail_from=sender, public_url=PUBLIC_URL)

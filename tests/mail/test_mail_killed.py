"""A real server process that is killed while it hands a letter over."""

from pathlib import Path

from server.clock import wall_clock
from server.desk.directory import Person, Site
from server.settings import sqlite_url
from server.store.kept import Kept
from tests.house import Client, running_house
from tests.mail.mailbox import Mailbox
from tests.mail.office import MINUTE, VERAS, looks, mail_settings, outbox, until_sent
from tests.our_server import StartServer


async def furnished(data: Path) -> tuple[Site, Person, str]:
    kept = Kept(sqlite_url(data), wall_clock)
    await kept.start()
    site = await kept.people.add_site("Shop", [])
    ada = await kept.people.add_person("ada@work.example", "Ada", "agent")
    _, token = await kept.accounts.add_token(ada.id, "test")
    await kept.stop()
    return site, ada, token


async def test_its_letter_goes_out_again_with_the_same_name_and_words_and_then_no_more(
    start_server: StartServer, mailbox: Mailbox, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    site, _, token = await furnished(data)
    more = {name: str(value) for name, value in mail_settings(mailbox).items()} | {"mail_after": "0"}
    server = await start_server(
        data=data, env={f"CHAT_BUTLER_{name.upper()}": value for name, value in more.items()}
    )
    mailbox.at_an_offer = server.kill
    vera, ada = Client("/visitor"), Client("/agent")
    await vera.connect(server.url, {"site": site.key})
    assert (await vera.call("details", {"email": VERAS}))["ok"]
    said = await vera.say("Where is my order?")
    await ada.connect(server.url, {"token": token})
    assert (await ada.say("It left yesterday.", conversation=said["conversation"]))["ok"]
    await mailbox.until(lambda: mailbox.offered == 1)
    mailbox.at_an_offer = None
    await vera.disconnect()
    await ada.disconnect()

    async with running_house(sqlite_url(data), **mail_settings(mailbox)) as after:
        await looks(after)
        assert mailbox.offered == 1, "whoever was killed has it at work, as far as anybody knows"
        after.clock.ahead += 5 * MINUTE
        await until_sent(after)
        await mailbox.until(lambda: mailbox.offered == 2)
        after.clock.ahead += 60 * MINUTE
        await until_sent(after)
        [row] = await outbox(after)
    first, second = mailbox.offers
    assert (row.state, row.attempts, mailbox.offered) == ("sent", 1, 2)
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.text.partition("https://")[0] == second.text.partition("https://")[0]

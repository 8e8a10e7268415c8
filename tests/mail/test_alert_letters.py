"""Alerts by mail: to the addresses that are set for them, with nothing in them that a visitor wrote."""

import json

from server.core.rules import Rules
from server.desk.outside.alerts import MAIL_EVERY, STALE
from tests.house import Running
from tests.mail.mailbox import Mailbox
from tests.mail.office import looks, outbox, vera_asks

SAMS = "sam@shop.example"


async def watched(office: Running, **rules: int) -> None:
    office.house._scheduler.remove_job("alerts")
    people = office.house.kept.people
    await people.set_setting("alert_addresses", [SAMS])
    await people.change_team(str(office.site.team), {"rules": Rules(**rules).to_dict()})  # type: ignore[arg-type]
    await people.change_person(office.sam.id, {"locale": "de"})


async def asks(office: Running) -> None:
    assert (await (await office.vera()).call("ask_human", {}))["ok"]
    await office.house.alerts.look()


async def test_sam_gets_a_letter_in_his_language_when_too_many_wait(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    await watched(office_on_each, alert_waiting=1)
    for _ in range(3):
        await asks(office_on_each)
    await looks(office_on_each)
    letter = await mailbox.gets()
    assert letter.to == [SAMS]
    assert letter.message["Subject"] == "Support: 2 warten, Grenze 1"
    assert "https://chat.shop.example/console/#/board" in letter.text
    await looks(office_on_each)
    assert mailbox.offered == 1


async def test_of_many_low_ratings_an_address_gets_one_letter_in_ten_minutes(
    office: Running, mailbox: Mailbox
) -> None:
    await watched(office)
    office.clock.ahead += MAIL_EVERY - office.clock() % MAIL_EVERY
    for text in ("canary one", "canary two"):
        talk = await vera_asks(office, text, email=None)
        await talk.answers()
        await talk.ada.call("resolve", {"conversation": talk.conversation, "reason": "solved"})
        rating = {"conversation": talk.conversation, "score": 2, "comment": "canary"}
        assert (await talk.vera.call("rate", rating))["ok"]
    await looks(office)
    letter = await mailbox.gets()
    assert letter.message["Subject"] == "Support: eine schlechte Bewertung, 2/5"
    assert b"canary" not in letter.raw
    [kept] = [row for row in await outbox(office) if row.kind == "alert_mail"]
    assert json.loads(kept.data)["visitor"] is None


async def test_what_could_not_go_out_in_time_is_no_news_and_a_removed_address_gets_none(
    office: Running, mailbox: Mailbox
) -> None:
    await watched(office, alert_waiting=0)
    mailbox.answers = ["451 later"]
    await asks(office)
    await looks(office)
    assert mailbox.offered == 1
    office.clock.ahead += STALE + 1_000
    await looks(office)
    assert [row for row in await outbox(office) if row.kind == "alert_mail"] == []
    await office.house.kept.people.set_setting("alert_addresses", [])
    await asks(office)
    assert mailbox.offered == 1

"""Reports by mail: what is due goes out once, with the numbers of the API, to whoever still wants it."""

import asyncio
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from server.app import House
from server.channels.mail.phrases import SPOKEN
from server.channels.mail.phrases.figures import NAMES
from server.core.kpis.asking.saved import PAGES, Dashboard, Tile, View
from server.core.kpis.catalogue import CATALOGUE
from server.core.schedules import STALE, Schedule, next_after
from server.desk.outside.errands import fingerprint
from server.rest.leave import WORDS
from tests.house import Running
from tests.mail.mailbox import Mailbox, Received
from tests.mail.office import DAY, HOUR, MINUTE, PUBLIC_URL, outbox, vera_asks
from tests.reports.files import sheets_of
from tests.rest.asking import Asking

SAMS, ADAS = "sam@shop.example", "ada@shop.example"


def noon(office: Running, days: int = 0) -> int:
    """How far it is to a minute after the next noon in UTC, and so many days."""
    return DAY - (office.clock() - 12 * HOUR) % DAY + MINUTE + days * DAY


async def scheduled(office: Running, **more: Any) -> Schedule:
    """Sam has something mailed to himself each day at noon, UTC: a dashboard without figures, which takes no
    time, unless a test is about figures.
    """
    plain = Schedule("", office.sam.id, "page", "fast", "day", 0, "12:00", "UTC", (SAMS,), xlsx=False)
    if "of" not in more:
        empty = Dashboard("", office.sam.id, "Mornings", False, "7d", ())
        more |= {"of": "dashboard", "subject": (await office.house.kept.dashboards.add(empty)).id}
    wanted = replace(plain, **more)
    ready = replace(wanted, next_at=next_after(wanted, office.clock()))
    return await office.house.kept.schedules.add(ready)


async def looks(office: Running) -> None:
    assert office.house.report_letters is not None
    await office.house.report_letters.look()


async def vera_was_answered(office: Running) -> None:
    talk = await vera_asks(office, email=None)
    await talk.answers()
    await talk.ada.call("resolve", {"conversation": talk.conversation, "reason": "solved"})


def asked(letter: Received, kpi: str) -> dict[str, str]:
    """What the link of that figure asks the console for."""
    found = re.search(rf"/reports/figure/{kpi}\?(\S+)", letter.text)
    assert found is not None
    return dict(parse_qsl(found[1]))


async def test_a_report_goes_out_when_it_is_due_and_once(office_on_each: Running, mailbox: Mailbox) -> None:
    office = office_on_each
    await scheduled(office)
    await looks(office)
    assert mailbox.offered == 0
    office.clock.ahead += noon(office)
    await looks(office)
    await looks(office)
    letter = await mailbox.gets()
    assert (letter.to, mailbox.offered) == ([SAMS], 1)
    assert "Mornings: " in str(letter.message["Subject"])
    assert "no figure that may be shown" in letter.text
    office.clock.ahead += DAY
    await looks(office)
    assert mailbox.offered == 2


async def test_its_numbers_are_those_of_the_api_at_that_instant(office: Running, mailbox: Mailbox) -> None:
    await vera_was_answered(office)
    await scheduled(office, of="page", xlsx=True)
    office.clock.ahead += noon(office, days=1)
    await looks(office)
    letter = await mailbox.gets()
    link = asked(letter, "frt")
    sam = Asking(office.url, office.tokens[office.sam.id])
    as_of = int(link["as_of"])
    day = datetime.fromtimestamp(as_of / 1000, ZoneInfo("UTC")).date().isoformat()
    query = f"from={link['from']}&to={day}&tz=UTC&as_of={day}T12:00:00Z&compare=before"
    figure = (await sam.get(f"/kpis/frt?{query}")).json
    await sam.http.close()
    assert link["from"] == link["to"] < day
    (attached,) = letter.message.iter_attachments()
    sheet = sheets_of(attached.get_content())["frt"]
    head = next(line for line in sheet if line.get("A") == "of")
    whole = next(line for line in sheet if line.get("A") == "all")
    found = {head[column]: value for column, value in whole.items()}
    assert (found.get("value"), found["n"]) == (figure["value"], figure["n"])
    assert f"n {figure['n']}" in letter.text


async def test_two_nodes_one_of_them_started_anew_mail_each_report_once_to_each(
    office_on_each: Running, mailbox: Mailbox
) -> None:
    office = office_on_each
    mailbox.answers = ["250 OK", "451 later", "250 OK", "421 bye", "452 no room", "250 OK", "451 later"]
    await scheduled(office, to=(SAMS, ADAS))
    office.clock.ahead += noon(office)
    for _ in range(3):
        other = House(office.house.settings, office.clock)
        await other.kept.start()
        assert other.report_letters is not None
        await asyncio.gather(looks(office), other.report_letters.look())
        office.clock.ahead += DAY
        await asyncio.gather(looks(office), other.report_letters.look())
        await other.kept.stop()
    office.clock.ahead += 6 * HOUR
    await looks(office)
    assert [row.state for row in await outbox(office)] == ["sent"] * 8
    letters = [(letter.to[0], str(letter.message["Subject"])) for letter in mailbox.received]
    assert sorted(letters) == sorted(set(letters))
    assert Counter(to for to, _ in letters) == {SAMS: 4, ADAS: 4}


async def test_who_looked_at_an_older_state_moves_nothing(office_on_each: Running) -> None:
    schedules = office_on_each.house.kept.schedules
    seen = await scheduled(office_on_each)
    assert [await schedules.runs(seen, [], seen.next_at + days * DAY) for days in (2, 1)] == [True, False]
    (kept,) = await schedules.all()
    assert kept.next_at == seen.next_at + 2 * DAY


async def test_what_was_missed_while_the_house_was_shut_comes_but_not_all_of_a_month(
    office: Running, mailbox: Mailbox
) -> None:
    await scheduled(office)
    office.clock.ahead += noon(office, days=2)
    await looks(office)
    assert mailbox.offered == 3
    periods = {str(letter.message["Subject"]) for letter in mailbox.received}
    assert len(periods) == 3
    office.clock.ahead += 30 * DAY
    await looks(office)
    assert mailbox.offered == 3 + STALE // DAY


async def test_each_reads_it_in_his_language(office: Running, mailbox: Mailbox) -> None:
    await office.house.kept.people.change_person(office.ada.id, {"locale": "de"})
    await office.house.kept.people.change_person(office.sam.id, {"locale": "pl"})
    await scheduled(office, of="page", to=(SAMS, ADAS))
    office.clock.ahead += noon(office)
    await looks(office)
    by_reader = {letter.to[0]: letter for letter in mailbox.received}
    assert "Sind wir schnell?" in str(by_reader[ADAS].message["Subject"])
    assert "Erste Antwort" in by_reader[ADAS].html
    assert "Czy jesteśmy szybcy?" in by_reader[SAMS].text


async def test_who_leaves_gets_no_more_and_only_by_the_button(office: Running, mailbox: Mailbox) -> None:
    await scheduled(office, to=(SAMS, ADAS))
    office.clock.ahead += noon(office)
    await looks(office)
    letter = next(one for one in mailbox.received if one.to == [ADAS])
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = str(letter.message["List-Unsubscribe"]).strip("<>").removeprefix(PUBLIC_URL)
    anybody = Asking(office.url)
    assert "<form" in (await anybody.get(f"/{path}")).text
    forged = f"{path[:-6]}{'x' if path[-6] == 'y' else 'y'}{path[-5:]}"
    assert (await anybody.get(f"/{forged}")).status == 404
    office.clock.ahead += DAY
    await looks(office)
    assert mailbox.offered == 4
    for _ in range(2):
        assert (await anybody.ask("POST", f"/{path}", data="List-Unsubscribe=One-Click")).status == 200
    await anybody.http.close()
    office.clock.ahead += DAY
    await looks(office)
    assert [one.to for one in mailbox.received[4:]] == [[SAMS]]


async def test_who_left_is_not_entered_again_by_others_but_by_himself(office: Running) -> None:
    schedule = await scheduled(office, to=(SAMS, ADAS))
    sam = Asking(office.url, office.tokens[office.sam.id])
    for address in (ADAS, SAMS):
        await office.house.kept.schedules.leaves(schedule.id, fingerprint(address))
    refused = await sam.patch(f"/schedules/{schedule.id}", {"to": [ADAS]})
    assert (refused.status, "wants this report no more" in refused.text) == (422, True)
    assert (await sam.patch(f"/schedules/{schedule.id}", {"to": [SAMS]})).json["to"] == [SAMS]
    await sam.http.close()


async def test_a_report_is_only_mailed_to_those_who_work_here_unless_an_admin_allows_it(
    office: Running, mailbox: Mailbox
) -> None:
    boss = "boss@elsewhere.example"
    sam = Asking(office.url, office.tokens[office.sam.id])
    wish = {"of": "page", "subject": "fast", "to": [boss], "every": "day", "at": "12:00", "xlsx": False}
    refused = await sam.post("/schedules", wish)
    assert (refused.status, "belongs to nobody who logs in" in refused.text) == (422, True)
    await office.house.kept.people.set_setting("report_mail_to_anybody", True)
    assert (await sam.post("/schedules", wish)).status == 200
    await sam.http.close()
    office.clock.ahead += noon(office)
    await looks(office)
    assert (await mailbox.gets()).to == [boss]
    await office.house.kept.people.set_setting("report_mail_to_anybody", False)
    office.clock.ahead += DAY
    await looks(office)
    assert mailbox.offered == 1


async def test_nobody_gets_figures_by_whoever_may_see_them_no_more(office: Running, mailbox: Mailbox) -> None:
    await scheduled(office)
    await office.house.kept.people.change_person(office.sam.id, {"role": "agent"})
    office.clock.ahead += noon(office)
    await looks(office)
    assert mailbox.offered == 0
    assert await outbox(office) == []


async def test_figures_of_single_agents_are_in_it_only_where_they_may_be_seen(
    office: Running, mailbox: Mailbox
) -> None:
    await vera_was_answered(office)
    tiles = (Tile("volume"), Tile("art", "table", by=("agent",)))
    kept = office.house.kept
    mine = await kept.dashboards.add(Dashboard("", office.sam.id, "=Mornings", False, "7d", tiles))
    await scheduled(office, of="dashboard", subject=mine.id, xlsx=True)
    office.clock.ahead += noon(office)
    await looks(office)
    await kept.people.set_setting("per_agent_figures", True)
    office.clock.ahead += DAY
    await looks(office)
    books = [next(letter.message.iter_attachments()).get_content() for letter in mailbox.received]
    assert [list(sheets_of(book)) for book in books] == [["volume"], ["volume", "art"]]
    assert "=Mornings: " in str(mailbox.received[0].message["Subject"])


async def test_a_view_is_mailed_with_its_filters(office: Running, mailbox: Mailbox) -> None:
    query = "period=90d&channel=web&option=after_handoff"
    view = View("", office.sam.id, "By web", False, "figure/frt", query)
    kept = await office.house.kept.views.add(view)
    await scheduled(office, of="view", subject=kept.id, every="week", day=0)
    office.clock.ahead += 8 * DAY
    await looks(office)
    letter = await mailbox.gets()
    link = asked(letter, "frt")
    assert (link["channel"], link["option"]) == ("web", "after_handoff")
    assert "(web, after_handoff)" in letter.text
    first, last = (datetime.fromisoformat(link[name]) for name in ("from", "to"))
    assert (first.weekday(), (last - first).days) == (0, 6)


async def test_one_asks_for_one_to_oneself_at_once(office: Running, mailbox: Mailbox) -> None:
    schedule = await scheduled(office, to=(ADAS,))
    sam = Asking(office.url, office.tokens[office.sam.id])
    assert (await sam.post(f"/schedules/{schedule.id}/test", None)).json == {"to": SAMS}
    await sam.http.close()
    await looks(office)
    assert [letter.to for letter in mailbox.received] == [[SAMS]]


async def test_what_the_mail_server_refuses_for_good_is_seen_in_the_outbox(
    office: Running, mailbox: Mailbox
) -> None:
    schedule = await scheduled(office)
    mailbox.answers = ["451 later", "550 no such user"]
    office.clock.ahead += noon(office)
    await looks(office)
    (row,) = await outbox(office)
    assert (row.state, row.attempts) == ("waiting", 1)
    office.clock.ahead += 2 * 60_000
    await looks(office)
    (dead,) = (await office.house.kept.outbox.dead(None, 10))[0]
    assert (dead.kind, dead.subject, "550" in dead.error) == ("report_mail", schedule.id, True)


async def test_what_is_removed_goes_out_no_more(office: Running, mailbox: Mailbox) -> None:
    schedule = await scheduled(office)
    mailbox.answers = ["451 later"]
    office.clock.ahead += noon(office)
    await looks(office)
    sam = Asking(office.url, office.tokens[office.sam.id])
    assert (await sam.delete(f"/schedules/{schedule.id}")).status == 200
    await sam.http.close()
    assert await outbox(office) == []


def test_every_language_has_a_word_for_each_figure_of_a_page() -> None:
    wanted = {kpi for page in PAGES.values() for kpi in page if kpi in CATALOGUE}
    for language in SPOKEN:
        assert wanted - set(NAMES[language]) == set()
    assert set(WORDS) == set(SPOKEN)
    assert len({frozenset(words) for words in WORDS.values()}) == 1


async def test_a_dashboard_that_is_shared_no_more_is_mailed_to_nobody_but_its_owners_readers(
    office: Running, mailbox: Mailbox
) -> None:
    kept = office.house.kept
    shared = Dashboard("", office.ada.id, "Ada's", True, "7d", ())
    hers = await kept.dashboards.add(shared)
    await scheduled(office, of="dashboard", subject=hers.id)
    office.clock.ahead += noon(office)
    await looks(office)
    assert mailbox.offered == 1
    await kept.dashboards.change(replace(hers, shared=False))
    office.clock.ahead += DAY
    await looks(office)
    assert mailbox.offered == 1


async def test_what_is_switched_off_while_its_letter_waits_goes_out_no_more(
    office: Running, mailbox: Mailbox
) -> None:
    schedule = await scheduled(office)
    mailbox.answers = ["451 later"]
    office.clock.ahead += noon(office)
    await looks(office)
    (kept,) = await office.house.kept.schedules.all()
    await office.house.kept.schedules.change(replace(kept, disabled=True))
    office.clock.ahead += HOUR
    await looks(office)
    assert (schedule.id, await outbox(office), mailbox.offered) == (kept.id, [], 1)


async def test_of_two_at_once_each_has_its_workbook_or_none(office: Running, mailbox: Mailbox) -> None:
    await vera_was_answered(office)
    kept = office.house.kept
    mine = await kept.dashboards.add(Dashboard("", office.sam.id, "Both", False, "7d", (Tile("volume"),)))
    for xlsx in (True, False):
        await scheduled(office, of="dashboard", subject=mine.id, xlsx=xlsx)
    office.clock.ahead += noon(office)
    await looks(office)
    assert sorted(len(list(one.message.iter_attachments())) for one in mailbox.received) == [0, 1]

"""The roster over HTTP, on both databases: whole or not at all."""

from datetime import date
from typing import Any

from server.core.kpis.asking import periods
from tests.rest.asking import Office

HOUR = 3_600_000
MONDAY = periods.midnight(date(2027, 3, 1), "UTC")
WEEK = "from=2027-03-01&to=2027-03-08"


def shift(agent: str, day: int, since: int, until: int, **more: Any) -> dict[str, Any]:
    midnight = MONDAY + 24 * HOUR * day
    return {"agent": agent, "from": midnight + since * HOUR, "to": midnight + until * HOUR, **more}


def week(*shifts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"from": MONDAY, "to": MONDAY + 7 * 24 * HOUR, "shifts": list(shifts), **more}


async def test_sam_sets_a_week_and_only_that_week_of_those_people(office_on_each: Office) -> None:
    sam, ada, ben = office_on_each.running.sam, office_on_each.running.ada.id, office_on_each.running.ben.id
    asking = office_on_each.program(sam)
    assert (await asking.put("/roster", week(shift(ada, 0, 8, 16), shift(ben, 0, 12, 20)))).status == 200
    changed = await asking.put(
        "/roster", week(shift(ada, 1, 8, 12), shift(ada, 1, 10, 11, kind="off"), agents=[ada])
    )
    assert [(one["agent"], one["kind"]) for one in changed.json["items"]] == [(ada, "work"), (ada, "off")]
    found = (await asking.get(f"/roster?{WEEK}")).json
    assert [one["agent"] for one in found["items"]] == [ben, ada, ada]
    assert [one["agent"] for one in (await asking.get(f"/roster?{WEEK}&agent={ben}")).json["items"]] == [ben]
    assert (await asking.get("/roster?from=2027-03-08&to=2027-03-15")).json["items"] == []


async def test_what_cannot_be_is_refused_and_changes_nothing(office_on_each: Office) -> None:
    asking, ada = office_on_each.program(office_on_each.running.sam), office_on_each.running.ada.id
    await asking.put("/roster", week(shift(ada, 0, 8, 16)))
    before = await office_on_each.rows()
    for wrong in (
        week(shift(ada, 0, 16, 8)),
        week(shift(ada, 9, 8, 16)),
        week(shift("nobody", 0, 8, 16)),
        week(shift(ada, 0, 8, 16), shift(ada, 0, 15, 17)),
        week(shift(ada, 0, 8, 16), agents=[]),
        {**week(), "to": MONDAY},
    ):
        answer = await asking.put("/roster", wrong)
        assert (answer.status, answer.code) == (422, "invalid"), wrong
    assert await office_on_each.rows() == before


async def test_a_shift_of_the_night_before_may_not_reach_into_the_next(office: Office) -> None:
    asking, ada = office.program(office.running.sam), office.running.ada.id
    await asking.put("/roster", week(shift(ada, 6, 20, 30)))
    monday = MONDAY + 7 * 24 * HOUR
    early = {"agent": ada, "from": monday + 4 * HOUR, "to": monday + 8 * HOUR}
    refused = await asking.put("/roster", {"from": monday, "to": monday + 24 * HOUR, "shifts": [early]})
    assert "two at the same time" in refused.json["error"]["message"]


async def test_a_file_with_one_broken_line_is_not_taken_at_all(office_on_each: Office) -> None:
    asking = office_on_each.program(office_on_each.running.sam)
    good = "agent,from,to\nada@shop.example,2027-03-01 08:00,2027-03-01 16:00\n"
    bad = good + "eve@evil.example,2027-03-02 08:00,2027-03-02 16:00\n"
    before = await office_on_each.rows()
    told = (await asking.post("/roster", {"format": "csv", "text": bad})).json
    assert (told["stored"], told["broken_lines"], told["broken"][0]["line"]) == (False, 1, 3)
    trial = (await asking.post("/roster", {"format": "csv", "text": good, "trial": True})).json
    assert (trial["stored"], trial["shifts"], trial["replaces"]) == (False, 1, 0)
    assert await office_on_each.rows() == before
    assert (await asking.post("/roster", {"format": "csv", "text": good})).json["stored"]
    again = (await asking.post("/roster", {"format": "csv", "text": good})).json
    assert (again["stored"], again["replaces"]) == (True, 1)
    assert len((await asking.get(f"/roster?{WEEK}")).json["items"]) == 1


async def test_somebody_twice_at_the_same_time_in_a_file_is_a_broken_file(office: Office) -> None:
    line = "ada@shop.example,2027-03-01 08:00,2027-03-01 16:00"
    asking = office.program(office.running.sam)
    told = (await asking.post("/roster", {"format": "csv", "text": f"agent,from,to\n{line}\n{line}"})).json
    assert (told["stored"], told["broken_lines"]) == (False, 1)
    assert "ada@shop.example" in told["broken"][0]["problem"]


async def test_a_calendar_is_taken_for_a_year_ahead(office: Office) -> None:
    lines = [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:ada@shop.example", "DTSTART:20270301T080000Z",
        "DURATION:PT8H", "RRULE:FREQ=WEEKLY;COUNT=3", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    asking = office.program(office.running.sam)
    told = (await asking.post("/roster", {"format": "ics", "text": "\r\n".join(lines), "from": MONDAY})).json
    assert (told["stored"], told["shifts"], told["agents"]) == (True, 3, 1)

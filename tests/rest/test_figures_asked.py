"""Figures over HTTP: proven by their rows, linked for ever, judged, and of nobody who may not be seen."""

from datetime import UTC, datetime
from uuid import uuid4

from tests.cast import DAY, HOUR, MINUTE, SECOND
from tests.rest.asking import Asking, Office


async def asks(office: Office) -> Asking:
    await office.vera_says()
    await office.running.later(SECOND)
    return await office.browser(office.running.sam)


async def test_a_link_gives_the_same_bytes_though_more_has_happened(office_on_each: Office) -> None:
    office = office_on_each
    sam = await asks(office)
    figure = await sam.get("/kpis/volume?by=day&compare=before")
    rows = await sam.get("/kpis/volume/conversations?limit=200")
    await office.vera_says("Hello?")
    await office.running.later(MINUTE)
    assert (await sam.get("/kpis/volume")).json["value"] == 2
    for answer in (figure, rows):
        again = await sam.get(f"/{answer.json['link']}")
        assert again.text == answer.text
    assert (figure.json["value"], rows.json["total"]) == (1, 1)


async def test_rows_come_in_pages(office: Office) -> None:
    sam = await asks(office)
    for _ in range(2):
        await office.vera_says()
    await office.running.later(SECOND)
    first = (await sam.get("/kpis/volume/conversations?limit=2")).json
    rest = (await sam.get(f"/kpis/volume/conversations?limit=2&cursor={first['next']}")).json
    found = [row["conversation"] for page in (first, rest) for row in page["items"]]
    assert (len(found), len(set(found)), rest["next"], first["total"]) == (3, 3, None, 3)


async def test_whose_a_row_is_stands_in_it_only_where_that_may_be_seen(office: Office) -> None:
    sam, olga = await asks(office), await office.browser(office.olga)
    ada = await office.running.agent(office.running.ada)
    (conversation,) = [row["conversation"] for row in (await rows_of(sam))["items"]]
    await ada.call("assign", {"conversation": conversation})
    said = await ada.call("say", {"conversation": conversation, "text": "Here.", "id": str(uuid4())})
    assert said["ok"], said
    await office.running.later(SECOND)
    assert [row["agent"] for row in (await rows_of(sam, "frt"))["items"]] == [None]
    await olga.patch("/settings", {"per_agent_figures": True})
    assert [row["agent"] for row in (await rows_of(sam, "frt"))["items"]] == [office.running.ada.id]


async def rows_of(asking: Asking, kpi: str = "volume") -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = (await asking.get(f"/kpis/{kpi}/conversations")).json
    return found


async def test_a_figure_is_judged_by_the_target_that_is_asked_for(office: Office) -> None:
    sam = await asks(office)
    verdicts = [(await sam.get(f"/kpis/abandonment?target={aim}")).json["verdict"] for aim in ("5", "none")]
    assert verdicts == [None, None]
    answer = (await sam.get("/kpis/backlog?target=0")).json
    assert (answer["target"], answer["value"], answer["verdict"]) == (0.0, 1, "missed")


async def test_the_target_of_the_desk_holds_and_stays_in_a_link(office: Office) -> None:
    sam, olga = await asks(office), await office.browser(office.olga)
    assert (await olga.put("/targets", {"targets": {"backlog": 3}})).status == 200
    judged = await sam.get("/kpis/backlog")
    assert (judged.json["target"], judged.json["verdict"]) == (3.0, "met")
    assert (await olga.put("/targets", {"targets": {"backlog": 0}})).status == 200
    assert (await sam.get("/kpis/backlog")).json["verdict"] == "missed"
    assert (await sam.get(f"/{judged.json['link']}")).text == judged.text


REFUSED = {
    "compare": "compare=after",
    "target": "target=much",
    "version": "version=99",
    "group: one": "by=day&group=2026-01-05&group=2",
    "group": "group=one",
    "no weekday; there is: mon": "by=weekday&group=2026-01-05",
    "no day; write one": "by=day&group=mon",
    "cursor": "cursor=made-up",
    "limit": "limit=0",
    "option": "option=slowest",
    "by": "by=moon",
    "tz": "tz=Moon",
    "from": "from=2026-02-02&to=2026-02-01",
    "as_of": "as_of=2999-01-01",
}


async def test_what_cannot_be_asked_is_refused_with_a_word(office: Office) -> None:
    sam = await office.browser(office.running.sam)
    for says, query in REFUSED.items():
        answer = await sam.get(f"/kpis/frt/conversations?{query}")
        assert (answer.status, answer.code) == (422, "invalid")
        assert says in answer.json["error"]["message"]


async def test_only_open_days_are_counted_by_the_hours_of_the_site(office: Office) -> None:
    sam, olga = await asks(office), await office.browser(office.olga)
    question = "/kpis/avg_volume?option=open_days"
    assert (await sam.get(question)).json["reason"] == "no_calendar"
    week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    closed = datetime.fromtimestamp((office.running.clock() + 3 * DAY) / 1000, UTC).date().isoformat()
    wish = {"tz": "UTC", "hours": week, "holidays": [closed]}
    assert (await olga.put(f"/hours/{office.running.site.id}", wish)).status == 200
    await office.running.later(6 * DAY)
    # Thirty days with today; before the hours were set nobody had said that it ever closes.
    assert (await sam.get(f"{question}&tz=UTC")).json["units"] == 30 - 1


async def test_hours_of_nobody_are_refused_with_whose_there_are(office: Office) -> None:
    sam, question = await asks(office), "/kpis/avg_volume?option=open_days"
    answer = await sam.get(f"{question}&hours=nobody")
    assert (answer.status, answer.code) == (422, "invalid")
    assert "'nobody'" in answer.json["error"]["message"]
    assert office.running.site.id in answer.json["error"]["message"]
    for owner in (office.running.site.id, office.running.ada.id):
        assert (await sam.get(f"{question}&hours={owner}")).status == 200


async def test_hours_that_no_open_days_are_counted_by_are_refused(office: Office) -> None:
    sam, site = await asks(office), office.running.site.id
    for kpi, remedy in (("avg_volume", "add it"), ("frt", "frt has no such option")):
        answer = await sam.get(f"/kpis/{kpi}?hours={site}")
        assert (answer.status, answer.code) == (422, "invalid")
        assert answer.json["error"]["message"].endswith(f"option=open_days asks for those; {remedy}")
    assert (await sam.get(f"/kpis/avg_volume?hours={site}&option=open_days=no")).status == 422


async def test_a_link_stays_though_roster_and_hours_are_edited(office_on_each: Office) -> None:
    office, running = office_on_each, office_on_each.running
    sam, olga = await asks(office), await office.browser(office.olga)
    week = {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}, "holidays": []}
    site = f"/hours/{running.site.id}"
    await olga.put(site, week)
    since = running.clock() + SECOND
    shift = {"agent": running.ada.id, "from": since, "to": since + 8 * HOUR}
    roster = {"from": since, "to": since + DAY, "shifts": [shift]}
    assert (await sam.put("/roster", roster)).status == 200
    await running.later(3 * DAY)
    ahead = datetime.fromtimestamp((running.clock() + 30 * DAY) / 1000, UTC).date().isoformat()
    days, lost = f"/kpis/avg_volume?option=open_days&to={ahead}", "/kpis/shrinkage?by=day"
    told = [await sam.get(question) for question in (days, lost)]
    assert told[0].json["units"] > 0 and told[1].json["scheduled"] == 8 * 3_600
    await sam.put("/roster", {**roster, "shifts": []})
    await olga.put(site, {**week, "hours": {"sun": [["09:00", "17:00"]], "mon": [["09:00", "17:00"]]}})
    await running.later(SECOND)
    changed = [await sam.get(question) for question in (days, lost)]
    assert changed[0].json["units"] > told[0].json["units"] and changed[1].json["scheduled"] == 0
    await olga.delete(site)
    for answer in told:
        assert (await sam.get(f"/{answer.json['link']}")).text == answer.text
    assert (await sam.get(days)).json["reason"] == "no_calendar"


async def test_figures_of_a_language_are_its_own(office: Office) -> None:
    sam = await asks(office)
    found = {group["key"] for group in (await sam.get("/kpis/volume?by=language")).json["groups"]}
    assert len(found) == 1
    assert (await sam.get("/kpis/volume?language=xx")).json["value"] == 0

"""Setting hours: holidays of a country, days by hand, what is refused and where, and what they would mean."""

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from server.rest.settings.public_holidays import AHEAD
from tests.rest.asking import Office

OFFICE = {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
BAVARIA = {"country": "DE", "subdivision": "BY", "language": "de"}


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


async def test_the_holidays_of_a_region_are_kept_with_the_hours_for_ten_years(office_on_each: Office) -> None:
    office = office_on_each
    olga = await office.browser(office.olga)
    year = datetime.fromtimestamp(office.running.clock() / 1000, UTC).year
    wish = {
        "tz": "Europe/Berlin",
        "hours": OFFICE,
        "holidays_of": BAVARIA,
        "worked": [f"{year}-11-01"],
        "holidays": [f"{year}-08-03", f"{year}-08-04"],
        "special": {f"{year}-12-24": [["09:00", "12:00"]]},
    }
    put = (await olga.put(f"/hours/{office.running.site.id}", wish)).json
    assert {name: put[name] for name in wish} == wish
    assert put["public"][f"{year + AHEAD}-12-25"] == "Erster Weihnachtstag"
    assert f"{year}-01-06" in put["public"], "Epiphany, which not all of Germany keeps"
    assert (await olga.get(f"/hours/{office.running.site.id}")).json == put
    calendar = office.kept.directory.calendars[office.running.site.id]
    assert not calendar.is_open(at(f"{year}-12-25T10:00"))


async def test_names_come_in_english_where_the_language_is_not_known_there(office: Office) -> None:
    olga = await office.browser(office.olga)
    wish = {"tz": "UTC", "hours": OFFICE, "holidays_of": {"country": "JP", "language": "pl"}}
    assert "New Year's Day" in (await olga.put(f"/hours/{office.returns.id}", wish)).json["public"].values()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"hours": {"mon": [["09:00", "25:00"]]}}, "mon: '25:00'"),
    ({"hours": {"fri": [["18:60", "19:00"]]}}, "fri: '18:60'"),
    ({"hours": {"mon": [["22:00", "06:00"]], "tue": [["05:00", "08:00"]]}}, "tue 05:00-08:00 begins"),
    ({"hours": {}}, "would not open within a year"),
    ({"tz": "Mars/Olympus"}, "Mars/Olympus"),
    ({"holidays_of": {"country": "XX"}}, "'XX'"),
    ({"holidays_of": {"country": "DE", "subdivision": "ZZ"}}, "DE has no region 'ZZ'"),
    ({"holidays": ["2026-02-30"]}, "holidays: '2026-02-30'"),
    ({"worked": ["2026-06-31"]}, "worked: '2026-06-31'"),
    ({"special": {"2026-02-30": [["09:00", "12:00"]]}}, "special: '2026-02-30'"),
    ({"special": {"2026-12-24": []}}, "length >= 1"),
]


async def test_what_cannot_be_is_refused_with_what_and_where(office: Office) -> None:
    olga = await office.browser(office.olga)
    before = await office.rows()
    for change, says in REFUSED:
        wish = {"tz": "Europe/Berlin", "hours": OFFICE, **change}
        for answer in (
            await olga.put(f"/hours/{office.running.site.id}", wish),
            await olga.post("/hours/preview", {"calendar": wish}),
        ):
            assert (answer.status, answer.code) == (422, "invalid")
            assert says in answer.json["error"]["message"]
    assert await office.rows() == before


async def test_a_preview_says_what_would_be_and_sets_nothing(office: Office) -> None:
    office.running.clock.ahead += at("2027-03-01T09:00") - office.running.clock()
    sam = await office.browser(office.running.sam)
    wish = {
        "tz": "Europe/Berlin",
        "hours": OFFICE,
        "holidays_of": {"country": "DE", "language": "en"},
        "special": {"2027-03-30": [["22:00", "02:00"]]},
    }
    asked = {"calendar": wish, "at": at("2027-03-26T16:30")}
    told = (await sam.post("/hours/preview", asked)).json
    assert (told["open"], told["closes_at"]) == (False, None)
    assert told["opens_at"] == at("2027-03-30T20:00"), "Good Friday, Easter Monday, and the clocks change"
    assert [day["date"] for day in told["days"]][:2] == ["2027-03-26", "2027-03-27"]
    assert (told["days"][0]["why"], told["days"][0]["name"]) == ("holiday", "Good Friday")
    assert told["days"][4]["spans"] == [
        {
            "opens_at": at("2027-03-30T20:00"),
            "closes_at": at("2027-03-31T00:00"),
            "opens": "22:00",
            "closes": "02:00",
        }
    ]
    assert [day["name"] for day in told["coming"]][:4] == ["Good Friday", "Easter Monday", None, "Labor Day"]
    assert office.kept.directory.calendars == {}
    open_now = (await sam.post("/hours/preview", {**asked, "at": at("2027-03-31T08:00")})).json
    assert (open_now["open"], open_now["closes_at"]) == (True, at("2027-03-31T10:00"))


async def test_countries_are_known_with_their_regions_by_name(office: Office) -> None:
    sam = await office.browser(office.running.sam)
    known = {one["code"]: one for one in (await sam.get("/holidays/countries")).json["items"]}
    assert {"DE", "IT", "PL", "US"} <= set(known)
    assert {"code": "BY", "name": "Bayern"} in known["DE"]["subdivisions"]


async def test_ada_has_working_hours_of_her_own(office_on_each: Office) -> None:
    office = office_on_each
    olga = await office.browser(office.olga)
    path = f"/hours/{office.running.ada.id}"
    assert (await olga.put(path, {"tz": "UTC", "hours": OFFICE})).status == 200
    directory = office.kept.directory
    assert directory.on_duty(office.running.ada.id, at("2026-01-05T10:00"))
    assert not directory.on_duty(office.running.ada.id, at("2026-01-05T12:30"))
    assert directory.on_duty(office.running.ben.id, at("2026-01-05T12:30")), "he has none"
    assert (await olga.delete(path)).json == {}
    assert directory.on_duty(office.running.ada.id, at("2026-01-05T12:30"))


def test_the_library_is_not_imported_before_somebody_asks() -> None:
    asked = "import sys, server.app; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0  # noqa: S603

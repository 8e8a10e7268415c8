"""Service levels in the settings: kept, in versions, refused where they could never be, and tried out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.rest.asking import Office

WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
BERLIN = ZoneInfo("Europe/Berlin")
USUAL = {"name": "Usual", "first_response": 60, "next_response": 300, "resolution": 86_400}


def at(local: str) -> int:
    return round(datetime.fromisoformat(local).replace(tzinfo=BERLIN).timestamp() * 1000)


async def test_a_service_level_is_added_changed_and_taken_away(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    assert (await olga.get("/slas")).json == {"items": [], "next": None}
    made = (await olga.post("/slas", USUAL)).json
    assert {name: made[name] for name in USUAL} == USUAL
    assert (made["version"], made["clock"], made["order"], made["teams"]) == (1, "wall", 0, [])
    vip = (await olga.post("/slas", {"name": "VIP", "first_response": 30, "tags": [" vip ", "vip"]})).json
    assert (vip["order"], vip["tags"]) == (1, ["vip"])
    changed = (await olga.patch(f"/slas/{made['id']}", {"order": 2, "resolution": None})).json
    assert (changed["version"], changed["resolution"], changed["next_response"]) == (2, None, 300)
    assert [one["name"] for one in (await olga.get("/slas")).json["items"]] == ["VIP", "Usual"]
    assert (await olga.patch(f"/slas/{made['id']}", {"order": 2})).json["version"] == 2
    assert (await olga.delete(f"/slas/{made['id']}")).status == 200
    assert (await olga.get(f"/slas/{made['id']}")).status == 404
    assert (await olga.delete(f"/slas/{made['id']}")).status == 404
    assert [policy.name for policy in office_on_each.kept.directory.slas] == ["VIP"]


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"name": "None"}, "promise something"),
        ({"name": "Never", "first_response": 0}, "first_response"),
        ({"name": "Never", "first_response": -300}, "first_response"),
        ({"name": "Half", "first_response": 1.5}, "first_response"),
        ({"name": "Late", "resolution": 400 * 86_400}, "resolution"),
        ({"name": "", "first_response": 60}, "name"),
        ({"name": "Lost", "first_response": 60, "teams": ["t_gone"]}, "no team t_gone"),
        ({"name": "Odd", "first_response": 60, "clock": "moon"}, "clock"),
        ({"name": "Office", "first_response": 60, "clock": "business"}, "no opening hours yet"),
        ({"name": "Warned", "first_response": 60, "warn_before": 0}, "warn_before"),
    ],
)
async def test_what_could_never_be_kept_is_refused_with_the_reason_and_changes_nothing(
    office: Office, wish: dict[str, Any], says: str
) -> None:
    olga = await office.browser(office.olga)
    for refused in (await olga.post("/slas", wish), await olga.post("/slas/preview", {"sla": wish})):
        assert (refused.status, refused.code) == (422, "invalid")
        assert says in refused.text
    assert (await olga.get("/slas")).json["items"] == []


async def test_hours_that_never_open_keep_no_promise(office: Office) -> None:
    olga, site = await office.browser(office.olga), office.running.site.id
    # As they may have been kept before such hours were refused.
    await office.kept.people.set_hours(site, {"tz": "Europe/Berlin", "hours": {}, "holidays": []})
    refused = await olga.post("/slas", {**USUAL, "clock": "business"})
    assert refused.status == 422 and "Shop never open within a year" in refused.text
    made = (await olga.post("/slas", USUAL)).json
    assert (await olga.patch(f"/slas/{made['id']}", {"clock": "business"})).status == 422
    assert (await olga.get(f"/slas/{made['id']}")).json == made


async def test_what_it_would_mean_is_reckoned_over_weekend_and_change_of_clocks(office: Office) -> None:
    olga, site = await office.browser(office.olga), office.running.site
    await olga.put(f"/hours/{site.id}", {"tz": "Europe/Berlin", "hours": WEEK})
    sla = {"name": "Office", "first_response": 3_600, "resolution": 8 * 3_600, "clock": "business"}
    wish = {"sla": sla, "at": at("2026-03-27T16:30")}
    (means,) = (await olga.post("/slas/preview", wish)).json["items"]
    assert means == {
        "id": site.id,
        "name": "Shop",
        "tz": "Europe/Berlin",
        "always_open": False,
        "at": at("2026-03-27T16:30"),
        "first_response": at("2026-03-30T09:30"),
        "next_response": None,
        "resolution": at("2026-03-30T16:30"),
    }
    (next_friday,) = (await olga.post("/slas/preview", {"sla": sla})).json["items"]
    local = datetime.fromtimestamp(next_friday["at"] / 1000, BERLIN)
    assert (local.weekday(), local.hour, local.minute) == (4, 16, 30)
    assert office.running.clock() < next_friday["at"]


async def test_a_team_with_hours_of_its_own_is_shown_by_them(office: Office) -> None:
    olga = await office.browser(office.olga)
    nights = {"tz": "Europe/Berlin", "hours": {"fri": [["22:00", "06:00"]]}}
    await olga.put(f"/hours/{office.returns.id}", nights)
    wish = {**USUAL, "clock": "business", "teams": [office.returns.id]}
    (means,) = (await olga.post("/slas/preview", {"sla": wish, "at": at("2026-03-27T16:30")})).json["items"]
    assert (means["name"], means["first_response"]) == (office.returns.name, at("2026-03-27T22:01"))


async def test_agents_see_what_is_owed_in_the_state(office: Office) -> None:
    olga = await office.browser(office.olga)
    made = (await olga.post("/slas", USUAL)).json
    _, _, conversation = await office.vera_says()
    state = (await olga.get(f"/conversations/{conversation}")).json
    owed = state["sla"]
    assert (owed["policy"], owed["breached"], owed["paused"]) == (made["id"], [], False)
    assert owed["deadlines"].keys() == {"first_response", "resolution"}
    assert state["next_deadline"] == owed["deadlines"]["first_response"]

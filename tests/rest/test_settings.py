"""What admins set up: sites, teams, people, hours, the installation."""

import asyncio
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as Refused

from server.store.people import HOURS
from tests.house import PASSWORD
from tests.rest.asking import Asking, Office

WEEK = {"mon": [["09:00", "12:30"], ["13:30", "17:00"]], "fri": [["22:00", "02:00"]]}


async def test_a_site_is_added_changed_and_removed(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    made = (await olga.post("/sites", {"name": "Bikes", "origins": ["https://Bikes.example/"]})).json
    assert made["origins"] == ["https://bikes.example"]
    path = f"/sites/{made['id']}"
    wish = {
        "name": "Bikes & more",
        "origins": ["https://bikes.example:8443", "http://localhost:5173", "https://bücher.example"],
        "locale": "de",
        "tz": "Europe/Berlin",
        "team": office_on_each.returns.id,
        "look": {"brand": "#aa0033", "position": "left"},
        "texts": {"greeting": "Hallo", "title": ""},
        "butler": {"name": "James"},
        "tracking": True,
        "typing_preview": True,
        "address": "none",
    }
    changed = (await olga.patch(path, wish)).json
    origins = ["https://bikes.example:8443", "http://localhost:5173", "https://xn--bcher-kva.example"]
    wanted = {**wish, "origins": origins, "texts": {"greeting": "Hallo"}}
    assert changed == {**made, **wanted}
    assert (await olga.get(path)).json == changed
    assert changed in (await olga.get("/sites")).json["items"]
    assert (await olga.delete(path)).json == {}
    for method in ("GET", "PATCH", "DELETE"):
        assert (await olga.ask(method, path, {} if method == "PATCH" else None)).status == 404


async def test_a_site_that_is_removed_lets_no_visitor_in_any_more(office: Office) -> None:
    olga = await office.browser(office.olga)
    await office.vera_says()
    assert (await olga.delete(f"/sites/{office.running.site.id}")).status == 200
    with pytest.raises(Refused):
        await office.running.vera()


async def test_a_sites_secret_is_never_given(office: Office) -> None:
    olga = await office.browser(office.olga)
    secret = office.kept.directory.sites[office.running.site.id].secret
    for path in ("/sites", f"/sites/{office.running.site.id}"):
        answer = await olga.get(path)
        assert secret not in answer.text
        assert "secret" not in answer.text


WRONG: list[dict[str, Any]] = [
    {"origins": ["shop.example"]},
    {"origins": ["https://shop.example/path"]},
    {"origins": ["javascript:alert(1)"]},
    {"origins": ["null"]},
    {"origins": ["https://user@shop.example"]},
    {"origins": ["https://shop.example:99999"]},
    {"origins": ["https://*.example"]},
    {"origins": ["https://shop.example\x00"]},
    {"origins": [f"https://{n}.example" for n in range(51)]},
    {"locale": "xx"},
    {"tz": "Europe/Atlantis"},
    {"tz": "../../etc/passwd"},
    {"team": "t_none"},
    {"look": {"brand": "red", "position": "left"}},
    {"look": {"brand": "#aa0033;background:url(//evil.example)"}},
    {"look": {"brand": "#aa0033\n"}},
    {"look": {"position": "top"}},
    {"look": {"brand": "#aa0033"}},
    {"texts": {"greeting": "x" * 501}},
    {"texts": {"farewell": "Bye"}},
    {"butler": {"name": ""}},
    {"butler": {"name": "\u200b"}},
    {"tracking": "yes"},
    {"address": "whole"},
    {"key": "mine"},
]


@pytest.mark.parametrize("wish", WRONG, ids=str)
async def test_a_site_that_cannot_be_is_refused(office: Office, wish: dict[str, Any]) -> None:
    olga, before = await office.browser(office.olga), await office.rows()
    answer = await olga.patch(f"/sites/{office.running.site.id}", {"name": "Other", **wish})
    assert (answer.status, answer.code) == (422, "invalid")
    assert await office.rows() == before


async def test_a_team_is_renamed_and_removed_and_one_remains(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    returns = f"/teams/{office_on_each.returns.id}"
    assert (await olga.patch(returns, {"name": "  Returns   and repairs "})).json[
        "name"
    ] == "Returns and repairs"
    assert (await olga.delete(returns)).status == 200
    assert (await olga.get(returns)).status == 404
    ben = (await olga.get(f"/agents/{office_on_each.running.ben.id}")).json
    assert ben["teams"] == []
    assert (await olga.delete("/teams/t_first")).code == "conflict"


async def test_a_reminder_leaves_time_to_answer_it(office: Office) -> None:
    olga = await office.browser(office.olga)
    path = f"/teams/{office.returns.id}"
    for nudge, end in (
        ("visitor_nudge_after", "visitor_close_after"),
        ("agent_nudge_after", "agent_requeue_after"),
    ):
        assert (await olga.patch(path, {"rules": {nudge: 60, end: 60}})).code == "invalid"
        assert (await olga.patch(path, {"rules": {nudge: 60, end: 61}})).status == 200
        assert (await olga.patch(path, {"rules": {nudge: 61}})).code == "invalid"
    assert (await olga.get(path)).json["rules"]["visitor_nudge_after"] == 60


async def test_an_agent_is_added_logs_in_changes_team_and_is_let_go(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    wish = {"name": "Carl", "email": " Carl@Shop.example", "slots": 2, "password": PASSWORD}
    refused = await olga.post("/agents", wish)
    assert refused.status == 422, "a space is no part of an address"
    made = (await olga.post("/agents", {**wish, "email": "Carl@Shop.example"})).json
    assert (made["email"], made["role"], made["slots"]) == ("carl@shop.example", "agent", 2)
    assert made["teams"] == [{"id": "t_first", "name": "Support"}]
    carl = office_on_each.anybody()
    assert (await carl.logs_in("carl@shop.example")).status == 200
    path = f"/agents/{made['id']}"
    changed = (await olga.patch(path, {"teams": [office_on_each.returns.id], "role": "supervisor"})).json
    assert ([team["name"] for team in changed["teams"]], changed["role"]) == (["Returns"], "supervisor")
    assert (await carl.get("/sites")).status == 200
    assert (await olga.delete(path)).status == 200
    assert (await carl.get("/me")).status == 401
    gone = (await olga.get(path)).json
    assert (gone["name"], gone["disabled"], gone["status"]) == ("Carl", True, "offline")
    assert (await olga.patch(path, {"disabled": False})).json["disabled"] is False
    assert (await carl.logs_in("carl@shop.example")).status == 200


async def test_two_people_do_not_share_an_address(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    before = await office_on_each.rows()
    added = await olga.post("/agents", {"name": "Eve", "email": "ADA@shop.example"})
    changed = await olga.patch(f"/agents/{office_on_each.running.ben.id}", {"email": "Ada@shop.example"})
    assert [(answer.status, answer.code) for answer in (added, changed)] == [(409, "conflict")] * 2
    assert await office_on_each.rows() == before


async def test_one_admin_remains(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    path = f"/agents/{office_on_each.olga.id}"
    for answer in (
        await olga.delete(path),
        await olga.patch(path, {"role": "supervisor"}),
        await olga.patch(path, {"disabled": True}),
    ):
        assert (answer.status, answer.code) == (409, "conflict")
    assert (await olga.get("/me")).json["role"] == "admin"


async def test_two_admins_who_let_each_other_go_at_once_do_not_both_succeed(office_on_each: Office) -> None:
    kept = office_on_each.kept
    hashed = await kept.accounts.hashed(PASSWORD)
    otto = await kept.people.add_person("otto@shop.example", "Otto", "admin", password_hash=hashed)
    one, other = await office_on_each.browser(office_on_each.olga), await office_on_each.browser(otto)
    answers = await asyncio.gather(
        one.patch(f"/agents/{otto.id}", {"role": "agent"}),
        other.patch(f"/agents/{office_on_each.olga.id}", {"role": "agent"}),
    )
    # Refused as the last one, or as an admin no longer.
    assert sorted(answer.status for answer in answers) in ([200, 403], [200, 409])


async def test_hours_are_kept_by_version_and_without_them_it_is_always_open(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    path = f"/hours/{office_on_each.running.site.id}"
    always = (await olga.get(path)).json
    assert (always["hours"], always["tz"]) == (None, None)
    wish = {"tz": "Europe/Berlin", "hours": WEEK, "holidays": ["2026-12-25"]}
    put = (await olga.put(path, wish)).json
    assert {name: put[name] for name in wish} == wish
    assert (await olga.get(path)).json == put
    assert (await olga.get("/hours")).json["items"] == [put]
    await olga.put(path, {"tz": "UTC", "hours": {"sun": [["00:00", "24:00"]]}})
    assert (await olga.delete(path)).json == {}
    assert (await olga.get(path)).json == always
    assert len((await office_on_each.rows())[HOURS.name]) == 3, "figures may still need the earlier ones"
    assert (await olga.put("/hours/s_none", wish)).status == 404
    assert (await olga.get("/hours/s_none")).status == 404


@pytest.mark.parametrize(
    "wish",
    [
        {"tz": "UTC", "hours": {"monday": []}},
        {"tz": "UTC", "hours": {"mon": [["9:00", "17:00"]]}},
        {"tz": "UTC", "hours": {"mon": [["09:00", "24:30"]]}},
        {"tz": "UTC", "hours": {"mon": [["09:00", "25:00"]]}},
        {"tz": "UTC", "hours": {"mon": [["09:00"]]}},
        {"tz": "UTC", "hours": {"mon": "09:00-17:00"}},
        {"tz": "Mars/Olympus", "hours": {}},
        {"tz": "UTC", "hours": WEEK, "holidays": ["2026-02-30"]},
        {"tz": "UTC", "hours": WEEK, "holidays": ["25.12.2026"]},
        {"hours": {}},
    ],
    ids=str,
)
async def test_hours_that_cannot_be_are_refused(office: Office, wish: dict[str, Any]) -> None:
    olga = await office.browser(office.olga)
    answer = await olga.put(f"/hours/{office.running.site.id}", wish)
    assert (answer.status, answer.code) == (422, "invalid")
    assert office.kept.directory.calendars == {}


async def test_figures_of_single_agents_are_shown_only_where_the_installation_allows_it(
    office: Office,
) -> None:
    olga, ada = await office.browser(office.olga), await office.browser(office.running.ada)
    sam = await office.browser(office.running.sam)
    of_ada = f"/kpis/volume?agent={office.running.ada.id}"
    of_ben = f"/kpis/volume?agent={office.running.ben.id}"
    assert await _statuses(sam, of_ada, "/kpis/volume?by=agent", "/kpis/volume") == [403, 403, 200]
    own = "/kpis/volume?team=t_first"
    assert await _statuses(ada, of_ada, of_ben, own, "/kpis/volume") == [200, 403, 200, 403]
    assert (await olga.patch("/settings", {"per_agent_figures": True})).json["per_agent_figures"] is True
    assert await _statuses(sam, of_ada, "/kpis/volume?by=agent") == [200, 200]
    by_agent = f"/kpis/volume?team={office.returns.id}&by=agent"
    assert await _statuses(ada, of_ada, of_ben, "/kpis/volume?by=agent", by_agent) == [200, 403, 403, 403]


async def test_how_people_work_is_only_measured_where_figures_of_agents_are_allowed(office: Office) -> None:
    olga, sam = await office.browser(office.olga), await office.browser(office.running.sam)

    async def listed() -> bool:
        found = (await sam.get("/kpis?limit=200")).json["items"]
        return "engagement_measured" in [kpi["id"] for kpi in found]

    assert await _statuses(sam, "/kpis/engagement_measured", "/kpis/engagement_asked") == [403, 200]
    assert not await listed()
    await olga.patch("/settings", {"per_agent_figures": True})
    answer = (await sam.get("/kpis/engagement_measured")).json
    assert (answer["value"], answer["n"], await listed()) == (None, 0, True)


async def _statuses(asking: Asking, *paths: str) -> list[int]:
    return [(await asking.get(path)).status for path in paths]


async def test_lists_come_in_pages_and_skip_nothing_though_something_is_added(office: Office) -> None:
    olga = await office.browser(office.olga)
    names = [f"Team {letter}" for letter in "acegikmo"]
    for name in names:
        await office.kept.people.add_team(name)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = (await olga.get(f"/teams?limit=3&cursor={cursor}")).json
        seen += [team["name"] for team in answer["items"]]
        cursor = answer["next"]
        await office.kept.people.add_team("Team b")
    assert [name for name in seen if name != "Team b"] == ["Returns", "Support", *names]
    for path in ("/sites", "/agents", "/hours", "/tokens", "/colleagues", "/kpis"):
        assert (await olga.get(f"{path}?limit=200&cursor=")).status == 200
        assert (await olga.get(f"{path}?cursor=%00%01")).status == 422

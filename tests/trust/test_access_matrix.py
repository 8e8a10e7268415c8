"""Who gets what answer at which route. A route without a row here fails."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import pytest_asyncio

from server.core.kpis.asking.saved import Dashboard, View
from server.core.schedules import Schedule
from server.core.sla import Policy
from server.rest.calls import Route
from server.rest.routes import ROUTES
from tests.rest.asking import Asking, Office, open_office

WHO = "nobody vera wanda disabled ben ada sam olga".split()
ADMIN = "401 401 401 401 403 403 403 200"
SUPERVISOR = "401 401 401 401 403 403 200 200"
AGENT = "401 401 401 401 200 200 200 200"
ANYBODY = "200 200 200 200 200 200 200 200"
FIGURES = "401 401 401 401 403 403 200 200"
HERS = "401 401 401 401 404 200 200 200"

# Vera's conversation is in Support, Ada's team; Ben is in Returns; Sam supervises, Olga is the admin.
MATRIX = {
    "GET /setup": "404 404 404 404 404 404 404 404",
    "POST /setup": "404 404 404 404 404 404 404 404",
    "POST /login": "401 401 401 401 401 401 401 401",
    "POST /logout": AGENT,
    # By a browser's cookie alone, which none of them has; it says so with null (see tests of logging in).
    "GET /session": ANYBODY,
    "GET /me": AGENT,
    "PATCH /me": AGENT,
    "GET /tokens": AGENT,
    # A token cannot make tokens; who logs in with a password can (see tests of logging in).
    "POST /tokens": "401 401 401 401 403 403 403 403",
    "DELETE /tokens/{id}": "401 401 401 401 404 404 404 404",
    "GET /conversations": AGENT,
    "GET /conversations/{id}": HERS,
    "GET /conversations/{id}/events": HERS,
    "GET /conversations/{id}/transcript.{kind:txt|html}": "401 200 404 401 404 200 200 200",
    "GET /visitors/{id}": HERS,
    "GET /colleagues": AGENT,
    "GET /queue": SUPERVISOR,
    "GET /kpis": AGENT,
    "GET /kpis/{id}": "401 401 401 401 403 403 200 200",
    "GET /kpis/csat/tree": "401 401 401 401 403 403 200 200",
    "GET /kpis/{id}/conversations": "401 401 401 401 403 403 200 200",
    "GET /kpis/{id}/table.csv": FIGURES,
    "GET /kpis/{id}/table.xlsx": FIGURES,
    "GET /reports/conversations.csv": FIGURES,
    "GET /reports/conversations.xlsx": FIGURES,
    "GET /dashboards": AGENT,
    "POST /dashboards": AGENT,
    # Sam's, and shared: who logs in reads it, he changes it, and Olga may take it away.
    "GET /dashboards/{id}": AGENT,
    "PATCH /dashboards/{id}": "401 401 401 401 403 403 200 403",
    "DELETE /dashboards/{id}": "401 401 401 401 403 403 200 404",
    "GET /views": AGENT,
    "POST /views": AGENT,
    # Ada's own.
    "GET /views/{id}": "401 401 401 401 404 200 404 404",
    "PATCH /views/{id}": "401 401 401 401 404 200 404 404",
    "DELETE /views/{id}": "401 401 401 401 404 200 404 404",
    "GET /schedules": SUPERVISOR,
    "POST /schedules": SUPERVISOR,
    # Sam's; Olga sees all. There is no mail server here.
    "GET /schedules/{id}": SUPERVISOR,
    "PATCH /schedules/{id}": SUPERVISOR,
    "DELETE /schedules/{id}": "401 401 401 401 403 403 200 404",
    "POST /schedules/{id}/test": "401 401 401 401 403 403 409 409",
    "GET /targets": SUPERVISOR,
    "PUT /targets": ADMIN,
    "GET /sites": SUPERVISOR,
    "POST /sites": ADMIN,
    "GET /sites/{id}": SUPERVISOR,
    "PATCH /sites/{id}": ADMIN,
    "DELETE /sites/{id}": ADMIN,
    "GET /teams": SUPERVISOR,
    "POST /teams": ADMIN,
    "GET /teams/{id}": SUPERVISOR,
    "PATCH /teams/{id}": ADMIN,
    "POST /teams/{id}/preview": SUPERVISOR,
    "DELETE /teams/{id}": ADMIN,
    "GET /agents": SUPERVISOR,
    "POST /agents": ADMIN,
    "GET /agents/{id}": SUPERVISOR,
    "PATCH /agents/{id}": ADMIN,
    "DELETE /agents/{id}": ADMIN,
    "GET /hours": SUPERVISOR,
    "GET /hours/{id}": SUPERVISOR,
    "PUT /hours/{id}": ADMIN,
    "DELETE /hours/{id}": ADMIN,
    "POST /hours/preview": SUPERVISOR,
    "GET /slas": SUPERVISOR,
    "POST /slas": ADMIN,
    "POST /slas/preview": SUPERVISOR,
    "GET /slas/{id}": SUPERVISOR,
    "PATCH /slas/{id}": ADMIN,
    "DELETE /slas/{id}": ADMIN,
    "GET /holidays/countries": SUPERVISOR,
    "GET /settings": SUPERVISOR,
    "PATCH /settings": ADMIN,
    "GET /staffing": SUPERVISOR,
    "GET /what-if": SUPERVISOR,
    # Nobody was queued in that week.
    "POST /what-if": "401 401 401 401 403 403 422 422",
    "DELETE /what-if": SUPERVISOR,
    "GET /roster": SUPERVISOR,
    "PUT /roster": SUPERVISOR,
    "POST /roster": SUPERVISOR,
    "GET /mail": SUPERVISOR,
    # There is no mail server here, and no letter of this name.
    "POST /mail/test": "401 401 401 401 403 403 403 409",
    "GET /outbox": ADMIN,
    "GET /audit": ADMIN,
    "GET /replay/floor": SUPERVISOR,
    "GET /webhooks": ADMIN,
    # There is no such host, and nobody at the spare webhook's address.
    "POST /webhooks": "401 401 401 401 403 403 403 422",
    "GET /webhooks/{id}": ADMIN,
    "PATCH /webhooks/{id}": ADMIN,
    "DELETE /webhooks/{id}": ADMIN,
    "POST /webhooks/{id}/test": ADMIN,
    "POST /outbox/{id}/retry": "401 401 401 401 403 403 403 404",
}
BODIES: dict[str, Any] = {
    "POST /setup": {
        "key": "guessed",
        "name": "Eve",
        "email": "eve@evil.example",
        "password": "long enough it is",
    },
    "POST /login": {"email": "ada@shop.example", "password": "guessed"},
    "PATCH /me": {"locale": "it"},
    "POST /tokens": {"name": "till"},
    "POST /dashboards": {"name": "Mornings", "tiles": [{"kpi": "frt"}]},
    "PATCH /dashboards/{id}": {"name": "Evenings"},
    "POST /views": {"name": "Fast", "path": "fast"},
    "PATCH /views/{id}": {"name": "Faster"},
    "POST /schedules": {"of": "page", "subject": "fast", "to": ["ada@shop.example"]},
    "PATCH /schedules/{id}": {"at": "08:30"},
    "PUT /targets": {"targets": {"frt": 30}},
    "POST /sites": {"name": "Shop in Rome"},
    "PATCH /sites/{id}": {"name": "Shop in Bari"},
    "POST /teams": {"name": "Sales"},
    "PATCH /teams/{id}": {"name": "Repairs"},
    "POST /teams/{id}/preview": {"policy": "round_robin"},
    "POST /agents": {"name": "Carl", "email": "carl@shop.example"},
    "PATCH /agents/{id}": {"slots": 9},
    "PUT /hours/{id}": {"tz": "Europe/Berlin", "hours": {"mon": [["09:00", "17:00"]]}},
    "POST /hours/preview": {"calendar": {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}}},
    "POST /slas": {"name": "Usual", "first_response": 300},
    "POST /slas/preview": {"sla": {"name": "Usual", "first_response": 300}},
    "PATCH /slas/{id}": {"first_response": 60},
    "POST /webhooks": {"url": "https://10.0.0.1/told", "kinds": ["alert"]},
    "PATCH /webhooks/{id}": {"disabled": True},
    "PATCH /settings": {"per_agent_figures": True},
    "POST /what-if": {"change": {}},
    "PUT /roster": {"from": 0, "to": 86_400_000, "shifts": []},
    "POST /roster": {"format": "csv", "text": "agent,from,to"},
}


@dataclass
class Cast:
    office: Office
    callers: dict[str, Asking]
    conversation: str
    visitor: str


@pytest_asyncio.fixture(scope="module")
async def cast(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("access")
    async with open_office(f"sqlite:///{folder / 'house.db'}", trusted_proxies=1) as office:
        vera, token, conversation = await office.vera_says()
        _, wandas, _ = await office.vera_says("I am Wanda")
        kept = office.kept
        gone = await kept.people.add_person("gone@shop.example", "Gil", "admin")
        office.running.tokens[gone.id] = (await kept.accounts.add_token(gone.id, "left behind"))[1]
        await kept.people.change_person(gone.id, {"disabled": True})
        people = {
            "disabled": gone,
            "ben": office.running.ben,
            "ada": office.running.ada,
            "sam": office.running.sam,
        }
        callers = {
            "nobody": office.anybody(),
            "vera": office.with_token(token),
            "wanda": office.with_token(wandas),
            "olga": office.program(office.olga),
            **{name: office.program(person) for name, person in people.items()},
        }
        welcome = await vera.heard("welcome")
        yield Cast(office, callers, conversation, welcome["visitor"]["id"])


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


async def address_of(route: Route, cast: Cast) -> str:
    """The route's path, with the id of something that exists."""
    people = cast.office.kept.people
    path = route.path.replace("{kind:txt|html}", "txt")
    kind = path.split("/")[1]
    if "{id}" not in path:
        return path
    if kind in ("sites", "hours"):
        made = await people.add_site("Spare", [])
        await people.set_hours(made.id, {"tz": "UTC", "hours": {}, "holidays": []})
        return path.replace("{id}", made.id)
    if kind == "teams":
        return path.replace("{id}", (await people.add_team("Spare")).id)
    if kind == "agents":
        return path.replace("{id}", (await people.add_person(f"{uuid4()}@shop.example", "Spare", "agent")).id)
    if kind == "dashboards":
        sams = Dashboard("", cast.office.running.sam.id, "Spare", True, "28d", ())
        return path.replace("{id}", (await cast.office.kept.dashboards.add(sams)).id)
    if kind == "views":
        adas = View("", cast.office.running.ada.id, "Spare", False, "fast", "")
        return path.replace("{id}", (await cast.office.kept.views.add(adas)).id)
    if kind == "schedules":
        sam = cast.office.running.sam
        mailed = Schedule("", sam.id, "page", "fast", "day", 0, "07:00", "UTC", (sam.email,))
        return path.replace("{id}", (await cast.office.kept.schedules.add(mailed)).id)
    if kind == "slas":
        made = await cast.office.kept.slas.add(Policy("", "Spare", first_response=60))
        return path.replace("{id}", made.id)
    if kind == "webhooks":
        made = await cast.office.kept.webhooks.add("http://127.0.0.1:9/told", ["alert"])
        return path.replace("{id}", made.id)
    known = {
        "conversations": cast.conversation,
        "visitors": cast.visitor,
        "kpis": "volume",
        "tokens": "k_none",
        "outbox": "letter:none:1",
    }
    return path.replace("{id}", known[kind])


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert sorted(MATRIX) == sorted(name_of(route) for route in ROUTES)
    assert sorted(BODIES) == sorted(name_of(route) for route in ROUTES if route.body is not None)


def fits(text: str, route: Route) -> bool:
    """Whether an answer is as the API's description says: no field missing, none more, each of its type."""
    problems = []
    for shape in route.gives:
        try:
            msgspec.json.decode(text, type=shape, strict=True)
        except msgspec.ValidationError as problem:
            problems.append(problem)
    return len(problems) < len(route.gives)


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
async def test_each_caller_gets_what_is_his_and_a_refused_call_changes_nothing(
    route: Route, cast: Cast
) -> None:
    path = await address_of(route, cast)
    expected = dict(zip(WHO, map(int, MATRIX[name_of(route)].split()), strict=True))
    for number, who in enumerate(WHO):
        before = await cast.office.rows()
        # Each comes from an address of his own, so that nobody is locked out for another's failures.
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        body = BODIES.get(name_of(route))
        if name_of(route) == "POST /login":
            body = {"password": "guessed", "email": f"{who}@shop.example"}
        answer = await cast.callers[who].ask(route.method, path, body, headers=headers)
        assert answer.status == expected[who], f"{who}: {answer.text}"
        if answer.status != 200:
            assert await cast.office.rows() == before, who
        elif route.gives:
            assert fits(answer.text, route), f"{who}: {answer.text}"


@pytest.mark.parametrize("route", [route for route in ROUTES if "{id}" in route.path], ids=name_of)
async def test_what_is_not_there_and_what_is_not_his_get_the_same_answer(route: Route, cast: Cast) -> None:
    path = await address_of(route, cast)
    there, not_there = path, path.replace(path.split("/")[2].removesuffix(".txt"), "c_" + "x" * 16)
    if route.path.startswith("/conversations"):
        not_there = route.path.replace("{id}", "c_none").replace("{kind:txt|html}", "txt")
    body = BODIES.get(name_of(route))
    for who in WHO[:-2]:
        foreign = await cast.callers[who].ask(route.method, there, body)
        missing = await cast.callers[who].ask(route.method, not_there, body)
        if foreign.status == 404:
            both = [{**answer.json["error"], "request_id": ""} for answer in (foreign, missing)]
            assert (both[0], foreign.status) == (both[1], missing.status)

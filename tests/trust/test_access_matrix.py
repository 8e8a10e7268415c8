"""Who gets what answer at which route. A route without a row here fails."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import pytest_asyncio

from server.rest.calls import Route
from server.rest.routes import ROUTES
from tests.rest.asking import Asking, Office, open_office

WHO = "nobody vera wanda disabled ben ada sam olga".split()
ADMIN = "401 401 401 401 403 403 403 200"
SUPERVISOR = "401 401 401 401 403 403 200 200"
AGENT = "401 401 401 401 200 200 200 200"
ANYBODY = "200 200 200 200 200 200 200 200"
HERS = "401 401 401 401 404 200 200 200"

# Vera's conversation is in Support, Ada's team; Ben is in Returns; Sam supervises, Olga is the admin.
MATRIX = {
    "GET /setup": "404 404 404 404 404 404 404 404",
    "POST /setup": "404 404 404 404 404 404 404 404",
    "POST /login": "401 401 401 401 401 401 401 401",
    "POST /logout": AGENT,
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
    "GET /kpis/{id}/conversations": "401 401 401 401 403 403 200 200",
    "GET /sites": SUPERVISOR,
    "POST /sites": ADMIN,
    "GET /sites/{id}": SUPERVISOR,
    "PATCH /sites/{id}": ADMIN,
    "DELETE /sites/{id}": ADMIN,
    "GET /teams": SUPERVISOR,
    "POST /teams": ADMIN,
    "GET /teams/{id}": SUPERVISOR,
    "PATCH /teams/{id}": ADMIN,
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
    "GET /settings": SUPERVISOR,
    "PATCH /settings": ADMIN,
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
    "POST /sites": {"name": "Shop in Rome"},
    "PATCH /sites/{id}": {"name": "Shop in Bari"},
    "POST /teams": {"name": "Sales"},
    "PATCH /teams/{id}": {"name": "Repairs"},
    "POST /agents": {"name": "Carl", "email": "carl@shop.example"},
    "PATCH /agents/{id}": {"slots": 9},
    "PUT /hours/{id}": {"tz": "Europe/Berlin", "hours": {"mon": [["09:00", "17:00"]]}},
    "PATCH /settings": {"per_agent_figures": True},
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
    known = {
        "conversations": cast.conversation,
        "visitors": cast.visitor,
        "kpis": "volume",
        "tokens": "k_none",
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

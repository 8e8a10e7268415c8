"""The same credential at every door: REST by cookie, REST by token, sockets by either, long polling."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import socketio
from sqlmodel import SQLModel

from server.desk.back_office import SESSION_LIVES
from server.rest.routes import ROUTES
from tests.house import WITHIN
from tests.rest.asking import Asking, Office

FOREIGN = "cb_" + "A" * 43


async def refused_at_sockets(
    office: Office, auth: dict[str, Any], cookies: dict[str, str] | None = None
) -> bool:
    """Whether WebSocket and long polling, agents' and supervisors' namespace, all say `unauthorized`."""
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
    answers = [
        await ask(office, namespace, auth, header)
        for ask in (_by_websocket, _by_polling)
        for namespace in ("/agent", "/supervisor")
    ]
    return [answer["code"] for answer in answers] == ["unauthorized"] * 4


async def _by_websocket(office: Office, namespace: str, auth: Any, headers: Any) -> Any:
    client = socketio.AsyncClient(reconnection=False)
    told: list[Any] = []
    client.on("connect_error", told.append, namespace=namespace)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(
            office.running.url, headers, auth, ["websocket"], [namespace], wait_timeout=WITHIN, retry=False
        )
    await client.disconnect()
    return told[0]["data"]


async def _by_polling(office: Office, namespace: str, auth: Any, headers: Any) -> Any:
    asking = office.anybody()
    path = "//socket.io/?EIO=4&transport=polling"
    sid = json.loads((await asking.get(path, headers=headers)).text[1:])["sid"]
    connect = f"40{namespace},{json.dumps(auth)}"
    sent = await asking.ask("POST", f"{path}&sid={sid}", headers=headers, data=connect)
    assert sent.status == 200
    answer = (await asking.get(f"{path}&sid={sid}", headers=headers)).text
    assert answer.startswith(f"44{namespace},"), answer
    return json.loads(answer.partition(",")[2].partition("\x1e")[0])["data"]


async def refused_at_rest(asking: Asking) -> bool:
    """Whether every route that is not for anybody says `unauthorized`."""
    codes = set()
    for route in ROUTES:
        if route.who != "anybody":
            path = route.path.replace("{id}", "x").replace("{kind:txt|html}", "txt")
            answer = await asking.ask(route.method, path, {} if route.body else None)
            codes.add((answer.status, answer.code))
    return codes == {(401, "unauthorized")}


async def _revoked(office: Office, token: str) -> str:
    found = await office.kept.accounts.tokens(office.running.sam.id)
    await office.kept.accounts.remove_token(office.running.sam.id, found[0]["id"])
    return token


async def _of_one_who_is_gone(office: Office, token: str) -> str:
    await office.kept.people.change_person(office.running.sam.id, {"disabled": True})
    return token


async def _altered(_: Office, token: str) -> str:
    return token[:-1] + ("A" if token[-1] != "A" else "B")


async def _cut(_: Office, token: str) -> str:
    return token[: len(token) // 2]


async def _visitors(office: Office, _: str) -> str:
    return (await office.vera_says())[1]


async def _nobodys(_: Office, __: str) -> str:
    return FOREIGN


Spoil = Callable[[Office, str], Awaitable[str]]


@pytest.mark.parametrize("spoil", [_revoked, _of_one_who_is_gone, _altered, _cut, _nobodys])
async def test_a_token_that_is_void_opens_no_door(office: Office, spoil: Spoil) -> None:
    token = await spoil(office, office.running.tokens[office.running.sam.id])
    assert await refused_at_rest(office.with_token(token))
    assert await refused_at_sockets(office, {"token": token})


async def test_a_visitors_token_opens_no_door_of_those_who_work(office: Office) -> None:
    token = await _visitors(office, "")
    assert (await office.with_token(token).get("/me")).status == 401
    assert await refused_at_sockets(office, {"token": token})


@pytest.mark.parametrize("token", ["", " ", "cb_", "null", "0", "é", "a" * 199])
async def test_a_token_that_is_none_opens_no_door(office: Office, token: str) -> None:
    asking = office.anybody()
    headers = {"Authorization": f"Bearer {token}"}
    assert (await asking.get("/me", headers=headers)).status == 401
    assert await refused_at_sockets(office, {"token": token})


@pytest.mark.parametrize("scheme", ["Basic", "bearer-ish", "Token", ""])
async def test_a_token_counts_only_as_bearer(office: Office, scheme: str) -> None:
    token = office.running.tokens[office.olga.id]
    answer = await office.anybody().get("/me", headers={"Authorization": f"{scheme} {token}".strip()})
    assert answer.status == 401


async def test_a_token_in_the_address_is_refused(office: Office) -> None:
    token = office.running.tokens[office.olga.id]
    for name in ("token", "access_token", "api_key"):
        answer = await office.anybody().get(f"/me?{name}={token}")
        assert (answer.status, token in answer.text) == (401, False)


async def test_a_session_that_has_expired_opens_no_door(office: Office) -> None:
    sam = await office.browser(office.running.sam)
    office.running.clock.ahead += SESSION_LIVES + 1
    assert await refused_at_rest(sam)
    assert await refused_at_sockets(office, {"csrf": sam.csrf}, sam.cookies)


async def test_a_session_that_was_ended_opens_no_door_though_its_cookie_was_kept(office: Office) -> None:
    sam = await office.browser(office.running.sam)
    cookies, csrf = sam.cookies, sam.csrf
    assert (await sam.post("/logout", None)).status == 200
    sam.http.cookie_jar.update_cookies(cookies)
    assert await refused_at_rest(sam)
    assert await refused_at_sockets(office, {"csrf": csrf}, cookies)


async def test_a_cookie_alone_opens_no_socket(office: Office) -> None:
    sam = await office.browser(office.running.sam)
    for auth in ({}, {"csrf": ""}, {"csrf": "guessed"}, {"csrf": None}):
        assert await refused_at_sockets(office, auth, sam.cookies)


async def test_a_session_that_is_used_lives_on(office: Office) -> None:
    sam = await office.browser(office.running.sam)
    for _ in range(4):
        office.running.clock.ahead += SESSION_LIVES // 2
        assert (await sam.get("/me")).status == 200


COLUMNS = sorted({column.name for table in SQLModel.metadata.tables.values() for column in table.columns})
SPOILED: dict[str, tuple[str, dict[str, object]]] = {
    "POST /setup": ("/setup", {"key": "k", "name": "Eve", "email": "e@e.example", "password": "long enough"}),
    "POST /login": ("/login", {"email": "ada@shop.example", "password": "guessed"}),
    "PATCH /me": ("/me", {"name": "Eve"}),
    "POST /tokens": ("/tokens", {"name": "Eve"}),
    "POST /dashboards": ("/dashboards", {"name": "Eve"}),
    "PATCH /dashboards/{id}": ("/dashboards/SITE", {"name": "Eve"}),
    "POST /views": ("/views", {"name": "Eve", "path": "fast"}),
    "PATCH /views/{id}": ("/views/SITE", {"name": "Eve"}),
    "POST /schedules": ("/schedules", {"of": "page", "subject": "fast", "to": ["sam@shop.example"]}),
    "PATCH /schedules/{id}": ("/schedules/SITE", {"at": "08:30"}),
    "PUT /targets": ("/targets", {"targets": {"frt": 30}}),
    "POST /sites": ("/sites", {"name": "Eve"}),
    "PATCH /sites/{id}": ("/sites/SITE", {"name": "Eve"}),
    "POST /teams": ("/teams", {"name": "Eve"}),
    "PATCH /teams/{id}": ("/teams/TEAM", {"name": "Eve"}),
    "POST /agents": ("/agents", {"name": "Eve", "email": "eve@e.example"}),
    "PATCH /agents/{id}": ("/agents/AGENT", {"name": "Eve"}),
    "PUT /hours/{id}": ("/hours/SITE", {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}}),
    "POST /hours/preview": ("/hours/preview", {"calendar": {"tz": "UTC", "hours": {}}}),
    "POST /teams/{id}/preview": ("/teams/TEAM/preview", {"policy": "pull"}),
    "POST /slas": ("/slas", {"name": "Eve", "first_response": 60}),
    "PATCH /slas/{id}": ("/slas/SITE", {"name": "Eve"}),
    "POST /slas/preview": ("/slas/preview", {"sla": {"name": "Eve", "first_response": 60}}),
    "POST /webhooks": ("/webhooks", {"url": "https://eve.example/", "kinds": ["alert"]}),
    "PATCH /webhooks/{id}": ("/webhooks/SITE", {"disabled": True}),
    "PATCH /settings": ("/settings", {"per_agent_figures": True}),
    "POST /what-if": ("/what-if", {"change": {}}),
    "PUT /roster": ("/roster", {"from": 0, "to": 86_400_000, "shifts": []}),
    "POST /roster": ("/roster", {"format": "csv", "text": "agent,from,to"}),
}


def test_every_route_that_writes_is_sent_what_is_not_its_to_write() -> None:
    assert sorted(SPOILED) == sorted(f"{route.method} {route.path}" for route in ROUTES if route.body)


@pytest.mark.parametrize("name", SPOILED)
async def test_a_field_that_a_route_does_not_name_is_refused_and_nothing_changes(
    office: Office, name: str
) -> None:
    route = next(route for route in ROUTES if f"{route.method} {route.path}" == name)
    path, body = SPOILED[name]
    ids = {"SITE": office.running.site.id, "TEAM": office.returns.id, "AGENT": office.running.ben.id}
    for word, value in ids.items():
        path = path.replace(word, value)
    olga = await office.browser(office.olga)
    before = await office.rows()
    taken = set(route.body.__struct_encode_fields__)
    for column in [*COLUMNS, "is_admin", "verified", "__proto__", "constructor"]:
        if column in taken:
            continue
        answer = await olga.ask(route.method, path, {**body, column: "1"})
        assert (answer.status, answer.code) == (422, "invalid"), column
        assert column in answer.json["error"]["message"]
    assert await office.rows() == before


@pytest.mark.parametrize("field", ["role", "teams", "slots", "disabled", "email", "id", "password_hash"])
async def test_nobody_gives_himself_what_an_admin_gives(office: Office, field: str) -> None:
    ada = await office.browser(office.running.ada)
    before = await office.rows()
    assert (await ada.patch("/me", {"name": "Ada", field: "admin"})).status == 422
    assert (await ada.patch(f"/agents/{office.running.ada.id}", {field: "admin"})).status == 403
    assert await office.rows() == before


async def test_what_a_visitor_says_of_himself_makes_him_nobody_else(office: Office) -> None:
    vera, _, _ = await office.vera_says()
    welcome = await vera.heard("welcome")
    record = await office.kept.timeline.visitor(welcome["visitor"]["id"])
    words = ("id", "site", "token_hash", "customer", "verified", "first_seen_at", "role", "locale")
    assert (await vera.call("attributes", {word: "x" for word in words}))["ok"]
    for word in ("id", "customer", "verified", "token", "site"):
        refused = await vera.call("details", {"name": "Vera", word: "x"})
        assert refused["error"]["code"] == "invalid"
    after = await office.kept.timeline.visitor(welcome["visitor"]["id"])
    same = ("id", "site", "token_hash", "customer", "first_seen_at", "locale", "name")
    assert [getattr(after, name) for name in same] == [getattr(record, name) for name in same]
    seen = await office.program(office.running.ada).get(f"/visitors/{record.id}")
    assert (seen.json["verified"], seen.json["id"]) == (False, record.id)

"""Whatever is sent, there is an answer with a code, and nothing of our insides."""

import json
import re
import time
from typing import Any

import pytest

from server.rest.routes import ROUTES
from tests.rest.asking import API, Office

DEEP = '{"name":' + "[" * 30 + "]" * 30 + "}"
BOMBS = {
    "too deep for any stack": ("[" * 45_000 + "]" * 45_000, 400),
    "too deep for us": (DEEP, 422),
    "over a body's size": (json.dumps({"name": "x" * 100_001}), 413),
    "a million keys": ("{" + ",".join(f'"{n}":1' for n in range(1_000_000)) + "}", 413),
    "a number of 5,000 digits": ('{"name": ' + "9" * 5_000 + "}", 400),
    "a number out of range": ('{"name": 1e999}', 400),
    "not a number": ('{"name": NaN}', 400),
    "infinity": ('{"name": Infinity}', 400),
    "half a surrogate": ('{"name": "\\ud800"}', 400),
    "no JSON": ("name=Eve", 400),
    "nothing": ("", 400),
    "a list": ("[]", 422),
    "null": ("null", 422),
    "a field of objects": ('{"name": "Eve", "__proto__": {"role": "admin"}}', 422),
    "a field that is missing": ("{}", 422),
    "another type": ('{"name": 1}', 422),
    "an empty name": ('{"name": ""}', 422),
    "a name that nobody sees": ('{"name": "\\u200b \\ufeff"}', 422),
    "a name of 201 characters": (json.dumps({"name": "x" * 201}), 422),
}


@pytest.mark.parametrize("bomb", BOMBS)
async def test_a_body_that_cannot_be_used_is_refused_at_once(office: Office, bomb: str) -> None:
    text, status = BOMBS[bomb]
    olga, before = await office.browser(office.olga), await office.rows()
    headers = {"Content-Type": "application/json"}
    began = time.process_time()
    answer = await olga.ask("POST", "/teams", data=text.encode(), headers=headers)
    assert time.process_time() - began < 1, "seconds of computing, whatever else the machine does"
    assert (answer.status, answer.code) == (status, {413: "too_large"}.get(status, "invalid"))
    assert await office.rows() == before


@pytest.mark.parametrize("raw", [b'{"name": "\xff"}', b'{"name": "\xc0\xaf"}', b'{"name": "\xed\xa0\x80"}'])
async def test_a_body_that_is_not_utf8_is_unreadable(office: Office, raw: bytes) -> None:
    olga = await office.browser(office.olga)
    headers = {"Content-Type": "application/json"}
    answer = await olga.ask("POST", "/teams", data=raw, headers=headers)
    assert (answer.status, answer.code) == (400, "invalid")


async def test_of_two_fields_of_one_name_the_last_counts(office: Office) -> None:
    olga = await office.browser(office.olga)
    headers = {"Content-Type": "application/json"}
    answer = await olga.ask("POST", "/teams", data='{"name": "One", "name": "Two"}', headers=headers)
    assert answer.json["name"] == "Two"


ODD = ["N\x00UL", "tab\there", "\x1b[31m", "\u202eevil", "\ufeffBOM", "\u200b", "né", "名前", "🦄", "e\u0301"]


@pytest.mark.parametrize("odd", ODD)
async def test_what_is_stored_is_what_was_answered_and_is_shown(office_on_each: Office, odd: str) -> None:
    """On both databases alike."""
    olga = await office_on_each.browser(office_on_each.olga)
    name = f"Shop {odd}"
    made = await olga.post("/sites", {"name": name})
    assert made.status == 200
    assert made.json["name"] == " ".join(_without_disguises(name).split())
    path = f"/sites/{made.json['id']}"
    texts = {"greeting": odd, "title": f"<b>{odd}</b>"}
    changed = await olga.patch(path, {"texts": texts, "butler": {"name": name}})
    assert changed.status == 200
    assert changed.json["texts"]["title"] == f"<b>{odd}</b>".replace("\0", "")
    await office_on_each.kept.people.load()
    assert (await olga.get(path)).json == changed.json


def _without_disguises(name: str) -> str:
    return "".join(ch for ch in name if ch not in "\x00\t\x1b\u202e\ufeff\u200b")


@pytest.mark.parametrize(
    "odd", ["\x00", "a\x00b@shop.example", "\ud800".encode("utf-8", "replace").decode(), "x" * 300]
)
async def test_an_odd_address_is_nobodys(office_on_each: Office, odd: str) -> None:
    nobody, olga = office_on_each.anybody(), await office_on_each.browser(office_on_each.olga)
    assert (await nobody.post("/login", {"email": odd, "password": odd})).status in (401, 422)
    assert (await olga.post("/agents", {"name": "Eve", "email": odd})).status == 422
    assert (await olga.patch("/me", {"locale": odd})).status == 422


IDS = [
    "%00", "a%00b", "%ed%a0%80", "%ff", "{}", "-1", "1e309", str(2**63), "x" * 5_000,
    "a%2Fb", "%F0%9F%A6%84", "null", "'%20OR%201=1--", "c_%25",
]  # fmt: skip


@pytest.mark.parametrize("odd", IDS)
async def test_an_odd_id_names_nothing(office_on_each: Office, odd: str) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    before = await office_on_each.rows()
    for route in ROUTES:
        if "{id}" in route.path:
            path = route.path.replace("{id}", odd).replace("{kind:txt|html}", "txt")
            answer = await olga.ask(route.method, path, {} if route.body else None)
            assert answer.status in (404, 422), (path, answer.text)
            assert "Traceback" not in answer.text
    assert await office_on_each.rows() == before


QUERIES = [
    "limit=0", "limit=201", "limit=-1", "limit=1e3", "limit=9" + "9" * 30, "limit=%00", "limit=%D9%A1",
    "cursor=x", "cursor=.c_1", "cursor=1.", "cursor=%D9%A1.c", "cursor=" + "9" * 40 + ".c", "view=theirs",
    "status=gone", "unknown=1", "team[]=x",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
async def test_a_wrong_parameter_is_refused(office: Office, query: str) -> None:
    answer = await office.program(office.olga).get(f"/conversations?{query}")
    assert (answer.status, answer.code) == (422, "invalid")


@pytest.mark.parametrize("query", ["site=%00", "visitor=a%00b", "agent=%ed%a0%80", "team=" + "x" * 5_000])
async def test_a_parameter_that_names_nothing_finds_nothing(office_on_each: Office, query: str) -> None:
    answer = await office_on_each.program(office_on_each.olga).get(f"/conversations?{query}")
    assert (answer.status, answer.json) == (200, {"items": [], "next": None})


@pytest.mark.parametrize("path", ["/", "/nothing", "/conversations/a/b/c", "/sites/x/y", "/transcript.pdf"])
async def test_what_does_not_exist_has_a_code_as_well(office: Office, path: str) -> None:
    answer = await office.anybody().get(path)
    assert (answer.status, answer.code) == (404, "not_found")
    assert len(answer.json["error"]["request_id"]) == 16


async def test_a_fault_of_ours_tells_nothing_of_our_insides(office: Office) -> None:
    olga = office.program(office.olga)
    assert (await olga.get("/me")).status == 200
    await office.kept.database.engine.dispose()
    office.kept.accounts._engine = None
    answer = await olga.get("/me")
    assert (answer.status, answer.code) == (500, "internal")
    for word in ("Traceback", "NoneType", "engine", ".py"):
        assert word not in answer.text


# -- headers ----------------------------------------------------------------------------------------------


async def test_every_answer_is_kept_from_frames_sniffing_and_caches(office: Office) -> None:
    ada = await office.browser(office.running.ada)
    for path in ("/me", "/nothing", "//api/docs", "//healthz", "/openapi.json"):
        headers = (await ada.get(path)).headers
        policy = dict(
            part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
        for rule in ("object-src", "base-uri", "frame-ancestors"):
            assert policy[rule] == "'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
    assert (await ada.get("/me")).headers["Cache-Control"] == "no-store"


async def test_it_lives_and_is_ready_and_says_neither_who_nor_what(office: Office) -> None:
    _, _, conversation = await office.vera_says()
    anybody = office.anybody()
    assert (await anybody.get("//healthz")).json == {"ok": True}
    assert (await anybody.get("//readyz")).json == {"ok": True}
    metrics = (await anybody.get("//metrics")).text
    assert "chat_butler_open_conversations 1.0" in metrics
    assert "chat_butler_connected_visitors 1.0" in metrics
    for secret in (conversation, "Vera", "Ada", office.running.ada.id, office.running.site.id):
        assert secret not in metrics


async def test_the_description_names_every_route_and_is_a_page_to_read(office: Office) -> None:
    anybody = office.anybody()
    described = (await anybody.get("/openapi.json")).json
    assert described["openapi"].startswith("3.1")
    named = {(method.upper(), path) for path, found in described["paths"].items() for method in found}
    wanted = {(route.method, API + route.path.replace("{kind:txt|html}", "{kind}")) for route in ROUTES}
    assert named == wanted
    references = set(_references(described))
    assert references <= {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    page = await anybody.get("//api/docs")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert all(path in page.text for path in described["paths"])
    assert re.findall(r"<script[^>]*>", page.text) == ["<script src=/api/search.js defer>"]
    names = re.findall(r"""id=["']([^"']+)["']""", page.text)
    assert len(names) == len(set(names))
    targets = set(re.findall(r"""id=["']([^"']+)["']""", page.text))
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= targets
    style = await anybody.get("//api/page.css")
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    script = await anybody.get("//api/search.js")
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")


def _references(value: Any) -> Any:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if "$ref" in value else [])
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)

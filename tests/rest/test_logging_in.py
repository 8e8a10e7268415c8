"""Logging in and out, the first admin, and what an attacker tries there."""

import asyncio
import time

import pytest
from sqlalchemy import update

from server.store.people import AGENTS
from tests.house import PASSWORD
from tests.rest.asking import Answer, Asking, Office, open_office, until_closed

OLGA = {"name": "Olga", "email": "boss@shop.example", "password": "a long enough password"}


async def test_ada_logs_in_sees_herself_and_logs_out(office: Office) -> None:
    ada = office.anybody()
    answer = await ada.logs_in("ADA@shop.example ")
    me = answer.json["me"]
    assert (me["name"], me["role"], me["status"], me["csrf"]) == ("Ada", "agent", "offline", ada.csrf)
    assert me["teams"] == [{"id": "t_first", "name": "Support"}]
    assert (await ada.get("/me")).json == me
    assert (await ada.post("/logout", None)).json == {}
    assert (await ada.get("/me")).status == 401


async def test_a_browser_is_told_who_is_logged_in_and_that_nobody_is(office: Office) -> None:
    ada = office.anybody()
    assert ((nobody := await ada.get("/session")).status, nobody.json) == (200, {"me": None})
    await ada.logs_in("ada@shop.example")
    assert (await ada.get("/session")).json == {"me": (await ada.get("/me")).json}
    await office.kept.people.change_person(office.running.ada.id, {"disabled": True})
    assert (await ada.get("/session")).json == {"me": None}


async def test_the_cookie_is_kept_from_scripts_and_other_sites(office: Office) -> None:
    morsel = (await office.anybody().logs_in("ada@shop.example")).cookies["chat_butler"]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")


async def test_over_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/house.db"
    async with open_office(url, public_url="https://chat.example") as office:
        cookies = (await office.anybody().logs_in("ada@shop.example")).cookies
        morsel = cookies["__Host-chat_butler"]
        assert (morsel["secure"], morsel["httponly"], morsel["path"], morsel["domain"]) == (
            True,
            True,
            "/",
            "",
        )
        plain = office.anybody()
        plain.http.cookie_jar.update_cookies({"chat_butler": morsel.value})
        assert (await plain.get("/me")).status == 401, "a cookie that any http page could have set"


async def test_over_plain_http_from_elsewhere_nobody_logs_in(office: Office) -> None:
    headers = {"Host": "chat.example"}
    body = {"email": "ada@shop.example", "password": PASSWORD}
    before = await office.rows()
    answer = await office.anybody().post("/login", body, headers=headers)
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert await office.rows() == before


# -- sessions ---------------------------------------------------------------------------------------------


async def test_a_session_that_was_there_before_is_not_taken_over(office: Office) -> None:
    ada = office.anybody()
    ada.http.cookie_jar.update_cookies({"chat_butler": "chosen-by-the-attacker"})
    await ada.logs_in("ada@shop.example")
    first = ada.cookies["chat_butler"]
    await ada.logs_in("ada@shop.example")
    assert len({"chosen-by-the-attacker", first, ada.cookies["chat_butler"]}) == 3


async def test_a_new_password_ends_all_other_sessions_and_sockets(office: Office) -> None:
    desk, phone = await office.browser(office.running.ada), await office.browser(office.running.ada)
    socket = await office.running.agent(office.running.ada)
    new = "a much better password"
    wrong = await desk.patch("/me", {"old_password": "guessed", "password": new})
    assert (wrong.status, wrong.code) == (403, "forbidden")
    changed = await desk.patch("/me", {"old_password": PASSWORD, "password": new})
    desk.csrf = changed.json["csrf"]
    assert (await desk.get("/me")).status == 200
    assert (await phone.get("/me")).status == 401
    await until_closed(socket)
    assert (await office.anybody().logs_in("ada@shop.example")).status == 401
    assert (await office.anybody().logs_in("ada@shop.example", new)).status == 200


async def test_guesses_of_the_old_password_run_out(office: Office) -> None:
    ada = await office.browser(office.running.ada)
    wish = {"old_password": "guessed", "password": "a much better password"}
    statuses = [(await ada.patch("/me", wish)).status for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2


async def test_half_a_wish_changes_nothing(office: Office) -> None:
    ada = await office.browser(office.running.ada)
    olga = await office.browser(office.olga)
    before = await office.rows()
    assert (await ada.patch("/me", {"name": "Adele", "password": "a much better password"})).status == 422
    assert (
        await ada.patch("/me", {"name": "Adele", "old_password": PASSWORD, "password": "x"})
    ).status == 422
    ben = f"/agents/{office.running.ben.id}"
    assert (await olga.patch(ben, {"name": "Benno", "password": "x"})).status == 422
    assert (await olga.patch(ben, {"teams": ["t_none"], "password": "a fine password"})).status == 422
    assert (await olga.patch(ben, {"email": "ada@shop.example", "password": "a fine password"})).status == 409
    assert await office.rows() == before


async def test_whoever_is_let_go_is_out_at_once_and_his_visitors_wait_again(office: Office) -> None:
    ada, socket = await office.browser(office.running.ada), await office.running.agent(office.running.ada)
    vera, _, conversation = await office.vera_says()
    await socket.call("take", {"conversation": conversation})
    olga = await office.browser(office.olga)
    assert (await olga.delete(f"/agents/{office.running.ada.id}")).status == 200
    await socket.heard("revoked")
    await until_closed(socket)
    assert (await ada.get("/me")).status == 401
    assert (await office.program(office.running.ada).get("/me")).status == 401
    assert (await office.anybody().logs_in("ada@shop.example")).status == 401
    assert (await vera.event("queued", lambda event: event["reason"] == "agent_gone"))["seq"] > 1


# -- the first admin --------------------------------------------------------------------------------------


async def without_admin(office: Office) -> str:
    """As on a first start; the only admin cannot be let go in any other way."""
    retired = update(AGENTS).where(AGENTS.c.id == office.olga.id).values(disabled=True, role="agent")
    await office.kept.timeline.writer.run(lambda connection: connection.execute(retired))
    await office.kept.people.load()
    return str(await office.kept.accounts.open_setup())


async def test_of_fifty_who_set_it_up_at_once_one_becomes_admin(office_on_each: Office) -> None:
    key = await without_admin(office_on_each)
    browsers = [office_on_each.anybody() for _ in range(50)]
    assert (await browsers[0].get("/setup")).json == {"open": True}
    wishes = [{**OLGA, "key": key, "email": f"boss{number}@shop.example"} for number in range(50)]
    asked = zip(browsers, wishes, strict=True)
    answers = await asyncio.gather(*(browser.post("/setup", wish) for browser, wish in asked))
    statuses = [answer.status for answer in answers]
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 404}
    people = office_on_each.kept.directory.people.values()
    assert len([person for person in people if person.role == "admin" and not person.disabled]) == 1
    assert (await browsers[0].get("/setup")).status == 404
    assert (await browsers[0].post("/setup", wishes[0])).status == 404
    winner = browsers[statuses.index(200)]
    assert (await winner.get("/me")).json["role"] == "admin"


async def test_a_wrong_key_and_a_used_one_make_no_admin(office: Office) -> None:
    key = await without_admin(office)
    eve = office.anybody()
    for wrong in ("", key[:-1], key + "x", key.swapcase()):
        answer = await eve.post("/setup", {**OLGA, "key": wrong})
        assert (answer.status, answer.code) == (403, "forbidden")
    fresh = await office.kept.accounts.open_setup()
    assert (await eve.post("/setup", {**OLGA, "key": key})).status == 403, "a newer key was printed"
    assert (await eve.post("/setup", {**OLGA, "key": fresh})).status == 200


async def test_a_setup_that_is_refused_leaves_the_key_good(office: Office) -> None:
    key = await without_admin(office)
    first = office.anybody()
    assert (await first.post("/setup", {**OLGA, "key": key, "password": "short"})).status == 422
    assert (await first.post("/setup", {**OLGA, "key": key, "name": "\u200b"})).status == 422
    assert (await first.post("/setup", {**OLGA, "key": key, "email": "ada@shop.example"})).status == 409
    assert (await first.post("/setup", {**OLGA, "key": key})).status == 200


# -- guessing ---------------------------------------------------------------------------------------------


async def tries(asking: Asking, email: str, password: str, times: int, address: str = "") -> list[Answer]:
    headers = {"X-Forwarded-For": address} if address else {}
    body = {"email": email, "password": password}
    return [await asking.post("/login", body, headers=headers) for _ in range(times)]


async def test_after_five_guesses_even_the_right_password_is_refused_in_the_same_words(
    office: Office,
) -> None:
    eve = office.anybody()
    assert [a.status for a in await tries(eve, "ada@shop.example", "guessed", 5)] == [401] * 5
    guessed = (await tries(eve, "Ada@Shop.example", "guessed", 1))[0]
    right = (await tries(eve, "ada@shop.example", PASSWORD, 1))[0]
    for answer in (guessed, right):
        assert (answer.status, answer.code) == (429, "rate_limited")
        assert 0 < answer.json["error"]["retry_after"] <= 15 * 60
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60 + 1
    assert guessed.json["error"]["message"] == right.json["error"]["message"]
    assert (await office.anybody().logs_in("ben@shop.example")).status == 200


async def test_guesses_at_once_are_counted_exactly(office: Office) -> None:
    wish = {"email": "ada@shop.example", "password": "guessed"}
    eves = [office.anybody() for _ in range(30)]
    answers = await asyncio.gather(*(eve.post("/login", wish) for eve in eves))
    assert sorted(answer.status for answer in answers) == [401] * 5 + [429] * 25


async def test_one_address_has_twenty_guesses_at_all_accounts_together(office: Office) -> None:
    eve = office.anybody()
    found = [(await tries(eve, f"{number}@shop.example", "guessed", 1))[0].status for number in range(25)]
    assert found == [401] * 20 + [429] * 5


async def test_an_address_that_is_only_claimed_does_not_help(office: Office) -> None:
    eve = office.anybody()
    found = [
        (await tries(eve, f"{number}@shop.example", "guessed", 1, f"198.51.100.{number}"))[0].status
        for number in range(25)
    ]
    assert found == [401] * 20 + [429] * 5


async def test_behind_a_proxy_of_ours_the_address_that_it_saw_counts(tmp_path: object) -> None:
    async with open_office(f"sqlite:///{tmp_path}/house.db", trusted_proxies=1) as office:
        eve = office.anybody()
        lied = [
            (await tries(eve, f"{n}@shop.example", "guessed", 1, f"198.51.100.{n}, 203.0.113.9"))[0].status
            for n in range(22)
        ]
        assert lied == [401] * 20 + [429] * 2
        assert (await tries(eve, "ada@shop.example", PASSWORD, 1, "203.0.113.10"))[0].status == 200


async def test_the_addresses_of_one_ipv6_network_count_as_one(tmp_path: object) -> None:
    async with open_office(f"sqlite:///{tmp_path}/house.db", trusted_proxies=1) as office:
        eve = office.anybody()
        for known in ("2001:db8:1:2::%x", "::ffff:198.51.100.7"):
            found = [
                (await tries(eve, f"{n}@{len(known)}.example", "guessed", 1, known.replace("%x", f"{n:x}")))[
                    0
                ]
                for n in range(22)
            ]
            assert [answer.status for answer in found] == [401] * 20 + [429] * 2
        assert (await tries(eve, "ada@shop.example", PASSWORD, 1, "2001:db8:1:3::1"))[0].status == 200


async def test_those_who_succeed_use_nothing_up(office: Office) -> None:
    assert [a.status for a in await tries(office.anybody(), "ada@shop.example", PASSWORD, 8)] == [200] * 8


async def test_nobody_learns_who_works_here(office: Office) -> None:
    """Same words, and the same time: a hash is checked also where there is nobody."""
    eve = office.anybody()
    known = (await tries(eve, "ada@shop.example", "guessed", 1))[0]
    unknown = (await tries(eve, "eve@shop.example", "guessed", 1))[0]
    errors = [{**answer.json["error"], "request_id": ""} for answer in (known, unknown)]
    assert (known.status, errors[0]) == (unknown.status, errors[1])
    assert {*known.headers} == {*unknown.headers}
    await office.kept.accounts.sets_password(office.running.ada.id, PASSWORD)
    fastest = {"ada@shop.example": 9.0, "eve@shop.example": 9.0}
    for _ in range(20):
        for email in fastest:
            began = time.process_time()
            with pytest.raises(Exception, match="wrong"):
                await office.kept.accounts.logs_in(email, "guessed")
            fastest[email] = min(fastest[email], time.process_time() - began)
    slowest = max(fastest.values())
    assert slowest - min(fastest.values()) < max(0.010, slowest / 2)


# -- other sites ------------------------------------------------------------------------------------------

WRITES = [
    ("POST", "/logout", None),
    ("PATCH", "/me", {"name": "Eve"}),
    ("POST", "/tokens", {"name": "Eve"}),
    ("DELETE", "/tokens/k_1", None),
    ("POST", "/sites", {"name": "Eve"}),
    ("PATCH", "/settings", {"per_agent_figures": True}),
    ("POST", "/agents", {"name": "Eve", "email": "eve@evil.example"}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
async def test_a_write_with_the_cookie_alone_is_refused(
    office: Office, method: str, path: str, body: dict[str, object] | None
) -> None:
    olga = await office.browser(office.olga)
    right, before = olga.csrf or "", await office.rows()
    for wrong in (None, "", "guessed", right[:-1], right + "x"):
        olga.csrf = wrong
        answer = await olga.ask(method, path, body)
        assert (answer.status, answer.code) == (403, "forbidden")
    assert await office.rows() == before


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
async def test_what_a_form_of_another_page_can_send_is_not_read(office: Office, kind: str) -> None:
    body = {"email": "ada@shop.example", "password": PASSWORD}
    answer = await office.anybody().post("/login", body, headers={"Content-Type": kind})
    assert (answer.status, "set-cookie" in answer.headers) == (400, False)


async def test_reading_changes_nothing(office: Office) -> None:
    olga = await office.browser(office.olga)
    before = await office.rows()
    for path in ("/me", "/sites", "/agents", "/teams", "/settings", "/conversations", "/logout", "/tokens"):
        await olga.get(path)
    assert await office.rows() == before


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "PATCH"])
async def test_no_other_site_may_read_the_api(office: Office, method: str) -> None:
    ada = await office.browser(office.running.ada)
    headers = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "x-csrf-token",
    }
    for path in ("/me", "/conversations", "/openapi.json"):
        answer = await ada.ask(method, path, headers=headers)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


async def test_tokens_are_shown_once_and_end_when_they_are_removed(office_on_each: Office) -> None:
    ada = await office_on_each.browser(office_on_each.running.ada)
    made = (await ada.post("/tokens", {"name": "till"})).json
    listed = (await ada.get("/tokens")).text
    assert made["id"] in listed
    assert made["token"] not in listed
    assert made["token"] not in str(await office_on_each.rows())
    till = office_on_each.with_token(made["token"])
    assert (await till.get("/me")).json["csrf"] is None
    ben = await office_on_each.browser(office_on_each.running.ben)
    assert (await ben.delete(f"/tokens/{made['id']}")).status == 404
    assert (await ada.delete(f"/tokens/{made['id']}")).status == 200
    assert (await till.get("/me")).status == 401


async def test_nothing_that_opens_a_door_is_stored_as_it_is(office: Office) -> None:
    key = await without_admin(office)
    ada = await office.browser(office.running.ada)
    _, token, _ = await office.vera_says()
    stored = str(await office.rows())
    for secret in (PASSWORD, key, token, *ada.cookies.values(), *office.running.tokens.values()):
        assert secret not in stored

"""Logging in and out, oneself, one's tokens, and the first admin."""

import time
from collections.abc import Coroutine
from typing import Annotated, Any

from aiohttp import web
from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.refusals import Conflict, Forbidden, Invalid, NotFound, RateLimited
from server.core.text import clean, clean_name
from server.desk import states
from server.desk.back_office import Session
from server.limits import Attempts
from server.origins import Origins

from .answers import answer
from .calls import Call
from .paging import page
from .sessions import cookie_of, drop_cookie, must_be_private, set_cookie

_PART = r"[^@\s,;<>\"\\\x00-\x1f\x7f]+"
_EMAIL = rf"^{_PART}@{_PART}\.{_PART}(?!\n)$"

Password = Annotated[str, Meta(max_length=1_000)]
Email = Annotated[str, Meta(max_length=254, pattern=_EMAIL)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Locale = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{1,35}(?!\n)$")]


class Login(Struct, forbid_unknown_fields=True):
    email: Annotated[str, Meta(max_length=254)]
    password: Password


class Setup(Struct, forbid_unknown_fields=True):
    key: Annotated[str, Meta(max_length=200)]
    name: Name
    email: Email
    password: Password


class MeChange(Struct, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    locale: Locale | None | UnsetType = UNSET
    old_password: Password | UnsetType = UNSET
    password: Password | UnsetType = UNSET


class NewToken(Struct, forbid_unknown_fields=True):
    name: Name


async def setup_open(call: Call) -> dict[str, Any]:
    if call.parts.kept.accounts.has_admin():
        raise NotFound("there is an admin")
    return {"open": True}


async def setup(call: Call) -> web.Response:
    wish: Setup = call.body
    must_be_private(call.request)
    session = await call.parts.kept.accounts.makes_first_admin(wish.key, wish.name, wish.email, wish.password)
    return _with_cookie(call, session)


async def login(call: Call) -> web.Response:
    """Failures count a name and an address; while either is locked, the right password is refused as well."""
    wish: Login = call.body
    must_be_private(call.request)
    email = clean(wish.email).strip().lower()
    session = await _one_attempt(call, email, call.parts.kept.accounts.logs_in(email, wish.password))
    return _with_cookie(call, session)


async def logout(call: Call) -> web.Response:
    if call.caller.session is not None:
        await call.parts.kept.accounts.logs_out(call.caller.session.id)
        await call.parts.signed_off(call.person.id)
    response = answer({})
    drop_cookie(call.request, response)
    return response


async def signed_in(call: Call) -> dict[str, Any]:
    """For pages that may be opened by anybody: a 401 would stand in their browser's log as an error."""
    session = await call.parts.kept.accounts.session(cookie_of(call.request))
    return {"me": _me(call, session) if session else None}


async def me(call: Call) -> dict[str, Any]:
    return _me(call, call.caller.session)


async def change_me(call: Call) -> web.Response:
    wish: MeChange = call.body
    changes: dict[str, Any] = {}
    if wish.name is not UNSET:
        changes["name"] = clean_name(wish.name) or _empty()
    if wish.locale is not UNSET:
        changes["locale"] = wish.locale
    session = None if wish.password is UNSET else await _changes_password(call, wish.password)
    if changes:
        await call.parts.kept.people.change_person(call.person.id, changes)
    if session is None:
        return answer(_me(call, call.caller.session))
    await call.parts.signed_off(call.person.id)
    return _with_cookie(call, session)


async def tokens(call: Call) -> dict[str, Any]:
    found = await call.parts.kept.accounts.tokens(call.person.id)
    return page(call, found, lambda one: (f"{one['created_at']:016}", str(one["id"])), lambda one: one)


async def add_token(call: Call) -> dict[str, Any]:
    wish: NewToken = call.body
    if call.caller.session is None:
        raise Forbidden("tokens are made by people, in the console")
    if len(await call.parts.kept.accounts.tokens(call.person.id)) >= 50:
        raise Conflict("at most 50 tokens")
    name = clean_name(wish.name) or _empty()
    token_id, token = await call.parts.kept.accounts.add_token(call.person.id, name)
    return {"id": token_id, "name": name, "token": token}


async def remove_token(call: Call) -> dict[str, Any]:
    await call.parts.kept.accounts.remove_token(call.person.id, call.path("id"))
    return {}


async def _changes_password(call: Call, password: str) -> Session:
    """Whoever holds a session may not guess the password either."""
    must_be_private(call.request)
    old: str | UnsetType = call.body.old_password
    if old is UNSET:
        raise Invalid("old_password is missing")
    changed = call.parts.kept.accounts.changes_password(call.person, old, password)
    return await _one_attempt(call, call.person.email, changed)


async def _one_attempt(call: Call, email: str, attempt: Coroutine[Any, Any, Session]) -> Session:
    """Raises RateLimited, and makes no attempt, while the account or the address has failed too often."""
    attempts: Attempts = call.request.app[ATTEMPTS]
    origins = Origins(None, call.parts.settings.trusted_proxies)
    address = origins.network_of({"aiohttp.request": call.request})
    keys = {f"account {email}": 5, f"address {address}": 20}
    retry_after = attempts.begin(keys, time.monotonic())
    if retry_after is not None:
        attempt.close()
        raise RateLimited(retry_after)
    try:
        session = await attempt
    except Invalid:
        attempts.succeeded(keys)
        raise
    attempts.succeeded(keys)
    return session


ATTEMPTS: web.AppKey[Attempts] = web.AppKey("attempts", Attempts)


def _empty() -> str:
    raise Invalid("a name has 1 to 200 characters")


def _with_cookie(call: Call, session: Session) -> web.Response:
    response = answer({"me": _me(call, session), "csrf": session.csrf})
    set_cookie(call.request, response, session)
    return response


def _me(call: Call, session: Session | None) -> dict[str, Any]:
    directory = call.parts.kept.directory
    person = directory.people[session.person.id if session else call.person.id]
    teams = [directory.team_named(team) for team in sorted(person.teams)]
    presence = call.parts.desk.floor.agents.get(person.id)
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "teams": [states.named(team) for team in teams],
        "status": presence.status if presence else "offline",
        "csrf": session.csrf if session else None,
        "locale": person.locale,
    }

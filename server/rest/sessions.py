"""Who asks: a browser with a session cookie, a program with a token, or a visitor with his."""

import hmac
from dataclasses import dataclass

from aiohttp import web

from server.core.refusals import Forbidden, Unauthorized
from server.desk.arrival import TOKEN_LIVES, hashed
from server.desk.back_office import SESSION_LIVES, Session
from server.desk.directory import Person

from .parts import PARTS, Parts

SECURE_COOKIE = "__Host-chat_butler"
LOOPBACK_COOKIE = "chat_butler"
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """`person` for those who log in; `visitor` is an id, for a visitor with his own token."""

    person: Person | None = None
    session: Session | None = None
    visitor: str | None = None


def cookie_of(request: web.Request) -> str | None:
    """Over https only the __Host- cookie counts: any page of plain http could have set the other one."""
    return request.cookies.get(SECURE_COOKIE if is_secure(request) else LOOPBACK_COOKIE)


def same(kept: str, sent: str | None) -> bool:
    return sent is not None and hmac.compare_digest(kept.encode(), sent.encode("utf-8", "replace"))


async def caller_of(request: web.Request) -> Caller:
    """Raises Unauthorized for a bad credential, Forbidden for a write without its CSRF token."""
    parts = request.app[PARTS]
    authorization = request.headers.get("Authorization")
    if authorization is not None:
        return await _bearer(parts, authorization)
    session = await parts.kept.accounts.session(cookie_of(request))
    if session is None:
        return Caller()
    if request.method not in SAFE and not same(session.csrf, request.headers.get("X-CSRF-Token")):
        raise Forbidden("the CSRF token is missing or wrong")
    return Caller(session.person, session)


async def _bearer(parts: Parts, authorization: str) -> Caller:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("send: Authorization: Bearer TOKEN")
    if (person := await parts.kept.accounts.person_by_token(token.strip())) is not None:
        return Caller(person)
    for site in parts.kept.directory.sites:
        used_at = parts.clock() - TOKEN_LIVES
        found = await parts.kept.timeline.visitor_by_token(site, hashed(token.strip()), used_at)
        if found is not None:
            return Caller(visitor=found.id)
    raise Unauthorized("this token is not valid")


def is_secure(request: web.Request) -> bool:
    """Whether the browser speaks https to us, or to a proxy of ours."""
    parts = request.app[PARTS]
    public = parts.settings.public_url
    if public is not None:
        return public.startswith("https://")
    forwarded = request.headers.get("X-Forwarded-Proto", "") if parts.settings.trusted_proxies else ""
    return (forwarded or request.scheme) == "https"


def must_be_private(request: web.Request) -> None:
    """Raises Forbidden over plain http from elsewhere than this machine: cookies could be read on the way."""
    if not is_secure(request) and not _from_here(request):
        raise Forbidden("log in over https, or from the machine itself")


def set_cookie(request: web.Request, response: web.Response, session: Session) -> None:
    """Only after `must_be_private`."""
    secure = is_secure(request)
    response.set_cookie(
        SECURE_COOKIE if secure else LOOPBACK_COOKIE,
        session.id,
        max_age=SESSION_LIVES // 1000,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(request: web.Request, response: web.Response) -> None:
    for name in (SECURE_COOKIE, LOOPBACK_COOKIE):
        if name in request.cookies:
            response.del_cookie(name, path="/", secure=name == SECURE_COOKIE)


def _from_here(request: web.Request) -> bool:
    host = request.host.rsplit(":", 1)[0].strip("[]")
    return host in ("localhost", "127.0.0.1", "::1")

"""A route, and a call of it: who may, what it takes, what it gives."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import orjson
from aiohttp import web

from server.asker import asker
from server.core.refusals import Forbidden, Invalid, NotFound, Refusal, TooLarge, Unauthorized
from server.core.text import clean
from server.desk.directory import Person

from .answers import answer
from .parts import PARTS, Parts
from .sessions import Caller, caller_of

Who = Literal["anybody", "visitor", "agent", "supervisor", "admin"]
_RANK = {"agent": 1, "supervisor": 2, "admin": 3}
DEEPEST = 20
LONGEST_ID = 200
LOOKS_EVERY = 0.5  # s


@dataclass(frozen=True, slots=True)
class Call:
    """One request, after who asks and what is sent were checked."""

    parts: Parts
    request: web.Request
    caller: Caller
    body: Any = None

    @property
    def person(self) -> Person:
        """Who is logged in. Only for routes that are not for anybody."""
        if self.caller.person is None:
            raise Unauthorized("log in first")
        return self.caller.person

    async def while_there(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401  (what it gives)
        """Given up when whoever asks has hung up: nobody is left to read it."""
        job = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait([job], timeout=LOOKS_EVERY))[0]:
                if self.request.transport is None or self.request.transport.is_closing():
                    raise HungUp("nobody waits for the answer")
            return job.result()
        finally:
            job.cancel()

    def path(self, name: str) -> str:
        """An id of the path. What no database could hold names nothing: NotFound."""
        found = self.request.match_info[name]
        if clean(found) != found or len(found) > LONGEST_ID:
            raise NotFound("no such thing")
        return found

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number of the query string. Raises Invalid outside its range."""
        text = self.request.query.get(name)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 16 or not least <= int(text) <= most:
            raise Invalid(f"{name} must be a whole number from {least} to {most}")
        return int(text)


Do = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """`who` may: anybody; visitor (by token, or one who logs in); agent, supervisor, admin, and above."""

    method: str
    path: str
    who: Who
    do: Do
    summary: str
    body: Any = None
    query: tuple[str, ...] = ()
    gives: tuple[Any, ...] = ()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        caller = await caller_of(request) if self.who != "anybody" else Caller()
        _must_be(self.who, caller)
        if caller.person is not None:
            asker.set(caller.person.id)
        unknown = set(request.query) - set(self.query)
        if unknown:
            raise Invalid(f"unknown parameter {min(unknown)[:64]}")
        body = await _read(request, self.body) if self.body is not None else None
        found = await self.do(Call(request.app[PARTS], request, caller, body))
        return found if isinstance(found, web.StreamResponse) else answer(found)


class HungUp(Refusal):
    """Nobody reads this, but for logs."""

    code = "invalid"
    status = 499


class Unreadable(Refusal):
    code = "invalid"
    status = 400


def _must_be(who: Who, caller: Caller) -> None:
    if who == "anybody":
        return
    if caller.person is None:
        if who == "visitor" and caller.visitor is not None:
            return
        raise Unauthorized("log in first")
    if who != "visitor" and _RANK[caller.person.role] < _RANK[who]:
        raise Forbidden(f"for those who are {who}")


async def _read(request: web.Request, shape: Any) -> Any:  # noqa: ANN401  (an instance of shape)
    if request.content_type != "application/json":
        raise Unreadable("send application/json")
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise TooLarge("the body is too large") from None
    except (web.RequestPayloadError, ConnectionError):
        # Cut short, or not packed as its head says.
        raise Unreadable("the body cannot be read") from None
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as problem:
        raise Unreadable(f"this is not JSON: {problem.msg}") from None
    if _deeper(value, DEEPEST):
        raise Invalid(f"nested more than {DEEPEST} deep")
    try:
        return msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as problem:
        raise Invalid(str(problem)[:300]) from None


def _deeper(value: object, left: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left < 0 or any(_deeper(one, left - 1) for one in inner if isinstance(one, dict | list))

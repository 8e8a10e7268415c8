"""One place where commands are read, carried out and acknowledged: every command gets an answer."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
import socketio
import structlog
from socketio.exceptions import ConnectionRefusedError as Refused

from server.core.refusals import Invalid, RateLimited, Refusal, UnknownCommand
from server.limits import Limiter

log = structlog.get_logger()

Who = TypeVar("Who")
Answer = dict[str, Any]
Outcome = Answer | BaseException

MOST_VIOLATIONS = 200
BANNED_FOR = 60.0  # s


@dataclass(frozen=True, slots=True)
class Verb(Generic[Who]):
    """A command: the shape that its payload must have, and what is done."""

    shape: Any
    do: Callable[[str, Who, Any], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Soon(Generic[Who]):
    """How a command that is often sent is begun without a task of its own, where that `applies`.

    `read` takes the packet's JSON: its name, and what has the command's shape. `do` gets what must be called
    with the outcome: the answer, or the problem.
    """

    read: Callable[[str], tuple[str, Any]]
    applies: Callable[[Who], bool]
    do: Callable[[str, Who, Any, Callable[[Outcome], None]], None]


class Answering(socketio.AsyncNamespace, Generic[Who]):
    """A namespace whose commands are a table. `_enter` lets a client in, `_leave` sees it off."""

    verbs: dict[str, Verb[Who]]
    soon: dict[str, Soon[Who]]

    def __init__(self, namespace: str, limiter: Limiter) -> None:
        super().__init__(namespace)
        self._limiter = limiter
        self._who: dict[str, Who] = {}
        self._violations: dict[str, int] = {}
        self._banned: dict[str, float] = {}
        self._lined_up: dict[str, int] = {}
        self.soon = {}

    def key_of(self, who: Who) -> str:
        """Whose commands are counted together."""
        raise TypeError("each namespace says whose commands count together")

    async def enter(self, sid: str, environ: dict[str, Any], auth: object) -> Who:
        raise TypeError("each namespace lets in its own")

    async def leave(self, sid: str, who: Who) -> None:
        raise TypeError("each namespace sees off its own")

    async def trigger_event(self, event: str, sid: str, *payload: Any) -> Answer | None:  # noqa: ANN401
        """Called by python-socketio for everything that a client sends."""
        if event == "connect":
            await self._connects(sid, *payload)
        elif event == "disconnect":
            await self._disconnects(sid)
        else:
            self._begins(sid)
            return await self._answer(event, sid, payload)
        return None

    def lines_up(self, sid: str) -> None:
        """A command was read, and begins in a moment."""
        self._lined_up[sid] = self._lined_up.get(sid, 0) + 1

    def _begins(self, sid: str) -> None:
        left = self._lined_up.pop(sid, 0) - 1
        if left > 0:
            self._lined_up[sid] = left

    def at_once(self, event: str, sid: str, text: str, acknowledge: Callable[[Answer], None]) -> bool:
        """Begins the command right here, unless an earlier one has yet to begin. False: it did not."""
        soon, who = self.soon[event], self._who.get(sid)
        if who is None or sid in self._lined_up or not soon.applies(who):
            return False
        try:
            _, command = soon.read(text)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            # The usual way says what is wrong with it.
            return False

        def told(outcome: Outcome) -> None:
            if isinstance(outcome, BaseException):
                acknowledge(_refused(event, outcome))
            else:
                acknowledge({"ok": True, **outcome})

        try:
            self._count(sid, who)
            soon.do(sid, who, command, told)
        except Exception as problem:
            told(problem)
        return True

    async def _connects(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        # Its own namespace of names: python-socketio would call this again, with less, after any TypeError.
        try:
            self._who[sid] = await self.enter(sid, environ, auth)
        except Refusal as refusal:
            why = {"code": refusal.code, "message": refusal.message, **refusal.details}
            raise Refused(refusal.message, why) from None
        except Exception as problem:
            request_id = _report("connect", problem)
            raise Refused("our fault", {"code": "internal", "message": request_id}) from None

    async def _disconnects(self, sid: str) -> None:
        who = self._who.pop(sid, None)
        self._lined_up.pop(sid, None)
        self._violations.pop(sid, None)
        if who is None:
            return
        try:
            await self.leave(sid, who)
        except Exception as problem:
            _report("disconnect", problem)

    async def _answer(self, event: str, sid: str, payload: tuple[Any, ...]) -> Answer:
        try:
            who = self._who.get(sid)
            if who is None:
                raise Invalid("not connected")
            self._count(sid, who)
            verb = self.verbs.get(event)
            if verb is None:
                raise UnknownCommand(f"no such command: {event[:64]}")
            return {"ok": True, **await verb.do(sid, who, shaped(verb.shape, payload))}
        except Exception as problem:
            return _refused(event, problem)

    def admit(self, sid: str, who: Who, now: float) -> float | None:
        """None: one more command is counted. Else the seconds to wait."""
        return self._limiter.admit(self.key_of(who), now)

    def _count(self, sid: str, who: Who) -> None:
        key = self.key_of(who)
        now = time.monotonic()
        retry_after = self.admit(sid, who, now)
        if retry_after is None:
            return
        self._violations[sid] = self._violations.get(sid, 0) + 1
        if self._violations[sid] == MOST_VIOLATIONS:
            self._banned = {key: until for key, until in self._banned.items() if until > now}
            self._banned[key] = now + BANNED_FOR
            self._soon_disconnect(sid)
        raise RateLimited(retry_after)

    def must_not_be_banned(self, key: str) -> None:
        until = self._banned.get(key)
        if until is not None and (left := until - time.monotonic()) > 0:
            raise RateLimited(left)
        self._banned.pop(key, None)

    def _soon_disconnect(self, sid: str) -> None:
        connection = self.server.manager.eio_sid_from_sid(sid, self.namespace)
        task = asyncio.ensure_future(self.server.cut(connection))
        _running.add(task)
        task.add_done_callback(_running.discard)


_running: set[asyncio.Future[Any]] = set()


def shaped(shape: Any, payload: tuple[Any, ...]) -> Any:  # noqa: ANN401  (whatever the shape is)
    """The one payload as a `shape`. Raises Invalid, naming what does not fit."""
    if len(payload) > 1:
        raise Invalid("one object, and no more")
    try:
        return msgspec.convert(payload[0] if payload else {}, shape, strict=True)
    except (msgspec.ValidationError, UnicodeError, RecursionError) as problem:
        raise Invalid(str(problem).encode("utf-8", "replace").decode()[:300]) from None


def _refused(event: str, problem: BaseException) -> Answer:
    if isinstance(problem, Refusal):
        error = {"code": problem.code, "message": problem.message, **problem.details}
    else:
        request_id = _report(event, problem)
        error = {"code": "internal", "message": "our fault", "request_id": request_id}
    return {"ok": False, "error": error}


def _report(event: str, problem: BaseException) -> str:
    request_id = secrets.token_hex(8)
    log.error("command_failed", command=event[:64], request_id=request_id, exc_info=problem)
    return request_id

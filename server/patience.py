"""HTTP connections that take their time: closed, so that a thousand of them cost nothing."""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

log = structlog.get_logger()

LINGER = 1.0  # s: what is still sent to us after our answer is thrown away so long, for it to be read
UNREADABLE = b'{"error":{"code":"invalid","message":"this is not HTTP as it is read here"}}'
PLAIN = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
LOOKS = 4  # looks at a connection within the shortest of the times below


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds: for the head of a request; without a byte of a body, in either direction; between two."""

    head: float
    body: float
    idle: float

    @property
    def look_every(self) -> float:
        return min(self.head, self.body) / LOOKS


class Patient(RequestHandler):
    """aiohttp's connection, with a timer that looks at it until it is a websocket: those have pings."""

    __slots__ = ("_patience", "_head_since", "_heard_at", "_unsent", "_sent_at", "_look")

    def __init__(self, manager: web.Server, patience: Patience, **more: Any) -> None:  # noqa: ANN401
        super().__init__(manager, keepalive_timeout=patience.idle, **more)
        self._patience = patience
        self._head_since: float | None = None
        self._heard_at = 0.0
        self._unsent = 0
        self._sent_at = 0.0
        self._look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._head_since = self._heard_at = self._sent_at = self._loop.time()
        self._look_later()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._payload_parser is None:
            self._heard_at = self._loop.time()
            if not self._is_between_requests():
                self._head_since = None
            elif self._head_since is None:
                self._head_since = self._heard_at

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What is no HTTP is refused without giving any of it back, and is no fault of ours to be logged."""
        if status >= 500 or request.writer.output_size > 0:
            return super().handle_error(request, status, exc, message)
        log.info("unreadable_request", problem=type(exc).__name__)
        response = web.Response(
            body=UNREADABLE, status=status, content_type="application/json", headers=PLAIN
        )
        response.force_close()
        return response

    def log_exception(self, *words: Any, **more: Any) -> None:  # noqa: ANN401
        problem = more.get("exc_info")
        if isinstance(problem, web.RequestPayloadError | ConnectionError):
            log.info("unreadable_request", problem=type(problem).__name__)
        else:
            super().log_exception(*words, **more)

    def _is_between_requests(self) -> bool:
        return not self._messages and not self._request_in_progress and self._waiter is not None

    def _look_later(self) -> None:
        self._look = self._loop.call_later(self._patience.look_every, self._looks)

    def _looks(self) -> None:
        self._look = None
        if self.transport is None or self._payload_parser is not None:
            return
        if self._takes_too_long(self._loop.time()):
            self.transport.abort()
        else:
            self._look_later()

    def _takes_too_long(self, now: float) -> bool:
        if self._head_since is not None:
            return now - self._head_since >= self._patience.head
        return self._sends_nothing(now) or self._reads_nothing(now)

    def _sends_nothing(self, now: float) -> bool:
        """The body of a request that is being answered has not ended, and no more of it comes."""
        request = self._current_request
        is_owed = request is not None and not request._payload.is_eof() and not self._reading_paused
        return is_owed and now - self._heard_at >= self._patience.body

    def _reads_nothing(self, now: float) -> bool:
        """Our answer stays where it is."""
        unsent = self.transport.get_write_buffer_size() if self.transport is not None else 0
        if unsent != self._unsent or not unsent:
            self._unsent, self._sent_at = unsent, now
        return now - self._sent_at >= self._patience.body


class PatientServer(web.Server):
    """Takes the place of the server that an application has `made`."""

    def __init__(self, made: web.Server, patience: Patience) -> None:
        super().__init__(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            **made._kwargs,
        )
        self._patience = patience

    def __call__(self) -> RequestHandler:
        return Patient(self, self._patience, loop=self._loop, **self._kwargs)


class PatientRunner(web.AppRunner):
    """Serves an application on connections of ours."""

    __slots__ = ("_patience",)

    def __init__(self, app: web.Application, patience: Patience, shutdown_timeout: float) -> None:
        super().__init__(
            app,
            shutdown_timeout=shutdown_timeout,
            access_log=None,
            lingering_time=LINGER,
            # No client of ours packs what it sends, and what is small when packed may be huge.
            auto_decompress=False,
        )
        self._patience = patience

    async def _make_server(self) -> web.Server:
        return PatientServer(await super()._make_server(), self._patience)

"""Engine.IO's own HTTP door, with what it does not look at: addresses, sizes, whose session it is."""

from collections.abc import Callable
from typing import Any

import engineio
import orjson
import structlog
from aiohttp import web

from .awake import Awake
from .door import Door
from .frames import Waiting

log = structlog.get_logger()

RETRY_AFTER = 5  # s
# Old browsers' ways around CORS: no client of this protocol's version uses them.
UNUSED = ("j", "b64")


class Engine(engineio.AsyncServer):
    """`door` and the questions are given to it by the server that it belongs to."""

    door: Door
    at_once: Callable[[str, str], bool]
    begun_by: Callable[[str], web.Request | None]
    login_of: Callable[[web.Request], str | None]

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **more)
        self.awake = Awake(is_wanted=lambda: bool(self.sockets))

    async def handle_request(self, request: web.Request) -> Any:  # noqa: ANN401  (as the library has it)
        return self._refusal(request) or await super().handle_request(request)

    def create_queue(self, *_: object, **__: object) -> Waiting:
        return Waiting()

    async def disconnect(self, sid: str | None = None) -> None:
        """Without waiting until the client has read everything: a poller that is refused may never."""
        socket = self.sockets.get(sid) if sid is not None else None
        if socket is None:
            return
        await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
        self.sockets.pop(sid, None)

    def _refusal(self, request: web.Request) -> web.Response | None:
        sessions = request.query.getall("sid", [])
        if len(sessions) > 1 or "" in sessions or any(name in request.query for name in UNUSED):
            return _refused(400, "invalid", "this cannot be asked here")
        if not sessions:
            return self._full(request)
        if sessions[0] in self.sockets and not self._is_his(sessions[0], request):
            return _refused(400, "not_found", "no such session")
        if request.method == "POST":
            return self._too_large(request)
        return None

    def _full(self, request: web.Request) -> web.Response | None:
        address = self.door.network_of(request)
        if not self.door.is_full(address):
            return None
        # Every visitor seems to come from the proxy when nobody has told us that it is one.
        log.warning("address_full", forwarded="X-Forwarded-For" in request.headers)
        return _refused(429, "rate_limited", "too many connections from here", retry_after=RETRY_AFTER)

    def _is_his(self, session: str, request: web.Request) -> bool:
        """The id of a session is in addresses, and so in logs of proxies: it must not be enough."""
        begun = self.begun_by(session)
        if begun is None or self.login_of(begun) != self.login_of(request):
            return False
        return _near(self.door.address_of(session), self.door.network_of(request))

    def _too_large(self, request: web.Request) -> web.Response | None:
        length = request.content_length
        if length is not None and length <= self.max_http_buffer_size:
            return None
        return _refused(413, "too_large", f"up to {self.max_http_buffer_size} bytes, and say how many")


def _near(one: str, other: str) -> bool:
    """Large networks go out through several addresses, side by side."""
    return one == other or ("." in one and one.rpartition(".")[0] == other.rpartition(".")[0])


def _refused(status: int, code: str, message: str, **details: object) -> web.Response:
    error = {"code": code, "message": message, **details}
    body = orjson.dumps({"error": error})
    response = web.Response(body=body, status=status, content_type="application/json")
    if "retry_after" in details:
        response.headers["Retry-After"] = str(details["retry_after"])
    response.force_close()
    return response

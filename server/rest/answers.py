"""The one place where refusals and faults become HTTP answers."""

import secrets
from typing import Any

import orjson
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from server.core.refusals import Refusal

log = structlog.get_logger()

SECURITY = {
    "Server": "chat-butler",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self'"
    ),
}

_CODES = {404: "not_found", 405: "not_found", 413: "too_large"}


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:  # noqa: ANN401
    return written(orjson.dumps(value), status, headers)


def written(json: bytes, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        body=json,
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def refused(code: str, message: str, status: int, **details: object) -> web.Response:
    error = {"code": code, "message": message, "request_id": secrets.token_hex(8), **details}
    headers = {}
    if isinstance(details.get("retry_after"), int | float):
        headers["Retry-After"] = str(round(float(str(details["retry_after"])) + 0.5))
    return answer({"error": error}, status, headers)


@web.middleware
async def answering(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Codes for refusals, one generic sentence for faults, and the same security headers on everything."""
    if request.path.startswith("/socket.io/"):
        return await handler(request)
    response = await _answered(request, handler)
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return refused(refusal.code, refusal.message, refusal.status, **refusal.details)
    except web.HTTPException as problem:
        if problem.status < 400:
            raise
        code = _CODES.get(problem.status, "invalid")
        return refused(code, problem.reason, problem.status)
    except Exception as problem:
        response = refused("internal", "our fault", 500)
        log.error("request_failed", path=request.path, answer=response.text, exc_info=problem)
        return response

"""The API's description, read off the table of routes: as OpenAPI 3.1, and as a page to read."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from aiohttp import web

from .answers import answer
from .calls import Call, Route
from .described import page

PREFIX = "/api/v1"
_IN_PATH = re.compile(r"{(\w+):?([^}]*)}")
_WHO = {
    "anybody": "anybody",
    "visitor": "a visitor with his token, or anyone who logs in",
    "agent": "agents, supervisors and admins",
    "supervisor": "supervisors and admins",
    "admin": "admins",
}


def describe(routes: Sequence[Route]) -> dict[str, Any]:
    shapes = [shape for route in routes for shape in (route.body, *route.gives) if shape is not None]
    schemas, components = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    described = dict(zip(map(str, shapes), schemas, strict=True))
    paths: dict[str, Any] = {}
    for route in routes:
        path = PREFIX + _IN_PATH.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, described)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chat Butler",
            "version": "1",
            "description": "Times are ms since the epoch, UTC. Errors carry a code; lists come in pages.",
        },
        "paths": paths,
        "components": {"schemas": {**components, "Error": _ERROR}, "securitySchemes": _SECURITY},
    }


def _operation(route: Route, described: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _one_of(allowed)}
        for name, allowed in _IN_PATH.findall(route.path)
    ] + [{"name": name, "in": "query", "schema": {"type": "string"}} for name in route.query]
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    operation: dict[str, Any] = {
        "summary": route.summary,
        "description": f"For {_WHO[route.who]}.",
        "operationId": "_".join([route.method.lower(), *re.findall(r"\w+", _IN_PATH.sub(r"\1", route.path))]),
        "parameters": parameters,
        "responses": {
            "200": {"description": "Done.", "content": _content(route, described)},
            "4XX": {"description": "Refused, with a code.", "content": problem},
        },
    }
    if route.who != "anybody":
        operation["security"] = [{"token": []}, {"session": [], "csrf": []}]
    if route.body is not None:
        schema = described[str(route.body)]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _content(route: Route, described: dict[str, Any]) -> dict[str, Any]:
    shown = [described[str(shape)] for shape in route.gives]
    if not shown:
        return _FILES.get(route.path.rpartition(".")[2], {"text/plain": {}, "text/html": {}})
    return {"application/json": {"schema": shown[0] if len(shown) == 1 else {"anyOf": shown}}}


def _one_of(allowed: str) -> dict[str, Any]:
    return {"type": "string", "enum": allowed.split("|")} if allowed else {"type": "string"}


@cache
def handlers(routes: tuple[Route, ...]) -> tuple[Any, Any]:
    """(the JSON, the page), described once for all houses of a process."""
    described = describe(routes)
    shown = page(described)

    async def as_json(_: Call) -> web.Response:
        return answer(described)

    async def as_page(_: web.Request) -> web.Response:
        return web.Response(text=shown, content_type="text/html", charset="utf-8")

    return as_json, as_page


_FILES: dict[str, dict[str, Any]] = {
    "csv": {"text/csv": {}},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {}},
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "request_id"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "request_id": {"type": "string"},
                "retry_after": {"type": "number", "description": "seconds"},
            },
        }
    },
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-chat_butler"},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
}

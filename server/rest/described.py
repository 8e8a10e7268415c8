"""The API's description as a page to read: plain HTML, which a small script makes searchable."""

import html
import re
from pathlib import Path
from typing import Any

from aiohttp import web

PAGE_CSS = Path(__file__).with_name("page.css")
SEARCH_JS = Path(__file__).with_name("search.js")
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="/api/page.css"><title>{}</title></head><body><main>'
)
# Without the script there is nothing to search with, and everything to be seen.
SEARCH = (
    '<form class="search" role="search" hidden><label for="search">Search</label>'
    '<input id="search" type="search" autocomplete="off" spellcheck="false" '
    'placeholder="path, field or words" aria-keyshortcuts="/"><output for="search"></output></form>'
)
FOOT = "</main></body></html>"

Json = dict[str, Any]


async def style(_: web.Request) -> web.Response:
    headers = {"Cache-Control": "public, max-age=3600"}
    return web.Response(text=PAGE_CSS.read_text(), content_type="text/css", charset="utf-8", headers=headers)


async def search(_: web.Request) -> web.Response:
    headers = {"Cache-Control": "public, max-age=3600"}
    script = SEARCH_JS.read_text()
    return web.Response(text=script, content_type="text/javascript", charset="utf-8", headers=headers)


def page(described: Json) -> str:
    """Every route with who may, what it takes and what it gives; then the shapes of bodies and answers."""
    groups = _by_resource(described)
    links = "".join(f'<li><a href="#{name}">{_shown(name)}</a></li>' for name in [*groups, "shapes"])
    sections = "".join(
        f'<section id="{name}"><h2>{_shown(name)}</h2>{"".join(of_it)}</section>'
        for name, of_it in groups.items()
    )
    shapes = "".join(
        _shape(name, shape) for name, shape in sorted(described["components"]["schemas"].items())
    )
    head = HEAD.format("Chat Butler API").replace("<main>", '<main class="api">')
    return (
        f"{head.replace('</head>', '<script src=/api/search.js defer></script></head>')}"
        '<a class="skip" href="#found">Skip to content</a><header><h1>Chat Butler API</h1>'
        f"<p>{html.escape(described['info']['description'])} "
        "Programs send <code>Authorization: Bearer TOKEN</code>. For machines: "
        '<a href="/api/v1/openapi.json">openapi.json</a>. <a href="/console/">To the console</a></p>'
        f'{SEARCH}</header><nav aria-label="Resources"><ul>{links}</ul></nav>'
        f'<div class="found" id="found" tabindex="-1">{sections}'
        f'<section id="shapes"><h2>Shapes</h2>{shapes}</section></div>{FOOT}'
    )


def _by_resource(described: Json) -> dict[str, list[str]]:
    """Each resource's routes, told, in the order in which they are mapped."""
    found: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            found.setdefault(_resource(path), []).append(_route(path, method.upper(), operation))
    return found


def _shown(resource: str) -> str:
    return {"kpis": "KPIs", "slas": "SLAs", "me": "Oneself"}.get(resource, resource.capitalize())


def _resource(path: str) -> str:
    return path.split("/")[3]


def _route(path: str, method: str, operation: Json) -> str:
    queries = [f"<code>{one['name']}</code>" for one in operation["parameters"] if one["in"] == "query"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    gives = operation["responses"]["200"]["content"].get("application/json", {}).get("schema")
    lines = [
        html.escape(operation["summary"]),
        f"<span class='soft'>{html.escape(operation['description'])}</span>",
        _labelled("Query", ", ".join(queries)),
        _labelled("Body", _kind(body) if body else ""),
        _labelled("Answer", _kind(gives) if gives else "text"),
    ]
    said = "".join(f"<p>{line}</p>" for line in lines if line)
    heading = f"<span class='method'>{method}</span> {html.escape(path)}"
    return f"<article id='{operation['operationId']}'><h3>{heading}</h3>{said}</article>"


def _labelled(label: str, what: str) -> str:
    return f"<span class='soft'>{label}</span> {what}" if what else ""


def _shape(name: str, shape: Json) -> str:
    needed = shape.get("required", [])
    rows = "".join(
        f"<tr><th scope='row'><code>{field}{'' if field in needed else '?'}</code></th>"
        f"<td>{_kind(kind)}</td></tr>"
        for field, kind in shape.get("properties", {}).items()
    )
    words = html.escape(" ".join(shape.get("description", "").split()))
    said = re.sub(r"`([^`]*)`", r"<code>\1</code>", words)
    table = f"<div class='wide'><table>{rows}</table></div>" if rows else "<p class='soft'>Nothing.</p>"
    return f"<article id='{name}'><h3>{_named(name)}</h3>{f'<p>{said}</p>' if said else ''}{table}</article>"


def _kind(schema: Json) -> str:
    """A JSON schema in a few words, with links to the shapes that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f'<a href="#{name}"><code>{_named(name)}</code></a>'
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(f"<code>{html.escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return _array(schema)
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_kind(schema['additionalProperties'])}"
    return html.escape(str(schema.get("type", "anything"))) + _bounds(schema)


def _named(shape: str) -> str:
    """Page_Team_, as schemas must be called, is a Page of Team."""
    of = re.fullmatch(r"([A-Za-z]+)_(\w+)_", shape)
    return f"{of[1]} of {of[2]}" if of else shape


def _array(schema: Json) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(_kind(one) for one in schema['prefixItems'])}]"
    return f"list of {_kind(schema.get('items') or {})}"


def _bounds(schema: Json) -> str:
    """Limits, as far as they are said in figures."""
    low, high = (
        next((schema[name] for name in names if name in schema), None)
        for names in (("minLength", "minimum"), ("maxLength", "maximum"))
    )
    if high is None:
        return ""
    unit = " characters" if re.search("Length", str(schema)) else ""
    return (
        f" <span class='soft'>({f'{low} to {high}' if low is not None else f'at most {high}'}{unit})</span>"
    )

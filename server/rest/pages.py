"""What browsers load: the widget's script, the built client's files, the console's page."""

from pathlib import Path

from aiohttp import web

from server.core.refusals import NotFound

PACKAGED = Path(__file__).parent.parent / "static"
BUILT = Path(__file__).parent.parent.parent / "web_client" / "dist"

IMMUTABLE = "public, max-age=31536000, immutable"
# Any page may carry the widget: its files are public, and modules need this to be loaded across origins.
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
}


def client_files() -> Path:
    """Where the built web client is: in the package, or in the checkout."""
    return PACKAGED if PACKAGED.is_dir() else BUILT


def add(app: web.Application) -> None:
    app.router.add_get("/", _home)
    app.router.add_get("/widget.js", _loader)
    app.router.add_get("/console/", _console)
    app.router.add_get("/console", _home)
    app.router.add_get("/assets/{path:.+}", _asset)


async def _home(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/console/"})


async def _loader(request: web.Request) -> web.Response:
    return _file(request, "widget.js", "public, max-age=300", FOR_EVERYBODY)


async def _console(request: web.Request) -> web.Response:
    return _file(request, "console/index.html", "no-cache", {})


async def _asset(request: web.Request) -> web.Response:
    return _file(request, f"assets/{request.match_info['path']}", IMMUTABLE, FOR_EVERYBODY)


def _file(request: web.Request, name: str, cache: str, headers: dict[str, str]) -> web.Response:
    """Compressed as it was built, for browsers that take it. Raises NotFound, for what is outside of the
    folder as for what is not there.
    """
    root = client_files().resolve()
    path = (root / name).resolve() if "\0" not in name else root
    if not path.is_relative_to(root) or not path.is_file():
        raise NotFound("no such page")
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    charset = "utf-8" if kind.startswith("text/") else None
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding", **headers}
    packed = path.with_name(f"{path.name}.br")
    if "br" in request.headers.get("Accept-Encoding", "") and packed.is_file():
        path, headers = packed, {**headers, "Content-Encoding": "br"}
    return web.Response(body=path.read_bytes(), content_type=kind, charset=charset, headers=headers)

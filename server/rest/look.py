"""What a site's launcher looks like, for pages that carry the widget: asked before anything is opened."""

from aiohttp import web

from server.core.refusals import NotFound

from .answers import answer
from .pages import FOR_EVERYBODY
from .parts import PARTS

FRESH = "public, max-age=60"


def add(app: web.Application) -> None:
    app.router.add_get("/look/{key}", _look)


async def _look(request: web.Request) -> web.Response:
    """`{name, locale, look: {brand, position}, texts}` of the site with this key; NotFound for any other."""
    site = request.app[PARTS].desk.directory.site_by_key(request.match_info["key"])
    if site is None:
        raise NotFound("no such site")
    look = {"name": site.name, "locale": site.locale, "look": dict(site.look), "texts": dict(site.texts)}
    return answer(look, headers={**FOR_EVERYBODY, "Cache-Control": FRESH})

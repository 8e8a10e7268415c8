"""What a site's launcher looks like, for pages that carry the widget: asked before anything is opened."""

from aiohttp import web

from server.core.refusals import NotFound
from server.desk.people.opening import launcher

from .answers import answer
from .pages import FOR_EVERYBODY
from .parts import PARTS

FRESH = 60  # s


def add(app: web.Application) -> None:
    app.router.add_get("/look/{key}", _look)


async def _look(request: web.Request) -> web.Response:
    """`{name, locale, look: {brand, position}, texts}` of the site with this key; NotFound for any other.

    And, where the launcher may be hidden, whether it is, and until when: `hidden`, `turns_at` (ms, null: at
    any time). `?team=`: the page's.
    """
    desk = request.app[PARTS].desk
    site = desk.directory.site_by_key(request.match_info["key"])
    if site is None:
        raise NotFound("no such site")
    look = {"name": site.name, "locale": site.locale, "look": dict(site.look), "texts": dict(site.texts)}
    hiding = launcher(desk.directory, desk.floor, site, request.query.get("team"), desk.clock())
    fresh = _fresh_for(hiding.get("turns_at"), desk.clock())
    return answer({**look, **hiding}, headers={**FOR_EVERYBODY, "Cache-Control": f"public, max-age={fresh}"})


def _fresh_for(turns_at: int | None, now: int) -> int:
    """Seconds: nothing older than its next turn may be shown after it."""
    return FRESH if turns_at is None else max(0, min(FRESH, (turns_at - now) // 1000))

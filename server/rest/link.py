"""Where a letter's link leads: a page that opens the site's chat on that conversation.

Mail scanners open links as well, so looking changes nothing: only a click makes the chat connect, with the
link for a token.
"""

import html
from pathlib import Path

from aiohttp import web

from server import links
from server.core.refusals import NotFound
from server.desk.desk import Desk
from server.desk.directory import Site

from .link_words import WORDS, language_of
from .parts import PARTS

STYLE = Path(__file__).with_name("link.css")
SCRIPT = Path(__file__).with_name("link.js")
LIVES = {"Cache-Control": "public, max-age=3600"}
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


def add(app: web.Application) -> None:
    app.router.add_get("/c/link.css", _style)
    app.router.add_get("/c/link.js", _script)
    app.router.add_get("/c/{signed}", _page)


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=STYLE.read_text(), content_type="text/css", charset="utf-8", headers=LIVES)


async def _script(_: web.Request) -> web.Response:
    return web.Response(
        text=SCRIPT.read_text(), content_type="text/javascript", charset="utf-8", headers=LIVES
    )


async def _page(request: web.Request) -> web.Response:
    """404, with a page that says so, for a link that is none of ours or whose time is over."""
    parts = request.app[PARTS]
    signed = request.match_info["signed"]
    link = links.opened(parts.desk.directory.sites, signed, parts.clock())
    asked = request.headers.get("Accept-Language", "")[:200]
    locale = await _locale(parts.desk, link.conversation) if link else None
    if link is None or locale is None:
        return _answer(_over(language_of(asked)), 404)
    return _answer(_open(link.site, signed, language_of(locale, link.site.locale, asked)), 200)


async def _locale(desk: Desk, conversation: str) -> str | None:
    """The conversation's; None: it does not exist any more."""
    try:
        return (await desk.conversation(conversation)).locale or ""
    except NotFound:
        return None


def _answer(page: str, status: int) -> web.Response:
    return web.Response(text=page, status=status, content_type="text/html", charset="utf-8", headers=PRIVATE)


def _open(site: Site, signed: str, language: str) -> str:
    words = WORDS[language]
    title = html.escape(words["title"].format(site=site.name))
    attributes = (
        f'data-site="{html.escape(site.key)}" data-link="{html.escape(signed)}" data-locale="{language}"'
    )
    return _whole(
        language,
        title,
        f"<h1>{title}</h1><p>{words['text']}</p>"
        f'<button type="button" id="open" {attributes} hidden>{words["open"]}</button>'
        f'<p id="storage" role="alert" hidden>{words["storage"]}</p>'
        f"<noscript><p>{words['script']}</p></noscript>",
    )


def _over(language: str) -> str:
    words = WORDS[language]
    return _whole(language, words["over"], f"<h1>{words['over']}</h1><p>{words['over_text']}</p>")


def _whole(language: str, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow"><link rel="stylesheet" href="/c/link.css">'
        f'<title>{title}</title><script defer src="/c/link.js"></script></head>'
        f"<body><main>{body}</main></body></html>"
    )

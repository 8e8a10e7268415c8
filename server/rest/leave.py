"""Where the link leads by which one gets a report no more.

Looking changes nothing, for mail scanners look too. The button does, and so does a mail program's own
(RFC 8058), without logging in, and as often as one likes.
"""

import html

from aiohttp import web

from server import links

from .link_words import language_of
from .parts import PARTS

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
WORDS = {
    "en": {
        "title": "This report by mail",
        "ask": "Shall it come to your address no more?",
        "button": "Send it no more",
        "gone": "It comes to your address no more.",
        "over": "This link is none of ours",
    },
    "de": {
        "title": "Dieser Bericht per Mail",
        "ask": "Soll er nicht mehr an Ihre Adresse kommen?",
        "button": "Nicht mehr schicken",
        "gone": "Er kommt nicht mehr an Ihre Adresse.",
        "over": "Dieser Link ist keiner von uns",
    },
    "it": {
        "title": "Questo rapporto per posta",
        "ask": "Non deve più arrivare al suo indirizzo?",
        "button": "Non inviarlo più",
        "gone": "Non arriverà più al suo indirizzo.",
        "over": "Questo link non è nostro",
    },
    "pl": {
        "title": "Ten raport pocztą",
        "ask": "Czy ma już nie przychodzić na Twój adres?",
        "button": "Nie wysyłaj więcej",
        "gone": "Nie będzie już przychodzić na Twój adres.",
        "over": "Ten link nie jest nasz",
    },
}


def add(app: web.Application) -> None:
    app.router.add_get("/r/{signed}", _asks)
    app.router.add_post("/r/{signed}", _leaves)


async def _asks(request: web.Request) -> web.Response:
    words = WORDS[_language(request)]
    if _left(request) is None:
        return _page(request, words["over"], "", 404)
    button = f'<form method="post"><button type="submit">{words["button"]}</button></form>'
    return _page(request, words["title"], f"<p>{words['ask']}</p>{button}", 200)


async def _leaves(request: web.Request) -> web.Response:
    words, left = WORDS[_language(request)], _left(request)
    if left is None:
        return _page(request, words["over"], "", 404)
    await request.app[PARTS].kept.schedules.leaves(*left)
    return _page(request, words["title"], f"<p>{words['gone']}</p>", 200)


def _left(request: web.Request) -> tuple[str, str] | None:
    key = str(request.app[PARTS].kept.directory.settings.get("address_key"))
    return links.left(key, request.match_info["signed"])


def _language(request: web.Request) -> str:
    return language_of(request.headers.get("Accept-Language", "")[:200])


def _page(request: web.Request, title: str, body: str, status: int) -> web.Response:
    page = (
        f'<!doctype html><html lang="{_language(request)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow"><link rel="stylesheet" href="/c/link.css">'
        f"<title>{html.escape(title)}</title></head><body><main><h1>{html.escape(title)}</h1>{body}</main>"
        "</body></html>"
    )
    return web.Response(text=page, status=status, content_type="text/html", charset="utf-8", headers=PRIVATE)

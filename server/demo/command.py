"""`chat-butler demo`: the product alive, in a folder that is thrown away at the end."""

import asyncio
import contextlib
import gc
import secrets
import tempfile
from pathlib import Path

from aiohttp import web

from bot import butler
from server.app import House
from server.clock import wall_clock
from server.core.refusals import NotFound
from server.progress import progress
from server.rest import pages
from server.serve import run
from server.settings import Settings, settings, sqlite_url
from server.store.kept import Kept

from . import cast
from .fill import fill
from .live import PLAYED, Company

SHOWN = ("Ada", "Sam", "Mira")


def demo(port: int | None = None, live: bool = False, seed: int = 1) -> None:
    """Until it is stopped. The same seed gives the same past; with `live`, people are at work."""
    with tempfile.TemporaryDirectory(prefix="chat-butler-demo-", ignore_cleanup_errors=True) as folder:
        chosen = _settings(port, Path(folder))
        password = f"kettle-{secrets.token_hex(4)}"
        asyncio.run(_prepares(chosen, seed, password))
        show = Show(password, seed, live)
        run(chosen, add=show.add, then=show.begins)


class Show:
    """What the demo adds to the house: the shop's pages, a word on the terminal, people at work."""

    def __init__(self, password: str, seed: int, live: bool) -> None:
        self._password = password
        self._seed = seed
        self._live = live
        self._playing: asyncio.Task[None] | None = None

    def add(self, app: web.Application) -> None:
        app.router.add_get("/demo/", _page)
        app.router.add_get("/demo/{name:[a-z]+\\.html}", _page)
        app.on_shutdown.append(self._ends)

    async def begins(self, house: House, address: str) -> None:
        # Where the shop is, is known only now.
        await house.kept.people.change_site(cast.SITE, {"origins": [address]})
        print("\n".join(self._words(address)), flush=True)  # noqa: T201
        if self._live:
            await house.kept.people.set_hours(cast.SITE, None)
            accounts = house.kept.accounts
            tokens = {worker.id: (await accounts.add_token(worker.id, "live demo"))[1] for worker in PLAYED}
            self._playing = asyncio.create_task(Company(address, tokens, self._seed).plays())

    async def _ends(self, _: web.Application) -> None:
        if self._playing is not None:
            self._playing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._playing

    def _words(self, address: str) -> list[str]:
        logins = ", ".join(f"{one.email} ({one.role})" for one in cast.LOGINS if one.name in SHOWN)
        return [
            f"The shop      {address}/demo/",
            f"The console   {address}/console/",
            f"Log in as     {logins}",
            f"Password      {self._password}",
            "Everything is thrown away when you stop it with Ctrl+C.",
        ]


def _settings(port: int | None, folder: Path) -> Settings:
    """Whatever the environment says: on this machine only, and never with data or nodes that are in use."""
    alone = {"database_url": sqlite_url(folder), "redis_url": None, "public_url": None}
    return settings(host="127.0.0.1", port=port).model_copy(update=alone)


async def _prepares(chosen: Settings, seed: int, password: str) -> None:
    now = wall_clock()
    kept = Kept(chosen.database, wall_clock)
    await kept.start()
    # Looking for cycles among so many events, of which none has any, would take a sixth of the time.
    gc.disable()
    try:
        with progress("conversations") as tell:
            await fill(kept, seed, now, butler.decide, password, tell)
    finally:
        gc.enable()
        await kept.stop()


async def _page(request: web.Request) -> web.Response:
    name = request.match_info.get("name", "index.html")
    path = pages.client_files() / "demo" / name
    if not path.is_file():
        raise NotFound("no such page")
    headers = {"Cache-Control": "no-cache"}
    return web.Response(text=path.read_text("utf-8"), content_type="text/html", headers=headers)

"""A real web server that is told things, and answers as it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.house import WITHIN

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Told:
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass
class Receiver:
    """`answers`: statuses (or whole answers) to the next requests; then 200."""

    url: str = ""
    told: list[Told] = field(default_factory=list)
    answers: list[int | Answer] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hears(self, request: web.Request) -> web.StreamResponse:
        self.told.append(Told(await request.read(), dict(request.headers)))
        self._news.set()
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, int):
            return web.Response(status=answer, text="secret answer")
        return await answer(request)

    async def gets(self, number: int) -> Told:
        async def enough() -> None:
            while len(self.told) < number:
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(enough(), WITHIN)
        return self.told[number - 1]

    @property
    def kinds(self) -> list[str]:
        return [told.json["kind"] for told in self.told]


@asynccontextmanager
async def open_receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.hears)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/told"
    try:
        yield receiver
    finally:
        await runner.cleanup()

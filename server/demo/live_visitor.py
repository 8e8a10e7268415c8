"""A visitor who comes to the shop's chat through a real socket, and knows what he wants."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import socketio

from .cast import SITE_KEY
from .pace import Pace, typing_time
from .talk import Talk, Topic
from .visits import TITLES

PATIENCE = 240  # s
STAYS = 120  # s after his last word, for the stars
NAMESPACE = "/visitor"

Wire = dict[str, Any]


@dataclass(slots=True)
class LiveVisitor:
    address: str
    locale: str
    talk: Talk
    topic: Topic
    name: str | None
    pace: Pace
    _client: Any = field(init=False)
    _news: asyncio.Queue[Wire] = field(default_factory=asyncio.Queue)

    async def visits(self) -> None:
        """Asks, waits for each answer, thanks, and perhaps rates; or goes when nobody comes."""
        self._client = socketio.AsyncClient(handle_sigint=False, reconnection=False)
        self._client.on("event", self._news.put_nowait, namespace=NAMESPACE)
        page = {"url": f"{self.address}/demo{self.topic.page}", "title": TITLES[self.topic.page]}
        hello = {"site": SITE_KEY, "locale": self.locale, "page": page}
        await self._client.connect(self.address, auth=hello, namespaces=[NAMESPACE], transports=["websocket"])
        try:
            if await self._talks():
                await self._stays_for_the_stars()
        finally:
            await self._client.disconnect()

    async def _talks(self) -> bool:
        for number, (asks, _) in enumerate(self.topic.turns):
            await self._says(asks)
            if number == 0 and self.name:
                await self._sends("details", name=self.name)
            if await self._next("message.sent", PATIENCE) is None:
                return False
        await self._says(self.pace.chance.choice(self.talk.thanks))
        return True

    async def _stays_for_the_stars(self) -> None:
        asked = await self._next("survey.sent", STAYS)
        if asked is None or not self.pace.likely(0.6):
            return
        await self.pace.takes(6)
        score = self.pace.chance.choices((5, 4, 3, 2), (60, 28, 9, 3))[0]
        comment = {"comment": self.pace.chance.choice(self.talk.praise)} if score == 5 else {}
        await self._sends("rate", conversation=asked["conversation"], score=score, **comment)

    async def _says(self, text: str) -> None:
        await self.pace.takes(5)
        await self._sends("typing", on=True)
        await self.pace.takes(typing_time(text))
        await self._sends("say", id=self.pace.message_id(), text=text)

    async def _next(self, kind: str, seconds: float) -> Wire | None:
        """The next event of that type by somebody else than the butler or himself, read; None: too late."""
        try:
            async with self.pace.within(seconds):
                while True:
                    event = await self._news.get()
                    if event["type"] == kind and event["by"]["kind"] in ("agent", "system"):
                        break
        except TimeoutError:
            return None
        await self._sends("read", seq=event["seq"])
        return event

    async def _sends(self, command: str, **payload: Any) -> Wire:  # noqa: ANN401  (any command's fields)
        answer: Wire = await self._client.call(command, payload, namespace=NAMESPACE, timeout=10)
        return answer

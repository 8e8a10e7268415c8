"""Tells other people's programs: in order and one at a time for each of them, so that a slow one holds up
only itself; tried again as letters are, then given up, and the webhook with it.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Protocol

import structlog

from server.desk.desk import Desk
from server.desk.outside.errands import Errand, NotSent, Outbox
from server.desk.outside.hooks import WEBHOOK, Courier, Webhook

from .outbox import again_at

log = structlog.get_logger()


class Hooks(Protocol):
    """The store."""

    async def noted(self, webhook: Webhook, now: int, problem: str | None) -> None:
        """How the last attempt went."""
        ...

    async def gives_up(self, webhook: Webhook) -> None:
        """It is told no more, until somebody says so."""
        ...


class Deliveries:
    """`chance` gives numbers from 0 to 1."""

    def __init__(
        self, desk: Desk, outbox: Outbox, hooks: Hooks, courier: Courier, chance: Callable[[], float]
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._hooks = hooks
        self._courier = courier
        self._chance = chance
        self._work: set[asyncio.Task[None]] = set()
        self._stops = False

    async def look(self) -> None:
        """Begins what is due and returns; nobody waits for a slow receiver here."""
        if self._stops or not self._desk.directory.webhooks:
            return
        for errand in await self._outbox.claim(self._desk.clock(), WEBHOOK):
            task = asyncio.create_task(self._carries_out(errand), name=errand.run)
            self._work.add(task)
            task.add_done_callback(self._work.discard)

    async def settled(self) -> None:
        """Returns once nothing is at work any more."""
        while self._work:
            await asyncio.wait(self._work)

    async def stop(self, within: float) -> None:
        """What is not through by then goes out again later, with the same id."""
        self._stops = True
        if self._work:
            _, unfinished = await asyncio.wait(self._work, timeout=within)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _carries_out(self, errand: Errand) -> None:
        webhook = self._desk.directory.webhooks.get(errand.subject)
        if webhook is None or webhook.disabled:
            await self._outbox.drop([errand])
        else:
            await self._tells(webhook, errand)
        await self.look()

    async def _tells(self, webhook: Webhook, errand: Errand) -> None:
        now = self._desk.clock()
        body = json.dumps({"id": errand.run, **json.loads(errand.data or "{}")}).encode()
        try:
            await self._courier.delivers(webhook, body, now)
        except NotSent as problem:
            await self._failed(webhook, errand, problem)
            return
        # Its number in the timeline keeps it from being put in again, so the row is needed no more.
        await self._outbox.drop([errand])
        await self._hooks.noted(webhook, now, None)
        log.info("webhook_told", run=errand.run)

    async def _failed(self, webhook: Webhook, errand: Errand, problem: NotSent) -> None:
        now = self._desk.clock()
        at = None if problem.for_good else again_at(errand.attempts + 1, now, self._chance())
        await self._outbox.fails(errand, str(problem), at)
        await self._hooks.noted(webhook, now, str(problem))
        if at is None:
            # Whatever is written while nobody takes it would only pile up.
            await self._hooks.gives_up(webhook)
        log.warning("webhook_not_told", run=errand.run, reason=str(problem), given_up=at is None)

"""Looks at the queue and the agents as they stand, and assigns. Level-triggered: it may miss every change."""

import asyncio
from functools import partial

import structlog

from server.core import routing
from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.events import SYSTEM, Event, Named
from server.core.refusals import Refusal

from .desk import Desk

log = structlog.get_logger()

LOOK_ANYWAY = 5.0  # s; another node may have changed something


async def route(desk: Desk) -> None:
    """Runs until it is cancelled: looks whenever something has changed, and now and then anyway."""
    while True:
        desk.changed.clear()
        try:
            await look(desk)
        except Refusal as refusal:
            log.warning("routing_refused", code=refusal.code)
        except Exception:
            log.exception("routing_failed")
        try:
            await asyncio.wait_for(desk.changed.wait(), LOOK_ANYWAY)
        except TimeoutError:
            continue


async def look(desk: Desk) -> None:
    """Gives each waiter who has a fitting free agent to that agent."""
    if not desk.floor.queue:
        return
    for match in routing.matches(desk.floor.waiters(), desk.floor.takers()):
        person = desk.directory.people[match.agent]
        waiter = desk.floor.queue.get(match.conversation)
        if waiter is None:
            continue
        async with desk.turn(waiter.visitor.id):
            if not _still_fits(desk, match):
                continue
            await desk.record(match.conversation, partial(_give_to, person.named))
            desk.floor.presence(match.agent).idle_since = desk.clock()


def _give_to(agent: Named, conversation: Conversation) -> list[Event]:
    return decide.is_given(conversation, SYSTEM, agent, "routed")


def _still_fits(desk: Desk, match: routing.Match) -> bool:
    """Both may have changed while this one waited for its turn."""
    waiter = next((w for w in desk.floor.waiters() if w.conversation == match.conversation), None)
    taker = next((t for t in desk.floor.takers() if t.agent == match.agent), None)
    return waiter is not None and taker is not None and taker.may_take(waiter)

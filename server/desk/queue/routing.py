"""Looks at the queue and the agents as they stand, and assigns. Level-triggered: it may miss every change."""

import asyncio
from collections.abc import Sequence
from itertools import islice

import structlog

from server.core import routing
from server.core.events import Assigned
from server.core.refusals import Conflict, NotFound, Refusal
from server.core.routing import HOUR, Choice

from ..desk import Desk
from ..nodes.membership import Nodes
from ..ports import Outdated
from ..wishes import Recorded
from .given import Giving
from .overflow import overflow
from .returning import find_last_agents

log = structlog.get_logger()

LOOK_ANYWAY = 5.0  # s; another node may have changed something
LOOK_AGAIN = 0.5  # s, after a refusal: the storage may be back
AT_ONCE = 256  # what is chosen in one go, and stored together
STEP = 64  # of them, before others have their turn
IN_VAIN = 2  # goes in which nothing could be given after all: then later

Lease = tuple[int | None]  # by its fence, which a node that is alone has none of


async def route(desk: Desk, nodes: Nodes) -> None:
    """Runs until it is cancelled: looks whenever something has changed, and now and then anyway.

    Of several nodes one routes at a time.
    """
    lease: Lease | None = None
    while True:
        desk.changed.clear()
        again = LOOK_ANYWAY
        try:
            lease = await _look_if_it_may(desk, nodes, lease)
        except Outdated:
            log.info("routing_taken_over")
        except Refusal as refusal:
            again = LOOK_AGAIN
            log.warning("routing_refused", code=refusal.code)
        except Exception:
            log.exception("routing_failed")
        try:
            await asyncio.wait_for(desk.changed.wait(), again)
        except TimeoutError:
            continue


async def _look_if_it_may(desk: Desk, nodes: Nodes, lease: Lease | None) -> Lease | None:
    """Gives the lease under which it has looked, and knows what there is to remember; None: it may not."""
    if not nodes.may_route:
        desk.floor.looks(desk.clock())
        return None
    if lease != (nodes.fence,):
        await recall(desk)
    await look(desk, nodes.fence, everybody=False)
    return (nodes.fence,)


async def recall(desk: Desk) -> None:
    """What was given within the last hour, before this node was the one who routes."""
    routed = await desk.timeline.routed_since(desk.clock() - HOUR)
    desk.floor.shift.remembers(routed)
    for event in routed:
        if event.agent is not None:
            presence = desk.floor.presence(event.agent.id)
            presence.idle_since = max(presence.idle_since, event.at)


async def look(desk: Desk, fence: int | None = None, *, everybody: bool = True) -> None:
    """Gives each waiter who has a fitting free agent to that agent.

    `fence`: of the lease for it. Outdated says that another node has it by now. `everybody`: agents are
    looked at also of whom nothing is known to have changed.
    """
    floor = desk.floor
    floor.looks(desk.clock(), everybody)
    if not floor.queue:
        return
    await find_last_agents(desk)
    await overflow(desk, fence)
    tries = 0
    while tries < IN_VAIN and (choices := _choices(desk)):
        tries = 0 if await _give(desk, choices, fence) else tries + 1
    floor.shift.forgets_crews(floor.line.needed())


def _choices(desk: Desk) -> list[Choice]:
    now = desk.clock()
    desk.floor.looks(now)
    return list(islice(routing.given_out(desk.floor.line.lanes(), desk.floor.shift.staff, now), AT_ONCE))


async def _give(desk: Desk, choices: Sequence[Choice], fence: int | None) -> int:
    """Each in its visitor's turn, and all of them stored together. Gives how many were given."""
    giving = Giving(desk, choices)
    turns = []
    for number, choice in enumerate(choices, start=1):
        turn = desk.joined(
            giving.visitor(choice), choice.waiter.conversation, giving.decides(choice), fence=fence
        )
        turns.append(asyncio.ensure_future(turn))
        if number % STEP == 0:
            # Whoever else wants something has his say in between.
            await asyncio.sleep(0)
    results = await asyncio.gather(*turns, return_exceptions=True)
    given = 0
    for choice, result in zip(choices, results, strict=True):
        if isinstance(result, Recorded) and any(isinstance(event, Assigned) for event in result.events):
            giving.is_given(choice)
            given += 1
        # Whatever came of it: so far he was only taken to have got it.
        desk.floor.shift.touch(choice.taker.agent)
    await giving.takes_back_from_who_has_left()
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Conflict | NotFound):
            raise result
    return given

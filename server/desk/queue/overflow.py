"""Who waits too long, or for a team of which nobody is there, goes to the team that helps out."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from server.core.conversation import Conversation
from server.core.decide import routing as decide
from server.core.events import Event, Named

from ..directory import Directory
from ..ports import Due

if TYPE_CHECKING:
    from ..desk import Desk

AT_ONCE = 256


def follows(conversation: Conversation, _: Event, directory: Directory) -> Sequence[Due]:
    """When it begins to wait for a team."""
    team = conversation.team.id if conversation.team else None
    after = directory.rules_of(team).overflow_after
    if after is None or conversation.waiting != "queue":
        return ()
    return (_due(conversation.id, conversation.last_at + 1000 * after),)


async def begin(desk: "Desk", team: str) -> None:
    """The team's rules are other ones now, also for those who wait already: from now on."""
    after = desk.directory.rules_of(team).overflow_after
    if after is not None:
        at = desk.clock() + 1000 * after
        waiting = [waiter.conversation for waiter in desk.floor.line.waiters_of(team)]
        await asyncio.gather(*(desk.timeline.set_due(_due(one, at)) for one in waiting))


async def look(desk: "Desk", due: Due) -> None:
    """It has waited for this team long enough. While there is nobody who could help out either, it stays."""
    conversation = await desk.conversation(due.subject)
    if conversation.waiting != "queue":
        return
    team = conversation.team.id if conversation.team else None
    if (to := helper_of(desk, team)) is None:
        after = desk.directory.rules_of(team).overflow_after
        again = () if after is None else (_due(conversation.id, desk.clock() + 1000 * after),)
        await asyncio.gather(*(desk.timeline.set_due(one) for one in again))
        return
    async with desk.turn(conversation.visitor.id):
        await desk.record(conversation.id, partial(decide.overflows, from_=team, to=to), done=(due,))


async def overflow(desk: "Desk", fence: int | None) -> None:
    """At once, where nobody is on duty."""
    for team in desk.floor.line.teams():
        if desk.floor.is_on_duty(team) or (to := helper_of(desk, team)) is None:
            continue
        waiting = desk.floor.line.waiters_of(team)
        for start in range(0, len(waiting), AT_ONCE):
            moved = [desk.floor.queue[one.conversation] for one in waiting[start : start + AT_ONCE]]
            move = partial(decide.overflows, from_=team, to=to)
            await asyncio.gather(*(desk.joined(one.visitor.id, one.id, move, fence=fence) for one in moved))


def helper_of(desk: "Desk", team: str | None) -> Named | None:
    """The next team on the way where somebody is on duty."""
    return desk.directory.team_named(desk.floor.helper_of(team))


def _due(conversation: str, at: int) -> Due:
    return Due(f"overflow:{conversation}", at, "overflow", conversation)

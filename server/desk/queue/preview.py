"""Who would get the next conversation of a team, if its rules were these."""

from typing import Any

from server.core import routing
from server.core.routing import Needs, Staff, Waiter
from server.core.rules import Policy

from ..desk import Desk
from ..directory import Team


def next_one(desk: Desk, team: Team, policy: Policy, fair_share: int | None) -> dict[str, Any]:
    """As `explained` in core/routing, of one that comes now and needs nothing in particular.

    `free`: how many could take it; `waiting`: how many wait already; `names` of the candidates.
    """
    now = desk.clock()
    staff = Staff()
    desk.floor.looks(now)
    for agent in desk.directory.people:
        if (taker := desk.floor.shift.taker(agent)) is not None:
            staff.put(taker, now)
    needs = Needs(team.id, (), None, policy, fair_share)
    crew = staff.crew(needs, now)
    choice = staff.choice(Waiter("", team.id, now, needs=needs), now)
    why = routing.explained(choice, now) if choice else {"decided_by": None, "candidates": []}
    people = desk.directory.people
    return {
        "decided_by": why["decided_by"],
        "candidates": why["candidates"],
        "others": choice.others if choice else {why: n for why, n in crew.others.items() if n},
        "free": crew.free,
        "waiting": desk.floor.ahead_of(team.id),
        "names": {one["agent"]: people[one["agent"]].name for one in why["candidates"]},
    }

"""The floor in figures, as a supervisor sees it now."""

from typing import Any

from . import states
from .desk import Desk
from .directory import Person
from .floor import AgentPresence

MOST_SHOWN = 200


def board(desk: Desk, today: dict[str, Any] | None = None) -> dict[str, Any]:
    """PROTOCOL: board. Waits in seconds, None when nobody waits; `today`: answers of GET /kpis/{id} by id."""
    floor = desk.floor
    now = desk.clock()
    queue = [floor.queue[waiter.conversation] for waiter in floor.waiters()]
    waits = [max(0, now - (conversation.queued_at or now)) / 1000 for conversation in queue]
    return {
        "v": 1,
        "at": now,
        "waiting": len(queue),
        "longest_wait": max(waits, default=None),
        "mean_wait": sum(waits) / len(waits) if waits else None,
        "active": sum(c.status == "open" and c.agent is not None for c in floor.open.values()),
        "queue": [states.for_agents(conversation, floor) for conversation in queue[:MOST_SHOWN]],
        "agents": [_agent(desk, person.id) for person in _employed(desk)],
        "today": today or {},
    }


def _employed(desk: Desk) -> list[Person]:
    working = [person for person in desk.directory.people.values() if not person.disabled]
    return sorted(working, key=lambda person: (person.name, person.id))


def _agent(desk: Desk, agent: str) -> dict[str, Any]:
    person = desk.directory.people[agent]
    presence = desk.floor.agents.get(agent) or AgentPresence(agent)
    return {
        "id": agent,
        "name": person.name,
        "status": presence.status,
        "reason": presence.reason,
        "since": presence.since,
        "slots": person.slots,
        "taken": desk.floor.taken(agent),
        "teams": [states.named(desk.directory.team_named(team)) for team in sorted(person.teams)],
    }

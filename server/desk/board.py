"""The floor in figures, as a supervisor sees it now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.core.conversation import Conversation

from . import states
from .directory import Person
from .floor import AgentPresence

if TYPE_CHECKING:
    # Reports know the parts of a board, and their process loads nothing of what a desk needs.
    from .desk import Desk

MOST_SHOWN = 200
MOST_DUE = 50
SOON = 600_000  # ms: what is due within it is shown


@dataclass(frozen=True, slots=True)
class Part:
    """What is looked at: a site's, a team's, or all (None)."""

    site: str | None = None
    team: str | None = None

    def has(self, conversation: Conversation) -> bool:
        team = conversation.team.id if conversation.team else None
        return self.site in (None, conversation.site) and self.team in (None, team)

    def employs(self, person: Person) -> bool:
        return self.team is None or self.team in person.teams


WHOLE = Part()


def board(
    desk: "Desk",
    today: Mapping[str, Any] | None = None,
    alerts: Sequence[dict[str, Any]] = (),
    usual: Mapping[str, Any] | None = None,
    part: Part = WHOLE,
) -> dict[str, Any]:
    """PROTOCOL: board. Waits in seconds, None when nobody waits; `today`: answers of GET /kpis/{id} by id;
    `usual`: the mean of the last four same weekdays up to the same time of day.
    """
    floor = desk.floor
    now = desk.clock()
    queue = [c for waiter in floor.waiters() if part.has(c := floor.queue[waiter.conversation])]
    opened = [conversation for conversation in floor.open.values() if part.has(conversation)]
    waits = [max(0, now - (conversation.queued_at or now)) / 1000 for conversation in queue]
    return {
        "v": 1,
        "at": now,
        "waiting": len(queue),
        "longest_wait": max(waits, default=None),
        "mean_wait": sum(waits) / len(waits) if waits else None,
        "active": sum(_is_active(conversation) for conversation in opened),
        "queue": [states.for_agents(conversation, floor) for conversation in queue[:MOST_SHOWN]],
        "agents": [_agent(desk, person.id) for person in _employed(desk) if part.employs(person)],
        "groups": _groups(queue, opened),
        "due": [states.for_agents(conversation, floor) for conversation in _due(opened, now)],
        "today": dict(today or {}),
        "usual": dict(usual or {}),
        "alerts": list(alerts),
    }


def _is_active(conversation: Conversation) -> bool:
    return conversation.status == "open" and conversation.agent is not None


def _groups(queue: Iterable[Conversation], opened: Iterable[Conversation]) -> list[dict[str, Any]]:
    """By site and team, so that a screen can show a part of it, and let its waits go on by itself."""
    waiting: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    active: defaultdict[tuple[str, str], int] = defaultdict(int)
    for conversation in queue:
        waiting[_whose(conversation)].append(conversation.queued_at or conversation.started_at)
    for conversation in opened:
        active[_whose(conversation)] += _is_active(conversation)
    return [
        {
            "site": whose[0],
            "team": whose[1] or None,
            "waiting": len(waiting[whose]),
            "oldest": min(waiting[whose], default=None),
            "began": sum(waiting[whose]),
            "active": active[whose],
        }
        for whose in sorted({*waiting, *active})
    ]


def _whose(conversation: Conversation) -> tuple[str, str]:
    return conversation.site, conversation.team.id if conversation.team else ""


def _due(opened: Iterable[Conversation], now: int) -> list[Conversation]:
    """What is owed soon, or late already, the most urgent first."""
    owed = [(by, c) for c in opened if (by := c.next_deadline) is not None and by <= now + SOON]
    return [conversation for _, conversation in sorted(owed, key=lambda one: (one[0], one[1].id))[:MOST_DUE]]


def _employed(desk: "Desk") -> list[Person]:
    working = [person for person in desk.directory.people.values() if not person.disabled]
    return sorted(working, key=lambda person: (person.name, person.id))


def _agent(desk: "Desk", agent: str) -> dict[str, Any]:
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
        "on_duty": desk.directory.on_duty(agent, desk.clock()),
        "teams": [states.named(desk.directory.team_named(team)) for team in sorted(person.teams)],
        "has": _has(desk, agent),
    }


def _has(desk: "Desk", agent: str) -> list[dict[str, Any]]:
    """What is in his slots, what he got first first."""
    held = [found for found in desk.floor.conversations_of(agent) if found.status == "open"]
    return [
        {
            "id": found.id,
            "site": found.site,
            "visitor": states.named(found.visitor),
            "waiting": found.waiting,
            "waiting_since": found.waiting_since,
            "next_deadline": found.next_deadline,
        }
        for found in sorted(held, key=lambda one: (one.assigned_at or 0, one.id))
    ]

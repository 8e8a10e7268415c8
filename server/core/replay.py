"""The floor as it stood: who waited, who had what and who was there, at any moment of a day.

Of a day only what changes the floor is told, as short rows; `floor_at` puts them together for one moment. Its
twin is web_client/console/replay/floor.ts: the same day gives the same floor.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import events as e
from .conversation import NOT_STARTED, Conversation, after
from .events import AgentStatus, Event

MOST = 20_000  # conversations of a day
PLACES = ("bot", "queue", "agent", "snoozed", "resolved")

# What moves a conversation on the floor, and what names its visitor; nothing else need be read.
KINDS: tuple[type[Event], ...] = (
    e.ConversationStarted,
    e.Queued,
    e.Assigned,
    e.Unassigned,
    e.Transferred,
    e.Prioritised,
    e.Snoozed,
    e.Unsnoozed,
    e.Resolved,
    e.Reopened,
    e.VisitorIdentified,
    e.DetailsGiven,
)
TYPES = tuple(kind.type for kind in KINDS)


@dataclass(frozen=True, slots=True)
class FloorOf:
    """Which floor: from `since` on and before `until` (ms); `site` None: all."""

    since: int
    until: int
    site: str | None = None


class Spot(NamedTuple):
    """Where a conversation is. `since`: when it came into the queue, or to its agent (ms); else 0."""

    place: str
    team: str | None
    agent: str | None
    since: int
    in_front: bool
    priority: int


class Moved(NamedTuple):
    at: int
    spot: Spot


class Spell(NamedTuple):
    """How an agent stands from `at` on."""

    at: int
    agent: str
    status: str
    reason: str
    slots: int


def spot_of(conversation: Conversation) -> Spot:
    agent = conversation.agent.id if conversation.agent else None
    team = conversation.team.id if conversation.team else None
    place = _place(conversation)
    since = {"queue": conversation.queued_at, "agent": conversation.assigned_at}.get(place) or 0
    waits = place == "queue"
    return Spot(
        place, team, agent, since, waits and conversation.in_front, conversation.priority if waits else 0
    )


def _place(conversation: Conversation) -> str:
    if conversation.status != "open":
        return conversation.status
    if conversation.queued_at is not None:
        return "queue"
    return "agent" if conversation.agent is not None else "bot"


def moves_of(timeline: Iterable[Event]) -> tuple[list[Moved], Conversation]:
    """When it came to another spot, in order, each moment once; and how it stood in the end."""
    now, moves = NOT_STARTED, list[Moved]()
    for event in timeline:
        now = after(now, event)
        spot = spot_of(now)
        if moves and moves[-1].spot == spot:
            continue
        if moves and moves[-1].at == event.at:
            moves.pop()
        moves.append(Moved(event.at, spot))
    return moves, now


def day_of(
    wanted: FloorOf,
    timelines: Iterable[Sequence[Event]],
    spells: Iterable[Spell],
    names: Mapping[str, str | None],
) -> dict[str, Any]:
    """The day as it is told. Rows name conversations, agents and teams by their place in a list of them.

    `timelines` need only have events of KINDS, all before `until`. What was over before `since` is left out;
    of the rest, what happened last before it is told, too. `names`: of agents and teams.
    """
    told = _Told()
    for timeline in timelines:
        moves, last = moves_of(timeline)
        told.conversation(last, _within(moves, wanted.since))
    states = [[spell.at, told.agent(spell.agent), *spell[2:]] for spell in _known(spells, wanted)]
    return {
        "conversations": told.conversations,
        "agents": [[agent, names.get(agent)] for agent in told.agents],
        "teams": [[team, names.get(team)] for team in told.teams],
        "moves": sorted(told.moves),
        "states": sorted(states),
    }


class _Told:
    """What is being put together. Dictionaries keep the order in which somebody was first named."""

    def __init__(self) -> None:
        self.conversations: list[list[Any]] = []
        self.agents: dict[str, int] = {}
        self.teams: dict[str, int] = {}
        self.moves: list[list[Any]] = []

    def agent(self, agent: str) -> int:
        return self.agents.setdefault(agent, len(self.agents))

    def conversation(self, last: Conversation, moves: Sequence[Moved]) -> None:
        if not moves:
            return
        number = len(self.conversations)
        self.conversations.append([last.id, last.site, last.visitor.name, last.visitor.id])
        for at, spot in moves:
            team = None if spot.team is None else self.teams.setdefault(spot.team, len(self.teams))
            agent = None if spot.agent is None else self.agent(spot.agent)
            place = PLACES.index(spot.place)
            # None cannot be compared with numbers, and rows are sorted.
            row = [at, number, place, _plain(team), _plain(agent), spot.since]
            self.moves.append([*row, int(spot.in_front), spot.priority])


def _plain(index: int | None) -> int:
    return -1 if index is None else index


def _within(moves: Sequence[Moved], since: int) -> Sequence[Moved]:
    """From the last one before `since` on, unless it was over by then and nothing came of it again."""
    first = max((number for number, move in enumerate(moves) if move.at < since), default=0)
    kept = moves[first:]
    over = [move for move in kept if move.at < since and move.spot.place == "resolved"]
    return kept[1:] if over else kept


def _known(spells: Iterable[Spell], wanted: FloorOf) -> list[Spell]:
    """Those that begin within it, and of each agent the last one before."""
    known: list[Spell] = []
    before: dict[str, Spell] = {}
    for spell in sorted(spells):
        if spell.at < wanted.since:
            before[spell.agent] = spell
        elif spell.at < wanted.until:
            known.append(spell)
    return [*before.values(), *known]


def spell_of(event: AgentStatus) -> Spell:
    return Spell(event.at, event.agent.id, event.status, event.reason, event.slots)


def floor_at(day: Mapping[str, Any], at: int) -> dict[str, Any]:
    """How the floor stood once all had happened that did until `at`, that millisecond included.

    `queue`: who waits, the more urgent first, then those who were served already, then by wait; `held` and
    `snoozed` by agent; `bot`: with the butler; `agents`: status, reason and slots by agent.
    """
    rows: dict[int, list[Any]] = {row[1]: row for row in day["moves"] if row[0] <= at}
    found: dict[str, list[list[Any]]] = {place: [] for place in PLACES}
    for row in rows.values():
        found[PLACES[row[2]]].append(row)
    queue = sorted(found["queue"], key=lambda row: (-row[7], -row[6], row[5], _id(day, row)))
    return {
        "queue": [_id(day, row) for row in queue],
        "held": _by_agent(day, found["agent"]),
        "snoozed": _by_agent(day, found["snoozed"]),
        "bot": sorted(_id(day, row) for row in found["bot"]),
        "agents": {day["agents"][row[1]][0]: row[2:] for row in day["states"] if row[0] <= at},
    }


def _id(day: Mapping[str, Any], row: Sequence[Any]) -> str:
    return str(day["conversations"][row[1]][0])


def _by_agent(day: Mapping[str, Any], rows: Iterable[Sequence[Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        agent = "" if row[4] < 0 else str(day["agents"][row[4]][0])
        found.setdefault(agent, []).append(_id(day, row))
    return {agent: sorted(found[agent]) for agent in sorted(found)}

"""The floor as it stands: what is open, who waits, which agents are there. A restart builds it anew."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from server.core import routing
from server.core.conversation import Conversation
from server.core.events import Presence
from server.core.routing import Taker, Waiter

from .directory import Directory, Person, Site
from .ports import VisitorRecord


@dataclass(slots=True)
class Guest:
    """A visitor with at least one connection. `conversation`: the one that he would write into, if any."""

    record: VisitorRecord
    site: Site
    conversation: str | None = None
    address: str | None = None
    sockets: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.record.id


@dataclass(slots=True)
class AgentPresence:
    """`status` survives a reconnect; `seq` is the last number of the agent's own timeline."""

    agent: str
    status: Presence = "offline"
    reason: str = "chosen"
    since: int = 0
    idle_since: int = 0
    seq: int = 0
    sockets: set[str] = field(default_factory=set)


class Floor:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.open: dict[str, Conversation] = {}
        self.queue: dict[str, Conversation] = {}
        self.guests: dict[str, Guest] = {}
        self.agents: dict[str, AgentPresence] = {}
        self._of_agent: defaultdict[str, set[str]] = defaultdict(set)

    def put(self, conversation: Conversation) -> None:
        """Takes note of how a conversation stands now."""
        before = self.open.get(conversation.id)
        if before and before.agent:
            self._of_agent[before.agent.id].discard(conversation.id)
        self.queue.pop(conversation.id, None)
        if conversation.status == "resolved":
            self.open.pop(conversation.id, None)
            return
        self.open[conversation.id] = conversation
        if conversation.agent:
            self._of_agent[conversation.agent.id].add(conversation.id)
        if conversation.waiting == "queue":
            self.queue[conversation.id] = conversation

    def presence(self, agent: str) -> AgentPresence:
        return self.agents.setdefault(agent, AgentPresence(agent))

    def conversations_of(self, agent: str) -> list[Conversation]:
        """What he has open, snoozed ones included."""
        return [self.open[conversation] for conversation in self._of_agent.get(agent, ())]

    def taken(self, agent: str) -> int:
        """How many of his slots are in use; what is snoozed uses none."""
        return sum(conversation.status == "open" for conversation in self.conversations_of(agent))

    def is_here(self, agent: str) -> bool:
        """A visitor may wait for him: he takes chats, is away, or took this one by hand while offline."""
        presence = self.agents.get(agent)
        return presence is not None and (presence.status != "offline" or bool(presence.sockets))

    def takers(self) -> list[Taker]:
        return [
            Taker(person.id, person.teams, person.slots, self.taken(person.id), presence.idle_since)
            for presence in self.agents.values()
            if presence.status == "online" and (person := self._employed(presence.agent))
        ]

    def takers_of(self, team: str | None) -> list[Taker]:
        return [taker for taker in self.takers() if team is None or team in taker.teams]

    def waiters(self) -> list[Waiter]:
        """Who waits, the next one first."""
        return routing.in_order(_waiter(conversation) for conversation in self.queue.values())

    def position(self, conversation: Conversation) -> int | None:
        """1 is next, among those who wait for the same team; None: it does not wait."""
        if conversation.id not in self.queue:
            return None
        mine = _waiter(conversation)
        ahead = routing.in_order(
            _waiter(other) for other in self.queue.values() if other.team == conversation.team
        )
        return ahead.index(mine) + 1

    def _employed(self, agent: str) -> Person | None:
        person = self._directory.people.get(agent)
        return None if person is None or person.disabled else person


def waiting_first(conversations: Iterable[Conversation]) -> list[Conversation]:
    by_id = {conversation.id: conversation for conversation in conversations}
    return [by_id[waiter.conversation] for waiter in routing.in_order(_waiter(c) for c in by_id.values())]


def _waiter(conversation: Conversation) -> Waiter:
    team = conversation.team.id if conversation.team else None
    return Waiter(conversation.id, team, conversation.queued_at or 0, conversation.in_front)

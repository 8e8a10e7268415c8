"""The floor as it stands: what is open, who waits, which agents are there. A restart builds it anew."""

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import Any

from server.core.access import may_see
from server.core.conversation import Conversation
from server.core.events import Presence
from server.core.routing import Taker, Waiter, overflows_to, rank

from .directory import Directory, Site, Topic
from .ports import Clock, VisitorRecord
from .queue.shift import Shift
from .queue.waiting import Waiting

REMEMBERED_CLOSED = 10_000


@dataclass(slots=True)
class Guest:
    """A visitor with at least one connection. `conversation`: the one that he would write into, if any.

    `asked`: the team that the page is for, and `topic` what it is about, when there is such a one. `service`:
    what his widget was told of whether anybody is there.
    """

    record: VisitorRecord
    site: Site
    asked: str | None = None
    topic: Topic | None = None
    conversation: str | None = None
    address: str | None = None
    service: dict[str, Any] | None = None
    sockets: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def team(self) -> str | None:
        """Whose a new conversation of his would be."""
        return (self.topic and self.topic.team) or self.asked or self.site.team


@dataclass(slots=True)
class AgentPresence:
    """`status` survives a reconnect; `seq` is the last number of the agent's own timeline. `missed`: his last
    connection here is gone, and he has not been heard of since. `elsewhere`: he is connected to another node.
    """

    agent: str
    status: Presence = "offline"
    reason: str = "chosen"
    since: int = 0
    idle_since: int = 0
    seq: int = 0
    sockets: set[str] = field(default_factory=set)
    missed: bool = False
    elsewhere: bool = False

    @property
    def is_missed(self) -> bool:
        return self.missed and not self.elsewhere

    @property
    def is_connected(self) -> bool:
        return bool(self.sockets) or self.elsewhere


class Floor:
    def __init__(self, directory: Directory, clock: Clock | None = None) -> None:
        self._clock = clock
        self._directory = directory
        self.open: dict[str, Conversation] = {}
        self.waiting = Waiting(directory)
        self.queue = self.waiting.queue
        self.line = self.waiting.line
        self.guests: dict[str, Guest] = {}
        self.agents: dict[str, AgentPresence] = {}
        self._of_agent: defaultdict[str, set[str]] = defaultdict(set)
        self.shift = Shift(directory, self.agents, self.conversations_of)
        self._known: tuple[object, object] | None = None
        self._closed: OrderedDict[str, int] = OrderedDict()

    def put(self, conversation: Conversation) -> None:
        """Takes note of how a conversation stands now."""
        before = self.open.get(conversation.id)
        for one in (before, conversation) if before is None or _use(before) != _use(conversation) else ():
            if one and one.agent:
                self.shift.touch(one.agent.id)
        if before and before.agent:
            self._of_agent[before.agent.id].discard(conversation.id)
        self.waiting.put(conversation)
        if conversation.status == "resolved":
            self.open.pop(conversation.id, None)
            self.knows_closed(conversation)
            return
        self.open[conversation.id] = conversation
        if conversation.agent:
            self._of_agent[conversation.agent.id].add(conversation.id)

    def knows_closed(self, conversation: Conversation) -> None:
        """What is told of a conversation that is over begins after this."""
        self._closed[conversation.id] = conversation.last_seq
        self._closed.move_to_end(conversation.id)
        if len(self._closed) > REMEMBERED_CLOSED:
            self._closed.popitem(last=False)

    def last_told(self, conversation: str) -> int:
        """The number up to which the people here have been told; 0: of nothing."""
        known = self.open.get(conversation)
        return known.last_seq if known is not None else self._closed.get(conversation, 0)

    def presence(self, agent: str) -> AgentPresence:
        # Whoever asks may change it.
        self.shift.touch(agent)
        return self.agents.setdefault(agent, AgentPresence(agent))

    def conversations_of(self, agent: str) -> list[Conversation]:
        """What he has open, snoozed ones included."""
        return [self.open[conversation] for conversation in self._of_agent.get(agent, ())]

    def blind_sockets(self, conversation: Conversation) -> list[str]:
        """Of the agents here who may not see it (any more)."""
        return [
            socket
            for presence in self.agents.values()
            if presence.sockets and not self._sees(presence.agent, conversation)
            for socket in presence.sockets
        ]

    def _sees(self, agent: str, conversation: Conversation) -> bool:
        person = self._directory.people.get(agent)
        return person is not None and may_see(person, conversation)

    def taken(self, agent: str) -> int:
        """How many of his slots are in use; what is snoozed uses none."""
        return sum(conversation.status == "open" for conversation in self.conversations_of(agent))

    def is_here(self, agent: str) -> bool:
        """A visitor may wait for him: he takes chats, is away, or took this one by hand while offline."""
        presence = self.agents.get(agent)
        return presence is not None and (presence.status != "offline" or presence.is_connected)

    def is_away(self, agent: str) -> bool:
        """He has set himself away. To ask changes nothing: it is asked with each message."""
        presence = self.agents.get(agent)
        return presence is not None and presence.status == "away"

    def looks(self, now: int | None = None, everybody: bool = False) -> None:
        """Takes in what has changed about who works here and how. `now` None: by the clock, if it has one."""
        if now is None and self._clock is not None:
            now = self._clock()
        known = (self._directory.people, self._directory.teams)
        if self._known is None or any(a is not b for a, b in zip(known, self._known, strict=True)):
            self._known, everybody = known, True
            self.waiting.reads_the_rules_anew()
        self.shift.looks(now, everybody)

    def is_on_duty(self, team: str | None) -> bool:
        """Somebody takes chats of this team."""
        return self.online(team) > 0

    def online(self, team: str | None) -> int:
        """How many take chats of a team, or will when their connection is back."""
        self.looks()
        return self.shift.online(team)

    def free(self, team: str | None) -> int:
        """How many of them have a slot left."""
        self.looks()
        return self.shift.free(team)

    def helper_of(self, team: str | None) -> str | None:
        """The next team on the way of its overflow where somebody is on duty."""
        return overflows_to(team, self._directory.rules_of, self.is_on_duty)

    def serving(self, team: str | None) -> str | None:
        """Whose agents would get what came now: its own, or another team's where nobody of it is on duty."""
        return team if self.is_on_duty(team) else self.helper_of(team) or team

    def takers_of(self, team: str | None) -> list[Taker]:
        """Who takes chats of a team, or will when his connection is back."""
        self.looks()
        return self.shift.takers(team)

    def is_first_to_take(self, conversation: Conversation) -> bool:
        """It waits, and rings at everybody who fits."""
        team = conversation.team.id if conversation.team else None
        return conversation.waiting == "queue" and self._directory.rules_of(team).policy == "broadcast"

    def waiter(self, conversation: Conversation) -> Waiter:
        """As it stands, or would stand, in the queue."""
        return self.waiting.waiter(conversation)

    def waiters(self) -> list[Waiter]:
        """Who waits, the next one first."""
        return self.line.waiters()

    def position(self, conversation: Conversation) -> int | None:
        """1 is next, among those who wait for the same team; None: it does not wait."""
        return self.line.position(conversation.id)

    def rank(self, conversation: Conversation) -> list[int] | None:
        """The smaller, the sooner it is served; it stays the same while it waits. None: it does not wait."""
        if conversation.id not in self.queue:
            return None
        return [int(part) for part in rank(self.waiter(conversation))[:-1]]

    def ahead_of(self, team: str | None) -> int:
        """How many wait for a team."""
        return self.line.length(team)


def _use(conversation: Conversation) -> tuple[object, ...]:
    """What of it uses somebody's slot."""
    return conversation.agent, conversation.status, conversation.team

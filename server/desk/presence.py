"""Agents come, go and say whether they take chats: their own timelines."""

import asyncio

from server.core import facts as facts_
from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide.visitor import given_back
from server.core.events import AgentStatus, Event, Presence, Sender

from .desk import Desk
from .directory import Person
from .ports import Append, Due, Taken

GRACE = 30_000  # ms after an agent's last connection is gone


class Presences:
    """What agents' statuses are, kept in the floor and on the agents' timelines."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turns: dict[str, asyncio.Lock] = {}

    async def start(self) -> None:
        """Statuses survive a restart; who does not come back within the grace is gone."""
        for event in await self._desk.timeline.statuses():
            self.noticed(event)
            if event.status != "offline":
                await self._desk.timeline.set_due(gone(event.agent.id, self._desk.clock() + GRACE))

    def noticed(self, event: AgentStatus) -> None:
        """How an agent stands now, said here or by another node."""
        presence = self._desk.floor.presence(event.agent.id)
        if event.seq <= presence.seq:
            return
        presence.status, presence.reason, presence.since = event.status, event.reason, event.at
        presence.seq, presence.idle_since = event.seq, event.at
        self._desk.notice_change()

    def arrives(self, person: Person, socket: str) -> None:
        self._desk.floor.presence(person.id).sockets.add(socket)

    async def leaves(self, person: Person, socket: str) -> None:
        presence = self._desk.floor.presence(person.id)
        presence.sockets.discard(socket)
        if not presence.sockets and presence.status != "offline":
            await self._desk.timeline.set_due(gone(person.id, self._desk.clock() + GRACE))

    async def sets(self, person: Person, status: Presence, reason: str = "chosen") -> None:
        """Records the status, if it is another one; then routing looks again."""
        async with self._turns.setdefault(person.id, asyncio.Lock()):
            presence = self._desk.floor.presence(person.id)
            if presence.status == status:
                return
            event = await self._append(person, status, reason)
            self.noticed(event)
        await self._desk.tell.person(event)
        if status == "offline":
            await self.gives_back(person.id, "agent_gone")

    async def is_gone(self, agent: str) -> None:
        """The grace is over: he is offline, and those who wait for him go back to the head of the queue."""
        presence = self._desk.floor.presence(agent)
        person = self._desk.directory.people.get(agent)
        if presence.sockets or presence.status == "offline" or person is None:
            return
        await self.sets(person, "offline", "connection_lost")

    async def is_revoked(self, agent: str) -> None:
        """He may not work here any more: whatever he has open goes back to the queue, at once."""
        person = self._desk.directory.people.get(agent)
        if person is not None:
            await self.sets(person, "offline", "revoked")
        for conversation in self._desk.floor.conversations_of(agent):
            async with self._desk.turn(conversation.visitor.id):
                await self._desk.record(conversation.id, _takes_away)

    async def gives_back(self, agent: str, reason: str) -> None:
        for conversation in self._desk.floor.conversations_of(agent):
            async with self._desk.turn(conversation.visitor.id):
                await self._desk.record(conversation.id, lambda c: decide.gives_back(c, reason))

    async def _append(self, person: Person, status: Presence, reason: str) -> AgentStatus:
        while True:
            seq, facts = await self._desk.timeline.agent_facts(person.id)
            event = AgentStatus(
                seq=seq + 1,
                at=self._desk.clock(),
                by=Sender("agent", person.id, person.name),
                agent=person.named,
                status=status,
                reason=reason,
                slots=person.slots,
            )
            folded = facts_.after(facts or facts_.NOTHING, event, self._desk.directory.calendars)
            try:
                await self._desk.timeline.append(Append((event,), None, folded))
            except Taken:
                continue
            return event


def _takes_away(conversation: Conversation) -> list[Event]:
    return given_back(conversation, "agent_gone") if conversation.agent is not None else []


def gone(agent: str, at: int) -> Due:
    return Due(f"agent_gone:{agent}", at, "agent_gone", agent)

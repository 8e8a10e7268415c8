"""Agents come, go and say whether they take chats: their own timelines."""

import asyncio
from collections.abc import Callable
from functools import partial

from server.core import facts as facts_
from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide.visitor import given_back
from server.core.events import AgentStatus, Event, Presence, Sender
from server.core.refusals import Conflict

from .desk import Desk
from .directory import Person
from .people.staying import hands_back
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
                self._desk.floor.presence(event.agent.id).missed = True
                await self._desk.timeline.set_due(gone(event.agent.id, self._desk.clock() + GRACE))

    def noticed(self, event: AgentStatus) -> bool:
        """How an agent stands now, said here or by another node. Gives whether it is news."""
        presence = self._desk.floor.presence(event.agent.id)
        if event.seq <= presence.seq:
            return False
        presence.status, presence.reason, presence.since = event.status, event.reason, event.at
        presence.seq, presence.idle_since, presence.missed = event.seq, event.at, False
        self._desk.notice_change()
        return True

    async def arrives(self, person: Person, socket: str) -> None:
        presence = self._desk.floor.presence(person.id)
        presence.sockets.add(socket)
        if presence.missed:
            presence.missed = False
            self._desk.notice_change()
        if self._desk.has_others and presence.status != "offline":
            # He may come from another node, where he counts as gone before long.
            await self._desk.timeline.set_due(gone(person.id, self._desk.clock() + GRACE))

    async def leaves(self, person: Person, socket: str) -> None:
        presence = self._desk.floor.presence(person.id)
        presence.sockets.discard(socket)
        presence.missed = not presence.sockets
        if presence.missed and presence.status != "offline":
            await self._desk.timeline.set_due(gone(person.id, self._desk.clock() + GRACE))

    async def begin_graces_anew(self) -> None:
        """The clock was set back: what was to happen in 30 seconds must not wait until it is there again."""
        for agent, presence in list(self._desk.floor.agents.items()):
            if not presence.sockets and presence.status != "offline":
                await self._desk.timeline.set_due(gone(agent, self._desk.clock() + GRACE))

    async def sets(
        self,
        person: Person,
        status: Presence,
        reason: str = "chosen",
        by: Sender | None = None,
        note: str | None = None,
    ) -> bool:
        """Records the status, if it is another one; then routing looks again. Gives whether it was.

        `by`: who says so, if it is not himself; then Conflict is raised for one who is offline: he is not
        there, and only he can say that he is.
        """
        async with self._turns.setdefault(person.id, asyncio.Lock()):
            presence = self._desk.floor.presence(person.id)
            if by is not None and presence.status == "offline":
                raise Conflict("he is offline: only he can say that he is there", status=presence.status)
            # Away for lunch, then for a meeting: that is news. Online is online.
            if presence.status == status and (status != "away" or presence.reason == reason):
                return False
            event = await self._append(person, status, reason, by, note)
            self.noticed(event)
        await self._desk.tell.person(event)
        self._desk.tell.agent_changed(person.id)
        if status == "offline":
            await self.gives_back(person.id, "agent_gone")
        elif status == "away":
            await self.gives_back(person.id, "agent_gone", partial(hands_back, self._desk))
        return True

    def is_elsewhere(self, agents: frozenset[str]) -> None:
        """Who is connected to other nodes now."""
        for agent in agents | {agent for agent, known in self._desk.floor.agents.items() if known.elsewhere}:
            presence = self._desk.floor.presence(agent)
            presence.missed = presence.missed or (presence.elsewhere and not presence.sockets)
            presence.elsewhere = agent in agents

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
                await self._desk.record(conversation.id, partial(_takes_away, agent))

    async def gives_back(
        self, agent: str, reason: str, which: Callable[[Conversation], bool] = lambda _: True
    ) -> None:
        """Those of his in which the visitor waits for him."""
        for conversation in self._desk.floor.conversations_of(agent):
            if not which(conversation):
                continue
            async with self._desk.turn(conversation.visitor.id):
                await self._desk.record(conversation.id, partial(_goes_back, agent, reason))

    async def _append(
        self, person: Person, status: Presence, reason: str, by: Sender | None, note: str | None
    ) -> AgentStatus:
        while True:
            seq, facts = await self._desk.timeline.agent_facts(person.id)
            event = AgentStatus(
                seq=seq + 1,
                at=max(self._desk.clock(), self._desk.floor.presence(person.id).since),
                by=by or Sender("agent", person.id, person.name),
                agent=person.named,
                status=status,
                reason=reason,
                slots=person.slots,
                note=note,
            )
            folded = facts_.after(facts or facts_.NOTHING, event, self._desk.directory.calendars_ever)
            try:
                await self._desk.timeline.append(Append((event,), None, folded))
            except Taken:
                continue
            return event


def _goes_back(agent: str, reason: str, conversation: Conversation) -> list[Event]:
    return decide.gives_back(conversation, reason) if _has(agent, conversation) else []


def _takes_away(agent: str, conversation: Conversation) -> list[Event]:
    return given_back(conversation, "agent_gone") if _has(agent, conversation) else []


def _has(agent: str, conversation: Conversation) -> bool:
    """He may have given it to somebody else meanwhile."""
    return conversation.agent is not None and conversation.agent.id == agent


def gone(agent: str, at: int) -> Due:
    return Due(f"agent_gone:{agent}", at, "agent_gone", agent)

"""Stands in for what the desk is given: a screen that keeps what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event


@dataclass
class Screens:
    """Satisfies `desk.ports.Tell`; `told` is what everybody was told, in order;
    `visitors` what single ones heard: (who, what, the payload).
    """

    told: list[Event] = field(default_factory=list)
    states: list[Conversation] = field(default_factory=list)
    visitors: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None:
        self.told += events

    async def state(self, before: Conversation, conversation: Conversation) -> None:
        self.states.append(conversation)

    async def person(self, status: AgentStatus) -> None:
        self.told.append(status)

    async def agent(self, agent: str, event: str, payload: dict[str, Any]) -> None:
        pass

    async def visitor(self, visitor: str, event: str, payload: dict[str, Any]) -> None:
        self.visitors.append((visitor, event, payload))

    async def followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None:
        pass

    def changed(self, conversation: Conversation) -> None:
        pass

    def agent_changed(self, agent: str) -> None:
        pass

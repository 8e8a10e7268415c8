"""This node among the others on its database: who lives, which one routes, and who is connected where.

While a node is alone it says no more than that it lives. SQLite has one node, which needs not even that.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from ..arrival import left
from ..desk import Desk
from ..ports import Due
from ..presence import GRACE, Presences, gone

Somebody = tuple[str, str]  # "agent" or "visitor", and his id
DuesOf = Callable[[Collection[Somebody]], list[Due]]


@dataclass(frozen=True, slots=True)
class Connections:
    """Who has come and gone since the last beat. `anew`: forget what was said before; `lists`: nobody else is
    here.
    """

    come: Collection[Somebody]
    gone: Collection[Somebody]
    anew: bool
    lists: bool


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a beat tells: how many `others` live, the `fence` of the lease if it is this node's, the `agents`
    who are connected to others. `is_new`: nothing was known of this node, so nobody is listed.
    """

    others: int
    fence: int | None
    agents: frozenset[str]
    is_new: bool


class Registry(Protocol):
    """Where nodes find each other."""

    async def beat(self, connections: Connections, dues_of: DuesOf) -> Pulse: ...
    async def leave(self, dues_of: DuesOf) -> None: ...
    async def held_elsewhere(self, kind: str, subject: str) -> bool | None: ...


class Nodes:
    """`registry`: None where there can be no others."""

    def __init__(self, desk: Desk, presences: Presences, registry: Registry | None) -> None:
        self.fence: int | None = None
        self._desk = desk
        self._presences = presences
        self._registry = registry
        self._listed: set[Somebody] = set()
        self._anew = True

    @property
    def may_route(self) -> bool:
        return self._registry is None or self.fence is not None

    async def beat(self) -> None:
        """Often enough to be taken for alive: every second."""
        if self._registry is None:
            return
        lists = self._desk.has_others
        here = self._connected() if lists else set()
        changed = Connections(here - self._listed, self._listed - here, self._anew, lists)
        if self._anew:
            changed = Connections(here, (), True, lists)
        # Should it fail, nobody knows what is written.
        self._anew = True
        pulse = await self._registry.beat(changed, self._dues_of)
        self._listed, self._anew = here, pulse.is_new
        self._take(pulse)

    async def leave(self) -> None:
        if self._registry is not None:
            await self._registry.leave(self._dues_of)

    async def held_elsewhere(self, kind: str, subject: str) -> bool | None:
        """Whether another node has a connection of that person; None: not known yet, ask again."""
        if self._registry is None:
            return False
        return await self._registry.held_elsewhere(kind, subject)

    def _take(self, pulse: Pulse) -> None:
        routes = pulse.fence is not None and pulse.fence != self.fence
        self.fence = pulse.fence
        self._desk.has_others = pulse.others > 0
        self._presences.is_elsewhere(pulse.agents)
        if routes:
            self._desk.notice_change()

    def _connected(self) -> set[Somebody]:
        floor = self._desk.floor
        agents = {("agent", agent) for agent, presence in floor.agents.items() if presence.sockets}
        return agents | {("visitor", visitor) for visitor in floor.guests}

    def _dues_of(self, people: Iterable[Somebody]) -> list[Due]:
        """When those who were connected to a node that is no more will count as gone."""
        now = self._desk.clock()
        agents = {subject for kind, subject in people if kind == "agent"}
        visitors = {subject for kind, subject in people if kind == "visitor"}
        conversations = [one for one in self._desk.floor.open.values() if one.visitor.id in visitors]
        return [gone(agent, now + GRACE) for agent in agents] + [left(one, now) for one in conversations]

"""Tells every screen that may know: events in order, states of lists at most once a second each."""

import asyncio
from collections.abc import Sequence
from typing import Any

import socketio
from socketio.async_pubsub_manager import AsyncPubSubManager

from server.core.audience import visitor_sees
from server.core.conversation import Conversation
from server.core.decide.visitor import can_be_rated
from server.core.events import AgentStatus, Assigned, Event, SurveySent, Transferred
from server.core.wire import to_wire
from server.desk import arrival, states
from server.desk.floor import Floor

from .agent import EVERYTHING

STATE_EVERY = 1.0  # s


class Announcer:
    """Satisfies `desk.ports.Tell`."""

    def __init__(self, sio: socketio.AsyncServer, floor: Floor) -> None:
        self._sio = sio
        self._floor = floor
        self._states = _Coalesced(self._tell_state)
        self._has_other_nodes = isinstance(sio.manager, AsyncPubSubManager)

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Assigned | Transferred):
                await self._follow(conversation)
            wire = to_wire(event)
            if visitor_sees(event):
                await self.visitor(conversation.visitor.id, "event", states.kept_from_visitor(event, wire))
            await self.followers(conversation.id, "event", wire)
            if isinstance(event, SurveySent):
                await self._ask(conversation, event)

    async def state(self, before: Conversation, conversation: Conversation) -> None:
        rooms = {EVERYTHING, *_rooms(before), *_rooms(conversation)}
        await self._states.put(conversation.id, conversation, rooms)

    async def person(self, status: AgentStatus) -> None:
        wire = to_wire(status)
        await self._sio.emit("event", wire, room=f"agent:{status.agent.id}", namespace="/agent")

    async def agent(self, agent: str, event: str, payload: dict[str, Any]) -> None:
        await self._sio.emit(event, payload, room=f"agent:{agent}", namespace="/agent")

    async def visitor(self, visitor: str, event: str, payload: dict[str, Any]) -> None:
        await self._sio.emit(event, payload, room=visitor, namespace="/visitor")

    async def followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None:
        await self._sio.emit(event, payload, room=conversation, namespace="/agent")
        # Supervisors who look on are few, and other nodes have theirs: on one node most need not be asked.
        if self._has_other_nodes or conversation in self._sio.manager.rooms.get("/supervisor", ()):
            await self._sio.emit(event, payload, room=conversation, namespace="/supervisor")

    async def board(self, payload: dict[str, Any]) -> None:
        await self._sio.emit("board", payload, room="board", namespace="/supervisor")

    def board_is_watched(self) -> bool:
        return next(iter(self._sio.manager.get_participants("/supervisor", "board")), None) is not None

    async def everybody(self, event: str, payload: dict[str, Any]) -> None:
        for namespace in ("/visitor", "/agent", "/supervisor"):
            await self._sio.emit(event, payload, namespace=namespace)

    async def _tell_state(self, conversation: Conversation, rooms: set[str]) -> None:
        state = states.for_agents(conversation, self._floor)
        await self._sio.emit("conversation", state, room=sorted(rooms), namespace="/agent")

    async def _follow(self, conversation: Conversation) -> None:
        """Whom it is given to hears it from now on, on each of his sockets."""
        if conversation.agent is None:
            return
        for sid in self._floor.presence(conversation.agent.id).sockets:
            await self._sio.enter_room(sid, conversation.id, namespace="/agent")

    async def _ask(self, conversation: Conversation, sent: SurveySent) -> None:
        if can_be_rated(conversation, sent.at):
            asked = arrival.survey(conversation, sent.at)
            if asked is not None:
                await self.visitor(conversation.visitor.id, "survey", asked)


class _Coalesced:
    """The first state of a conversation at once, then the newest at most once a second."""

    def __init__(self, tell: Any) -> None:  # noqa: ANN401  (a bound coroutine function)
        self._tell = tell
        self._waiting: dict[str, tuple[Conversation, set[str]] | None] = {}

    async def put(self, key: str, conversation: Conversation, rooms: set[str]) -> None:
        if key not in self._waiting:
            self._waiting[key] = None
            asyncio.get_running_loop().call_later(STATE_EVERY, self._due, key)
            await self._tell(conversation, rooms)
            return
        earlier = self._waiting[key]
        self._waiting[key] = (conversation, rooms | (earlier[1] if earlier else set()))

    def _due(self, key: str) -> None:
        waiting = self._waiting.pop(key)
        if waiting is not None:
            task = asyncio.ensure_future(self.put(key, *waiting))
            _telling.add(task)
            task.add_done_callback(_telling.discard)


_telling: set[asyncio.Future[None]] = set()


def _rooms(conversation: Conversation) -> set[str]:
    team = {f"team:{conversation.team.id}"} if conversation.team else set()
    return team | ({f"agent:{conversation.agent.id}"} if conversation.agent else set())

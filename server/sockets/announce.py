"""Tells every screen that may know: events in order, states of lists at most once a second each."""

import asyncio
from collections.abc import Sequence
from typing import Any

import socketio

from server.core.audience import UNSEEN, visitor_sees
from server.core.conversation import Conversation
from server.core.decide.visitor import can_be_rated
from server.core.events import AgentStatus, Assigned, Event, SurveySent, Transferred, Whispered
from server.core.wire import to_wire
from server.desk import arrival, states
from server.desk.floor import Floor

from .agent import EVERYTHING
from .bus import Bus, Passing
from .following import Following
from .prompt import Prompt

STATE_EVERY = 1.0  # s
PASSING = ("typing", "revoked")  # what other nodes' people are told without its being stored


class Announcer:
    """Satisfies `desk.ports.Tell`."""

    def __init__(
        self, sio: socketio.AsyncServer, floor: Floor, bus: Bus | None, following: Following
    ) -> None:
        self._sio = sio
        self._manager: Prompt = sio.manager
        self._floor = floor
        self._states = _Coalesced(self._tell_state)
        self._viewers = _Coalesced(self._tell_viewers)
        self._bus = bus
        self._following = following

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Assigned | Transferred):
                await self._follow(conversation)
            wire = to_wire(event)
            if visitor_sees(event):
                seen = states.kept_from_visitor(event, wire)
                self._tell("event", seen, "/visitor", conversation.visitor.id)
            if type(event) in UNSEEN:
                self._tell_few(event, wire)
            else:
                self._tell_followers(conversation.id, "event", wire)
            if isinstance(event, SurveySent):
                await self._ask(conversation, event)

    def _tell_few(self, event: Event, wire: dict[str, Any]) -> None:
        """Supervisors, and whom it is for: on all of their screens."""
        to = [f"agent:{event.to.id}"] if isinstance(event, Whispered) and event.to else []
        self._manager.tell("event", wire, "/agent", [EVERYTHING, *to])
        self._manager.tell("event", wire, "/supervisor", event.conversation or "")

    async def state(self, before: Conversation, conversation: Conversation) -> None:
        had, has = _rooms(before), _rooms(conversation)
        if not had <= has:
            await self._following.must_see(conversation)
        rooms = {EVERYTHING, *had, *has}
        await self._states.put(conversation.id, conversation, rooms)

    async def person(self, status: AgentStatus) -> None:
        wire = to_wire(status)
        self._manager.tell("event", wire, "/agent", f"agent:{status.agent.id}")

    async def agent(self, agent: str, event: str, payload: dict[str, Any]) -> None:
        self._tell(event, payload, "/agent", f"agent:{agent}")

    async def visitor(self, visitor: str, event: str, payload: dict[str, Any]) -> None:
        self._tell(event, payload, "/visitor", visitor)

    async def followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None:
        if event == "viewers":
            await self._viewers.put(conversation, payload, set())
            return
        self._tell_followers(conversation, event, payload)

    def _tell_followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None:
        self._tell(event, payload, "/agent", conversation)
        self._tell(event, payload, "/supervisor", conversation)

    def changed(self, conversation: Conversation) -> None:
        if self._bus is not None:
            self._bus.changed(conversation.id, conversation.last_seq)

    def agent_changed(self, agent: str) -> None:
        if self._bus is not None:
            self._bus.agent_changed(agent)

    def passes(self, passing: Passing) -> None:
        """It came from another node."""
        if passing.event in PASSING:
            self._manager.tell(passing.event, passing.payload, passing.namespace, passing.room)

    def _tell(self, event: str, payload: dict[str, Any], namespace: str, room: str) -> None:
        self._manager.tell(event, payload, namespace, room)
        if self._bus is not None and event in PASSING:
            self._bus.passes(Passing(namespace, room, event, payload))

    async def board(self, payload: dict[str, Any]) -> None:
        self._manager.tell("board", payload, "/supervisor", "board")

    async def alert(self, payload: dict[str, Any]) -> None:
        """To supervisors and admins, wherever they are."""
        self._manager.tell("alert", payload, "/supervisor", "board")
        self._manager.tell("alert", payload, "/agent", EVERYTHING)

    def board_is_watched(self) -> bool:
        return next(iter(self._sio.manager.get_participants("/supervisor", "board")), None) is not None

    async def everybody(self, event: str, payload: dict[str, Any]) -> None:
        for namespace in ("/visitor", "/agent", "/supervisor"):
            await self._sio.emit(event, payload, namespace=namespace)

    async def _tell_state(self, conversation: Conversation, rooms: set[str]) -> None:
        state = states.for_agents(conversation, self._floor)
        self._manager.tell("conversation", state, "/agent", sorted(rooms))

    async def _tell_viewers(self, viewers: dict[str, Any], _: set[str]) -> None:
        for namespace in ("/agent", "/supervisor"):
            self._manager.tell("viewers", viewers, namespace, viewers["conversation"])

    async def _follow(self, conversation: Conversation) -> None:
        """Whom it is given to hears it from now on, on each of his sockets."""
        if conversation.agent is None:
            return
        for sid in self._floor.presence(conversation.agent.id).sockets:
            await self._following.follow(sid, conversation.id)

    async def _ask(self, conversation: Conversation, sent: SurveySent) -> None:
        guest = self._floor.guests.get(conversation.visitor.id)
        if guest is not None and can_be_rated(conversation, sent.at):
            asked = arrival.survey(conversation, sent.at, guest.site)
            if asked is not None:
                await self.visitor(conversation.visitor.id, "survey", asked)


class _Coalesced:
    """The first of what is told of a conversation at once, then the newest at most once a second."""

    def __init__(self, tell: Any) -> None:  # noqa: ANN401  (a bound coroutine function)
        self._tell = tell
        self._waiting: dict[str, tuple[Any, set[str]] | None] = {}

    async def put(self, key: str, news: Any, rooms: set[str]) -> None:  # noqa: ANN401
        if key not in self._waiting:
            self._waiting[key] = None
            asyncio.get_running_loop().call_later(STATE_EVERY, self._due, key)
            await self._tell(news, rooms)
            return
        earlier = self._waiting[key]
        self._waiting[key] = (news, rooms | (earlier[1] if earlier else set()))

    def _due(self, key: str) -> None:
        waiting = self._waiting.pop(key)
        if waiting is not None:
            task = asyncio.ensure_future(self.put(key, *waiting))
            _telling.add(task)
            task.add_done_callback(_telling.discard)


_telling: set[asyncio.Future[None]] = set()


def _rooms(conversation: Conversation) -> set[str]:
    team = {f"team:{conversation.team.id}"} if conversation.team else set()
    hands = (conversation.agent, conversation.asked_colleague)
    return team | {f"agent:{who.id}" for who in hands if who is not None}

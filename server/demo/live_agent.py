"""An agent who works through a real socket: takes what is given to him, and knows the answers by heart."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import socketio
import structlog
from socketio.exceptions import SocketIOError

from .pace import Pace, typing_time
from .talk.spoken import TALKS

log = structlog.get_logger()

SILENCE = 75  # s without a word from the visitor, and he resolves
NAMESPACE = "/agent"

Wire = dict[str, Any]

ANSWERS = {asks: answer for talk in TALKS.values() for topic in talk.topics for asks, answer in topic.turns}
THANKS = {text for talk in TALKS.values() for text in talk.thanks}


@dataclass(slots=True)
class LiveAgent:
    """`quickness` is the median of his reading time, in s."""

    address: str
    id: str
    token: str
    quickness: float
    pace: Pace
    _client: Any = field(init=False)
    _heard: dict[str, asyncio.Queue[Wire]] = field(default_factory=dict)
    _serving: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def works(self) -> None:
        """Until cancelled."""
        self._client = socketio.AsyncClient(handle_sigint=False)
        hears = {
            "connect": self._comes,
            "inbox": self._looks,
            "conversation": self._sees,
            "event": self._hears,
        }
        for name, hear in hears.items():
            self._client.on(name, hear, namespace=NAMESPACE)
        try:
            await self._client.connect(
                self.address, auth={"token": self.token}, namespaces=[NAMESPACE], transports=["websocket"]
            )
            await self._client.wait()
        finally:
            serving = list(self._serving.values())
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)
            await self._client.disconnect()

    async def _comes(self) -> None:
        await self._client.emit("status", {"status": "online"}, namespace=NAMESPACE)

    def _looks(self, inbox: Wire) -> None:
        for state in inbox["conversations"]:
            self._sees(state)

    def _sees(self, state: Wire) -> None:
        conversation = state["id"]
        mine = state["agent"] is not None and state["agent"]["id"] == self.id
        if not mine or state["status"] != "open" or conversation in self._serving:
            return
        talk = TALKS.get((state["locale"] or "en")[:2], TALKS["en"])
        self._heard[conversation] = asyncio.Queue()
        task = asyncio.create_task(self._serves(conversation, talk.only_acts))
        self._serving[conversation] = task
        task.add_done_callback(lambda _: self._serving.pop(conversation, None))

    def _hears(self, event: Wire) -> None:
        conversation = event["conversation"]
        if conversation not in self._serving:
            return
        if event["type"] in ("resolved", "transferred", "unassigned"):
            self._serving[conversation].cancel()
        elif event["type"] == "message.sent" and event["by"]["kind"] == "visitor":
            self._heard[conversation].put_nowait(event)

    async def _serves(self, conversation: str, only_acts: str) -> None:
        """Until it is resolved; without a connection the next inbox brings it back."""
        try:
            await self._talks(conversation, only_acts)
        except SocketIOError as problem:
            log.warning("agent_lost_connection", agent=self.id, problem=str(problem))

    async def _talks(self, conversation: str, only_acts: str) -> None:
        """Until the visitor thanks or says nothing more."""
        opened = await self._sends("open", conversation=conversation)
        asked = _last_unanswered(opened.get("events", ())) or await self._next(conversation)
        while asked is not None:
            await self._answers(asked, only_acts)
            asked = None if asked["text"] in THANKS else await self._next(conversation)
        await self.pace.takes(8)
        await self._sends("resolve", conversation=conversation, reason="solved")

    async def _next(self, conversation: str) -> Wire | None:
        """What the visitor says next; None: he is silent."""
        try:
            async with self.pace.within(SILENCE):
                return await self._heard[conversation].get()
        except TimeoutError:
            return None

    async def _answers(self, event: Wire, only_acts: str) -> None:
        conversation, asks = event["conversation"], event["text"]
        answer = _farewell(asks, self.pace) or ANSWERS.get(asks, only_acts)
        await self.pace.takes(self.quickness)
        await self._sends("read", conversation=conversation, seq=event["seq"])
        await self._sends("typing", conversation=conversation, on=True)
        await self.pace.takes(typing_time(answer))
        await self._sends("say", conversation=conversation, id=self.pace.message_id(), text=answer)

    async def _sends(self, command: str, **payload: Any) -> Wire:  # noqa: ANN401  (any command's fields)
        answer: Wire = await self._client.call(command, payload, namespace=NAMESPACE, timeout=10)
        return answer


def _farewell(text: str, pace: Pace) -> str | None:
    found = next((talk for talk in TALKS.values() if text in talk.thanks), None)
    return pace.chance.choice(found.goodbye) if found else None


def _last_unanswered(events: Any) -> Wire | None:  # noqa: ANN401  (a list of events as they came)
    said = [event for event in events if event["type"] == "message.sent"]
    mine = [event for event in said if event["by"]["kind"] in ("visitor", "agent")]
    return mine[-1] if mine and mine[-1]["by"]["kind"] == "visitor" else None

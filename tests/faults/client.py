"""A visitor's tab or an agent's console as the workload uses it: sends in order, again until acknowledged,
and keeps what it was shown. It follows PROTOCOL's rules for clients, and no others.
"""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from tests.faults.history import History
from tests.faults.line import Gone, Line, end
from tests.faults.waiting import LONG

MOST_TOLD = 4_000  # an hour of talk has a hundred times as many
FOR_THE_MOMENT = ("storage", "internal", "rate_limited")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `first` and `longest`: bounds of the wait before something is tried again, with jitter."""

    first: float = 0.5
    longest: float = 10
    ack: float = 10
    connect: float = 10
    silent: float = 25


HURRY = Patience(first=0.05, longest=1, ack=1.5, connect=3, silent=25)


@dataclass(slots=True)
class Wish:
    """Something to be sent until it is answered. `op` is its number in the history."""

    do: str
    payload: dict[str, Any]
    op: int
    tries: int = 0
    refused: int = 0
    answer: asyncio.Future[Any] | None = None


@dataclass(slots=True)
class Held:
    """A conversation as this client shows it. `level`: all that is visible up to this number is here."""

    events: dict[int, dict[str, Any]] = field(default_factory=dict)
    level: int = 0
    caught_up: bool = False
    _owner: str | None = None
    _status: str = "open"
    _folded: int = 0
    _fresh: list[int] = field(default_factory=list)

    @property
    def latest(self) -> int:
        return max(self.events, default=0)

    @property
    def owner(self) -> str | None:
        """Who has it, as follows from the events that are here."""
        self._fold()
        return self._owner

    @property
    def status(self) -> str:
        self._fold()
        return self._status

    def keep(self, event: dict[str, Any]) -> None:
        """The same number twice must be the same event."""
        seq = event["seq"]
        known = self.events.setdefault(seq, event)
        assert known == event, f"{seq} is {known} and {event}"
        self._fresh.append(seq)

    def _fold(self) -> None:
        if self._fresh and min(self._fresh) <= self._folded:
            self._owner, self._status, self._folded, self._fresh = None, "open", 0, list(self.events)
        for seq in sorted(set(self._fresh)):
            self._owner = _owner_after(self._owner, self.events[seq])
            self._status = {"resolved": "resolved", "reopened": "open"}.get(
                self.events[seq]["type"], self._status
            )
            self._folded = seq
        self._fresh.clear()


def _owner_after(owner: str | None, event: dict[str, Any]) -> str | None:
    match event["type"]:
        case "assigned":
            return str(event["agent"]["id"])
        case "transferred" if not event["team"]:
            return str(event["to"]["id"])
        case "unassigned" | "queued":
            return None
    return owner


class Client:
    """`addresses`: where to connect, the first one first, the next one after each failure."""

    namespace = ""
    kind = ""
    catch_up_by = ""

    def __init__(
        self,
        name: str,
        addresses: Sequence[Callable[[], str]],
        history: History,
        patience: Patience,
        seed: object,
        window: int = 1,
    ) -> None:
        self.name = name
        self.addresses = list(addresses)
        self.person: str | None = None
        self.held: dict[str, Held] = {}
        self.outbox: deque[Wish] = deque()
        self.news = asyncio.Event()
        self.connects: list[float] = []
        self.lost: list[str] = []
        self.acked: list[float] = []
        self.told: list[tuple[str, Any]] = []
        self.line: Line | None = None
        self.problem = ""
        self.frozen = False
        self._history = history
        self._patience = patience
        self._chance = random.Random(f"{seed}/{name}")
        self._window = window
        self._socket = 0
        self._failures = 0
        self._planned = 0.0
        self._entered: asyncio.Future[Any] | None = None
        self._ready = asyncio.Event()
        self._wishes = asyncio.Event()
        self._stopped = False
        self._tasks: list[asyncio.Task[None]] = []
        self._opening: set[asyncio.Task[None]] = set()

    # ---- What tests use --------------------------------------------------------------------------------

    def start(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._tasks = [asyncio.create_task(self._stay()), asyncio.create_task(self._send())]

    async def stop(self) -> None:
        """Gone for good. What was never answered is `info` in the history."""
        self._stopped = True
        tasks = [*self._tasks, *self._opening]
        await end(*tasks)
        for task in tasks:
            if not task.cancelled() and (problem := task.exception()) is not None:
                raise problem
        if self.line is not None:
            await self.line.leave()
        for wish in self.outbox:
            self._history.info(wish.op, "given up")
        self.outbox.clear()

    def wish(self, do: str, **payload: Any) -> int:
        """Puts a command into the outbox. Messages get their id here. Gives the operation's number."""
        if do in ("say", "note"):
            payload = {"id": str(UUID(int=self._chance.getrandbits(128), version=4)), **payload}
        told = {name: payload[name] for name in ("id", "conversation", "text") if name in payload}
        op = self._history.invoke(self.name, do, **told)
        self.outbox.append(Wish(do, payload, op))
        self._wishes.set()
        return op

    async def entered(self, within: float = LONG) -> None:
        """Waits until it is let in; AssertionError, with what went wrong last, when it is not."""
        try:
            await asyncio.wait_for(self._ready.wait(), within)
        except TimeoutError:
            raise AssertionError(
                f"{self.name} not let in within {within:g} s; {self._failures} failures: {self.problem}"
            ) from None

    @property
    def connected(self) -> bool:
        return self._ready.is_set()

    def freeze(self) -> None:
        """As a laptop that sleeps: the connection is lost, and nothing is tried until `thaw`."""
        self.frozen = True
        self.drop("frozen")

    def thaw(self) -> None:
        self.frozen = False
        self.news.set()
        self._thawed.set()

    def drop(self, why: str = "dropped") -> None:
        """The connection is lost; the client comes back by itself."""
        if self.line is not None:
            self.line.give_up(why)

    # ---- Coming and staying ----------------------------------------------------------------------------

    def auth(self) -> dict[str, Any]:
        raise TypeError("each kind says who it is")

    def entering(self) -> str:
        """The event that lets it in."""
        raise TypeError("each kind is let in by another event")

    def lets_in(self, payload: dict[str, Any]) -> list[str]:
        """Takes what was told first; gives the conversations to catch up with."""
        raise TypeError("each kind begins otherwise")

    async def _stay(self) -> None:
        self._thawed = asyncio.Event()
        while not self._stopped:
            while self.frozen:
                self._thawed.clear()
                await self._thawed.wait()
            try:
                await self._connect()
                self._failures = 0
                assert self.line is not None
                await self.line.gone.wait()
                self.lost.append(self.line.why)
            except (Gone, TimeoutError) as problem:
                self._failures += 1
                self.problem = f"{type(problem).__name__} {problem}"
                self.addresses.append(self.addresses.pop(0))
            await self._disconnected()
            await self._pause()

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        self._entered = loop.create_future()
        self._socket = self._history.new_socket()
        self.line = Line(self.namespace, self._hear, self._patience.silent)
        await self.line.open(self._session, self.addresses[0](), self.auth(), self._patience.connect)
        first = await asyncio.wait_for(self._entered, self._patience.connect)
        behind = self.lets_in(first)
        self.connects.append(loop.time())
        self._ready.set()
        await self.arrived()
        for conversation in behind:
            await self._catch_up(conversation)

    async def arrived(self) -> None:
        """What is done first on each connection."""

    async def _disconnected(self) -> None:
        self._ready.clear()
        for held in self.held.values():
            held.caught_up = False
        for task in self._opening:
            task.cancel()
        if self.line is not None:
            await self.line.close()

    async def _pause(self) -> None:
        """With full jitter; after a planned stop not before the server asks for it."""
        most = min(self._patience.longest, self._patience.first * 2 ** min(self._failures, 10))
        wait = self._chance.uniform(0, most)
        if self._planned:
            wait += self._planned * self._chance.uniform(1, 2)
            self._planned = 0
        await asyncio.sleep(wait)

    async def _catch_up(self, conversation: str) -> None:
        """All that was missed, by number. The level rises only by answers, or by events while caught up."""
        held = self.held.setdefault(conversation, Held())
        line = self.line
        assert line is not None
        more = True
        while more:
            ask = {"conversation": conversation, "after": held.level}
            answer = await line.call(self.catch_up_by, ask, self._patience.ack)
            if not answer["ok"]:
                raise Gone(f"no catching up: {answer}")
            for event in answer["events"]:
                held.keep(event)
            held.level = max(held.level, answer["upto"])
            more = answer.get("more", False)
        if line is self.line and not line.gone.is_set():
            held.caught_up = True
            held.level = max(held.level, held.latest)
        self.news.set()

    # ---- Hearing ---------------------------------------------------------------------------------------

    def _hear(self, name: str, payload: Any) -> None:
        self.news.set()
        if name == "event" and payload.get("conversation"):
            self._event(payload)
            return
        self.told.append((name, payload))
        if len(self.told) > MOST_TOLD:
            del self.told[: MOST_TOLD // 2]
        if name == self.entering() and self._entered is not None and not self._entered.done():
            self._entered.set_result(payload)
        elif name == "reconnect":
            self._planned = float(payload["after"])
        elif name == "notice" and payload.get("code") == "behind":
            for conversation in self.held:
                self._soon_catch_up(conversation)
        else:
            self.hears(name, payload)

    def hears(self, name: str, payload: Any) -> None:
        """Anything else."""

    def _event(self, event: dict[str, Any]) -> None:
        conversation = event["conversation"]
        self._history.seen(self.name, self._socket, conversation, event["seq"])
        held = self.held.setdefault(conversation, Held())
        held.keep(event)
        if held.caught_up:
            held.level = max(held.level, event["seq"])
        elif self.connected and not held.level:
            self._soon_catch_up(conversation)

    def _soon_catch_up(self, conversation: str) -> None:
        async def catch_up() -> None:
            with contextlib.suppress(Gone, TimeoutError):
                await self._catch_up(conversation)
                return
            self.drop("no catching up")

        task = asyncio.create_task(catch_up())
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    # ---- Sending ---------------------------------------------------------------------------------------

    async def _send(self) -> None:
        """In order. After any trouble everything under way is sent again, from the first one on."""
        while True:
            self._wishes.clear()
            if not self.outbox:
                await self._wishes.wait()
            await self._ready.wait()
            line = self.line
            assert line is not None
            under_way = list(self.outbox)[: self._window]
            for wish in under_way:
                wish.tries += 1
                wish.answer = await line.send(wish.do, wish.payload)
            await self._answered(line, under_way)

    async def _answered(self, line: Line, under_way: list[Wish]) -> None:
        """Takes the answers, and keeps the window full as long as all goes well."""
        loop = asyncio.get_running_loop()
        waiting, refused = deque(under_way), 0.0
        while waiting:
            wish, begun = waiting.popleft(), loop.time()
            assert wish.answer is not None
            try:
                answer = await asyncio.wait_for(wish.answer, self._patience.ack)
            except (Gone, TimeoutError):
                if not line.gone.is_set() and wish.tries > 1:
                    line.give_up(f"no answer to {wish.do}, sent {wish.tries} times")
                for other in waiting:
                    if other.answer is not None:
                        other.answer.cancel()
                return
            self.acked.append(loop.time() - begun)
            refused = max(refused, self._settle(wish, answer))
            if not refused and not line.gone.is_set():
                await self._fill(line, waiting)
        if refused:
            await asyncio.sleep(refused)

    async def _fill(self, line: Line, waiting: deque[Wish]) -> None:
        under_way = {wish.op for wish in waiting}
        for wish in list(self.outbox)[: self._window]:
            if wish.op not in under_way and wish.tries == 0:
                wish.tries += 1
                wish.answer = await line.send(wish.do, wish.payload)
                waiting.append(wish)

    def _settle(self, wish: Wish, answer: dict[str, Any]) -> float:
        """Done with it, or seconds to wait before it is sent again."""
        if answer["ok"]:
            self.outbox.remove(wish)
            conversation = answer.get("conversation") or wish.payload.get("conversation")
            # `end` is of whichever is open: its number alone says nothing.
            seq = answer.get("seq") if conversation else None
            self._history.ok(wish.op, conversation, seq, wish.refused)
            self.news.set()
            return 0
        error = answer["error"]
        if error["code"] in FOR_THE_MOMENT:
            wish.refused += 1
            most = min(self._patience.longest, self._patience.first * 2 ** min(wish.refused, 10))
            return max(0.01, float(error.get("retry_after", 0)) + self._chance.uniform(0, most))
        self.outbox.remove(wish)
        if "id" not in wish.payload and wish.tries > 1 and error["code"] in ("conflict", "not_found"):
            self._history.info(wish.op, "the first may have got through")
        else:
            self._history.fail(wish.op, error["code"])
        self.news.set()
        return 0


class Visitor(Client):
    """One tab. `first` is another tab of the same visitor, whose token is used."""

    namespace, kind, catch_up_by = "/visitor", "visitor", "catch_up"

    def __init__(self, name: str, site: str, *rest: Any, first: "Visitor | None" = None, **more: Any) -> None:
        super().__init__(name, *rest, **more)
        self.site = site
        self.token: str | None = None
        self._first = first

    @property
    def is_first(self) -> bool:
        return self._first is None

    def auth(self) -> dict[str, Any]:
        token = self.token or (self._first.token if self._first else None)
        return {"site": self.site, **({"token": token} if token else {})}

    def entering(self) -> str:
        return "welcome"

    def lets_in(self, payload: dict[str, Any]) -> list[str]:
        self.token = payload["token"]
        if self.person != payload["visitor"]["id"]:
            self.person = payload["visitor"]["id"]
            self._history.client(self.name, payload["visitor"]["id"], self.kind)
        if payload["conversation"] is not None:
            conversation = payload["conversation"]["id"]
            held = self.held.setdefault(conversation, Held())
            for event in payload["events"]:
                held.keep(event)
        return list(self.held)


class Agent(Client):
    """One console, online. Follows what is his, and until he reconnects what was."""

    namespace, kind, catch_up_by = "/agent", "agent", "open"

    def __init__(self, name: str, person: str, token: str, *rest: Any, **more: Any) -> None:
        super().__init__(name, *rest, **more)
        self.person = person
        self._token = token
        self._history.client(name, person, self.kind)

    @property
    def mine(self) -> list[str]:
        """Conversations that he has, as far as he knows."""
        return [conversation for conversation, held in self.held.items() if held.owner == self.person]

    def auth(self) -> dict[str, Any]:
        return {"token": self._token}

    def entering(self) -> str:
        return "inbox"

    def lets_in(self, payload: dict[str, Any]) -> list[str]:
        his = {
            state["id"]
            for state in payload["conversations"]
            if state["agent"] is not None and state["agent"]["id"] == self.person
        }
        # As a console does: what was somebody else's already is not opened again.
        known = {one: held for one, held in self.held.items() if one in his or held.owner == self.person}
        self.held = {one: Held() for one in his} | known
        return list(self.held)

    async def arrived(self) -> None:
        assert self.line is not None
        await self.line.call("status", {"status": "online"}, self._patience.ack)

    def hears(self, name: str, payload: Any) -> None:
        if name != "conversation" or payload["agent"] is None or payload["agent"]["id"] != self.person:
            return
        if self.connected and payload["id"] not in self.held:
            self.held[payload["id"]] = Held()
            self._soon_catch_up(payload["id"])

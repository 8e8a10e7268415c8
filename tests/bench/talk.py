"""Conversations under load: who says, who hears, and whether each message came once and in its order."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.bench.wire import Wire, framed

TEXT = "I ordered a kettle last week and it has not arrived yet; could you look where it is, please?"
MARK = b"-0000-4000-8000-"
EVENT, ACK = ord("2"), ord("3")


@dataclass(slots=True)
class Ledger:
    """What became of the messages of one conversation, by their numbers; times in seconds, 0: not yet."""

    begun: list[float] = field(default_factory=list)
    acked: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    heard: bytearray = field(default_factory=bytearray)
    answered: int = 0
    refused: int = 0
    echoed: int = 0
    disordered: int = 0
    last: int = -1
    last_seq: int = 0

    def begin(self, at: float) -> int:
        self.begun.append(at)
        self.acked.append(0.0)
        self.delivered.append(0.0)
        self.heard.append(0)
        return len(self.begun) - 1

    def deliver(self, number: int, seq: int) -> None:
        self.delivered[number] = time.perf_counter() - self.begun[number]
        self.heard[number] += 1
        if number <= self.last or seq <= self.last_seq:
            self.disordered += 1
        self.last, self.last_seq = number, seq

    @property
    def lost(self) -> int:
        return self.heard.count(0)

    @property
    def doubled(self) -> int:
        return sum(times - 1 for times in self.heard if times > 1)

    @property
    def settled(self) -> bool:
        return self.answered + self.refused == len(self.begun) and not self.lost


class Visitor(Wire):
    """Says the next message as soon as one is acknowledged, while `going`."""

    def __init__(self, number: int, ledger: Ledger) -> None:
        super().__init__("/visitor")
        self._ledger = ledger
        self._id = b"%08x" % number + MARK
        self._base: int | None = None
        self.going = False

    def begin(self, going: bool) -> None:
        """From now on every acknowledgement is one of `say`."""
        self._base = self._next
        self.going = going

    async def end(self) -> None:
        """Nothing more is said, and the conversation is left resolved."""
        self._base = None
        await self.call("end", {})

    def say(self, begun: float) -> None:
        assert self._base is not None, "begin first"
        number = self._ledger.begin(begun)
        said = b'42/visitor,%d["say",{"id":"%s%012x","text":"%s"}]'
        self.transport.write(framed(said % (self._base + number, self._id, number, TEXT.encode())))

    def heard(self, frame: bytes) -> None:
        if self._base is None or frame[0] != ord("4"):
            super().heard(frame)
        elif frame[1] == ACK:
            self._answered(frame)
        elif MARK in frame:
            self._ledger.echoed += 1

    def _answered(self, frame: bytes) -> None:
        assert self._base is not None
        now, ledger = time.perf_counter(), self._ledger
        if b'"ok":true' in frame:
            number = int(frame[11 : frame.index(b"[", 11)]) - self._base
            ledger.acked[number] = now - ledger.begun[number]
            ledger.answered += 1
        else:
            ledger.refused += 1
        if self.going:
            self.say(now)


class Agent(Wire):
    """Hears what is said in his conversation."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__("/agent")
        self._ledger = ledger

    def heard(self, frame: bytes) -> None:
        at = frame.find(MARK)
        # What an inbox shows of a conversation (`conversation`) carries no message's id, its `event` does.
        if at < 0 or not frame.startswith(b'42/agent,["event"'):
            super().heard(frame)
            return
        number = int(frame[at + 16 : at + 28], 16)
        seq = frame.index(b'"seq":') + 6
        self._ledger.deliver(number, int(frame[seq : frame.index(b",", seq)]))


class Pair:
    """A conversation that an agent has taken."""

    def __init__(self, number: int, agent: dict[str, Any], visitor: dict[str, Any]) -> None:
        self.ledger = Ledger()
        self.visitor = Visitor(number, self.ledger)
        self.agent = Agent(self.ledger)
        self._auths = agent, visitor

    async def connect(self, address: tuple[str, int]) -> None:
        await self.agent.connect(address, self._auths[0])
        await self.visitor.connect(address, self._auths[1])

    async def take(self) -> None:
        first = await self.visitor.call("say", {"id": str(uuid4()), "text": TEXT})
        taken = await self.agent.call("take", {"conversation": first["conversation"]})
        if not (first.get("ok") and taken.get("ok")):
            raise RuntimeError(f"no conversation: {first} {taken}")

    def close(self) -> None:
        self.visitor.abort()
        self.agent.abort()


async def settled(pairs: list[Pair], within: float) -> bool:
    """Whether everything that was said has been acknowledged and heard, once that is so or time is up."""
    deadline = time.perf_counter() + within
    while time.perf_counter() < deadline:
        if all(pair.ledger.settled for pair in pairs):
            return True
        await asyncio.sleep(0.02)
    return False

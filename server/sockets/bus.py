"""What nodes tell each other through Redis, or Valkey: that something has changed, and what soon passes.

Hints only. What happened is read in the database, so nothing that is lost, doubled, late or forged on this
way changes what anybody is shown; only what nobody keeps, such as who is typing, goes as it is.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger()

CHANNEL = "chat-butler"
MOST_CHANGES = 10_000  # conversations that wait to be told about
MOST_PASSING = 1_000
LARGEST_NOTE = 1_000_000  # bytes
OUTAGES = (RedisError, OSError, TimeoutError)


class Passing(msgspec.Struct, frozen=True, array_like=True):
    """Something to be shown now or never, to whoever is in a room of a namespace."""

    namespace: str
    room: str
    event: str
    payload: dict[str, Any]


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message on the bus. `changed`: conversations, and the last number that each has; `agents`: whose
    status is another one. An empty note only shows that the bus works.
    """

    node: str
    changed: dict[str, int] = {}
    agents: list[str] = []
    passing: list[Passing] = []


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `beat`: how often a note is sent at least; `unheard`: when a silent subscription is made anew;
    `retry`: between two attempts; `patience`: for an answer of Redis.
    """

    beat: float = 1
    unheard: float = 4
    retry: float = 0.5
    patience: float = 2


class Bus:
    """`hears` gets the notes of others; `resumed` is called when some may have been missed."""

    def __init__(self, url: str, pace: Pace | None = None) -> None:
        self.node = secrets.token_hex(8)
        self.is_heard = False
        self._interrupted = False
        self._url = url
        self._pace = pace or Pace()
        self._changed: dict[str, int] = {}
        self._agents: set[str] = set()
        self._passing: list[Passing] = []
        self._something = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, hears: Callable[[Note], None], resumed: Callable[[], None]) -> None:
        self._hears, self._resumed = hears, resumed
        self._tasks = [
            asyncio.create_task(self._always(self._publish), name="bus-publish"),
            asyncio.create_task(self._always(self._listen), name="bus-listen"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def changed(self, conversation: str, seq: int) -> None:
        if len(self._changed) < MOST_CHANGES:
            self._changed[conversation] = seq
            self._something.set()

    def agent_changed(self, agent: str) -> None:
        self._agents.add(agent)
        self._something.set()

    def passes(self, passing: Passing) -> None:
        if len(self._passing) < MOST_PASSING:
            self._passing.append(passing)
            self._something.set()

    async def _always(self, work: Callable[[Redis], Any]) -> None:
        """Whatever becomes of Redis, it is tried again."""
        while True:
            redis = self._redis()
            try:
                await work(redis)
            except OUTAGES as problem:
                self._is_interrupted(problem)
            except Exception:
                log.exception("bus_failed")
            finally:
                with contextlib.suppress(*OUTAGES):
                    await redis.aclose()
            await asyncio.sleep(self._pace.retry)

    def _is_interrupted(self, problem: Exception) -> None:
        """Said once, not with each attempt."""
        if not self._interrupted:
            log.warning("bus_interrupted", problem=str(problem)[:200] or "nothing was heard")
        self._interrupted = True

    def _redis(self) -> Redis:
        patience = self._pace.patience
        redis: Redis = Redis.from_url(
            self._url,
            socket_timeout=patience,
            socket_connect_timeout=patience,
            # Its own attempts would take their time, and resubscribe without a word.
            retry=Retry(NoBackoff(), 0),
        )
        return redis

    async def _publish(self, redis: Redis) -> None:
        """All that waits goes in one note, so a slow Redis makes notes larger and not more."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._something.wait(), self._pace.beat)
            await redis.publish(CHANNEL, self._next_note())
            self._interrupted = self._interrupted and not self.is_heard

    def _next_note(self) -> bytes:
        self._something.clear()
        note = Note(self.node, self._changed, sorted(self._agents), self._passing)
        self._changed, self._agents, self._passing = {}, set(), []
        return msgspec.msgpack.encode(note)

    async def _listen(self, redis: Redis) -> None:
        try:
            async with redis.pubsub(ignore_subscribe_messages=True) as pubsub:
                await pubsub.subscribe(CHANNEL)
                await self._hear(pubsub)
        finally:
            self.is_heard = False

    async def _hear(self, pubsub: PubSub) -> None:
        while True:
            # This node's own notes come back too: silence says that the subscription is dead.
            async with asyncio.timeout(self._pace.unheard):
                message = await _next_message(pubsub)
            if not self.is_heard:
                self.is_heard, self._interrupted = True, False
                log.info("bus_heard")
                self._resumed()
            note = read(message)
            if note is not None and note.node != self.node:
                self._hears(note)


async def _next_message(pubsub: PubSub) -> Any:  # noqa: ANN401
    while True:
        message = await pubsub.get_message(timeout=None)
        if message is not None:
            return message["data"]


def read(message: object) -> Note | None:
    """None: it is not one of ours."""
    if not isinstance(message, bytes) or len(message) > LARGEST_NOTE:
        return None
    try:
        return _decode(message)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        log.warning("bus_unreadable")
        return None


_decode = msgspec.msgpack.Decoder(Note).decode

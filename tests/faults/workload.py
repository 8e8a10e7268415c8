"""The workload W: visitors and agents who talk at a steady rate, whatever happens to the server meanwhile.

    async def test_x(under_test: UnderTest, tmp_path: Path) -> None:      # on SQLite, and on PostgreSQL
        server = await under_test(agents=3)
        async with workload(server, SHORT, tmp_path) as w:
            async with w.talking():             # messages flow from here on, for at least `plan.seconds`
                await server.kill()
                await server.start()
            await w.settle()                    # everything sent is answered, everybody sees everything
        w.verdict(server).must_be_clean()       # the checker's ten points, all 0; prints the counts

`SHORT` is for pytest, `LONG` for `./dev faults` (`plan_for(seed)` gives the one that was asked for). Change
one with `replace(SHORT, rate=50, window=20)`. `workload(…, addresses=[a, b])`: clients begin at one of these
URLs (a proxy's, another node's) in turn, and take the next one after a failure, unless they
`stay`. `w.visitors`, `w.agents` are the clients (tests/faults/client.py): `freeze`, `thaw`, `drop`, `wish`,
`held`, `told`. Everything that they do is written to `w.history.path`; the seed is printed.
"""

import asyncio
import contextlib
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from server.checker.history import Log, read
from server.checker.points import judge
from server.checker.verdict import Verdict
from tests.faults.client import HURRY, Agent, Client, Patience, Visitor
from tests.faults.dump import Dump, dumped
from tests.faults.history import History
from tests.faults.logs import exceptions
from tests.faults.reporting import JUDGED
from tests.faults.server_under_test import Server
from tests.faults.stopwatch import Stopwatch
from tests.faults.waiting import until

TICK = 0.1  # s
RESTS = 3  # times as long as it took to look
Say = Callable[[random.Random], tuple[Client, str, dict[str, Any]] | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate`: wishes a second of all together, at random times. `tabs`: of each visitor. `window`: messages
    that a client has under way at once. Shares of what is wished: `answers` by agents, and of these `notes`,
    `resolves` and `transfers`; the rest are messages. `settle`: seconds without any progress after which
    what is not well in the end never will be.
    """

    visitors: int = 10
    agents: int = 3
    rate: float = 20
    seconds: float = 3
    seed: int = 1
    tabs: int = 1
    window: int = 1
    answers: float = 0.4
    notes: float = 0.05
    resolves: float = 0.03
    transfers: float = 0.05
    settle: float = 60
    patience: Patience = HURRY


SHORT = Plan()
LONG = Plan(visitors=200, agents=20, rate=50, seconds=120, settle=90, patience=Patience())


def is_long() -> bool:
    """`./dev faults` says so; pytest alone runs the short forms."""
    return bool(os.environ.get("CHAT_BUTLER_FAULTS_SECONDS"))


def plan_for(seed: int = 1, **changes: Any) -> Plan:
    """SHORT, or LONG with the length that `./dev faults --minutes` asks for; `--seed` wins over `seed`."""
    seed = int(os.environ.get("CHAT_BUTLER_FAULTS_SEED", seed))
    if not is_long():
        return replace(SHORT, seed=seed, **changes)
    seconds = float(os.environ["CHAT_BUTLER_FAULTS_SECONDS"])
    return replace(LONG, seed=seed, seconds=seconds, **{k: v for k, v in changes.items() if k not in SIZES})


SIZES = ("visitors", "agents", "rate", "seconds", "settle", "patience")


class Workload:
    def __init__(self, plan: Plan, cast: Any, url: str, addresses: Sequence[str], history: History) -> None:
        self.plan = plan
        self.history = history
        self.chance = random.Random(plan.seed)
        self.stood_still = 0.0
        self._url = url
        self._dump: Dump | None = None
        where = [lambda address=address: address for address in addresses]
        turns = [
            where[n % len(where) :] + where[: n % len(where)] for n in range(plan.visitors + plan.agents)
        ]
        rest = (history, plan.patience, plan.seed, plan.window)
        self.agents = [
            Agent(f"agent{n}", one.id, one.token, turns[n], *rest)
            for n, one in enumerate(cast.agents[: plan.agents])
        ]
        self.visitors: list[Visitor] = []
        for n in range(plan.visitors):
            first = Visitor(f"visitor{n}", cast.site, turns[-1 - n], *rest)
            others = [
                Visitor(f"visitor{n}tab{tab}", cast.site, turns[-1 - n], *rest, first=first)
                for tab in range(1, plan.tabs)
            ]
            self.visitors += [first, *others]

    @property
    def clients(self) -> list[Client]:
        return [*self.agents, *self.visitors]

    async def begin(self, session: aiohttp.ClientSession) -> None:
        """All are let in; agents first, and a visitor's first tab before the others. Not all at once: to come
        in a storm is a fault of its own.
        """
        firsts = [one for one in self.visitors if one.is_first]
        others = [one for one in self.visitors if not one.is_first]
        for group in (self.agents, *in_tens(firsts), *in_tens(others)):
            for client in group:
                client.start(session)
            await asyncio.gather(*(client.entered() for client in group))

    async def watch(self) -> None:
        """Keeps in `stood_still` for how many seconds at once these clients themselves did: a server may miss
        them.
        """
        while True:
            before = time.monotonic()
            await asyncio.sleep(TICK)
            self.stood_still = max(self.stood_still, time.monotonic() - before - TICK)

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """While the body runs, and at least for `plan.seconds`."""
        body_has_run = asyncio.Event()
        task = asyncio.create_task(self._talk(body_has_run))
        try:
            yield
            body_has_run.set()
            await task
        finally:
            task.cancel()

    async def answered(self) -> None:
        """Waits until every wish that there is now is answered; AssertionError when none of them was for
        `plan.settle` seconds.
        """
        left = self.unanswered
        while left:
            what = f"the next of {len(left)} answers"
            await until(lambda left=left: not left <= self.unanswered, self.plan.settle, what)  # type: ignore[misc]
            left &= self.unanswered

    async def caught_up(self) -> float:
        """Waits until everybody shows what is stored now, at most `plan.settle` seconds; gives the seconds
        that it took, of a machine that has nothing else to do.
        """
        watch, begun, dump = Stopwatch(), time.monotonic(), await dumped(self._url)
        for client in self.clients:
            while not self._shows(client, dump) and time.monotonic() - begun < self.plan.settle:
                client.news.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(client.news.wait(), self.plan.settle)
        return watch.seconds

    async def settle(self) -> None:
        """Waits until every wish is answered and every client shows all that it may see, by what it was told
        alone, or until nothing has come of it for `plan.settle` seconds. What is missing then, the checker
        finds.
        """
        best, deadline = self._progress(), time.monotonic() + self.plan.settle
        while time.monotonic() < deadline:
            begun = time.monotonic()
            if not self.unanswered:
                self._dump = await dumped(self._url)
                if self._is_routed(self._dump) and self._all_shown(self._dump):
                    return
            # Most of the time is the server's and the clients', however much there is to read.
            await asyncio.sleep(max(0.05, RESTS * (time.monotonic() - begun)))
            if (now := self._progress()) > best:
                best, deadline = now, time.monotonic() + self.plan.settle
        self._dump = await dumped(self._url)
        away = sum(not client.connected for client in self.clients)
        print(f"not settled: {len(self.unanswered)} wishes unanswered, {away} clients away")  # noqa: T201

    @property
    def lost(self) -> Counter[str]:
        """Why connections ended, and how many."""
        return Counter(why for client in self.clients for why in client.lost)

    @property
    def unanswered(self) -> set[int]:
        """Operations."""
        return {wish.op for client in self.clients for wish in client.outbox}

    def _progress(self) -> int:
        """More is nearer to the end; not what comes and goes."""
        shown = sum(held.level for client in self.clients for held in client.held.values())
        return shown - len(self.unanswered)

    async def end(self) -> None:
        """Writes what each client shows, and what is stored; then all leave."""
        if self._dump is None:
            await self.settle()
        for client in self.clients:
            for conversation, held in client.held.items():
                shown = [_entry(held.events[seq]) for seq in sorted(held.events)]
                self.history.final(client.name, conversation, shown, owner=held.owner, status=held.status)
        if self._dump is not None:
            self.history.put_all(self._dump.records())
        await asyncio.gather(*(client.stop() for client in self.clients))
        self.history.flush()

    def verdict(self, *servers: Server, expected: Sequence[str] = ()) -> "Verdict":
        """With the exceptions in their logs; what contains one of `expected` is part of the fault."""
        for server in servers:
            self.history.put_all(Log(line) for line in exceptions(server.words_of_log(), expected))
        self.history.flush()
        verdict = judge(read(self.history.path))
        JUDGED.append((self.plan.seed, verdict))
        print(f"seed {self.plan.seed}, {verdict.summary()}")  # noqa: T201
        return verdict

    def returns(self, opened: float, gone: float) -> list[float]:
        """Seconds until each was back, after the loop's time `opened`; inf for who is not back since `gone`.

        The server may have let some in before we heard that it is open.
        """
        return [
            min((max(0.0, at - opened) for at in one.connects if at > gone), default=float("inf"))
            for one in self.clients
        ]

    def _is_routed(self, dump: Dump) -> bool:
        """After an outage routing may be seconds late: as long as somebody waits while agents are there."""
        return not (self.agents and any(one.queued for one in dump.conversations))

    def _all_shown(self, dump: Dump) -> bool:
        return all(self._shows(client, dump) for client in self.clients)

    def _shows(self, client: Client, dump: Dump) -> bool:
        should = dump.numbers if client.kind == "agent" else dump.public_numbers
        return all(
            should.get(conversation, set()) <= held.events.keys()
            for conversation, held in client.held.items()
        )

    async def _talk(self, body_has_run: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time()
        until = at + self.plan.seconds
        number = 0
        while (at := at + self.chance.expovariate(self.plan.rate)) < until or not body_has_run.is_set():
            await asyncio.sleep(max(0, at - loop.time()))
            number += 1
            self._wish(number)

    def _wish(self, number: int) -> None:
        if self.chance.random() < self.plan.answers and self._agent_wishes(number):
            return
        visitor = self.chance.choice(self.visitors)
        visitor.wish("say", text=f"{visitor.name} #{number}")

    def _agent_wishes(self, number: int) -> bool:
        agent = self.chance.choice(self.agents)
        if not (mine := agent.mine):
            return False
        conversation, share = self.chance.choice(mine), self.chance.random()
        plan = self.plan
        if share < plan.notes:
            agent.wish("note", conversation=conversation, text=f"note #{number}")
        elif share < plan.notes + plan.resolves:
            agent.wish("resolve", conversation=conversation, reason="solved")
        elif share < plan.notes + plan.resolves + plan.transfers and len(self.agents) > 1:
            other = self.chance.choice([one for one in self.agents if one is not agent])
            agent.wish("transfer", conversation=conversation, agent=other.person)
        else:
            agent.wish("say", conversation=conversation, text=f"{agent.name} #{number}")
        return True


def in_tens(visitors: Sequence[Visitor]) -> list[Sequence[Visitor]]:
    return [visitors[start : start + 10] for start in range(0, len(visitors), 10)]


def _entry(event: dict[str, Any]) -> list[Any]:
    return [event["seq"], event["id"], *([event["text"]] if "text" in event else [])]


@asynccontextmanager
async def workload(
    server: Server, plan: Plan, folder: Path, addresses: Sequence[str] = (), *, stay: bool = False
) -> AsyncIterator[Workload]:
    """All clients are in when it begins; history and database's rows are written when it ends."""
    print(f"seed {plan.seed}")  # noqa: T201
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    history = History(folder / f"history-{plan.seed}.jsonl")
    async with aiohttp.ClientSession(connector=connector) as session:
        w = Workload(plan, server.cast, server.database_url, addresses or [server.url], history)
        for client in w.clients if stay else ():
            del client.addresses[1:]
        watching = asyncio.create_task(w.watch())
        try:
            await w.begin(session)
            yield w
        finally:
            watching.cancel()
            await w.end()

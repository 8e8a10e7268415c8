"""Whatever agents and visitors do in any order: one owner at most, nobody is lost, the timeline says it all.

Each conversation is compared with a model of some lines, on both databases.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from server.core.conversation import Conversation, replay
from server.core.events import Assigned, Event, Queued, Transferred, Unassigned
from server.core.refusals import Refusal
from server.desk import agent, visitor
from server.desk.people import hand_over
from server.desk.ports import Stored
from tests.cast import MINUTE
from tests.desk.acting import later, message
from tests.desk.conftest import Shop, opened

VISITORS = some.sampled_from(["Vera", "Wanda"])
AGENTS = some.sampled_from(["Ada", "Ben", "Cleo"])


@dataclass
class Model:
    """What is to be true of one visitor's conversation. `turn`: he waits for an answer."""

    id: str = ""
    status: str = "open"
    owner: str | None = None
    asked: str | None = None
    turn: bool = False


class AnyHands(RuleBasedStateMachine):
    def __init__(self, runner: asyncio.Runner, shop: Shop) -> None:
        super().__init__()
        self.runner, self.shop = runner, shop
        self.models = {name: Model() for name in ("Vera", "Wanda")}
        self.here = dict.fromkeys(("Ada", "Ben", "Cleo"), True)
        for name in self.here:
            self.does(shop.presences.sets(shop.person(name), "online"))
        for name in self.models:
            self.says(name)

    def teardown(self) -> None:
        """For good: the next story begins with nobody's conversations."""
        ada = self.shop.person("Ada")
        for model in self.models.values():
            if model.status == "resolved":
                self.does(agent.reopens(self.shop.desk, ada, model.id))
            if model.id:
                self.does(agent.resolves(self.shop.desk, ada, model.id, "duplicate"))

    @rule(v=VISITORS)
    def says(self, v: str) -> None:
        now = self.models[v]
        said = self.does(visitor.says(self.shop.desk, self.shop.guest(v), message()))
        assert not now.id or said.conversation == now.id
        now.id, now.status, now.turn = said.conversation or "", "open", True
        if now.owner and not self.here[now.owner]:
            now.owner = now.asked = None

    @rule(v=VISITORS, a=AGENTS)
    def takes(self, v: str, a: str) -> None:
        now = self.models[v]
        told: Any = self.tries(now, agent.takes(self.shop.desk, self.shop.person(a), now.id))
        if now.status == "resolved" or now.owner not in (None, a):
            assert isinstance(told, Refusal)
            if now.status != "resolved":
                owner: Any = told.details["owner"]
                assert owner["name"] == now.owner
        elif now.owner is None:
            now.owner, now.status = a, "open"

    @rule(v=VISITORS, a=AGENTS)
    def answers(self, v: str, a: str) -> None:
        now = self.models[v]
        if now.id:
            self.does(agent.says(self.shop.desk, self.shop.person(a), now.id, message("Let me look.")))
            now.owner, now.status, now.turn = now.owner or a, "open", False

    @rule(v=VISITORS, a=AGENTS, b=AGENTS)
    def transfers(self, v: str, a: str, b: str) -> None:
        now, desk = self.models[v], self.shop.desk
        to = self.shop.person(b).id
        told = self.tries(now, hand_over.transfers(desk, self.shop.person(a), now.id, to, None, None))
        refused = now.status == "resolved" or b in (a, now.owner)
        assert isinstance(told, Refusal) == refused
        if not refused:
            now.owner, now.asked = b, None

    @rule(v=VISITORS, a=AGENTS)
    def gives_to_the_team(self, v: str, a: str) -> None:
        now, desk = self.models[v], self.shop.desk
        team = self.shop.site.team
        told = self.tries(now, hand_over.transfers(desk, self.shop.person(a), now.id, None, team, None))
        assert isinstance(told, Refusal) == (now.status == "resolved")
        if not isinstance(told, Refusal):
            now.owner = now.asked = None

    @rule(v=VISITORS, a=AGENTS, b=AGENTS)
    def asks(self, v: str, a: str, b: str) -> None:
        now, to = self.models[v], self.shop.person(b).id
        told = self.tries(now, hand_over.asks(self.shop.desk, self.shop.person(a), now.id, to, None))
        may = now.status in ("open", "snoozed") and self.here[b] and b not in (a, now.owner)
        may = may and now.owner is not None and now.asked is None
        assert isinstance(told, Refusal) != may
        if may:
            now.asked = b

    @rule(v=VISITORS, b=AGENTS)
    def accepts(self, v: str, b: str) -> None:
        now = self.models[v]
        told = self.tries(now, hand_over.accepts(self.shop.desk, self.shop.person(b), now.id))
        assert isinstance(told, Refusal) == (b not in (now.owner, now.asked))
        if now.asked == b:
            now.owner, now.asked = b, None

    @rule(v=VISITORS, b=AGENTS)
    def declines(self, v: str, b: str) -> None:
        now = self.models[v]
        told = self.tries(now, hand_over.declines(self.shop.desk, self.shop.person(b), now.id))
        assert isinstance(told, Refusal) == (now.asked != b)
        now.asked = None if now.asked == b else now.asked

    @rule(v=VISITORS, a=AGENTS)
    def withdraws(self, v: str, a: str) -> None:
        now = self.models[v]
        told = self.tries(now, hand_over.withdraws(self.shop.desk, self.shop.person(a), now.id))
        assert isinstance(told, Refusal) == (now.asked is None or now.owner != a)
        now.asked = None if now.owner == a else now.asked

    @rule(v=VISITORS, a=AGENTS)
    def resolves(self, v: str, a: str) -> None:
        now = self.models[v]
        told = self.tries(now, agent.resolves(self.shop.desk, self.shop.person(a), now.id, "solved"))
        assert isinstance(told, Refusal) == (now.status == "resolved")
        if now.id:
            now.status, now.turn, now.asked = "resolved", False, None

    @rule(v=VISITORS, a=AGENTS)
    def reopens(self, v: str, a: str) -> None:
        now = self.models[v]
        told = self.tries(now, agent.reopens(self.shop.desk, self.shop.person(a), now.id))
        assert isinstance(told, Refusal) == (now.status != "resolved")
        if not isinstance(told, Refusal):
            now.status, now.owner = "open", now.owner or a

    @rule(v=VISITORS, a=AGENTS)
    def snoozes(self, v: str, a: str) -> None:
        now, until = self.models[v], self.shop.clock.now + 5 * MINUTE
        told = self.tries(now, agent.snoozes(self.shop.desk, self.shop.person(a), now.id, until))
        assert isinstance(told, Refusal) == (now.status == "resolved")
        if not isinstance(told, Refusal):
            now.status = "snoozed"

    @rule()
    def time_passes(self) -> None:
        """What sleeps wakes, and who is asked has not answered."""
        self.does(later(self.shop, 600))
        for now in self.models.values():
            now.asked = None
            if now.status == "snoozed":
                now.status = "open"
                now.owner = now.owner if now.owner and self.here[now.owner] else None

    @rule(a=AGENTS)
    def leaves(self, a: str) -> None:
        self.does(self.shop.presences.sets(self.shop.person(a), "offline"))
        self.here[a] = False
        for now in self.models.values():
            if now.owner == a and now.status == "open" and now.turn:
                now.owner = now.asked = None

    @rule(a=AGENTS, status=some.sampled_from(["online", "away"]))
    def is_here(self, a: str, status: Any) -> None:
        self.does(self.shop.presences.sets(self.shop.person(a), status))
        self.here[a] = True

    @invariant()
    def it_stands_as_it_should(self) -> None:
        for model in self.models.values():
            if model.id:
                now = self.does(self.shop.desk.conversation(model.id))
                assert (now.status, name(now.agent)) == (model.status, model.owner)
                assert name(now.asked_colleague) == model.asked
                assert (now.turn_at is not None) == model.turn

    @invariant()
    def nobody_is_lost(self) -> None:
        """Whoever has nobody waits in the queue, at a place of his own."""
        queue = self.shop.desk.floor.queue
        waiting = {m.id for m in self.models.values() if m.status == "open" and m.owner is None}
        assert set(queue) == waiting
        places = sorted(self.shop.desk.floor.position(one) or 0 for one in queue.values())
        assert places == list(range(1, len(queue) + 1))

    @invariant()
    def the_timeline_says_it_all(self) -> None:
        for model in self.models.values():
            if model.id:
                events = self.does(self.shop.kept.timeline.events(model.id))
                stored: Stored | None = self.does(self.shop.kept.timeline.stored(model.id))
                now: Conversation = self.does(self.shop.desk.conversation(model.id))
                assert stored is not None and replay(events) == now == stored.conversation
                owned_by_one(events)

    def does(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(doing)

    def tries(self, now: Model, doing: Coroutine[Any, Any, Any]) -> Any:
        """What came of it: the refusal, if it is one. Nothing changes then."""

        async def told() -> object:
            before = await self.shop.kept.timeline.events(now.id)
            try:
                return await doing
            except Refusal as refusal:
                assert await self.shop.kept.timeline.events(now.id) == before
                return refusal

        return self.does(told())


def owned_by_one(events: list[Event]) -> None:
    owner: str | None = None
    for event in events:
        match event:
            case Assigned():
                assert owner is None
                owner = event.agent.id
            case Transferred(team=False):
                owner = event.to.id
            case Unassigned():
                assert event.agent is not None and owner == event.agent.id
                owner = None
            case Queued():
                assert owner is None


def name(who: Any) -> str | None:
    return None if who is None else str(who.name)


def test_one_has_it_or_it_waits_whatever_happens(database_url: str, database_kind: str) -> None:
    with asyncio.Runner() as runner:
        house = opened(database_url)
        shop: Shop = runner.run(_entered(house))
        try:
            runner.run(_and_cleo(shop))
            run_state_machine_as_test(
                lambda: AnyHands(runner, shop),  # type: ignore[arg-type]
                settings=settings(
                    max_examples=40 if database_kind == "sqlite" else 8,
                    stateful_step_count=30,
                    derandomize=True,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(_left(house))


async def _entered(house: Any) -> Shop:
    shop: Shop = await house.__aenter__()
    return shop


async def _and_cleo(shop: Shop) -> None:
    await shop.kept.people.add_person("cleo@shop.example", "Cleo", "agent")


async def _left(house: Any) -> None:
    await house.__aexit__(None, None, None)

"""A day at the real desk, in any order: nobody over his slots, nobody waits in vain, the order is kept."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from server.core.conversation import Conversation, replay
from server.core.events import Presence
from server.core.routing import in_order
from server.core.rules import Rules
from server.desk import agent
from server.desk.queue import routing
from tests.desk.at_the_desk import answers, by_rules, changed, later, online, writes
from tests.desk.conftest import Shop, opened

VISITORS = some.sampled_from(["Vera", "Wim", "Xena", "Yves", "Zoe"])
AGENTS = some.sampled_from(["Ada", "Ben"])
POLICIES = some.sampled_from(["least_busy", "round_robin", "most_skilled", "longest_idle", "pull"])


class AnyDay(RuleBasedStateMachine):
    def __init__(self, runner: asyncio.Runner, shop: Shop) -> None:
        super().__init__()
        self.runner, self.shop = runner, shop
        self.does(by_rules(shop, **Rules(answer_within=20).to_dict()))

    def teardown(self) -> None:
        for conversation in list(self.shop.desk.floor.open):
            self.does(agent.resolves(self.shop.desk, self.shop.person("Ada"), conversation, "duplicate"))

    @rule(visitor=VISITORS)
    def somebody_writes(self, visitor: str) -> None:
        self.does(writes(self.shop, visitor))

    @rule(name=AGENTS, status=some.sampled_from(["online", "online", "away", "offline"]))
    def an_agent_comes_or_goes(self, name: str, status: Presence) -> None:
        self.does(self.shop.presences.sets(self.shop.person(name), status))

    @rule(visitor=VISITORS)
    def somebody_is_answered(self, visitor: str) -> None:
        if (conversation := self._of(visitor)) and conversation.agent and conversation.agent.name:
            self.does(answers(self.shop, conversation.agent.name, conversation.id))

    @rule(visitor=VISITORS)
    def somebody_is_done(self, visitor: str) -> None:
        if conversation := self._of(visitor):
            self.does(agent.resolves(self.shop.desk, self.shop.person("Ada"), conversation.id, "duplicate"))

    @rule(visitor=VISITORS, priority=some.integers(-1, 2))
    def somebody_is_more_urgent(self, visitor: str, priority: int) -> None:
        if conversation := self._of(visitor):
            ada = self.shop.person("Ada")
            self.does(agent.prioritises(self.shop.desk, ada, conversation.id, priority))

    @rule(policy=POLICIES, ageing=some.sampled_from([None, 60]))
    def the_rules_change(self, policy: str, ageing: int | None) -> None:
        self.does(by_rules(self.shop, policy=policy, ageing=ageing))
        self.shop.desk.floor.looks()

    @rule(ms=some.sampled_from([1_000, 25_000]))
    def time_passes(self, ms: int) -> None:
        self.does(later(self.shop, ms))

    @rule()
    def routing_looks(self) -> None:
        floor = self.shop.desk.floor
        before = [waiter.conversation for waiter in floor.line.waiters()]
        self.does(routing.look(self.shop.desk))
        left = [waiter.conversation for waiter in floor.line.waiters()]
        assert left == before[len(before) - len(left) :]
        policy = next(iter(self.shop.kept.directory.teams.values())).rules.policy
        assert not left or policy == "pull" or not any(self._is_free(name) for name in ("Ada", "Ben"))

    @invariant()
    def nobody_is_over_his_slots(self) -> None:
        assert all(self._taken(name) <= self.shop.person(name).slots for name in ("Ada", "Ben"))

    @invariant()
    def the_queue_is_those_who_wait_in_their_order(self) -> None:
        floor = self.shop.desk.floor
        waiting = [floor.waiter(one) for one in floor.open.values() if one.waiting == "queue"]
        assert floor.line.waiters() == in_order(waiting)

    @invariant()
    def what_is_stored_is_what_is_known(self) -> None:
        for conversation in self.shop.desk.floor.open.values():
            timeline = self.does(self.shop.kept.timeline.events(conversation.id))
            assert replay(timeline) == conversation

    def _of(self, visitor: str) -> Conversation | None:
        """His open one."""
        guest = self.shop.guest(visitor)
        return self.shop.desk.floor.open.get(guest.conversation or "")

    def _taken(self, name: str) -> int:
        agents = [one.agent for one in self.shop.desk.floor.open.values() if one.status == "open"]
        return agents.count(self.shop.person(name).named)

    def _is_free(self, name: str) -> bool:
        presence = self.shop.desk.floor.presence(self.shop.person(name).id)
        return presence.status == "online" and self._taken(name) < self.shop.person(name).slots

    def does(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(doing)


def test_everybody_is_served_in_turn_whatever_happens(tmp_path: Any) -> None:
    with asyncio.Runner() as runner:
        house = opened(f"sqlite:///{tmp_path / 'shop.db'}")
        shop: Shop = runner.run(_entered(house))
        try:
            run_state_machine_as_test(
                lambda: AnyDay(runner, shop),  # type: ignore[arg-type]
                settings=settings(
                    max_examples=25,
                    stateful_step_count=30,
                    derandomize=True,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(house.__aexit__(None, None, None))


async def _entered(house: Any) -> Shop:
    shop: Shop = await house.__aenter__()
    for name, slots in (("Ada", 1), ("Ben", 2)):
        await changed(shop, name, slots=slots)
    await online(shop, "Ada")
    return shop

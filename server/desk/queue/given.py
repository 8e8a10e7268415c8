"""What routing has chosen is carried out, as far as it is still so when its turn has come."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from server.core import routing
from server.core.conversation import Conversation
from server.core.decide import agent as decide_agent
from server.core.decide import routing as decide
from server.core.events import Event
from server.core.routing import Choice

from ..desk import Desk


class Giving:
    """Some choices that are carried out at the same time."""

    def __init__(self, desk: Desk, choices: Sequence[Choice]) -> None:
        self._desk = desk
        self._visitors = {
            choice.waiter.conversation: desk.floor.queue[choice.waiter.conversation].visitor.id
            for choice in choices
        }
        self._of_agent: defaultdict[str, list[Choice]] = defaultdict(list)
        for choice in choices:
            self._of_agent[choice.taker.agent].append(choice)

    def visitor(self, choice: Choice) -> str:
        return self._visitors[choice.waiter.conversation]

    def decides(self, choice: Choice) -> Callable[[Conversation], Sequence[Event]]:
        return partial(self._given, choice)

    def is_given(self, choice: Choice) -> None:
        """He has it indeed."""
        floor, agent = self._desk.floor, choice.taker.agent
        floor.presence(agent).idle_since = floor.shift.gave(agent, choice.waiter.team, self._desk.clock())

    async def takes_back_from_who_has_left(self) -> None:
        """Whoever went offline while this was stored gave back what he had, but not yet this."""
        for agent, choices in self._of_agent.items():
            if self._desk.floor.presence(agent).status != "offline":
                continue
            for choice in choices:
                async with self._desk.turn(self.visitor(choice)):
                    await self._desk.record(
                        choice.waiter.conversation, partial(_back_from, agent, choice.waiter.team)
                    )

    def _given(self, choice: Choice, conversation: Conversation) -> Sequence[Event]:
        desk, agent, now = self._desk, choice.taker.agent, self._desk.clock()
        if not self._still_fits(choice, conversation, now):
            return []
        people, within = desk.directory.people, desk.directory.rules_of(choice.waiter.team).answer_within
        return decide.is_routed(
            conversation,
            people[agent].named,
            routing.explained(choice, now),
            {taker.agent: people[taker.agent].name for taker in choice.candidates if taker.agent in people},
            None if within is None else now + 1000 * within,
        )

    def _still_fits(self, choice: Choice, conversation: Conversation, now: int) -> bool:
        """Both may have changed while this waited for its turn."""
        waiter = self._desk.floor.waiter(conversation)
        taker = self._desk.floor.shift.taker(choice.taker.agent)
        if taker is None or waiter.kind != choice.waiter.kind:
            return False
        has = {one.id for one in self._desk.floor.conversations_of(taker.agent)}
        for other in self._of_agent[taker.agent]:
            # Those that are not his yet will be.
            if other is not choice and other.waiter.conversation not in has:
                taker = routing.with_one_more(taker, other.waiter.team, now)
        return taker.may_take(waiter, now)


def _back_from(agent: str, team: str | None, conversation: Conversation) -> Sequence[Event]:
    is_his = conversation.agent is not None and conversation.agent.id == agent
    return decide_agent.gives_back(conversation, "agent_gone") if is_his else []

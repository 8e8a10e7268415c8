"""Who waits for a person, in order, and what each of them needs by the rules of his team."""

from collections.abc import Iterator

from server.core.conversation import Conversation
from server.core.routing import Needs, Waiter, primary

from ..directory import Directory
from .line import Line


class Waiting:
    """`queue`: the conversations by id, in no order; `line`: the order. `newcomers`: those of whom nobody has
    looked up yet which agent their visitors had before.
    """

    def __init__(self, directory: Directory) -> None:
        self.queue: dict[str, Conversation] = {}
        self.line = Line()
        self.newcomers: set[str] = set()
        self._directory = directory
        self._last_agents: dict[str, str] = {}
        # By team, the languages that somebody says he speaks.
        self._spoken: dict[str | None, frozenset[str]] = {}

    def put(self, conversation: Conversation) -> None:
        """It waits, or does not any more."""
        if conversation.waiting == "queue":
            if conversation.id not in self.queue:
                self.newcomers.add(conversation.id)
            self.queue[conversation.id] = conversation
            self.line.put(self.waiter(conversation))
        elif self.queue.pop(conversation.id, None) is not None:
            self.line.drop(conversation.id)
            self.newcomers.discard(conversation.id)
            self._last_agents.pop(conversation.id, None)

    def reads_the_rules_anew(self) -> None:
        """People or teams are other ones now."""
        self._spoken.clear()
        for conversation in self.queue.values():
            self.line.put(self.waiter(conversation))

    def knows_last_agent(self, conversation: str, agent: str) -> None:
        """Whom its visitor is to have again, if he can."""
        if (waiting := self.queue.get(conversation)) is not None:
            self._last_agents[conversation] = agent
            self.line.put(self.waiter(waiting))

    def waiter(self, conversation: Conversation) -> Waiter:
        """As it stands, or would stand, in the queue."""
        team = conversation.team.id if conversation.team else None
        rules = self._directory.rules_of(team)
        needs = Needs(
            team,
            tuple(sorted(set(conversation.skills))),
            self._language(team, conversation.language),
            rules.policy,
            rules.fair_share,
        )
        return Waiter(
            conversation.id,
            team,
            conversation.queued_at or 0,
            conversation.in_front,
            conversation.priority,
            needs,
            conversation.passed,
            self._last_agents.get(conversation.id),
            None if rules.ageing is None else rules.ageing * 1000,
            rules.order == "sla",
            conversation.next_deadline if rules.order == "sla" else None,
        )

    def _language(self, team: str | None, wanted: str | None) -> str | None:
        """Needed only where somebody of the team says that he speaks it."""
        if wanted is None:
            return None
        if team not in self._spoken:
            self._spoken[team] = frozenset(self._languages_in(team))
        return language if (language := primary(wanted)) in self._spoken[team] else None

    def _languages_in(self, team: str | None) -> Iterator[str]:
        for person in self._directory.people.values():
            if not person.disabled and (team is None or team in person.teams):
                yield from map(primary, person.languages)

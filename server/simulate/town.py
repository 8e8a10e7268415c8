"""Those who live through the day: visitors who come, wait and give up, agents who come, answer and go home.

They hear what the desk tells them, as their screens would, and do what they do by the desk's own verbs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from server.core.conversation import Conversation
from server.core.decide.visitor import Message
from server.core.events import AgentStatus, Assigned, Event, Queued, Resolved, Transferred
from server.desk import agent as agents
from server.desk import arrival, visitor
from server.desk.arrival import Hello
from server.desk.desk import Desk
from server.desk.directory import Person, Site
from server.desk.presence import Presences

from .agenda import Agenda
from .scenario import Crew, Kind, Scenario
from .spread import HOUR
from .visits import Visit, visits

QUESTION, ANSWER = "Where is my order?", "Let me look."
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Worker:
    person: Person
    crew: Crew


@dataclass
class Town:
    """Satisfies `desk.ports.Tell`. `topics`: by kind of visit, its topic's id; `teams`: ids by name."""

    scenario: Scenario
    agenda: Agenda
    begins: int
    came: int = 0
    gave_up: int = 0
    told: int = 0
    problem: Exception | None = None
    _visits: dict[str, Visit] = field(default_factory=dict)
    _workers: dict[str, Worker] = field(default_factory=dict)
    _reaching: set[str] = field(default_factory=set)

    def opens(
        self,
        desk: Desk,
        presences: Presences,
        site: Site,
        workers: Sequence[Worker],
        teams: dict[str, str],
        topics: dict[Kind, str],
    ) -> None:
        """From here on people come."""
        self._desk, self._presences, self._site = desk, presences, site
        self._teams, self._topics = teams, topics
        self._workers = {worker.person.id: worker for worker in workers}
        self._coming = visits(self.scenario, self.begins)
        rules = (self.scenario.teams or {}).values()
        self._helps_himself = any(one.policy in ("pull", "broadcast") for one in rules)
        self._hands = Random(f"{self.scenario.seed} hands")  # noqa: S311  (the same each time)
        for worker in workers:
            self._plan_shifts(worker)
        self._plan_next_arrival()

    # -- visitors -----------------------------------------------------------------------------------------

    def _plan_next_arrival(self) -> None:
        visit = next(self._coming, None)
        if visit is not None:
            self.came += 1
            self.agenda.at(visit.at, partial(self._arrives, visit))

    async def _arrives(self, visit: Visit) -> None:
        self._plan_next_arrival()
        team = visit.kind.team
        hello = Hello(
            self._site,
            locale=visit.kind.locale,
            team=self._teams[team] if team else None,
            topic=self._topics.get(visit.kind),
        )
        guest, _ = await arrival.arrives(self._desk, hello, f"socket {visit.number}", _subscribes)
        visit.guest = guest
        self._visits[guest.id] = visit
        arrived = self.agenda()
        await visitor.says(self._desk, guest, Message(f"m{visit.number}", QUESTION))
        if self.scenario.coming is not None and self._left_a_message(visit):
            await self._leaves(visit)
        elif visit.patience is not None:
            # Who came in the past waited for an answer, whoever had him by then.
            until_answered = self.scenario.coming is not None
            self.agenda.at(arrived + visit.patience, partial(self._gives_up, visit, until_answered))

    def _left_a_message(self, visit: Visit) -> bool:
        """Nobody was there for him, by what the desk told him: whoever comes answers him later."""
        known = self._desk.floor.open.get(visit.guest.conversation or "") if visit.guest else None
        if known is None or known.mode == "live":
            return False
        visit.patience = None
        return True

    async def _gives_up(self, visit: Visit, anyway: bool = False) -> None:
        """If he is in the queue; `anyway`: if nobody has answered him, whoever has it by now."""
        guest = visit.guest
        if guest is None or guest.id not in self._visits:
            return
        conversation = self._desk.floor.open.get(guest.conversation or "")
        if conversation is None:
            return
        if conversation.waiting == "queue" or (anyway and not conversation.answered):
            self.gave_up += 1
            await visitor.ends(self._desk, guest)

    async def _leaves(self, visit: Visit) -> None:
        if visit.guest is not None and visit.here:
            visit.here = False
            await arrival.leaves(self._desk, visit.guest, f"socket {visit.number}")

    # -- agents -------------------------------------------------------------------------------------------

    def _plan_shifts(self, worker: Worker) -> None:
        if worker.crew.spells is not None:
            for since, until in worker.crew.spells:
                self.agenda.at(self.begins + since, partial(self._comes, worker.person))
                self.agenda.at(self.begins + until, partial(self._takes_no_more, worker.person))
            return
        if worker.crew.shift is None:
            self.agenda.at(self.begins, partial(self._comes, worker.person))
            return
        begins, ends = (round(hour * HOUR) for hour in worker.crew.shift)
        midnight, over = self.begins, self.begins + round(self.scenario.hours * HOUR)
        while midnight + begins < over:
            self.agenda.at(midnight + begins, partial(self._comes, worker.person))
            self.agenda.at(midnight + ends, partial(self._takes_no_more, worker.person))
            midnight += DAY

    async def _comes(self, person: Person) -> None:
        await self._presences.arrives(person, f"desk of {person.id}")
        await self._presences.sets(person, "online")
        self._reaches_for_work(person)

    async def _takes_no_more(self, person: Person) -> None:
        """He ends what he has begun; then he goes."""
        await self._presences.sets(person, "away")
        await self._goes_home(person)

    async def _goes_home(self, person: Person) -> None:
        if self._is_done(person):
            await self._presences.sets(person, "offline")
            await self._presences.leaves(person, f"desk of {person.id}")

    def _is_done(self, person: Person) -> bool:
        floor = self._desk.floor
        return floor.presence(person.id).status == "away" and not floor.conversations_of(person.id)

    # -- where agents help themselves ---------------------------------------------------------------------

    async def _somebody_waits(self) -> None:
        for worker in self._workers.values():
            self._reaches_for_work(worker.person)

    async def _is_free_again(self, person: Person) -> None:
        self._reaches_for_work(person)

    def _reaches_for_work(self, person: Person) -> None:
        """Whoever has a slot left, and sees somebody wait, takes him after a while; the quickest has him."""
        if self._helps_himself and person.id not in self._reaching and self._next_for(person) is not None:
            self._reaching.add(person.id)
            after = self.scenario.takes_in.drawn(self._hands)
            self.agenda.at(self.agenda() + after, partial(self._takes_next, person))

    async def _takes_next(self, person: Person) -> None:
        self._reaching.discard(person.id)
        conversation = self._next_for(person)
        if conversation is not None:
            await agents.takes(self._desk, person, conversation)
        self._reaches_for_work(person)

    def _next_for(self, person: Person) -> str | None:
        floor, now = self._desk.floor, self.agenda()
        floor.looks(now)
        taker = floor.shift.taker(person.id)
        if taker is None or not taker.here:
            return None
        fit = (one for one in floor.waiters() if not one.kind.are_assigned and taker.may_take(one, now))
        return next((waiter.conversation for waiter in fit), None)

    # -- agents at work -----------------------------------------------------------------------------------

    def _is_given(self, conversation: Conversation, agent: str) -> None:
        visit = self._visits[conversation.visitor.id]
        visit.turn += 1
        now = self.agenda()
        planned = (self._workers[agent].person, conversation.id, visit, visit.turn)
        self.agenda.at(now + visit.answers_in, partial(self._answers, *planned))
        self.agenda.at(now + max(visit.handling, visit.answers_in), partial(self._resolves, *planned))

    async def _answers(self, person: Person, conversation: str, visit: Visit, turn: int) -> None:
        if self._has_it_still(person, conversation, visit, turn):
            await agents.says(self._desk, person, conversation, Message(f"a{visit.number}.{turn}", ANSWER))

    async def _resolves(self, person: Person, conversation: str, visit: Visit, turn: int) -> None:
        if self._has_it_still(person, conversation, visit, turn):
            await agents.resolves(self._desk, person, conversation, "solved")

    def _has_it_still(self, person: Person, conversation: str, visit: Visit, turn: int) -> bool:
        known = self._desk.floor.open.get(conversation)
        return (
            turn == visit.turn
            and known is not None
            and known.agent is not None
            and known.agent.id == person.id
        )

    # -- what they are told -------------------------------------------------------------------------------

    async def events(self, conversation: Conversation, events: Sequence[Event]) -> None:
        self.told += len(events)
        try:
            self._hear(conversation, events)
        except Exception as problem:
            # The desk goes on when somebody cannot be told. A simulation must not.
            self.problem = problem

    def _hear(self, conversation: Conversation, events: Sequence[Event]) -> None:
        for event in events:
            match event:
                case Assigned(agent=agent):
                    self._is_given(conversation, agent.id)
                case Transferred(to=to, team=False):
                    self._is_given(conversation, to.id)
                case Queued():
                    self._waits_again(conversation)
                    if self._helps_himself:
                        self.agenda.at(self.agenda(), self._somebody_waits)
                case Resolved():
                    self._is_over(conversation)

    def _waits_again(self, conversation: Conversation) -> None:
        """Nobody answered him after all. His patience may be at an end already."""
        visit = self._visits[conversation.visitor.id]
        if visit.patience is not None and visit.turn and self.agenda() >= visit.at + visit.patience:
            self.agenda.at(self.agenda(), partial(self._gives_up, visit, anyway=True))

    def _is_over(self, conversation: Conversation) -> None:
        now = self.agenda()
        visit = self._visits.pop(conversation.visitor.id, None)
        if visit is not None:
            self.agenda.at(now, partial(self._leaves, visit))
        worker = self._workers[conversation.agent.id] if conversation.agent else None
        if worker is None:
            return
        if self._desk.floor.presence(worker.person.id).status == "away":
            self.agenda.at(now, partial(self._goes_home, worker.person))
        elif self._helps_himself:
            self.agenda.at(now, partial(self._is_free_again, worker.person))

    async def state(self, before: Conversation, conversation: Conversation) -> None:
        pass

    async def person(self, status: AgentStatus) -> None:
        pass

    async def agent(self, agent: str, event: str, payload: dict[str, Any]) -> None:
        pass

    async def visitor(self, visitor: str, event: str, payload: dict[str, Any]) -> None:
        pass

    async def followers(self, conversation: str, event: str, payload: dict[str, Any]) -> None:
        pass

    def changed(self, conversation: Conversation) -> None:
        pass

    def agent_changed(self, agent: str) -> None:
        pass


async def _subscribes(_: str) -> None:
    """He hears everything anyway."""

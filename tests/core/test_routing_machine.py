"""The quick way to choose does what a plain model would, whatever happens in whatever order."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from msgspec.structs import replace

from server.core.routing import HOUR, Needs, Staff, Taker, Waiter, given_out, in_order
from server.core.rules import Policy
from server.desk.queue.line import Line

TEAMS = ("support", "sales")
POLICIES: tuple[Policy, ...] = ("least_busy", "round_robin", "most_skilled", "longest_idle", "pull")
AGEING = 50  # ms
SHARE = 3

needs = some.builds(
    Needs,
    some.sampled_from((*TEAMS, None)),
    some.sampled_from(((), ("it",), ("it", "law"))),
    some.sampled_from((None, "de")),
    some.sampled_from(POLICIES),
    some.sampled_from((None, None, SHARE)),
)
kinds = some.fixed_dictionaries(
    {
        "teams": some.frozensets(some.sampled_from(TEAMS), min_size=1),
        "slots": some.integers(0, 3),
        "skills": some.dictionaries(some.sampled_from(("it", "law")), some.integers(1, 5)),
        "languages": some.sampled_from((frozenset[str](), frozenset({"de"}), frozenset({"en"}))),
        "team_slots": some.dictionaries(some.sampled_from(TEAMS), some.integers(0, 2)),
    }
)


@dataclass
class Modelled:
    """An agent, plainly: what he has, and when he got what routing gave him."""

    taker: Taker
    has: dict[str, str] = field(default_factory=dict)

    def now(self, now: int) -> Taker:
        taken_in: dict[str, int] = {}
        for team in self.has.values():
            taken_in[team] = taken_in.get(team, 0) + 1
        given = tuple(at for at in self.taker.given if at > now - HOUR)
        return replace(self.taker, taken=len(self.has), taken_in=taken_in, given=given)


class Floor(RuleBasedStateMachine):
    """People come, go, change and are given to each other; each look is judged by a full scan."""

    waiting = Bundle("waiting")
    working = Bundle("working")

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.line, self.staff = Line(), Staff()
        self.queue: dict[str, Waiter] = {}
        self.agents: dict[str, Modelled] = {}
        self.owner: dict[str, str] = {}
        self.count = 0

    @rule(target=working, kind=kinds, here=some.booleans())
    def begins_to_work(self, kind: dict[str, object], here: bool) -> str:
        self.count += 1
        name = f"agent {self.count}"
        taker = Taker(agent=name, taken=0, idle_since=self.now, here=here, **kind)  # type: ignore[arg-type]
        self.agents[name] = Modelled(taker)
        self._tell(name)
        return name

    @rule(agent=working, here=some.booleans())
    def comes_or_goes(self, agent: str, here: bool) -> None:
        self._changes(agent, here=here)

    @rule(agent=working, kind=kinds)
    def becomes_another(self, agent: str, kind: dict[str, object]) -> None:
        self._changes(agent, **kind)

    @rule(agent=consumes(working))
    def leaves_for_good(self, agent: str) -> None:
        for conversation in self.agents.pop(agent).has:
            del self.owner[conversation]
        self.staff.drop(agent)

    @rule(
        target=waiting,
        needs=needs,
        priority=some.integers(-1, 2),
        in_front=some.booleans(),
        ageing=some.sampled_from((None, AGEING)),
        known=some.sampled_from((None, "agent 1", "agent 2")),
        passed=some.sampled_from(((), ("agent 1",), ("agent 2", "agent 1"))),
    )
    def begins_to_wait(
        self,
        needs: Needs,
        priority: int,
        in_front: bool,
        ageing: int | None,
        known: str | None,
        passed: tuple[str, ...],
    ) -> str:
        self.count += 1
        waiter = Waiter(
            f"c{self.count}",
            needs.team,
            self.now,
            in_front,
            priority,
            needs=needs,
            passed=passed,
            last_agent=known,
            ageing=ageing,
        )
        self.queue[waiter.conversation] = waiter
        self.line.put(waiter)
        return waiter.conversation

    @rule(conversation=consumes(waiting))
    def ends(self, conversation: str) -> None:
        """Wherever it is by then."""
        self.queue.pop(conversation, None)
        self.line.drop(conversation)
        if (agent := self.owner.pop(conversation, None)) is not None:
            del self.agents[agent].has[conversation]
            self._tell(agent)

    @rule(span=some.sampled_from((1, 20, AGEING, HOUR // 2)))
    def time_passes(self, span: int) -> None:
        self.now += span

    @rule()
    def routing_looks(self) -> None:
        expected = {name: modelled.now(self.now) for name, modelled in self.agents.items()}
        for choice in given_out(list(self.line.lanes()), self.staff, self.now):
            waiter, agent = choice.waiter, choice.taker.agent
            fit = [taker for taker in expected.values() if taker.may_take(waiter, self.now)]
            assert agent in {taker.agent for taker in fit}
            self._must_be_next(waiter, expected)
            self._must_be_best(waiter, agent, fit)
            assert choice.taker in choice.candidates
            at = self.staff_time(agent)
            modelled = self.agents[agent]
            modelled.has[waiter.conversation] = waiter.team or ""
            modelled.taker = replace(
                modelled.taker,
                idle_since=at,
                given=(*modelled.taker.given, at),
                turns={**modelled.taker.turns, waiter.team or "": at},
            )
            expected[agent] = modelled.now(self.now)
            assert waiter.conversation not in self.owner
            self.owner[waiter.conversation] = agent
            del self.queue[waiter.conversation]
        for conversation in self.owner:
            self.line.drop(conversation)
        for agent in self.agents:
            self._tell(agent)
        self._nobody_waits_in_vain()

    @invariant()
    def each_is_somebodys_or_waits(self) -> None:
        assert not self.owner.keys() & self.queue.keys()

    @invariant()
    def the_order_is_kept(self) -> None:
        assert self.line.waiters() == in_order(self.queue.values())

    def staff_time(self, agent: str) -> int:
        """When he got it: later than anything before, which is all that matters."""
        return next(taker for taker in self.staff.takers() if taker.agent == agent).idle_since

    def _must_be_next(self, waiter: Waiter, expected: dict[str, Taker]) -> None:
        """Whoever stands before him could not be helped."""
        for other in in_order(self.queue.values()):
            if other == waiter:
                return
            if other.kind.are_assigned:
                assert not any(taker.may_take(other, self.now) for taker in expected.values())
        raise AssertionError("he does not wait")

    def _must_be_best(self, waiter: Waiter, agent: str, fit: list[Taker]) -> None:
        names = {taker.agent for taker in fit}
        if waiter.last_agent in names and waiter.last_agent not in waiter.passed:
            assert agent == waiter.last_agent
            return
        fresh = [taker for taker in fit if taker.agent not in waiter.passed] or fit
        assert agent == min(fresh, key=lambda taker: _order(taker, waiter)).agent

    def _nobody_waits_in_vain(self) -> None:
        for modelled in self.agents.values():
            taker = modelled.now(self.now)
            for waiter in self.queue.values():
                assert not waiter.kind.are_assigned or not taker.may_take(waiter, self.now)

    def _changes(self, agent: str, **changes: object) -> None:
        modelled = self.agents[agent]
        modelled.taker = replace(modelled.taker, **changes)
        self._tell(agent)

    def _tell(self, agent: str) -> None:
        self.staff.put(self.agents[agent].now(self.now), self.now)


def _order(taker: Taker, waiter: Waiter) -> tuple[object, ...]:
    """The policies in other words."""
    busy = (taker.taken, taker.idle_since, taker.agent)
    match waiter.kind.policy:
        case "round_robin":
            return taker.turns.get(waiter.team or "", 0), taker.agent
        case "most_skilled":
            return -sum(taker.skills[skill] for skill in waiter.kind.skills), *busy
        case "longest_idle":
            return taker.idle_since, taker.agent
    return busy


Floor.TestCase.settings = settings(max_examples=150, stateful_step_count=40)
TestFloor = Floor.TestCase

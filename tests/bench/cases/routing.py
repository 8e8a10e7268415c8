"""How long it takes to find the agent for one who waits: with 10,000 waiting and 1,000 agents at work."""

import random
import time
from collections.abc import Callable
from statistics import median

from server.core.routing import Choice, Needs, Staff, Taker, Waiter, explained, given_out
from server.desk.queue.line import Line
from tests.bench.case import OURS, Case, Found, Tell, compared, in_turn
from tests.bench.run import Run
from tests.bench.size import Size

SCAN = "looking at every agent"
TEAMS = ("sales", "support", "returns", "billing")
SKILLS = ("", "", "", "refunds", "repairs")
LANGUAGES = (None, None, "de", "it", "pl")
PROMISED = 0.3  # ms


def measure(size: Size, tell: Tell) -> Found:
    sides = {
        SCAN: lambda: _run(size, scanned),
        OURS: lambda: _run(size, indexed),
    }
    runs = in_turn(sides, size, tell)
    note = (
        f"{size.waiting:,} wait, {size.agents:,} agents; one comes free, one is chosen, and it is kept why;"
        f" promised: at most {PROMISED:g} ms"
    )
    return compared(runs, SCAN, OURS, "decision_us", [note])


Decide = Callable[[Line, Staff, int], Choice]


def indexed(line: Line, staff: Staff, now: int) -> Choice:
    choice = next(given_out(line.lanes(), staff, now))
    explained(choice, now)
    return choice


def scanned(line: Line, staff: Staff, now: int) -> Choice:
    """The first in the queue who can be helped, and the best of all who could help him."""
    for waiter in line.waiters():
        fit = [taker for taker in staff.takers() if taker.may_take(waiter, now)]
        if fit:
            best = min(fit, key=lambda taker: (taker.taken, taker.idle_since, taker.agent))
            return Choice(waiter, best, "load", (best,), {})
    raise ValueError("nobody is free")


def _run(size: Size, decide: Decide) -> Run:
    """Somebody comes free, whereupon one who waits is given to him: until everybody has been free once."""
    chance = random.Random(7)
    line, staff = _queue(size.waiting, chance), _staff(size.agents, chance)
    spent = []
    for number in range(min(size.decisions, size.agents)):
        now = 1_000_000 + number
        begun = time.perf_counter()
        staff.put(_agent(number, chance, taken=3), now)
        choice = decide(line, staff, now)
        spent.append(1e6 * (time.perf_counter() - begun))
        # What the desk does once it is stored is not the decision.
        line.drop(choice.waiter.conversation)
        staff.put(_agent(number, chance, taken=4), now)
    return {"decision_us": median(spent), "wrong": []}


def _queue(waiting: int, chance: random.Random) -> Line:
    line = Line()
    for number in range(waiting):
        team, skill = chance.choice(TEAMS), chance.choice(SKILLS)
        needs = Needs(team, (skill,) if skill else (), chance.choice(LANGUAGES))
        line.put(Waiter(f"c{number}", team, number, priority=chance.choice((0, 0, 1)), needs=needs))
    return line


def _staff(agents: int, chance: random.Random) -> Staff:
    staff = Staff()
    for number in range(agents):
        staff.put(_agent(number, chance, taken=4), 0)
    return staff


def _agent(number: int, chance: random.Random, taken: int) -> Taker:
    return Taker(
        f"a{number}",
        frozenset((TEAMS[number % 4], TEAMS[number // 4 % 4])),
        4,
        taken,
        idle_since=chance.randrange(1_000_000),
        skills={SKILLS[3 + number % 2]: 1 + number % 5},
        languages=frozenset((("de",), ("it", "pl"), ())[number % 3]),
    )


CASE = Case(
    "routing",
    "a routing decision among 10,000 waiting and 1,000 agents, against a full scan (how many times quicker)",
    measure,
    reach=10,
    beyond=20,
)

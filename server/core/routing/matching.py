"""What waits is given out: each in turn to the best agent who fits, nobody over his slots."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

from .staff import Choice, Staff
from .takers import Taker
from .waiting import Rank, Waiter, in_order, rank

Place = tuple[Rank, Waiter]


@dataclass(frozen=True, slots=True)
class Match:
    conversation: str
    agent: str


def given_out(lanes: Iterable[Sequence[Place]], staff: Staff, now: int) -> Iterator[Choice]:
    """The whole queue's next one first, as long as there is somebody for anybody. `staff` takes note of it.

    A lane is in order, and all in it need the same; it costs nothing while nobody is ready for it. The lanes
    must not change meanwhile.
    """
    waiting = [lane for lane in lanes if lane and lane[0][1].kind.are_assigned]
    served = [0] * len(waiting)
    heads = [(lane[0][0], number) for number, lane in enumerate(waiting)]
    heapify(heads)
    while heads:
        number = heads[0][1]
        choice = staff.choice(waiting[number][served[number]][1], now)
        if choice is None:
            heappop(heads)
            continue
        staff.gives(choice, now)
        yield choice
        served[number] += 1
        if served[number] < len(waiting[number]):
            heapreplace(heads, (waiting[number][served[number]][0], number))
        else:
            heappop(heads)


def matches(queue: Iterable[Waiter], takers: Sequence[Taker], now: int = 0) -> list[Match]:
    """The same from a plain queue and plain agents."""
    staff = Staff()
    for taker in takers:
        staff.put(taker, now)
    lanes = defaultdict(list)
    for waiter in in_order(queue):
        lanes[waiter.kind].append((rank(waiter), waiter))
    found = given_out(lanes.values(), staff, now)
    return [Match(choice.waiter.conversation, choice.taker.agent) for choice in found]

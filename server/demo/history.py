"""A past of plausible conversations that ends now: the same for the same seed, count and now."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event, Presence
from server.desk.ports import Butler, VisitorRecord

from .cast import WORKERS, Worker
from .chat import Chat
from .floor import Floor
from .tale import Tale
from .visits import Visit, visits
from .year import Shift, arrivals, shifts

COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """One conversation: its timeline, how it stands after it, and whose it is."""

    events: list[Event]
    conversation: Conversation
    visitor: VisitorRecord


class History:
    """`now` in ms. `butler` decides what the butler said then, as he would now."""

    def __init__(self, seed: int, now: int, butler: Butler, count: int = COUNT) -> None:
        self._chance = Random(seed)  # noqa: S311  (it is to be the same each time)
        self._now = now
        self._butler = butler
        self._shifts = shifts(self._chance, now)
        self._times = arrivals(self._chance, now, count)

    def conversations(self) -> Iterator[Told]:
        """In the order in which they began. To be asked for once."""
        floor = Floor(self._shifts)
        for visit in visits(self._chance, self._times):
            yield self._told(visit, floor)

    def presences(self) -> dict[Worker, list[Event]]:
        """The agents' own timelines. Nobody is connected at the end, so nobody is online then."""
        return {
            worker: _presence(worker, [shift for shift in self._shifts if shift.worker is worker], self._now)
            for worker in WORKERS
        }

    def _told(self, visit: Visit, floor: Floor) -> Told:
        tale = Tale(self._now, self._butler, floor.moment)
        Chat(tale, visit, floor, self._chance).goes()
        return Told(tale.events, tale.conversation, visit.visitor)


def _presence(worker: Worker, shifts: list[Shift], now: int) -> list[Event]:
    """Online, away over lunch, online, offline; each day."""
    events: list[Event] = []
    for shift in shifts:
        if shift.begins >= now:
            break
        morning = shift.begins < shift.ends and not _is_after_lunch(shift, events)
        _adds(events, worker, shift.begins, "online")
        _adds(events, worker, min(shift.ends, now), "away" if morning and shift.ends < now else "offline")
    return events


def _is_after_lunch(shift: Shift, events: list[Event]) -> bool:
    return bool(events) and isinstance(last := events[-1], AgentStatus) and last.status == "away"


def _adds(events: list[Event], worker: Worker, at: int, status: Presence) -> None:
    event = AgentStatus(
        seq=len(events) + 1, at=at, by=worker.sender, agent=worker.named, status=status, slots=worker.slots
    )
    events.append(event)

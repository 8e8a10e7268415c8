"""Who is at work and who has a hand free, over half a year: first come, first served, in each team."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from server.core.actions import World
from server.core.conversation import Conversation
from server.core.hours import Calendar

from .cast import HOURS, TZ, Worker
from .year import Shift

CALENDAR = Calendar.from_dict({"tz": TZ, "hours": HOURS})


@dataclass(slots=True)
class Seat:
    """One of an agent's slots; `free_at` in ms."""

    worker: Worker
    free_at: int = 0


class Floor:
    """Conversations are to be seated in the order in which they begin."""

    def __init__(self, shifts: Iterable[Shift]) -> None:
        self._shifts: dict[str, list[Shift]] = {}
        for shift in shifts:
            self._shifts.setdefault(shift.worker.id, []).append(shift)
        self._begins = {worker: [shift.begins for shift in rows] for worker, rows in self._shifts.items()}
        workers = {rows[0].worker for rows in self._shifts.values()}
        self._seats = [
            Seat(worker)
            for worker in sorted(workers, key=lambda worker: worker.id)
            for _ in range(worker.slots)
        ]
        self._waiting: dict[str, list[int]] = {}

    def next_seat(self, team: str, at: int, *, but: Worker | None = None) -> tuple[Seat, int] | None:
        """The first slot of the team to be free from `at` on, with the least busy agent; and when."""
        found = [
            (when, self.load(seat.worker, when), seat.free_at, seat)
            for seat in self._seats
            if seat.worker.team.id == team
            and seat.worker is not but
            and (when := self._at_work(seat.worker, max(at, seat.free_at))) is not None
        ]
        best = min(found, key=lambda one: one[:3], default=None)
        return None if best is None else (best[3], best[0])

    def waits(self, team: str, until: int) -> None:
        """Somebody stands in the team's queue until then."""
        heappush(self._waiting.setdefault(team, []), until)

    def load(self, worker: Worker, at: int) -> int:
        return sum(seat.worker is worker and seat.free_at > at for seat in self._seats)

    def is_at_work(self, worker: Worker, at: int) -> bool:
        return self._at_work(worker, at) == at

    def accepts(self, team: str, at: int) -> bool:
        """It is open and somebody of the team is there."""
        return CALENDAR.is_open(at) and bool(self._present(team, at))

    def moment(self, at: int, conversation: Conversation) -> World:
        team = conversation.team.id if conversation.team else ""
        is_open = CALENDAR.is_open(at)
        present = self._present(team, at)
        return World(
            now=at,
            open=is_open,
            opens_at=None if is_open else CALENDAR.opens_at(at),
            tz=TZ,
            takers=len({seat.worker.id for seat in present}),
            free=sum(seat.free_at <= at for seat in present),
            ahead=self._ahead(team, at),
        )

    def _ahead(self, team: str, at: int) -> int:
        waiting = self._waiting.setdefault(team, [])
        while waiting and waiting[0] <= at:
            heappop(waiting)
        return len(waiting)

    def _present(self, team: str, at: int) -> list[Seat]:
        return [
            seat for seat in self._seats if seat.worker.team.id == team and self.is_at_work(seat.worker, at)
        ]

    def _at_work(self, worker: Worker, at: int) -> int | None:
        """`at` if he is at work then, else when he comes next; None: not any more."""
        shifts = self._shifts[worker.id]
        i = bisect_right(self._begins[worker.id], at) - 1
        if i >= 0 and at < shifts[i].ends:
            return at
        return shifts[i + 1].begins if i + 1 < len(shifts) else None

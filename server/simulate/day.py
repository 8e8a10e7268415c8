"""The real desk, routing and store, lived through on the agenda's time."""

import base64
import gc
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from time import perf_counter
from typing import Any, cast

from server.core.written_hours import WEEKDAYS
from server.desk.desk import Desk
from server.desk.directory import Site
from server.desk.floor import Floor
from server.desk.later import overdue
from server.desk.ports import Butler, Chance, Timeline
from server.desk.presence import Presences
from server.desk.queue import routing
from server.desk.queue.places import Places
from server.store.kept import Kept

from .agenda import Agenda
from .noting import Noting
from .scenario import BadScenario, Kind, Scenario
from .spread import HOUR
from .town import Town, Worker

DAY = 24 * HOUR
BEGINS = 1_767_571_200_000  # ms: Monday 2026-01-05, 00:00 UTC
LOOK_ANYWAY = 5_000  # ms, while somebody waits for what only time brings
LONGEST_AFTER = 24 * HOUR
TELL_EVERY = 200  # visitors

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Lived:
    """`since` and `until`: what is counted of it, ms; `now`: when everybody had gone. `took`: s, of ours."""

    since: int
    until: int
    now: int
    came: int
    gave_up: int
    events: int
    commits: int
    took: float


def chance_of(seed: int) -> Chance:
    """Ids that are the same each time."""
    drawn = Random(f"{seed} ids")  # noqa: S311  (no secrets: nobody can log in here)
    return lambda size: base64.urlsafe_b64encode(drawn.randbytes(size)).rstrip(b"=").decode()


async def live(
    scenario: Scenario, url: str, butler: Butler, tell: Progress = lambda *_: None, *, lasting: bool = False
) -> Lived:
    """Fills the database, which must be empty. Raises BadScenario if it is not. `lasting`: see Database."""
    agenda = Agenda(BEGINS)
    kept = Kept(url, agenda, chance=chance_of(scenario.seed), lasting=lasting)
    await kept.start()
    try:
        if kept.directory.sites:
            raise BadScenario("a simulation begins with an empty database; name another one")
        day = Day(scenario, kept, agenda, butler)
        with _no_pauses():
            return await day.passes(tell)
    finally:
        await kept.stop()


class Day:
    def __init__(self, scenario: Scenario, kept: Kept, agenda: Agenda, butler: Butler) -> None:
        self._scenario = scenario
        self._kept = kept
        self._agenda = agenda
        self._town = Town(scenario, agenda, BEGINS)
        timeline = cast(Timeline, Noting(kept.timeline, self._note))
        floor = Floor(kept.directory, agenda)
        self._desk = Desk(
            timeline, self._town, butler, agenda, kept.directory, floor, chance=chance_of(-scenario.seed)
        )
        self._presences = Presences(self._desk)
        self._places = Places(self._desk)
        rules = (scenario.teams or {}).values()
        self._has_limits = any(one.max_wait is not None for one in rules)
        self._has_shares = any(one.fair_share is not None for one in rules)

    async def passes(self, tell: Progress) -> Lived:
        """Until nobody has anything left to do, or a day after the last ones came: some may wait then."""
        started = perf_counter()
        await self._opens()
        expected = _expected(self._scenario)
        over = BEGINS + round(self._scenario.hours * HOUR) + LONGEST_AFTER
        while (happens := self._agenda.next()) is not None and self._agenda() < over:
            await happens()
            await self._settles()
            if self._town.problem is not None:
                raise self._town.problem
            if self._town.came % TELL_EVERY == 0:
                tell(self._town.came, max(expected, self._town.came))
        return self._lived(perf_counter() - started)

    async def _settles(self) -> None:
        """Whatever follows at once: routing looks as often as something has changed."""
        desk = self._desk
        if self._has_limits:
            desk.waits.look()
        while desk.changed.is_set():
            desk.changed.clear()
            await routing.look(desk, everybody=False)
        if desk.floor.queue:
            await self._places.tell()
        if self._has_shares and desk.floor.queue:
            self._agenda.looks_at(self._agenda() + LOOK_ANYWAY, self._looks_anyway)

    async def _looks_anyway(self) -> None:
        await routing.look(self._desk)

    def _note(self, at: int) -> None:
        self._agenda.looks_at(at, self._looks_overdue)

    async def _looks_overdue(self) -> None:
        while found := await self._desk.timeline.claim_due(self._agenda()):  # type: ignore[attr-defined]
            for due in found:
                await overdue.look(self._desk, self._presences, due)

    def _lived(self, took: float) -> Lived:
        scenario, town = self._scenario, self._town
        since = BEGINS + round(scenario.warm_up * HOUR)
        until = BEGINS + round(scenario.hours * HOUR)
        commits, _ = self._kept.tally()
        return Lived(since, until, self._agenda() + 1, town.came, town.gave_up, town.told, commits, took)

    # -- before anybody comes -----------------------------------------------------------------------------

    async def _opens(self) -> None:
        teams = await self._teams()
        topics = {kind: f"topic{number}" for number, kind in enumerate(self._scenario.visits) if kind.skills}
        site = await self._site(topics)
        workers = await self._hires(teams)
        await self._desk.start()
        await self._presences.start()
        self._town.opens(self._desk, self._presences, site, workers, teams, topics)

    async def _teams(self) -> dict[str, str]:
        """Ids by name. The team that is there from the start becomes the first one."""
        people = self._kept.people
        (first,) = self._kept.directory.teams
        rules = dict(self._scenario.teams or {})
        ids = {}
        for number, name in enumerate(rules):
            ids[name] = first if number == 0 else (await people.add_team(name)).id
        for name, rule in rules.items():
            plain = rule.to_dict()
            plain["overflow_to"] = ids[rule.overflow_to] if rule.overflow_to else None
            await people.change_team(ids[name], {"name": name, "rules": plain})
        return ids

    async def _site(self, topics: dict[Kind, str]) -> Site:
        told = [
            {"id": topic, "label": topic, "team": None, "skills": list(kind.skills)}
            for kind, topic in topics.items()
        ]
        site = await self._kept.people.add_site("Simulation", [], topics=told)
        if self._scenario.opens is not None:
            await self._kept.people.set_hours(site.id, hours_of(self._scenario.opens))
        return site

    async def _hires(self, teams: dict[str, str]) -> list[Worker]:
        people = self._kept.people
        workers: list[Worker] = []
        for crew in self._scenario.agents:
            for _ in range(crew.count):
                number = len(workers) + 1
                joined = [teams[name] for name in crew.teams or teams]
                email = f"agent{number}@simulation.example"
                person = await people.add_person(email, f"Agent {number}", "agent", joined, crew.slots)
                if crew.skills or crew.languages:
                    knows = {"skills": dict(crew.skills or {}), "languages": list(crew.languages)}
                    person = await people.change_person(person.id, knows)
                if crew.team_slots:
                    own = {teams[name]: slots for name, slots in crew.team_slots.items()}
                    person = await people.change_person(person.id, {"team_slots": own})
                workers.append(Worker(person, crew))
        return workers


def hours_of(spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Opening hours that are open in these spans of the first week, ms after its beginning."""
    week: dict[str, list[list[str]]] = {day: [] for day in WEEKDAYS}
    for since, until in spans:
        for number, day in enumerate(WEEKDAYS):
            first, last = max(since - number * DAY, 0), min(until - number * DAY, DAY)
            if first < last:
                week[day].append([_clock_time(first), _clock_time(last)])
    return {"tz": "UTC", "hours": week}


def _clock_time(at: int) -> str:
    hours, minutes = divmod(at // 60_000, 60)
    return f"{hours:02}:{minutes:02}"


def _expected(scenario: Scenario) -> int:
    """How many come."""
    if scenario.coming is not None:
        return len(scenario.coming)
    return round(sum(scenario.arrivals) / len(scenario.arrivals) * scenario.hours)


@contextmanager
def _no_pauses():  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Looking for cycles among so many events, of which none has any, would take a good part of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

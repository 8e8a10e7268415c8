"""Reports by mail: what goes into the outbox when one is due, and what a letter holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from server.core.schedules import STALE, Schedule, next_after

from ..directory import Directory, Person
from ..ports import Out
from .errands import fingerprint

REPORT_MAIL = "report_mail"
TO_ANYBODY = "report_mail_to_anybody"  # a setting: also to addresses that belong to nobody who logs in


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as GET /kpis/{id} gives it, with what it heeds, and where it is shown."""

    figure: Mapping[str, Any]
    filters: Sequence[str]
    link: str


@dataclass(frozen=True, slots=True)
class ReportLetter:
    """`since` and `until` in ms; `link`: to the report; `leave`: where one gets rid of these letters."""

    run: str
    to: str
    locale: str | None
    name: str | None
    page: str | None
    since: int
    until: int
    tz: str
    as_of: int
    lines: Sequence[Line]
    link: str
    leave: str
    workbook: bytes | None


class Schedules(Protocol):
    """The store."""

    async def all(self) -> Sequence[Schedule]: ...
    async def get(self, schedule: str) -> Schedule | None: ...
    async def add(self, schedule: Schedule) -> Schedule:
        """With an id of its own. Raises Conflict for whoever has as many as one may have."""
        ...

    async def change(self, schedule: Schedule) -> Schedule: ...
    async def remove(self, kind: str, schedule: str) -> None: ...
    async def due(self, now: int) -> Sequence[Schedule]: ...
    async def runs(self, schedule: Schedule, outs: Sequence[Out], next_at: int) -> bool:
        """These go into the outbox, and it is next due then; False: another node was faster."""
        ...

    async def puts(self, out: Out) -> None: ...
    async def leaves(self, schedule: str, address: str) -> None: ...


async def look(schedules: Schedules, directory: Directory, now: int) -> None:
    """Whatever is due goes into the outbox, a letter an address, each time by itself."""
    for found in await schedules.due(now):
        schedule = found
        while schedule.next_at <= now:
            next_at = next_after(schedule, schedule.next_at)
            too_late = schedule.next_at < now - STALE and next_at <= now
            outs = [] if too_late else outs_of(schedule, directory)
            if not await schedules.runs(schedule, outs, next_at):
                break
            schedule = replace(schedule, next_at=next_at)


def outs_of(schedule: Schedule, directory: Directory) -> list[Out]:
    at = schedule.next_at
    data = json.dumps({"at": at})
    return [
        Out(f"report:{schedule.id}:{at}:{fingerprint(address)}", REPORT_MAIL, schedule.id, at, at, data)
        for address in schedule.to
        if may_get(directory, address)
    ]


def now_to(schedule: Schedule, person: Person, now: int) -> Out:
    """The same to whoever asks for it, at once, whether it is to come to him or not."""
    run = f"report:{schedule.id}:{now}:{fingerprint(person.email)}"
    data = json.dumps({"at": now, "person": person.id})
    return Out(run, REPORT_MAIL, schedule.id, now, now, data)


def owner_of(schedule: Schedule, directory: Directory) -> Person | None:
    """None: whoever made it sees figures no more, and so nobody gets them by him."""
    person = directory.people.get(schedule.owner)
    return person if person is not None and not person.disabled and person.sees_all else None


def reader_of(directory: Directory, address: str) -> Person | None:
    """Somebody who works here and has this address."""
    return next(
        (one for one in directory.people.values() if one.email == address.lower() and not one.disabled), None
    )


def may_get(directory: Directory, address: str) -> bool:
    return reader_of(directory, address) is not None or bool(directory.settings.get(TO_ANYBODY, False))

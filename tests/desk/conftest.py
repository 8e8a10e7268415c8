from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from bot import butler
from server.desk.desk import Desk
from server.desk.directory import Person, Site
from server.desk.floor import Floor, Guest
from server.desk.ports import VisitorRecord
from server.desk.presence import Presences
from server.store.kept import Kept
from tests.cast import NINE
from tests.fakes import Screens
from tests.furnished import furnished
from tests.prepared import prepared


@dataclass
class StillClock:
    """Nine o'clock, until a test moves it."""

    now: int = NINE

    def __call__(self) -> int:
        return self.now


@dataclass
class Shop:
    """A desk on a real database, without sockets."""

    kept: Kept
    desk: Desk
    screens: Screens
    presences: Presences
    clock: StillClock

    @property
    def site(self) -> Site:
        return next(iter(self.kept.directory.sites.values()))

    def person(self, name: str) -> Person:
        return next(person for person in self.kept.directory.people.values() if person.name == name)

    def guest(self, name: str = "Vera") -> Guest:
        """A visitor with the widget open."""
        record = VisitorRecord(f"v_{name.lower()}", self.site.id, f"hash of {name}")
        return self.desk.floor.guests.setdefault(record.id, Guest(record, self.site, sockets={name}))


async def ada_and_ben(kept: Kept) -> dict[str, str]:
    """At the shop, without passwords and tokens."""
    await kept.people.add_site("Shop", ["https://shop.example"])
    for name in ("Ada", "Ben"):
        await kept.people.add_person(f"{name}@shop.example", name, "agent")
    return {}


@asynccontextmanager
async def opened(url: str, with_people: bool = True) -> AsyncIterator[Shop]:
    """A shop's desk; not `with_people`: a second node, which finds those of the first."""
    screens, clock = Screens(), StillClock()
    kept = Kept(await prepared(url), clock)
    await kept.start()
    if with_people:
        await furnished(kept, ada_and_ben)
    desk = Desk(kept.timeline, screens, butler.decide, clock, kept.directory, Floor(kept.directory))
    await desk.start()
    try:
        yield Shop(kept, desk, screens, Presences(desk), clock)
    finally:
        await kept.stop()


@pytest_asyncio.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    async with opened(database_url) as found:
        yield found


@pytest_asyncio.fixture
async def sqlite_shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """For what no database can change."""
    async with opened(f"sqlite:///{tmp_path / 'shop.db'}") as found:
        yield found


@pytest_asyncio.fixture
async def other_shop(shop: Shop, database_url: str) -> AsyncIterator[Shop]:
    """The same shop, as another node knows it."""
    async with opened(database_url, with_people=False) as found:
        yield found

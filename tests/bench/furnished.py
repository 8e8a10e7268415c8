"""A database with sites and agents, made once and copied for each run."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.clock import wall_clock
from server.settings import sqlite_url
from server.store.kept import Kept

Auth = dict[str, object]


@dataclass(frozen=True, slots=True)
class Furnished:
    """`sites`: the widget's keys, `tokens`: the agents', one of each for each conversation."""

    url: str
    sites: list[str]
    tokens: list[str]
    data: Path | None = None

    @property
    def agents(self) -> list[Auth]:
        return [{"token": token} for token in self.tokens]

    @property
    def visitors(self) -> list[Auth]:
        return [{"site": site} for site in self.sites]

    def copied(self, to: Path) -> "Furnished":
        assert self.data is not None, "only a folder can be copied"
        shutil.copytree(self.data, to)
        return Furnished(sqlite_url(to), self.sites, self.tokens, to)


@contextmanager
def a_house(pairs: int, *, apart: bool = True) -> Iterator[Furnished]:
    """On SQLite, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield furnished(Path(folder) / "house", pairs, apart=apart)


def furnished(place: Path | str, pairs: int, *, apart: bool = True) -> Furnished:
    """`place`: a folder for SQLite, or the URL of a database.

    `apart`: each conversation has a team of its own, so that only its agent's inbox shows it. Else all
    agents are of one team, and every inbox shows every conversation.
    """
    return asyncio.run(_furnished(place, pairs, apart))


async def _furnished(place: Path | str, pairs: int, apart: bool) -> Furnished:
    url = sqlite_url(place) if isinstance(place, Path) else place
    kept = Kept(url, wall_clock)
    await kept.start()
    try:
        common = await kept.people.add_team("Bench")
        sites, tokens = [], []
        for number in range(pairs):
            team = (await kept.people.add_team(f"Bench {number}")).id if apart else common.id
            site = await kept.people.add_site(f"Bench {number}", ["https://bench.example"], team=team)
            email = f"agent{number}@bench.example"
            person = await kept.people.add_person(email, f"Agent {number}", "agent", [team])
            sites.append(site.key)
            tokens.append((await kept.accounts.add_token(person.id, "bench"))[1])
    finally:
        await kept.stop()
    return Furnished(url, sites, tokens, place if isinstance(place, Path) else None)

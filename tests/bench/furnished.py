"""A database with a site and agents, made once and copied for each run."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from server.clock import wall_clock
from server.settings import sqlite_url
from server.store.kept import Kept


@dataclass(frozen=True, slots=True)
class Furnished:
    """`site` is the key of the widget; `tokens` the agents', one each."""

    data: Path
    site: str
    tokens: list[str]


def furnished(data: Path, agents: int) -> Furnished:
    return asyncio.run(_furnished(data, agents))


async def _furnished(data: Path, agents: int) -> Furnished:
    kept = Kept(sqlite_url(data), wall_clock)
    await kept.start()
    site = await kept.people.add_site("Bench", ["https://bench.example"])
    tokens = [await _agent(kept, number) for number in range(agents)]
    await kept.stop()
    return Furnished(data, site.key, tokens)


async def _agent(kept: Kept, number: int) -> str:
    person = await kept.people.add_person(f"agent{number}@bench.example", f"Agent {number}", "agent")
    return (await kept.accounts.add_token(person.id, "bench"))[1]

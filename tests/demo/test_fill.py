"""What is written for the demo is what its timelines say, on both databases."""

from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import func, select

from bot.butler import decide
from server.demo.cast import SITE, SITE_KEY, WORKERS
from server.demo.fill import fill
from server.store import rebuild
from server.store.kept import Kept
from server.store.rows import CONVERSATIONS, EVENTS, VISITORS
from tests.demo.past import NOW, SEED

COUNT = 700  # more than one batch
PASSWORD = "kettle-and-pot"


@pytest_asyncio.fixture
async def kept(database_url: str) -> AsyncIterator[Kept]:
    kept = Kept(database_url, lambda: NOW)
    await kept.start()
    seen: list[tuple[int, int]] = []
    await fill(kept, SEED, NOW, decide, PASSWORD, lambda *done: seen.append(done), COUNT)
    assert seen[-1] == (COUNT, COUNT)
    yield kept
    await kept.stop()


async def how_many(kept: Kept, table: object) -> int:
    async with kept.database.engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()  # type: ignore[arg-type]


async def test_all_that_is_written_is_what_a_rebuild_would_write(kept: Kept) -> None:
    assert await how_many(kept, CONVERSATIONS) == COUNT
    assert await how_many(kept, EVENTS) > 8 * COUNT
    found = [line async for line in rebuild.differences(kept.database, kept.directory.calendars)]
    assert found == []


async def test_ada_sam_and_mira_can_log_in(kept: Kept) -> None:
    for name, role in (("ada", "agent"), ("sam", "supervisor"), ("mira", "admin")):
        session = await kept.accounts.logs_in(f"{name}@demo.example", PASSWORD)
        assert session.person.role == role


async def test_the_shop_has_hours_and_two_teams_of_people(kept: Kept) -> None:
    site = kept.directory.site_by_key(SITE_KEY)
    assert site is not None and site.id == SITE
    assert kept.directory.calendars[SITE].is_open(NOW)
    assert {team.name for team in kept.directory.teams.values()} == {"Support", "Sales"}
    for worker in WORKERS:
        assert worker.team.id in kept.directory.people[worker.id].teams


async def test_nobody_is_online_before_somebody_comes(kept: Kept) -> None:
    statuses = await kept.timeline.statuses()
    assert len(statuses) == len(WORKERS)
    assert {status.status for status in statuses} == {"offline"}


async def test_no_token_opens_what_a_visitor_of_the_past_has_said(kept: Kept) -> None:
    async with kept.database.engine.connect() as connection:
        hashes = (await connection.execute(select(VISITORS.c.token_hash))).scalars().all()
    # What a token hashes to is 64 hexadecimal digits.
    assert hashes and all(kept_hash.startswith("none:") for kept_hash in hashes)

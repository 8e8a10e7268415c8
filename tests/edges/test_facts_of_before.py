"""A version that keeps other facts starts on those of the version before."""

from aiohttp import web
from sqlalchemy import select, update

from server.app import House
from server.store import outdated, records
from server.store.rebuild import derived, differences, replacing, timelines
from server.store.rows import FACTS
from tests.house import Running


async def found(house: Running) -> list[str]:
    kept = house.house.kept
    return [line async for line in differences(kept.database, kept.directory.calendars_ever)]


async def written_by_another_version(house: Running, *kinds: str) -> None:
    async with house.house.kept.database.engine.begin() as connection:
        for row in (await connection.execute(select(FACTS))).all():
            if row.subject_kind in kinds:
                of_before = bytearray(row.record)
                of_before[1] = records.SCHEMA - 1
                mine = (FACTS.c.subject_kind == row.subject_kind, FACTS.c.subject == row.subject)
                await connection.execute(update(FACTS).where(*mine).values(record=bytes(of_before)))


async def test_a_server_that_starts_on_facts_of_another_version_derives_them_anew(
    house_on_each: Running,
) -> None:
    ada, vera = await house_on_each.agent(house_on_each.ada), await house_on_each.vera()
    await ada.call("status", {"status": "online"})
    await vera.say("Where is my order?")
    await vera.event("assigned")
    assert await found(house_on_each) == []
    await written_by_another_version(house_on_each, "conversation", "agent")
    assert len(await found(house_on_each)) >= 2
    runner = web.AppRunner(House(house_on_each.house.settings, house_on_each.clock).app)
    await runner.setup()
    await runner.cleanup()
    assert await found(house_on_each) == []
    kept = house_on_each.house.kept
    again = await outdated.derive_anew(kept.timeline, kept.database, kept.directory.calendars_ever)
    assert again == 0


async def test_the_start_after_one_that_was_broken_off_finds_the_rest(house_on_each: Running) -> None:
    kept = house_on_each.house.kept
    for _ in range(2):
        vera = await house_on_each.vera()
        await vera.say("Where is my order?")
    await written_by_another_version(house_on_each, "conversation", "agent")
    # One of them is done, as if it had been derived anew: it has changed since.
    (first, *_), calendars = await _conversations(house_on_each), kept.directory.calendars_ever
    told = [one async for one in timelines(kept.database, only=first)]
    await kept.timeline.writer.run(replacing(kept.timeline, derived(told, calendars)))
    assert await outdated.is_outdated(kept.database)
    await outdated.derive_anew(kept.timeline, kept.database, calendars)
    assert await found(house_on_each) == []


async def _conversations(house: Running) -> list[str]:
    query = select(FACTS.c.subject).where(FACTS.c.subject_kind == "conversation").order_by(FACTS.c.change)
    async with house.house.kept.database.engine.connect() as connection:
        return list((await connection.execute(query)).scalars())

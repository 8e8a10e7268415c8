"""An open conversation that was taken out of one house and into another is looked after as it was there."""

from pathlib import Path

import orjson
from sqlalchemy import select

from server.core.wire import to_wire
from server.demo.cast import PROMISED
from server.desk.later.still_due import still_due
from server.settings import sqlite_url
from server.store.database import Database
from server.store.imported import Derived, imported, judged
from server.store.rebuild import timelines
from server.store.rows import DUE
from server.store.timeline import StoredTimeline
from tests.cast import SECOND
from tests.house import Running

# Whoever is gone is found out by who is connected where the house stands.
LOOKS = ("silence", "overflow", "sla", "wake", "offer")
RULES = {"overflow_after": 600, "agent_nudge_after": 900, "visitor_nudge_after": 800, "answer_within": 700}


async def dues_of(database: Database) -> dict[str, int]:
    async with database.engine.connect() as connection:
        found = await connection.execute(select(DUE).where(DUE.c.kind.in_(LOOKS)))
        return {row.key: row.at for row in found}


async def an_evening_with_work_left(house: Running) -> None:
    """Vera is promised an answer by Ada, Willy sleeps, Wanda waits for somebody."""
    people, team = house.house.kept.people, next(iter(house.house.kept.directory.teams))
    await people.change_team(team, {"rules": RULES})
    await house.house.kept.slas.add(PROMISED)
    ada = await house.agent(house.ada)
    vera, willy, wanda = await house.vera(), await house.vera(), await house.vera()
    for visitor in (vera, willy):
        there = {"conversation": (await visitor.say("Where is my order?"))["conversation"]}
        await ada.call("take", there)
        await ada.say("Let me look.", **there)
    await ada.call("snooze", {**there, "for": 3_600})
    await vera.say("Thank you!")
    await wanda.say("Where is mine?")
    await wanda.call("ask_human", {})


async def test_what_was_due_there_is_due_here(house: Running, tmp_path: Path) -> None:
    await an_evening_with_work_left(house)
    kept, file = house.house.kept, tmp_path / "timeline.jsonl"
    told = [event async for _, events in timelines(kept.database) for event in events]
    file.write_bytes(b"".join(orjson.dumps(to_wire(event)) + b"\n" for event in told))
    elsewhere = Database(sqlite_url(tmp_path / "elsewhere"))
    await elsewhere.open()
    timeline = StoredTimeline(elsewhere)
    await timeline.start()
    derived = Derived({}, lambda state, events: still_due(state, events, kept.directory))
    found = judged(file, house.clock(), lambda *_: None)
    await imported(timeline, derived, file, found, lambda *_: None, now=house.clock())
    there, here = await dues_of(kept.database), await dues_of(elsewhere)
    await timeline.stop()
    await elsewhere.close()
    assert {key.split(":")[0] for key in there} >= {"silence", "sla", "wake", "overflow"}
    assert here.keys() == there.keys()
    # What one turn does happens within a few ms, and some rows are set by the last of it.
    assert all(abs(here[key] - there[key]) < SECOND for key in there)

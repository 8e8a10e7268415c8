"""Facts that another version wrote. They must be derived anew before anybody goes on with them."""

from collections.abc import Mapping

from sqlalchemy import select

from server.core.hours import Calendar

from . import records
from .database import Database
from .rebuild import Progress, rebuild
from .rows import FACTS
from .timeline import StoredTimeline

# What is derived anew gets a change of its own: who was broken off in the midst of it finds the rest here.
_LONGEST_UNCHANGED = select(FACTS.c.record).order_by(FACTS.c.change).limit(1)


async def is_outdated(database: Database) -> bool:
    async with database.engine.connect() as connection:
        record = (await connection.execute(_LONGEST_UNCHANGED)).scalar()
    return record is not None and not records.is_of_now(record)


async def derive_anew(
    timeline: StoredTimeline,
    database: Database,
    calendars: Mapping[str, Calendar],
    progress: Progress | None = None,
) -> int:
    """All of them, if any is outdated. Gives how many there were; 0: none was outdated."""
    if not await is_outdated(database):
        return 0
    return await rebuild(timeline, database, calendars, progress)

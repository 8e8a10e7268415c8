"""Everything that is kept, opened together: what the server and the command line both begin with."""

from server.desk.directory import Directory
from server.desk.ports import Clock

from .accounts import Accounts
from .database import Database
from .lists import Lists
from .people import People
from .timeline import StoredTimeline


class Kept:
    def __init__(self, url: str, clock: Clock) -> None:
        self.database = Database(url)
        self.directory = Directory()
        self.timeline = StoredTimeline(self.database)
        self.lists = Lists(self.database)
        writer = self.timeline.writer
        self.people = People(self.database, writer, self.directory, clock)
        self.accounts = Accounts(self.database, writer, self.directory, self.people, clock)

    async def start(self) -> None:
        """Migrated and read. Raises Misconfigured when the database cannot be used."""
        await self.database.open()
        await self.timeline.start()
        await self.people.start()

    def tally(self) -> tuple[int, int]:
        """Commits since the start, and turns that were stored by them."""
        tally = self.timeline.writer.tally
        return tally.commits, tally.items

    async def stop(self) -> None:
        await self.timeline.stop()
        await self.database.close()

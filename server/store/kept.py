"""Everything that is kept, opened together: what the server and the command line both begin with."""

import secrets

from server.desk.directory import Directory
from server.desk.ports import Chance, Clock

from . import saved
from .accounts import Accounts
from .alerts import StoredAlerts
from .database import Database
from .lists import Lists
from .nodes import StoredNodes
from .outbox import StoredOutbox
from .people import People
from .roster import StoredRoster
from .schedules import StoredSchedules
from .slas import Slas
from .timeline import StoredTimeline
from .webhooks import StoredWebhooks


class Kept:
    def __init__(
        self,
        url: str,
        clock: Clock,
        *,
        chance: Chance = secrets.token_urlsafe,
        lasting: bool = True,
    ) -> None:
        """`chance`: what ids are made of. `lasting`: see Database."""
        self.database = Database(url, lasting)
        self.directory = Directory()
        self.timeline = StoredTimeline(self.database)
        self.lists = Lists(self.database)
        writer = self.timeline.writer
        self.outbox = StoredOutbox(self.database, writer)
        self.alerts = StoredAlerts(self.database, writer)
        self.people = People(self.database, writer, self.timeline.reader, self.directory, clock, chance)
        self.dashboards = saved.dashboards(self.database, writer, clock)
        self.views = saved.views(self.database, writer, clock)
        self.schedules = StoredSchedules(self.database, writer, clock)
        self.slas = Slas(self.people, self.directory, clock, chance)
        self.webhooks = StoredWebhooks(self.people, writer, self.directory, clock)
        self.roster = StoredRoster(self.database, writer, clock, chance)
        self.accounts = Accounts(self.database, writer, self.directory, self.people, clock)

    async def start(self) -> None:
        """Migrated and read. Raises Misconfigured when the database cannot be used."""
        await self.database.open()
        await self.timeline.start()
        await self.people.start()

    def nodes(self) -> StoredNodes | None:
        """For a server process, which gets a new name; None where there can be no others."""
        if self.database.is_sqlite:
            return None
        return StoredNodes(self.database, self.timeline.writer, secrets.token_hex(8))

    def tally(self) -> tuple[int, int]:
        """Commits since the start, and turns that were stored by them."""
        tally = self.timeline.writer.tally
        return tally.commits, tally.items

    async def stop(self) -> None:
        await self.timeline.stop()
        await self.database.close()

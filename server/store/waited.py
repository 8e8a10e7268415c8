"""What honest waits are reckoned from: how the conversations that ended lately went."""

from sqlalchemy import Connection, bindparam, select

from server.core.facts import Facts

from . import records
from .news import parts_of
from .reader import Reader
from .rows import CONVERSATIONS, FACTS

# By the index of changes alone: with a condition, a large database would be read from end to end.
_LATEST = (
    select(CONVERSATIONS.c.id, CONVERSATIONS.c.status)
    .order_by(CONVERSATIONS.c.change.desc())
    .limit(bindparam("most"))
)


class Waited:
    """The timeline's part that waits ask."""

    reader: Reader

    async def ended_lately(self, most: int) -> list[Facts]:
        """Of the `most` conversations that changed last, those that are over, the oldest of them first.

        What another version has written is not among them.
        """

        def read(connection: Connection) -> list[Facts]:
            latest = connection.execute(_LATEST, {"most": most}).all()
            over = [row.id for row in reversed(latest) if row.status == "resolved"]
            found = _facts(connection, over)
            return [found[conversation] for conversation in over if conversation in found]

        return await self.reader.read(read)


def _facts(connection: Connection, conversations: list[str]) -> dict[str, Facts]:
    found = {}
    for part in parts_of(conversations):
        query = select(FACTS.c.subject, FACTS.c.record).where(
            FACTS.c.subject_kind == "conversation", FACTS.c.subject.in_(part)
        )
        for row in connection.execute(query):
            try:
                found[row.subject] = records.decode(row.record)
            except records.Outdated:
                continue
    return found

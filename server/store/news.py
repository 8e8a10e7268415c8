"""What is new in the database since somebody looked: how a node learns what others have done."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import BigInteger, Connection, and_, bindparam, func, or_, select, true

from server.core.conversation import Conversation
from server.core.events import AgentStatus, Event

from .reader import Reader
from .rows import CONVERSATIONS, EVENTS, FACTS, conversation_of, event_of
from .statements import Statements

AT_ONCE = 100  # conversations that one statement asks for

# Made once: each second somebody looks.
_mark = bindparam("mark", type_=BigInteger)
_CHANGED = select(CONVERSATIONS.c.id, CONVERSATIONS.c.last_seq).where(CONVERSATIONS.c.change >= _mark)
_AGENTS = select(FACTS.c.subject).where(FACTS.c.subject_kind == "agent", FACTS.c.change >= _mark)


def nothing(_: str) -> int:
    """For who knows none of them."""
    return 0


class News:
    """The timeline's part that looks at all conversations and agents at once."""

    reader: Reader
    _statements: Statements

    async def mark(self) -> int:
        """From here on `changes` tells what is new."""
        return await self.reader.read(self._statements.mark)

    async def changes(
        self, mark: int, known: Callable[[str], int] = nothing
    ) -> tuple[list[Conversation], list[AgentStatus], int]:
        """The conversations and agents' statuses that were written since `mark`, by any node; and a new mark.

        Without those conversations of which `known` gives the last number. On PostgreSQL some may come twice;
        none is missed.
        """

        def read(connection: Connection) -> tuple[int, list[tuple[str, int]], list[str]]:
            new_mark = self._statements.mark(connection)
            wanted = {"mark": mark}
            numbers = [(row.id, row.last_seq) for row in connection.execute(_CHANGED, wanted)]
            return new_mark, numbers, list(connection.execute(_AGENTS, wanted).scalars())

        new_mark, numbers, agents = await self.reader.read(read)
        found = [conversation for conversation, last in numbers if known(conversation) < last]
        return await self.states(found), await self.statuses(agents) if agents else [], new_mark

    async def states(self, conversations: Sequence[str]) -> list[Conversation]:
        """These, as they stand now; those that do not exist are left out."""

        def read(connection: Connection) -> list[str]:
            return [
                state
                for part in parts_of(conversations)
                for state in connection.execute(
                    select(CONVERSATIONS.c.state).where(CONVERSATIONS.c.id.in_(part))
                ).scalars()
            ]

        return [conversation_of(state) for state in await self.reader.read(read)] if conversations else []

    async def events_after(self, numbers: Mapping[str, int]) -> dict[str, list[Event]]:
        """Of each of these conversations, the events with a greater number than this, in order."""
        found: dict[str, list[Event]] = {conversation: [] for conversation in numbers}

        def read(connection: Connection) -> None:
            for part in parts_of(list(numbers)):
                later = (and_(EVENTS.c.subject == one, EVENTS.c.seq > numbers[one]) for one in part)
                query = select(EVENTS).where(EVENTS.c.subject_kind == "conversation", or_(*later))
                for row in connection.execute(query.order_by(EVENTS.c.subject, EVENTS.c.seq)):
                    found[row.subject].append(event_of(row))

        if numbers:
            await self.reader.read(read)
        return found

    async def statuses(self, agents: Sequence[str] | None = None) -> list[AgentStatus]:
        """Each agent's last status, or these agents'."""
        newest = (
            select(EVENTS.c.subject, func.max(EVENTS.c.seq).label("seq"))
            .where(EVENTS.c.subject_kind == "agent", EVENTS.c.type == AgentStatus.type)
            .where(EVENTS.c.subject.in_(agents) if agents is not None else true())
            .group_by(EVENTS.c.subject)
            .subquery()
        )
        query = (
            select(EVENTS)
            .join(newest, (EVENTS.c.subject == newest.c.subject) & (EVENTS.c.seq == newest.c.seq))
            .where(EVENTS.c.subject_kind == "agent")
        )
        found = [event_of(row) for row in await self.reader.read(lambda asked: asked.execute(query).all())]
        return [event for event in found if isinstance(event, AgentStatus)]


def parts_of(wanted: Sequence[str], size: int = AT_ONCE) -> list[Sequence[str]]:
    return [wanted[start : start + size] for start in range(0, len(wanted), size)]

"""Conversations by page, for inboxes: by who may see them, newest activity first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from server.core.conversation import Conversation
from server.core.refusals import Invalid
from server.desk.back_office import Wanted
from server.desk.directory import Person

from .database import Database
from .rows import CONVERSATIONS, conversation_of


class Lists:
    """Satisfies `desk.back_office.Lists`."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def conversations(
        self, person: Person, wanted: Wanted, cursor: str | None, limit: int
    ) -> tuple[Sequence[Conversation], str | None]:
        """At most `limit`, and the cursor of the rest, if there is more."""
        query = (
            select(CONVERSATIONS.c.state, CONVERSATIONS.c.last_at, CONVERSATIONS.c.id)
            .where(_visible_to(person), *_conditions(person, wanted), _after(cursor))
            .order_by(CONVERSATIONS.c.last_at.desc(), CONVERSATIONS.c.id.desc())
            .limit(limit + 1)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else f"{last.last_at}.{last.id}"
        return [conversation_of(row.state) for row in rows[:limit]], following

    async def sees_visitor(self, person: Person, visitor: str) -> bool:
        """Whether he may see one of this visitor's conversations."""
        his = CONVERSATIONS.c.visitor == visitor
        query = select(CONVERSATIONS.c.id).where(_visible_to(person), his).limit(1)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).first() is not None


def _visible_to(person: Person) -> ColumnElement[bool]:
    """As core.access.may_see, in the words of the database; a test holds them to the same answers."""
    if person.sees_all:
        return true()
    mine: ColumnElement[bool] = CONVERSATIONS.c.agent == person.id
    theirs = or_(CONVERSATIONS.c.team.is_(None), CONVERSATIONS.c.team.in_(sorted(person.teams)))
    return or_(mine, theirs, _asked(person))


def _asked(person: Person) -> ColumnElement[bool]:
    """A colleague asks him to take it over: for a minute, so the state has it and no column does."""
    asked = CONVERSATIONS.c.state.contains(f'"asked_colleague":{{"id":"{person.id}"', autoescape=True)
    return and_(CONVERSATIONS.c.status != "resolved", asked)


def _conditions(person: Person, wanted: Wanted) -> list[Any]:
    columns = CONVERSATIONS.c
    found: list[Any] = [
        getattr(columns, name) == value
        for name in ("status", "site", "team", "agent", "visitor")
        if (value := getattr(wanted, name)) is not None
    ]
    match wanted.view:
        case "mine":
            found.append(columns.agent == person.id)
        case "unassigned":
            found.append(and_(columns.agent.is_(None), columns.status == "open"))
        case "all":
            pass
        case _:
            raise Invalid("view must be mine, unassigned or all")
    return found


def _after(cursor: str | None) -> ColumnElement[bool]:
    if cursor is None:
        return true()
    at, _, conversation = cursor.partition(".")
    if not at.isascii() or not at.isdigit() or len(at) > 16 or not conversation:
        raise Invalid("this cursor is none of ours")
    earlier = CONVERSATIONS.c.last_at < int(at)
    same_time = and_(CONVERSATIONS.c.last_at == int(at), CONVERSATIONS.c.id < conversation)
    return or_(earlier, same_time)

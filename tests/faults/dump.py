"""What a database holds, read past our own code: the checker's records of it."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import asyncpg

from server.checker import history as h

# Written down a second time, so that a slip in server/core/audience.py is found.
VISITORS_SEE = (
    "conversation.started message.sent queued handed_off assigned unassigned transferred resolved reopened "
    "survey.sent rated message.read message.delivered edited content.erased article.suggested"
).split()

EVENTS = (
    "SELECT subject, seq, type, by_kind, by_id, client_id, body, content FROM events"
    " WHERE subject_kind = 'conversation' ORDER BY subject, seq"
)
CONVERSATIONS = "SELECT id, state, last_seq FROM conversations"
PEOPLE = "SELECT id, role FROM agents"
MEMBERSHIPS = "SELECT team, agent FROM memberships"

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Dump:
    people: list[h.Person]
    rows: list[h.Row]
    conversations: list[h.Conversation]

    @cached_property
    def numbers(self) -> dict[str, set[int]]:
        """Of all events of each conversation."""
        return _numbers(self.rows)

    @cached_property
    def public_numbers(self) -> dict[str, set[int]]:
        """Of those that its visitor may see."""
        return _numbers([row for row in self.rows if row.public])

    def records(self) -> Iterable[h.Record]:
        return [*self.people, *self.conversations, *self.rows]


def _numbers(rows: list[h.Row]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row.conversation, set()).add(row.seq)
    return found


async def dumped(url: str) -> Dump:
    """`url` as the server's: sqlite+aiosqlite:///… or postgresql://…; works beside a running server.

    In a thread: tens of thousands of rows must not hold up the clients, whom the server would miss.
    """
    return await asyncio.to_thread(asyncio.run, _dumped(url))


async def _dumped(url: str) -> Dump:
    events, conversations, people, memberships = await asked(url, EVENTS, CONVERSATIONS, PEOPLE, MEMBERSHIPS)
    return Dump(
        [_person(row, memberships) for row in people],
        [_row(row) for row in events],
        [_conversation(row) for row in conversations],
    )


async def asked(url: str, *questions: str) -> list[Rows]:
    """All of them in one snapshot."""
    if url.startswith("sqlite"):
        path = Path(url.split("///", 1)[1])
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
        try:
            connection.execute("BEGIN")
            return [connection.execute(question).fetchall() for question in questions]
        finally:
            connection.close()
    server = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        async with server.transaction(isolation="repeatable_read", readonly=True):
            return [[tuple(row) for row in await server.fetch(question)] for question in questions]
    finally:
        await server.close()


def _person(row: tuple[Any, ...], memberships: Rows) -> h.Person:
    person, role = row
    teams = [team for team, agent in memberships if agent == person]
    return h.Person(person, "agent", teams, role in ("supervisor", "admin"))


def _row(row: tuple[Any, ...]) -> h.Row:
    conversation, seq, event, _, by, client_id, body, content = row
    fields = _json(body)
    return h.Row(
        conversation,
        seq,
        event,
        by,
        client_id,
        _json(content).get("text"),
        _is_public(event, fields),
        _receiver(event, fields),
        _team(event, fields),
    )


def _is_public(event: str, fields: dict[str, Any]) -> bool:
    if event == "message.sent":
        return fields.get("public", True) is True and fields.get("kind") != "note"
    return event in VISITORS_SEE


def _receiver(event: str, fields: dict[str, Any]) -> str | None:
    if event == "assigned":
        return str(fields.get("agent"))
    return str(fields.get("to")) if event == "transferred" and not fields.get("team") else None


def _team(event: str, fields: dict[str, Any]) -> str | None:
    if event == "transferred":
        return str(fields.get("to")) if fields.get("team") else None
    return fields.get("team")


def _conversation(row: tuple[Any, ...]) -> h.Conversation:
    conversation, packed, last_seq = row
    state = _json(packed)
    return h.Conversation(
        conversation,
        _id(state["visitor"]) or "",
        state.get("status", "open"),
        _id(state.get("agent")),
        state.get("queued_at") is not None,
        _id(state.get("team")),
        last_seq,
    )


def _id(named: Any) -> str | None:
    return str(named["id"]) if isinstance(named, dict) else named


def _json(packed: Any) -> dict[str, Any]:
    value = json.loads(packed) if isinstance(packed, str | bytes) else packed or {}
    return dict(value)

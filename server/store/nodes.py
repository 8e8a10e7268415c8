"""The nodes on one PostgreSQL: which live, who is connected to them, and which of them holds the lease.

All times are the database's own: the nodes' clocks may differ, and may be set.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, text

from server.desk.nodes.membership import Connections, DuesOf, Pulse
from server.desk.ports import Due

from .database import Database
from .writing.writer import Writer


def _timed(statement: str) -> TextClause:
    """`now_ms` in it is the database's time when the transaction began: a whole beat judges by the same."""
    return text(statement.replace("now_ms", "(extract(epoch from now()) * 1000)::bigint"))


_LIVE_ON = _timed("UPDATE nodes SET until = now_ms + :lives, lists = :lists WHERE id = :node")
_BE_BORN = _timed("INSERT INTO nodes (id, until, lists) VALUES (:node, now_ms + :lives, false)")
_FIND_DEAD = _timed("SELECT id FROM nodes WHERE until < now_ms FOR UPDATE SKIP LOCKED")
_BURY = text("DELETE FROM nodes WHERE id = ANY(:nodes)")
_LET_GO = text("DELETE FROM connected WHERE node = ANY(:nodes) RETURNING kind, subject")
_SET_DUE = text(
    "INSERT INTO due (key, at, kind, subject, claimed_until) VALUES (:key, :at, :kind, :subject, 0)"
    " ON CONFLICT (key) DO UPDATE SET at = excluded.at, claimed_until = 0"
)
_OTHERS = _timed("SELECT count(*) FROM nodes WHERE id <> :node AND until >= now_ms")
_AGENTS_OF_OTHERS = text("SELECT DISTINCT subject FROM connected WHERE kind = 'agent' AND node <> :node")
_COME = text(
    "INSERT INTO connected (node, kind, subject)"
    " SELECT :node, * FROM unnest(CAST(:kinds AS text[]), CAST(:subjects AS text[]))"
    " ON CONFLICT DO NOTHING"
)
_GONE = text(
    "DELETE FROM connected WHERE node = :node AND (kind, subject) IN"
    " (SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:subjects AS text[])))"
)
_HELD = _timed(
    "SELECT EXISTS (SELECT FROM connected JOIN nodes ON nodes.id = connected.node WHERE kind = :kind"
    " AND subject = :subject AND nodes.id <> :node AND until >= now_ms) AS held,"
    " EXISTS (SELECT FROM nodes WHERE id <> :node AND until >= now_ms AND NOT lists) AS unsure"
)
# A lease that lasts longer than any is of before the database's clock was set back.
_LEASE = _timed(
    "UPDATE leases SET until = now_ms + :lasts, holder = :node,"
    " fence = CASE WHEN holder = :node THEN fence ELSE fence + 1 END WHERE name = 'routing'"
    " AND (holder = :node OR until < now_ms OR until > now_ms + :lasts) RETURNING fence"
)
# Who holds the lease may be frozen while he writes under it: this node writes on, and asks again.
_NO_LONGER = text("SET LOCAL lock_timeout = 500")  # ms
_FIRST_LEASE = _timed(
    "INSERT INTO leases (name, holder, until, fence) VALUES ('routing', :node, now_ms + :lasts, 1)"
    " ON CONFLICT DO NOTHING RETURNING fence"
)
_GIVE_UP_LEASE = text("UPDATE leases SET until = 0 WHERE name = 'routing' AND holder = :node")


@dataclass(frozen=True, slots=True)
class Lives:
    """ms without a sign of life until a node counts as dead, and until its lease is free."""

    node: int = 10_000
    lease: int = 5_000


class StoredNodes:
    """Satisfies `desk.nodes.Registry`."""

    def __init__(self, database: Database, writer: Writer, node: str, lives: Lives | None = None) -> None:
        self._engine = database.engine
        self._writer = writer
        self._me = {"node": node}
        self._lives = lives or Lives()

    async def beat(self, connections: Connections, dues_of: DuesOf) -> Pulse:
        """Raises NotStored; then nobody knows whether it was carried out."""

        def beat(connection: Connection) -> Pulse:
            is_new = self._lives_on(connection, connections.lists)
            if not is_new:
                self._tell_connections(connection, connections)
            dead = list(connection.execute(_FIND_DEAD).scalars())
            if dead:
                _bury(connection, dead, dues_of)
            others: int = connection.execute(_OTHERS, self._me).scalar_one()
            agents = connection.execute(_AGENTS_OF_OTHERS, self._me).scalars() if others else ()
            return Pulse(others, self._lease(connection), frozenset(agents), is_new)

        return await self._writer.run(beat)

    async def leave(self, dues_of: DuesOf) -> None:
        """Nothing more is to come of this node."""

        def leave(connection: Connection) -> None:
            connection.execute(_GIVE_UP_LEASE, self._me)
            _bury(connection, [self._me["node"]], dues_of)

        await self._writer.run(leave)

    async def held_elsewhere(self, kind: str, subject: str) -> bool | None:
        """Whether another node has a connection of that person; None: one of them has not said yet."""
        async with self._engine.connect() as connection:
            asked = {**self._me, "kind": kind, "subject": subject}
            found = (await connection.execute(_HELD, asked)).one()
        return True if found.held else None if found.unsure else False

    def _lives_on(self, connection: Connection, lists: bool) -> bool:
        """Gives whether it is new, or was taken for dead."""
        words = {**self._me, "lives": self._lives.node}
        if connection.execute(_LIVE_ON, {**words, "lists": lists}).rowcount:
            return False
        connection.execute(_BE_BORN, words)
        return True

    def _tell_connections(self, connection: Connection, connections: Connections) -> None:
        if connections.anew:
            connection.execute(_LET_GO, {"nodes": [self._me["node"]]})
        if connections.gone:
            connection.execute(_GONE, {**self._me, **_columns(connections.gone)})
        if connections.come:
            connection.execute(_COME, {**self._me, **_columns(connections.come)})

    def _lease(self, connection: Connection) -> int | None:
        words = {**self._me, "lasts": self._lives.lease}
        connection.execute(_NO_LONGER)
        fence: int | None = connection.execute(_LEASE, words).scalar()
        return connection.execute(_FIRST_LEASE, words).scalar() if fence is None else fence


def _bury(connection: Connection, nodes: list[str], dues_of: DuesOf) -> None:
    """Whoever was connected there is gone, unless he comes back somewhere."""
    connection.execute(_BURY, {"nodes": nodes})
    found = [(row.kind, row.subject) for row in connection.execute(_LET_GO, {"nodes": nodes})]
    if rows := _rows(dues_of(found)):
        connection.execute(_SET_DUE, rows)


def _rows(dues: Iterable[Due]) -> list[dict[str, Any]]:
    return [{"key": due.key, "at": due.at, "kind": due.kind, "subject": due.subject} for due in dues]


def _columns(people: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    return {"kinds": [kind for kind, _ in people], "subjects": [subject for _, subject in people]}

"""Engines for SQLite and PostgreSQL, set up the way durability needs, and migrated at start."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.core.refusals import NotStored
from server.settings import Misconfigured

from . import outages, trusted
from .writing import driver

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0008"
STANDS_STILL = 5_000  # ms: whoever does so within a transaction has it taken back
# ms: whoever needs longer for one, too. Only this ends one whose owner stands still in the midst of a
# question, for whose rest the database waits. PostgreSQL 17 and newer know it.
LASTS = 20_000

# Nodes that start together must not migrate at once. Any number that no other lock of ours has.
_ALONE = text("SELECT pg_advisory_xact_lock(714021)")
# A slow machine may stand still for a while between two steps of a migration, a backup or a restoring.
TAKES_ITS_TIME = text(
    "SELECT set_config(name, wanted, true) FROM (VALUES ('idle_in_transaction_session_timeout', '60s'),"
    " ('transaction_timeout', '0')) AS limits (name, wanted)"
    " WHERE EXISTS (SELECT FROM pg_settings WHERE pg_settings.name = limits.name)"
)


class Database:
    """Where the data is. Reads go through `engine`; every write goes through the writer (writer.py)."""

    def __init__(self, url: str, lasting: bool = True) -> None:
        """`lasting`: False for one that is thrown away: SQLite then does not wait for the disk."""
        self.url = _async_url(url)
        self.lasting = lasting
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = create_async_engine(self.url, **_pool(self.is_sqlite))
        outages.watch(self.engine.sync_engine)
        event.listen(self.engine.sync_engine, "connect", self._prepared)
        if not self.is_sqlite:
            trusted.try_idle_ones(self.engine.sync_engine)

    async def open(self) -> None:
        """Brings the schema up to date. Raises Misconfigured when the database cannot be used."""
        try:
            async with self.engine.begin() as connection:
                if not self.is_sqlite:
                    await connection.execute(_ALONE)
                    await connection.execute(TAKES_ITS_TIME)
                elif await connection.run_sync(schema_of) != HEAD:
                    # Left to itself the driver keeps each table at once, and who was killed half-way could
                    # never start again; who starts at the same moment waits here.
                    await connection.exec_driver_sql("BEGIN IMMEDIATE")
                await connection.run_sync(migrate)
                if self.lasting:
                    await connection.run_sync(_assert_durable)
        except (NotStored, OSError, DBAPIError, sqlite3.Error) as problem:
            reason = outages.first_line(problem.__cause__ or problem)
            raise Misconfigured(f"cannot use the database {self.shown}: {reason}") from problem

    @property
    def shown(self) -> str:
        return self.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """SQLite's; None for PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def writing_engine(self) -> Engine:
        """SQLite only: the one connection that writes, in the writer's own thread."""
        engine = create_engine(self.url.set(drivername="sqlite"), pool_size=1, max_overflow=0)
        outages.watch(engine)
        event.listen(engine, "connect", self._prepared)
        event.listen(engine, "connect", _begins_by_hand)
        if self.lasting:
            event.listen(engine, "connect", _leaves_checkpoints)
        event.listen(engine, "begin", _begin_immediate)
        return engine

    @property
    def asking(self) -> AsyncEngine:
        """PostgreSQL only, for short questions: each statement goes alone, and sees what is stored."""
        return self.engine.execution_options(isolation_level="AUTOCOMMIT")

    def reading_engine(self) -> Engine:
        """SQLite only: the one connection of the reader's own thread. Each statement sees what is stored."""
        engine = create_engine(
            self.url.set(drivername="sqlite"), pool_size=1, max_overflow=0, isolation_level="AUTOCOMMIT"
        )
        outages.watch(engine)
        event.listen(engine, "connect", self._prepared)
        return engine

    async def close(self) -> None:
        await self.engine.dispose()

    @property
    def _prepared(self) -> Callable[[Any, object], None]:
        """What is done with a new connection."""
        if not self.is_sqlite:
            return _lets_go
        return _durable if self.lasting else _fleeting


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Up to that schema. Alembic is only imported when there is something to do: it costs 0.1 s."""
    if schema_of(connection) == to:
        return
    from alembic import command

    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def knows_schema(revision: str) -> bool:
    """Whether it is one of ours, this one or an earlier one."""
    from alembic.script import ScriptDirectory

    return any(
        known.revision == revision for known in ScriptDirectory.from_config(_alembic()).walk_revisions()
    )


def _alembic() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def schema_of(connection: Connection) -> str | None:
    """The revision of its schema; None for a database that has none of ours."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _async_url(url: str) -> URL:
    parsed = make_url(url)
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    backend = parsed.drivername.split("+")[0]
    if backend not in drivers:
        raise Misconfigured(f"--database-url must begin with postgresql:// or sqlite://, not {backend}://")
    return parsed.set(drivername=drivers[backend])


def _pool(is_sqlite: bool) -> dict[str, Any]:
    return {"pool_size": 4, "max_overflow": 4} if is_sqlite else {"pool_size": 10}


def _durable(connection: Any, _: object) -> None:  # noqa: ANN401  (whichever driver)
    # How long to wait for another writer is the driver's own setting: 5 s, or ?timeout=… in the URL.
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _fleeting(connection: Any, _: object) -> None:  # noqa: ANN401
    _durable(connection, _)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def _lets_go(connection: Any, _: object) -> None:  # noqa: ANN401
    # A process that is frozen within a transaction would hold its locks, and hold up all other nodes.
    limits = {"idle_in_transaction_session_timeout": STANDS_STILL, "transaction_timeout": LASTS}
    cursor = connection.cursor()
    for name, most in limits.items():
        cursor.execute(
            f"SELECT set_config(name, '{most}', false) FROM pg_settings WHERE name = '{name}'"  # noqa: S608
        )
    # The driver looks up what it does not know in the midst of a transaction: so it is asked for now.
    cursor.execute("SELECT NULL::varchar[], NULL::bigint[], NULL::integer[], NULL::bytea[], NULL::boolean[]")
    cursor.close()
    connection.commit()


def _begins_by_hand(connection: Any, _: object) -> None:  # noqa: ANN401
    # Otherwise the driver begins late and shared, and two writers can deadlock over the upgrade of a lock.
    connection.isolation_level = None


def _leaves_checkpoints(connection: Any, _: object) -> None:  # noqa: ANN401
    connection.execute("PRAGMA wal_autocheckpoint=0")  # checkpoints.py has them


def _begin_immediate(connection: Connection) -> None:
    driver.carry_out(connection, "BEGIN IMMEDIATE")


def _assert_durable(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        synchronous = connection.execute(text("PRAGMA synchronous")).scalar()
        if mode not in ("wal", "memory") or synchronous != 2:
            raise Misconfigured(
                f"SQLite does not keep journal_mode=WAL and synchronous=FULL ({mode}, {synchronous})"
            )
        return
    for setting in ("fsync", "synchronous_commit"):
        if connection.execute(text(f"SHOW {setting}")).scalar() == "off":
            _warn(f"PostgreSQL runs with {setting}=off: what is acknowledged can be lost in a crash")


def _warn(sentence: str) -> None:
    import structlog

    structlog.get_logger().warning("not_durable", problem=sentence)

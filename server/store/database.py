"""Engines for SQLite and PostgreSQL, set up the way durability needs, and migrated at start."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.settings import Misconfigured

HEAD = "0001"


class Database:
    """Where the data is. Reads go through `engine`; every write goes through the writer (writer.py)."""

    def __init__(self, url: str) -> None:
        self.url = _async_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = create_async_engine(self.url, **_pool(self.is_sqlite))
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _durable)

    async def open(self) -> None:
        """Brings the schema up to date. Raises Misconfigured when the database cannot be used."""
        try:
            async with self.engine.begin() as connection:
                await connection.run_sync(migrate)
                await connection.run_sync(_assert_durable)
        except (OSError, DBAPIError, sqlite3.Error) as problem:
            reason = str(getattr(problem, "orig", None) or problem).splitlines()[0]
            raise Misconfigured(f"cannot use the database {self.shown}: {reason}") from problem

    @property
    def shown(self) -> str:
        return self.url.render_as_string(hide_password=True)

    def writing_engine(self) -> Engine:
        """SQLite only: the one connection that writes, in the writer's own thread."""
        engine = create_engine(self.url.set(drivername="sqlite"), pool_size=1, max_overflow=0)
        event.listen(engine, "connect", _durable)
        event.listen(engine, "connect", _begins_by_hand)
        event.listen(engine, "begin", _begin_immediate)
        return engine

    async def close(self) -> None:
        await self.engine.dispose()


def migrate(connection: Connection) -> None:
    """To the newest schema. Alembic is only imported when there is something to do: it costs 0.1 s."""
    if _version(connection) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
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
    return {"pool_size": 4, "max_overflow": 4} if is_sqlite else {"pool_size": 10, "pool_pre_ping": True}


def _durable(connection: Any, _: object) -> None:  # noqa: ANN401  (whichever driver)
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begins_by_hand(connection: Any, _: object) -> None:  # noqa: ANN401
    # Otherwise the driver begins late and shared, and two writers can deadlock over the upgrade of a lock.
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


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

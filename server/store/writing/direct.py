"""PostgreSQL, asked directly: a commit is one statement on a connection of its own, there and back once.

A statement that is sent alone is a transaction. SQLAlchemy would ask whether the connection lives, begin, ask
table by table, and commit, each of them a way there and back.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from server.core.refusals import NotStored

from ..outages import as_refusal, is_of_the_database
from ..trusted import TRUSTED

LONGEST = 20.0  # s; a database that says nothing for so long is taken for gone


class Direct:
    """Holds the connection; whatever goes wrong with it, the next statement has a new one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._held: AsyncConnection | None = None
        self._driver: Any = None
        self._used = 0.0

    async def ask(self, statement: str, values: Sequence[Any]) -> None:
        """Durable when it returns. Raises NotStored in an outage, else the driver's own error."""
        try:
            await self.send(statement, values)
        except NotStored:
            raise
        except Exception as problem:
            if not _is_outage(problem, self._driver):
                raise
            await self.let_go()
            raise as_refusal(problem) from problem
        self._used = asyncio.get_running_loop().time()

    async def send(self, statement: str, values: Sequence[Any]) -> None:
        driver = await self._ready()
        await driver.execute(statement, *values, timeout=LONGEST)

    async def let_go(self) -> None:
        held, self._held, self._driver = self._held, None, None
        if held is not None:
            with contextlib.suppress(Exception):
                await held.invalidate()
                await held.close()

    async def _ready(self) -> Any:  # noqa: ANN401  (asyncpg's connection)
        if self._driver is not None and not await self._lives():
            await self.let_go()
        if self._driver is None:
            self._held = await self._engine.connect()
            self._driver = (await self._held.get_raw_connection()).driver_connection
        return self._driver

    async def _lives(self) -> bool:
        if asyncio.get_running_loop().time() < self._used + TRUSTED:
            return True
        try:
            await self._driver.execute("SELECT 1", timeout=LONGEST)
        except Exception:
            return False
        return True


def _is_outage(problem: Exception, driver: Any) -> bool:  # noqa: ANN401
    return is_of_the_database(problem) or driver is None or driver.is_closed()

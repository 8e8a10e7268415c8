"""`chat-butler` with faults where transactions are committed, put in from outside.

Run as `failing_server.py serve …`. CHAT_BUTLER_FAILING is a JSON object: `delay` [least, most] seconds before
each commit that stores events, and `seed`. After a signal SIGUSR1 the process ends right after the next such
commit, before anybody is answered or told.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import await_only

from server.cli import main
from server.store.writing import driver
from server.store.writing.direct import Direct

CRASHED = 70  # exit code

asked = json.loads(os.environ.get("CHAT_BUTLER_FAILING", "{}"))
chance = random.Random(asked.get("seed", 1))
doomed = False
plain_ask = Direct.ask
plain_for_each = driver.for_each
plain_commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit


def is_doomed(*_: Any) -> None:
    global doomed
    doomed = True


def note_events(connection: Any, _: Any, statement: str, *__: Any) -> None:
    if statement.startswith("INSERT INTO events"):
        connection.connection.info["events"] = True


def for_each(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
    """SQLite's way around SQLAlchemy, within a transaction."""
    note_events(connection, None, statement)
    plain_for_each(connection, statement, rows)


def commit(self: DefaultDialect, connection: Any) -> None:
    stores = connection.info.pop("events", False)
    if stores and "delay" in asked:
        seconds = chance.uniform(*asked["delay"])
        if self.is_async:
            await_only(asyncio.sleep(seconds))
        else:
            time.sleep(seconds)
    plain_commit(self, connection)
    if stores and doomed:
        os._exit(CRASHED)


async def ask(self: Direct, statement: str, values: Sequence[Any]) -> None:
    """PostgreSQL's way around SQLAlchemy: a statement that is a transaction."""
    stores = "INSERT INTO events" in statement
    if stores and "delay" in asked:
        await asyncio.sleep(chance.uniform(*asked["delay"]))
    await plain_ask(self, statement, values)
    if stores and doomed:
        os._exit(CRASHED)


if __name__ == "__main__":
    Direct.ask = ask  # type: ignore[method-assign]
    driver.for_each = for_each
    event.listen(Engine, "before_cursor_execute", note_events)
    DefaultDialect.do_commit = commit  # type: ignore[method-assign]
    signal.signal(signal.SIGUSR1, is_doomed)
    main()

"""`chat-butler serve` in bad surroundings, made from outside: `python -m tests.faults.unsound --data …`.

What goes wrong is said by CHAT_BUTLER_UNSOUND, a JSON object of `Unsound`'s fields. `control` is a folder in
which a test puts files while the server runs: `faults`, as long as statements, commits and commands shall
fail; `clock`, with the ms that the clock of the whole process is ahead, or with the word `stop`. The server
writes into it: `clock.set`, what it has set its clock to; `lag.json`, how late its event loop was, and how
often what went wrong.
"""

import argparse
import asyncio
import json
import os
import random
import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import await_only

from server import serve
from server.app import House
from server.settings import settings
from server.store.writing import driver
from server.store.writing.direct import Direct
from tests.faults.lag import Lag


@dataclass(frozen=True, slots=True)
class Unsound:
    """Shares of all statements (or commits, or commands that take a while) in which it happens; `stall` in
    seconds.
    """

    control: str
    seed: int = 1
    exceptions: float = 0
    stalls: float = 0
    stall: float = 0.5
    lost_commits: float = 0
    cancelled: float = 0


class Fault(RuntimeError):
    """As a mistake in our own code would raise."""


def main() -> None:
    unsound = Unsound(**json.loads(os.environ["CHAT_BUTLER_UNSOUND"]))
    control = Path(unsound.control)
    _fail(unsound, control)
    threading.Thread(target=_set_clock, args=(control / "clock",), daemon=True).start()

    async def then(_: House, __: str) -> None:
        loop = asyncio.get_running_loop()
        watching.append(loop.create_task(_watch(control / "lag.json")))
        watching.append(loop.create_task(_cancel(unsound, control / "faults")))

    serve.run(_settings(), then=then)


happened: Counter[str] = Counter()
watching: list[asyncio.Task[None]] = []


def _settings() -> Any:
    words = argparse.ArgumentParser()
    words.add_argument("command", nargs="?", choices=["serve"])
    words.add_argument("--data", type=Path)
    words.add_argument("--port", type=int)
    words.add_argument("--database-url")
    found = vars(words.parse_args())
    found.pop("command")
    return settings(**found)


# ---- Statements and commits ------------------------------------------------------------------------


def _fail(unsound: Unsound, control: Path) -> None:
    chance = random.Random(unsound.seed)
    on = control / "faults"

    def stalls() -> bool:
        found = chance.random() < unsound.stalls
        happened["stalls"] += found
        return found

    def may_fail() -> None:
        if chance.random() < unsound.exceptions:
            happened["exceptions"] += 1
            raise Fault("a statement failed")

    def loses_commit() -> bool:
        fails = on.exists() and chance.random() < unsound.lost_commits
        happened["lost_commits"] += fails
        return fails

    def before(connection: Any, *_: Any) -> None:
        if not on.exists():
            return
        if stalls():
            if connection.dialect.is_async:
                await_only(asyncio.sleep(unsound.stall))
            else:
                time.sleep(unsound.stall)
        may_fail()

    runs = driver.for_each

    def for_each(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
        """SQLite's way around SQLAlchemy, within a transaction."""
        before(connection)
        runs(connection, statement, rows)

    commits: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def commit(self: DefaultDialect, connection: Any) -> None:
        fails = loses_commit()
        if fails and chance.random() < 0.5:
            raise ConnectionResetError("gone before the commit")
        commits(self, connection)
        if fails:
            raise ConnectionResetError("gone after the commit, before its answer")

    sends = Direct.send

    async def send(self: Direct, statement: str, values: Sequence[Any]) -> None:
        """PostgreSQL's way around SQLAlchemy: a statement that is a transaction."""
        if on.exists():
            if stalls():
                await asyncio.sleep(unsound.stall)
            may_fail()
        fails = loses_commit()
        if fails and chance.random() < 0.5:
            raise ConnectionResetError("gone before the commit")
        await sends(self, statement, values)
        if fails:
            raise ConnectionResetError("gone after the commit, before its answer")

    Direct.send = send  # type: ignore[method-assign]
    driver.for_each = for_each
    event.listen(Engine, "before_cursor_execute", before)
    DefaultDialect.do_commit = commit  # type: ignore[method-assign]


# ---- Tasks -----------------------------------------------------------------------------------------


async def _cancel(unsound: Unsound, on: Path) -> None:
    """Commands that are being carried out are cancelled wherever they wait just then.

    Each is looked at once: on a slow machine, where all take long, no more of them are cancelled.
    """
    chance = random.Random(unsound.seed + 1)
    seen: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
    while unsound.cancelled:
        await asyncio.sleep(0.02)
        if not is_there(on):
            continue
        for task in asyncio.all_tasks():
            name = getattr(task.get_coro(), "__qualname__", "")
            if "_handle_event_internal" not in name or task in seen:
                continue
            seen.add(task)
            if chance.random() < unsound.cancelled:
                happened["cancelled"] += 1
                task.cancel()


def is_there(file: Path) -> bool:
    return file.exists()


def write(file: Path, text: str) -> None:
    """Whoever reads finds the whole of it."""
    beside = file.with_suffix(".part")
    beside.write_text(text)
    beside.replace(file)


async def _watch(file: Path) -> None:
    async with Lag() as lag:
        while True:
            await asyncio.sleep(0.2)
            write(file, json.dumps({"p99": lag.p99, "max": lag.worst, "n": lag.n, **happened}))


# ---- Time ------------------------------------------------------------------------------------------


def _set_clock(file: Path) -> None:
    said = ""
    travelling: time_machine.travel | None = None
    while True:
        time.sleep(0.02)
        found = file.read_text() if file.exists() else ""
        if found == said:
            continue
        said = found
        if travelling is not None:
            travelling.stop()
        now = time.time()
        stops = said == "stop"
        at = now + (0 if stops or not said else int(said) / 1000)
        travelling = time_machine.travel(datetime.fromtimestamp(at, UTC), tick=not stops)
        travelling.start()
        write(file.with_name("clock.set"), said)


if __name__ == "__main__":
    main()

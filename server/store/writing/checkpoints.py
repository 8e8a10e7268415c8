"""Moves what SQLite's write-ahead log holds into the database file beside the writer, not in its way.

By itself SQLite does it within whichever commit passes a thousand pages, and all whose messages are in that
commit wait for the fsyncs of a large file.
"""

import sqlite3
import threading
from pathlib import Path

import structlog

log = structlog.get_logger()

EVERY = 1.0  # s, at most
MANY = 6_000  # pages that make it worth the disk's while; the log has room for more (room.py)
LATEST = 10.0  # s after the first that is not moved yet
LONG = 4_000  # pages: then the writer itself moves what little is left, so that the log begins anew


class Checkpoints:
    """`written` is the writer's, after each commit; the rest happens in a thread of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._dirty = threading.Event()
        self._many = threading.Event()
        self._written = 0
        self._stopping = threading.Event()
        self._pages = 0
        self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._dirty.set()
        self._many.set()
        self._thread.join()

    def written(self, turns: int) -> bool:
        """True: the log has grown long, and it is for the writer to move the rest of it now."""
        self._written += pages_of(turns)
        self._dirty.set()
        if self._written >= MANY:
            self._many.set()
        is_long, self._pages = self._pages > LONG, 0
        return is_long

    def _work(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        while not self._stopping.is_set():
            self._dirty.wait()
            self._wait_until_worth_it()
            self._dirty.clear()
            self._many.clear()
            self._written = 0
            try:
                self._pages = moved(connection)
            except Exception as problem:
                # The disk is full or the file is locked: the log keeps everything until next time.
                log.warning("checkpoint_failed", problem=str(problem))
        connection.close()

    def _wait_until_worth_it(self) -> None:
        """While the disk moves it, what is new waits the longer to be stored: so not too often."""
        if not self._stopping.wait(EVERY):
            self._many.wait(LATEST - EVERY)


def pages_of(turns: int) -> int:
    """About how many pages a commit of so many turns adds to the log, which SQLite tells nobody but by moving
    them. Those of a few indexes are written once a commit.
    """
    return 8 + 2 * turns


def moved(connection: sqlite3.Connection) -> int:
    """Moves what nobody reads any more, waiting for nobody. Gives how many pages the log is long."""
    _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return max(0, int(pages))

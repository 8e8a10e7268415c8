"""Gives SQLite's write-ahead log its length before anybody waits for it.

While the file grows, each fsync has the file system record its new length as well, and takes more than twice
as long: so the log is moved (checkpoints.py) before it needs more than this.
"""

import sqlite3

import structlog

log = structlog.get_logger()

PAGE = 4096  # bytes
ROOM = 8_000  # pages: those that are worth moving, and what comes meanwhile


def make_room(connection: sqlite3.Connection, pages: int = ROOM) -> None:
    """Writes about what the log ever holds, and takes it back: the file stays long, the data is as it was.

    Without room it works too, so whatever goes wrong is only told.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute("CREATE TABLE room (filling BLOB)")
            connection.execute("INSERT INTO room VALUES (zeroblob(?))", (pages * PAGE,))
        finally:
            connection.execute("ROLLBACK")
    except sqlite3.Error as problem:
        log.warning("no_room_made", problem=str(problem))

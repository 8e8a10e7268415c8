"""SQLite's driver, asked directly.

For a few rows SQLAlchemy's way to it costs more than all that the database does.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from ..outages import as_refusal, is_of_the_database


def carry_out(connection: Connection, statement: str) -> None:
    """One that answers nothing. Raises NotStored in an outage, else the driver's own error."""
    try:
        _driver(connection).execute(statement)
    except sqlite3.Error as problem:
        raise _as_answer(problem) from problem


def for_each(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
    """Carries it out for row after row. Raises as `carry_out` does."""
    try:
        _driver(connection).executemany(statement, rows)
    except sqlite3.Error as problem:
        raise _as_answer(problem) from problem


def number(connection: Connection, question: str) -> int:
    """The one number that it asks for. Raises as `carry_out` does."""
    try:
        found: int = _driver(connection).execute(question).fetchone()[0]
    except sqlite3.Error as problem:
        raise _as_answer(problem) from problem
    return found


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("only the writer's own connection to SQLite can be asked directly")
    return driver


def _as_answer(problem: sqlite3.Error) -> Exception:
    return as_refusal(problem) if is_of_the_database(problem) else problem

"""Statements for many rows, made once and given to the driver as text; PostgreSQL takes whole columns."""

import re
import typing
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from ..rows import Parameters
from . import driver

Question = tuple[str, list[list[Any]]]


class Many:
    """A statement for many rows, which the driver gets as text and bare values; made from Core's once.

    SQLite runs it for row after row. PostgreSQL is given whole columns: one question for any number of rows,
    of which none may have the key of another. Values must be such as the drivers take as they are.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._text = ""
        self._by_columns = False
        self._values: Callable[[Parameters], Any] = itemgetter("")
        self.places = 0

    def __call__(self, connection: Connection, rows: Sequence[Parameters]) -> None:
        if not self._text:
            self._compile(connection.dialect)
        if self._by_columns:
            connection.exec_driver_sql(self._text, tuple(self.columns(rows)))
        elif connection.dialect.name == "sqlite":
            driver.for_each(connection, self._text, map(self._values, rows))
        else:
            connection.exec_driver_sql(self._text, [self._values(row) for row in rows])

    def columns(self, rows: Sequence[Parameters]) -> list[list[Any]]:
        """The values of each place, for a statement that takes whole columns."""
        return [list(column) for column in zip(*(self._values(row) for row in rows), strict=True)]

    def taking_columns(self, first: int, dialect: Dialect) -> str | None:
        """Its text with places counted from `first`; None: it does not take columns."""
        if not self._text:
            self._compile(dialect)
        if not self._by_columns:
            return None
        return _PLACE_OF_COLUMN.sub(lambda place: f"${int(place[1]) + first}", self._text)

    def _compile(self, dialect: Dialect) -> None:
        compiled = typing.cast(SQLCompiler, self._statement.compile(dialect=dialect))
        names = compiled.positiontup or ()
        self._values, self.places = itemgetter(*names), len(names)
        self._text = str(compiled)
        if dialect.name == "postgresql" and (columns := by_columns(self._text)):
            self._text, self._by_columns = columns, True


def by_columns(insert: str) -> str | None:
    """`INSERT … VALUES ($1::T, …) …` for arrays of values; None: it is another kind of statement."""
    parts = _INSERT.fullmatch(insert)
    if parts is None:
        return None
    names = [(number, kind) for number, kind in _PLACE.findall(parts["values"])]
    arrays = ", ".join(f"${number}::{kind}[]" for number, kind in names)
    columns = ", ".join(f"c{number}" for number, _ in names)
    chosen = _PLACE.sub(lambda place: f"given.c{place[1]}", parts["values"])
    rest = parts["rest"] or ""
    return f"{parts['into']} SELECT {chosen} FROM unnest({arrays}) AS given({columns}){rest}"  # noqa: S608


_INSERT = re.compile(
    r"(?P<into>INSERT INTO \w+ \([^)]*\)) VALUES \((?P<values>.+?)\)(?P<rest> ON CONFLICT .*)?", re.S
)
_PLACE = re.compile(r"\$(\d+)::(\w+)")
_PLACE_OF_COLUMN = re.compile(r"\$(\d+)")


def joined(writes: Sequence[Many], dialect: Dialect) -> str | None:
    """Several statements that take columns as one, whose places count on; None when one of them does not.

    PostgreSQL carries out the last one first, then those that have a name, from the last to the first. It is
    written so that they are carried out in their order here: what takes a transaction goes through the tables
    in the same order, and neither waits for a row of the other's while it holds one that the other needs.
    """
    texts: list[str] = []
    places = 0
    for write in writes:
        text = write.taking_columns(places, dialect)
        if text is None:
            return None
        texts.append(text)
        places += write.places
    first, *rest = texts
    named = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(reversed(rest)))
    return f"WITH {named} {first}" if named else first
